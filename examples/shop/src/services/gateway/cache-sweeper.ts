import { SpanKind } from '@opentelemetry/api';
import { inSpan } from '../../telemetry/span.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { PaymentCache } from './payment-cache.ts';

const quietSweepMs = 10_000;
/** From here on a person should know how long the loop held everything else up. */
const longSweepMs = 100;

/** What the fault cache-sweep asks for; `undefined` ends it. */
export interface SweepFault {
  entries: number;
  everySeconds: number;
}

/** Sweeps the payment cache on a timer, and grows it when the fault is on. */
export const startSweeper = (
  { tracer, meter, log }: Telemetry,
  cache: PaymentCache,
): { setFault(fault: SweepFault | undefined): Promise<void>; stop(): void } => {
  let timer: NodeJS.Timeout | undefined;
  let filling = new AbortController();
  meter
    .createObservableGauge('shop.payment_cache.entries', {
      unit: '{entry}',
      description: 'Entries of the payment cache.',
    })
    .addCallback((result) => result.observe(cache.size));

  const sweep = (): void =>
    inSpan(tracer, 'payment_cache.sweep', { kind: SpanKind.INTERNAL }, (span) => {
      const startedAt = performance.now();
      const { scanned, removed } = cache.sweep(Date.now());
      const ms = Math.round(performance.now() - startedAt);
      const attributes = { 'cache.entries.scanned': scanned, 'cache.entries.removed': removed };
      span.setAttributes(attributes);
      const line = `payment cache swept: ${scanned} entries read, ${removed} removed, in ${ms} ms`;
      if (ms >= longSweepMs) log.warn(`${line}; the event loop stood still`, attributes);
      else log.debug(line, attributes);
    });

  const every = (ms: number): void => {
    clearInterval(timer);
    timer = setInterval(sweep, ms);
  };
  every(quietSweepMs);

  return {
    async setFault(fault) {
      filling.abort();
      cache.drain();
      if (fault === undefined) return every(quietSweepMs);
      filling = new AbortController();
      const { signal } = filling;
      await cache.fill(fault.entries, Date.now(), signal);
      if (!signal.aborted) every(fault.everySeconds * 1000);
    },
    stop() {
      filling.abort();
      clearInterval(timer);
    },
  };
};
