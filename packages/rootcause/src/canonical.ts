/** One order for every list of the input, so that the answer does not depend on the order of the rows. */
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey, type IncidentData, type MetricSeries } from './incident.ts';

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const compareEntities = (a: ExplanationEntity, b: ExplanationEntity): number =>
  compareText(a.kind, b.kind) || compareText(a.name, b.name);

/** `a=1,b=2` in ascending order of keys. */
export const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`)
    .join(',');

const byKey = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
  rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ row }) => row);

/** By time, ties by a text that tells rows apart; the text is made only for ties. */
const byTime = <T>(rows: readonly T[], time: (row: T) => number, key: (row: T) => string): T[] => {
  const times = Float64Array.from(rows, time);
  const order = Uint32Array.from(rows.keys());
  const keys = new Map<number, string>();
  const keyAt = (i: number): string => {
    let text = keys.get(i);
    if (text === undefined) keys.set(i, (text = key(rows[i]!)));
    return text;
  };
  order.sort((a, b) => times[a]! - times[b]! || compareText(keyAt(a), keyAt(b)));
  return Array.from(order, (i) => rows[i]!);
};

const seriesKey = (series: MetricSeries): string =>
  [entityKey(series.entity), series.name, series.aggregation, series.unit, labelsText(series.labels)].join(
    '\u0000',
  );

/** Rows that are not finite in time are left out: nothing can be said of them. */
export const canonical = (data: IncidentData): IncidentData => ({
  ...data,
  spans: byTime(
    data.spans.filter((s) => Number.isFinite(s.startMs) && s.durationMs >= 0 && s.durationMs < 1e12),
    (span) => span.startMs,
    (span) => `${span.traceId} ${span.spanId} ${span.service} ${span.name} ${span.durationMs}`,
  ),
  logs: byTime(
    data.logs.filter((log) => Number.isFinite(log.timeMs)),
    (log) => log.timeMs,
    (log) => `${log.service}\u0000${log.body}\u0000${log.spanId}\u0000${log.severity}\u0000${log.id}`,
  ),
  series: byKey(data.series, seriesKey),
  topology: byKey(data.topology, (edge) => `${entityKey(edge.from)}\u0000${entityKey(edge.to)}`),
  changes: byTime(
    data.changes,
    (change) => change.timeMs,
    (change) => `${change.id}\u0000${change.kind}\u0000${change.service}`,
  ),
  alerts: byTime(
    data.alerts,
    (alert) => alert.startMs,
    (alert) => `${alert.name}\u0000${entityKey(alert.entity)}\u0000${alert.text}`,
  ),
  runtime: byTime(
    data.runtime,
    (row) => row.timeMs,
    (row) => `${row.artifactId}\u0000${row.finding}\u0000${row.title}`,
  ),
});
