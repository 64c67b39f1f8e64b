/** When the trouble began. */
import type { TimeWindow } from '@nightglass/model';
import type { IncidentData, MetricSeries, SpanRow } from './incident.ts';
import { badDirection, meaningOf } from './metrics/meaning.ts';

export interface Onset {
  /** Null when no change was found: the incident's own start is used. */
  foundMs: number | null;
  baseline: TimeWindow;
  incident: TimeWindow;
}

/** The hint may be off by this much on either side. */
const slackMs = 150_000;
/** A split below this statistic (squared t on ranks, about) is no change. */
const minimumStatistic = 18;

/**
 * Looks for the split of the symptom in time around the given start: argmax over t of n1 n2 / (n1 + n2) (m1 - m2)^2 / s^2
 * on ranks (reference 3.3), in O(n log n). Baseline and incident are moved to it.
 */
export const findOnset = (data: IncidentData): Onset => {
  const { baseline, incident } = data;
  const hint = incident.startMs;
  const joined = baseline.startMs < hint && hint - baseline.endMs < slackMs;
  const slack = Math.min(slackMs, (incident.endMs - hint) / 2);
  const from = joined
    ? Math.max(hint - slack, baseline.startMs + (baseline.endMs - baseline.startMs) / 2)
    : hint;
  const found = [requestPoints(data), ...symptomPoints(data)]
    .map((points) => split(points, from, hint + slack))
    .filter((at) => at !== null)
    .sort((a, b) => b.statistic - a.statistic || a.timeMs - b.timeMs)[0];
  const onset = found?.timeMs ?? hint;
  return {
    foundMs: found?.timeMs ?? null,
    baseline: {
      startMs: baseline.startMs,
      endMs: baselineEnd(baseline, onset, joined && found !== undefined),
    },
    incident: { startMs: onset, endMs: incident.endMs },
  };
};

/** The normal time reaches up to a found onset, never over it; one that was recorded afterwards stays as it is. */
const baselineEnd = ({ startMs, endMs }: TimeWindow, onsetMs: number, upToOnset: boolean): number => {
  if (startMs >= onsetMs) return endMs;
  return upToOnset ? onsetMs : Math.min(endMs, onsetMs);
};

interface Point {
  timeMs: number;
  value: number;
}

const inEither = (data: IncidentData, timeMs: number): boolean =>
  (timeMs >= data.baseline.startMs && timeMs < data.baseline.endMs) ||
  (timeMs >= data.incident.startMs && timeMs < data.incident.endMs);

/** Requests that enter what was asked about; an error counts as slower than anything. */
const requestPoints = (data: IncidentData): Point[] => {
  const { service, operation } = data.target;
  const isEntry = (span: SpanRow): boolean =>
    service === ''
      ? span.parentId === ''
      : span.service === service &&
        (operation === '' || span.name === operation) &&
        (span.kind === 'server' || span.kind === 'consumer' || span.parentId === '');
  const points: Point[] = [];
  for (const span of data.spans) {
    if (!isEntry(span) || !inEither(data, span.startMs)) continue;
    points.push({ timeMs: span.startMs, value: span.error ? 1e12 : span.durationMs });
  }
  return points;
};

const symptoms = new Set(['latency', 'errors', 'availability', 'timeouts']);

/** The target's own latency and error figures; of the whole system when no target is given: at most 40. */
const symptomPoints = (data: IncidentData): Point[][] =>
  data.series
    .filter((s) => data.target.service === '' || s.entity.name === data.target.service)
    .filter((s) => symptoms.has(meaningOf(s.name, s.unit) ?? ''))
    .slice(0, 40)
    .map((series) => pointsOf(data, series));

const pointsOf = (data: IncidentData, series: MetricSeries): Point[] => {
  const sign = badDirection(meaningOf(series.name, series.unit)) || 1;
  const points: Point[] = [];
  for (let i = 0; i < series.timesMs.length; i++) {
    const timeMs = series.timesMs[i]!;
    const value = series.values[i]!;
    if (Number.isFinite(value) && inEither(data, timeMs)) points.push({ timeMs, value: value * sign });
  }
  return points;
};

const split = (
  points: Point[],
  fromMs: number,
  toMs: number,
): { timeMs: number; statistic: number } | null => {
  const n = points.length;
  if (n < 12) return null;
  const ranks = rank(points.map((point) => point.value));
  let total = 0;
  let squares = 0;
  for (const value of ranks) {
    total += value;
    squares += value * value;
  }
  const variance = squares / n - (total / n) ** 2;
  if (variance <= 0) return null;
  let before = 0;
  let best: { timeMs: number; statistic: number } | null = null;
  for (let i = 0; i < n; i++) {
    const { timeMs } = points[i]!;
    if (i >= 5 && i <= n - 3 && timeMs >= fromMs && timeMs <= toMs && timeMs > points[i - 1]!.timeMs) {
      const m1 = before / i;
      const m2 = (total - before) / (n - i);
      const statistic = m2 > m1 ? ((i * (n - i)) / n) * ((m2 - m1) ** 2 / variance) : 0;
      if (statistic > (best?.statistic ?? minimumStatistic)) best = { timeMs, statistic };
    }
    before += ranks[i]!;
  }
  return best;
};

/** Mid-ranks. */
const rank = (values: readonly number[]): Float64Array => {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && values[order[j]!] === values[order[i]!]) j++;
    for (let k = i; k < j; k++) ranks[order[k]!] = (i + j - 1) / 2;
    i = j;
  }
  return ranks;
};
