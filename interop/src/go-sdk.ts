/** What the Go SDK sent with each exporter, compared with what the API gives back. */
import assert from 'node:assert/strict';
import type {
  AnyValue,
  Exemplar,
  KeyValue,
  LogRecord,
  LogsResponse,
  MetricPoint,
  MetricPointsResponse,
  Resource,
  Span,
  TraceResponse,
} from '@nightglass/model';
import { ask } from './api.ts';

type SentSpan = Pick<
  Span,
  | 'traceId'
  | 'spanId'
  | 'parentSpanId'
  | 'name'
  | 'kind'
  | 'startTimeUnixNano'
  | 'endTimeUnixNano'
  | 'status'
  | 'attributes'
  | 'events'
  | 'links'
> & { scope: { name: string; version: string } };
type SentLog = Pick<
  LogRecord,
  | 'timeUnixNano'
  | 'observedTimeUnixNano'
  | 'severityNumber'
  | 'severityText'
  | 'body'
  | 'traceId'
  | 'spanId'
  | 'attributes'
>;
type SentMetric = Pick<MetricPointsResponse, 'name' | 'unit' | 'description' | 'type' | 'monotonic'> & {
  temporality?: string;
  points: MetricPoint[];
};
/** What one exporter sent, as interop/go-otel prints it. */
export interface Sent {
  service: string;
  resource: KeyValue[];
  spans: SentSpan[];
  logs: SentLog[];
  metrics: SentMetric[];
}

const sorted = (list: readonly KeyValue[]): KeyValue[] =>
  [...list].sort((a, b) => (a.key < b.key ? -1 : 1)).map((kv) => ({ key: kv.key, value: value(kv.value) }));

/** A map inside a value is a set of keys: the Go SDK may write them in another order than it was given. */
const value = (v: AnyValue): AnyValue => {
  if (v.kvlistValue) return { kvlistValue: { values: sorted(v.kvlistValue.values) } };
  if (v.arrayValue) return { arrayValue: { values: v.arrayValue.values.map(value) } };
  return v;
};

const checkResource = (sent: Sent, resources: Record<string, Resource>, id: string): void =>
  assert.deepEqual(sorted(resources[id]?.attributes ?? []), sorted(sent.resource));

const spanShape = (s: SentSpan) => ({
  traceId: s.traceId,
  spanId: s.spanId,
  parentSpanId: s.parentSpanId,
  name: s.name,
  kind: s.kind,
  start: s.startTimeUnixNano,
  end: s.endTimeUnixNano,
  status: s.status,
  scope: [s.scope.name, s.scope.version],
  attributes: sorted(s.attributes),
  events: s.events.map((e) => [e.timeUnixNano, e.name, sorted(e.attributes)]),
  links: s.links.map((l) => [l.traceId, l.spanId, sorted(l.attributes)]),
});

export const checkSpans = async (ui: string, sent: Sent): Promise<string> => {
  const [first] = sent.spans;
  assert.ok(first, 'the program sent no spans');
  const got = await ask<TraceResponse>(
    ui,
    `/api/v1/traces/${first.traceId}`,
    {},
    (b) => b.spans.length >= sent.spans.length,
  );
  const order = (a: SentSpan, b: SentSpan): number => (a.spanId < b.spanId ? -1 : 1);
  assert.deepEqual([...got.spans].sort(order).map(spanShape), [...sent.spans].sort(order).map(spanShape));
  for (const span of got.spans) checkResource(sent, got.resources, span.resourceId);
  return `${got.spans.length} spans equal`;
};

const logShape = (l: SentLog) => ({
  time: l.timeUnixNano,
  observed: l.observedTimeUnixNano,
  severity: [l.severityNumber, l.severityText],
  body: value(l.body),
  ids: [l.traceId, l.spanId],
  attributes: sorted(l.attributes),
});

export const checkLogs = async (ui: string, sent: Sent): Promise<string> => {
  const got = await ask<LogsResponse>(
    ui,
    '/api/v1/logs',
    { service: sent.service, limit: '50' },
    (b) => b.logs.length >= sent.logs.length,
  );
  const order = (a: SentLog, b: SentLog): number => a.severityNumber - b.severityNumber;
  assert.deepEqual([...got.logs].sort(order).map(logShape), [...sent.logs].sort(order).map(logShape));
  for (const log of got.logs) checkResource(sent, got.resources, log.resourceId);
  return `${got.logs.length} records equal`;
};

const exemplarShape = (e: Exemplar) => [e.timeUnixNano, e.value, e.traceId, e.spanId];
/** An empty side of an exponential histogram may be absent. */
const side = (s: MetricPoint['positive']) =>
  s === undefined || s.bucketCounts.length === 0 ? [] : [s.offset, s.bucketCounts];

const pointShape = (p: MetricPoint) => ({
  times: [p.startTimeUnixNano, p.timeUnixNano],
  attributes: sorted(p.attributes),
  number: [p.asInt, p.asDouble],
  statistics: [p.count, p.sum, p.min, p.max],
  buckets: [p.bucketCounts, p.explicitBounds],
  exponential: [p.scale, p.zeroCount, side(p.positive), side(p.negative)],
  exemplars: p.exemplars.map(exemplarShape).sort(),
});

export const checkMetrics = async (ui: string, sent: Sent): Promise<string> => {
  let exemplars = 0;
  for (const metric of sent.metrics) {
    const got = await ask<MetricPointsResponse>(
      ui,
      '/api/v1/metrics/points',
      { name: metric.name, service: sent.service },
      (b) => (b.points?.length ?? 0) >= metric.points.length,
    );
    const { type, unit, description, monotonic } = got;
    assert.deepEqual(
      { type, unit, description, monotonic },
      {
        type: metric.type,
        unit: metric.unit,
        description: metric.description,
        monotonic: metric.monotonic,
      },
      metric.name,
    );
    if (metric.temporality !== undefined) assert.equal(got.temporality, metric.temporality, metric.name);
    const shapes = (points: MetricPoint[]) => points.map((p) => JSON.stringify(pointShape(p))).sort();
    assert.deepEqual(shapes(got.points), shapes(metric.points), metric.name);
    for (const point of got.points) checkResource(sent, got.resources, point.resourceId);
    exemplars += got.points.reduce((n, p) => n + p.exemplars.length, 0);
  }
  assert.ok(exemplars > 0, 'the SDK took no exemplars');
  return `${sent.metrics.length} metrics and ${exemplars} exemplars equal`;
};
