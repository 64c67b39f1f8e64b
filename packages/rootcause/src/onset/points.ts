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
  const traces = numbered(inside);
  const callers = new Map<string, number>();
  for (let i = 0; i < inside.length; i++) if (inside[i]!.kind === 'client') callers.set(inside[i]!.spanId, i);
  const operations = new Map<SpanRow['kind'], Rows>();
  const ways = new Rows();
  for (let i = 0; i < inside.length; i++) {
    const span = inside[i]!;
    const trace = traces[i]!;
    let ofKind = operations.get(span.kind);
    if (ofKind === undefined) operations.set(span.kind, (ofKind = new Rows()));
    ofKind.add(span.service, span.name, trace, span.startMs, span.error ? failed : span.durationMs);
    const at = callers.get(span.parentId);
    if (at === undefined || traces[at] !== trace) continue;
    const caller = inside[at]!;
    if (caller.service === span.service) continue;
    const lost = Math.max(0, caller.durationMs - span.durationMs);
    ways.add(caller.service, span.service, trace, caller.startMs, lost);
  }
  return [...operations.values(), ways].flatMap((rows) => rows.points());
};

/** Traces as numbers, in the order of the spans: they are looked up twice for each span. */
const numbered = (spans: readonly SpanRow[]): Uint32Array => {
  const numbers = new Map<string, number>();
  return Uint32Array.from(spans, ({ traceId }) => {
    let number = numbers.get(traceId);
    if (number === undefined) numbers.set(traceId, (number = numbers.size));
    return number;
  });
};

/** Rows by two names, with a point per trace: the mean of its values, at the time of the first. */
class Rows {
  private readonly rows = new Map<string, Map<string, Map<number, Point & { count: number }>>>();

  add(first: string, second: string, trace: number, timeMs: number, value: number): void {
    let ofFirst = this.rows.get(first);
    if (ofFirst === undefined) this.rows.set(first, (ofFirst = new Map()));
    let row = ofFirst.get(second);
    if (row === undefined) ofFirst.set(second, (row = new Map()));
    const point = row.get(trace);
    if (point === undefined) row.set(trace, { timeMs, value, count: 1 });
    else {
      point.value += value;
      point.count++;
    }
  }

  points(): Point[][] {
    return [...this.rows.values()].flatMap((ofFirst) =>
      [...ofFirst.values()].map((row) =>
        [...row.values()]
          .map(({ timeMs, value, count }) => ({ timeMs, value: value / count }))
          .sort((a, b) => a.timeMs - b.timeMs || a.value - b.value),
      ),
    );
  }
}

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
