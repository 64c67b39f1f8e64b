/** FOR TESTS: what the samples are made of. */
import type { Evidence, EvidenceSeries, ExplanationEntity, TimeWindow } from '@nightglass/model';

export const onsetMs = Date.UTC(2026, 2, 14, 2, 17);
export const baseline: TimeWindow = { startMs: onsetMs - 2_700_000, endMs: onsetMs - 120_000 };
export const window: TimeWindow = { startMs: onsetMs, endMs: onsetMs + 900_000 };

const service = (name: string): ExplanationEntity => ({ kind: 'service', name });
export const gateway = service('edge-gateway');
export const checkout = service('checkout');
export const payment = service('payment');
export const fraud: ExplanationEntity = { kind: 'external', name: 'fraud-check' };
export const database: ExplanationEntity = { kind: 'database', name: 'payments-db' };

/** The log line of the sample that `withPlantedText` replaces. */
export const noiseLog = 'timeout waiting for a connection from the pool after 2000 ms (size=5, waiting=37)';

/** 120 steps of 30 s around the onset: `before`, then `after`, with a small ripple and one gap. */
export const stepSeries = (before: number, after: number): EvidenceSeries => {
  const startMs = onsetMs - 2_700_000;
  const stepMs = 30_000;
  const values = Array.from({ length: 120 }, (_, i) => {
    if (i === 17) return null;
    const level = startMs + i * stepMs < onsetMs ? before : after;
    return Math.round(level * (1 + 0.06 * Math.sin(i * 1.7)) * 100) / 100;
  });
  return { startMs, stepMs, values };
};

export const evidenceOf = (
  given: Pick<Evidence, 'id' | 'detector' | 'signal' | 'entity' | 'subject' | 'text'> & Partial<Evidence>,
): Evidence => ({
  stance: 'supports',
  baseline,
  window,
  unit: '',
  before: null,
  after: null,
  effect: null,
  effectUnit: '',
  n: null,
  p: null,
  quote: '',
  caveat: null,
  query: null,
  exemplars: [],
  series: null,
  ...given,
});
