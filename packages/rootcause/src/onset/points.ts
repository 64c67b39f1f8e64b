/** What may have begun to be bad at the onset: values in order of time, larger is worse. */
import type { IncidentData, MetricSeries, SpanRow } from '../incident.ts';
import { badDirection, meaningOf } from '../metrics/meaning.ts';
import { midRanks } from '../statistics/robust.ts';

export interface Point {
  timeMs: number;
  value: number;
}

export const inEither = ({ baseline, incident }: IncidentData, timeMs: number): boolean =>
  (timeMs >= baseline.startMs && timeMs < baseline.endMs) ||
  (timeMs >= incident.startMs && timeMs < incident.endMs);

/** A failure counts as slower than anything. */
const failed = 1e12;

const entryOf = ({ target: { service, operation } }: IncidentData): ((span: SpanRow) => boolean) =>
  service === ''
    ? (span) => span.parentId === ''
    : (span) =>
        span.service === service &&
        (operation === '' || span.name === operation) &&
        (span.kind === 'server' || span.kind === 'consumer' || span.parentId === '');

const fewestOfOperation = 4;

/**
 * Requests that enter what was asked about, each as its rank among those of its operation, from -1 to 1: that slow operations
 * are asked for more often is no change, and half of the quick ones becoming slow is one.
 */
export const requestPoints = (data: IncidentData): Point[] => {
  const isEntry = entryOf(data);
  const operations = new Map<string, Point[]>();
  for (const span of data.spans) {
    if (!isEntry(span) || !inEither(data, span.startMs)) continue;
    const key = `${span.service}\u0000${span.name}`;
    const point = { timeMs: span.startMs, value: span.error ? failed : span.durationMs };
    const same = operations.get(key);
    if (same === undefined) operations.set(key, [point]);
    else same.push(point);
  }
  const points: Point[] = [];
  for (const same of operations.values()) {
    const n = same.length;
    if (n < fewestOfOperation) continue;
    const ranks = midRanks(same.map(({ value }) => value));
    for (const [i, { timeMs }] of same.entries()) points.push({ timeMs, value: (2 * ranks[i]! + 1) / n - 1 });
  }
  return points.sort((a, b) => a.timeMs - b.timeMs || a.value - b.value);
};

/**
 * The steps of those requests: a change that few requests meet is plain there, where it hides among all requests. Rows are
 * the operations of each service, and the ways from one service to another (what the caller waited longer than the other
 * worked). One point per trace and row, the mean: calls of one trace share their fate, and are no independent witnesses.
 */
export const stepPoints = (data: IncidentData): Point[][] => {
  const isEntry = entryOf(data);
  const asked = data.target.service === '' ? null : new Set<string>();
  if (asked !== null) for (const span of data.spans) if (isEntry(span)) asked.add(span.traceId);
  const inside = data.spans.filter(
    (span) => inEither(data, span.startMs) && asked?.has(span.traceId) !== false,
  );
  const bySpanId = new Map(inside.map((span) => [span.spanId, span]));
  const rows = new Map<string, Map<string, Point & { count: number }>>();
  const add = (key: string, { traceId, startMs }: SpanRow, value: number): void => {
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = new Map()));
    const known = row.get(traceId);
    if (known === undefined) row.set(traceId, { timeMs: startMs, value, count: 1 });
    else {
      known.value += value;
      known.count++;
    }
  };
  for (const span of inside) {
    add(`${span.service}\u0000${span.name}\u0000${span.kind}`, span, span.error ? failed : span.durationMs);
    const caller = bySpanId.get(span.parentId);
    if (caller?.kind !== 'client' || caller.traceId !== span.traceId || caller.service === span.service)
      continue;
    add(`${caller.service}\u0000${span.service}`, caller, Math.max(0, caller.durationMs - span.durationMs));
  }
  return [...rows.values()].map((row) =>
    [...row.values()]
      .map(({ timeMs, value, count }) => ({ timeMs, value: value / count }))
      .sort((a, b) => a.timeMs - b.timeMs || a.value - b.value),
  );
};

const symptoms = new Set(['latency', 'errors', 'availability', 'timeouts']);

/** The target's own latency and error figures; of the whole system when no target is given: at most 40. */
export const symptomPoints = (data: IncidentData): Point[][] =>
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
