/** One order for every list of the input, so that the answer does not depend on the order of the rows. */
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey, type IncidentData, type KubernetesState, type MetricSeries } from './incident.ts';

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
    .sort((a, b) => compareText(a.key, b.key) || compareWhole(a.row, b.row))
    .map(({ row }) => row);

/**
 * By time, ties by the texts that tell rows apart. Rows that come in order, as from a store, are only looked over; sorting
 * compares times first, so that texts are read for ties alone.
 */
const byTime = <T>(
  rows: readonly T[],
  time: (row: T) => number,
  texts: (row: T) => readonly string[],
): T[] => {
  const times = Float64Array.from(rows, time);
  const compare = (a: number, b: number): number =>
    times[a]! - times[b]! ||
    compareTexts(texts(rows[a]!), texts(rows[b]!)) ||
    compareWhole(rows[a]!, rows[b]!);
  let inOrder = true;
  for (let i = 1; i < rows.length && inOrder; i++) inOrder = compare(i - 1, i) <= 0;
  if (inOrder) return [...rows];
  return Array.from(Uint32Array.from(rows.keys()).sort(compare), (i) => rows[i]!);
};

const compareTexts = (a: readonly string[], b: readonly string[]): number => {
  for (let i = 0; i < a.length; i++) {
    const order = compareText(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
};

/** For rows that agree in all that usually tells them apart: two pods that log one line in one millisecond. */
const compareWhole = <T>(a: T, b: T): number =>
  a === b ? 0 : compareText(JSON.stringify(a) ?? '', JSON.stringify(b) ?? '');

const seriesKey = (series: MetricSeries): string =>
  [entityKey(series.entity), series.name, series.aggregation, series.unit, labelsText(series.labels)].join(
    '\u0000',
  );

/** A cluster's state is as somebody sent it: anything may be missing or of another type. */
const canonicalCluster = ({ objects, events, checks }: KubernetesState): KubernetesState => ({
  objects: byTexts(objects, (object) => [object?.kind, object?.metadata?.namespace, object?.metadata?.name]),
  events: byTexts(events, (event) => [textOf(event?.timeMs).padStart(20, '0')]),
  checks: byTexts(checks, (check) => [check?.kind, check?.target, check?.what]),
});
const byTexts = <T>(rows: T[], texts: (row: T) => readonly unknown[]): T[] =>
  Array.isArray(rows) ? byKey(rows, (row) => texts(row).map(textOf).join('\u0000')) : rows;
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Rows that are not finite in time are left out: nothing can be said of them. */
export const canonical = (data: IncidentData): IncidentData => ({
  ...data,
  spans: byTime(
    data.spans.filter((s) => Number.isFinite(s.startMs) && s.durationMs >= 0 && s.durationMs < 1e12),
    (span) => span.startMs,
    (span) => [span.traceId, span.spanId, span.service, span.name, String(span.durationMs), span.parentId],
  ),
  logs: byTime(
    data.logs.filter((log) => Number.isFinite(log.timeMs)),
    (log) => log.timeMs,
    (log) => [log.service, log.spanId, log.body, String(log.severity), log.id, log.traceId],
  ),
  series: byKey(data.series, seriesKey),
  topology: byKey(data.topology, (edge) => `${entityKey(edge.from)}\u0000${entityKey(edge.to)}`),
  changes: byTime(
    data.changes.filter((change) => Number.isFinite(change.timeMs)),
    (change) => change.timeMs,
    (change) => [change.id, change.kind, change.service],
  ),
  alerts: byTime(
    data.alerts.filter((alert) => Number.isFinite(alert.startMs)),
    (alert) => alert.startMs,
    (alert) => [alert.name, entityKey(alert.entity), alert.text],
  ),
  runtime: byTime(
    data.runtime.filter((row) => Number.isFinite(row.timeMs)),
    (row) => row.timeMs,
    (row) => [row.artifactId, row.finding, row.title],
  ),
  resources: Object.fromEntries(byKey(Object.entries(data.resources), ([key]) => key)),
  kubernetes: data.kubernetes === null ? null : canonicalCluster(data.kubernetes),
  coverage: { ...data.coverage, truncated: byKey(data.coverage.truncated, (what) => what) },
});
