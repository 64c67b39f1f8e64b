/**
 * The OpenTelemetry JS exporters (http/json, http/protobuf, grpc) send the same telemetry; each is read back through the
 * API and must equal what the SDK itself serialises to OTLP/JSON.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type AnyValue,
  type KeyValue,
  type LogsResponse,
  type MetricPoint,
  type MetricPointsResponse,
  silentLogger,
  spanKinds,
  statusCodes,
  type TraceResponse,
} from '@nightglass/model';
import type { ExportResult } from '@opentelemetry/core';
import { OTLPLogExporter as LogsGrpc } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as LogsJson } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as LogsProto } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as MetricsGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as MetricsJson } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as MetricsProto } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as TracesGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as TracesJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as TracesProto } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { type RunningServer, startServer } from './server.ts';
import { makeLogs, makeMetrics, makeSpans } from './testing/sdk-telemetry.ts';

// biome-ignore lint/suspicious/noExplicitAny: OTLP/JSON as the SDK writes it, read freely
type Json = any;

let server: RunningServer;
let data: string;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'nightglass-sdk-'));
  server = await startServer({
    data,
    host: '127.0.0.1',
    port: 0,
    otlpGrpcPort: 0,
    otlpHttpPort: 0,
    logger: silentLogger,
  });
});
after(async () => {
  await server.stop();
  await rm(data, { recursive: true, force: true });
});

const exporters = {
  'http/json': {
    traces: () => new TracesJson({ url: `${server.urls.otlpHttp}/v1/traces` }),
    logs: () => new LogsJson({ url: `${server.urls.otlpHttp}/v1/logs` }),
    metrics: () => new MetricsJson({ url: `${server.urls.otlpHttp}/v1/metrics` }),
  },
  'http/protobuf': {
    traces: () => new TracesProto({ url: `${server.urls.otlpHttp}/v1/traces` }),
    logs: () => new LogsProto({ url: `${server.urls.otlpHttp}/v1/logs` }),
    metrics: () => new MetricsProto({ url: `${server.urls.otlpHttp}/v1/metrics` }),
  },
  grpc: {
    traces: () => new TracesGrpc({ url: server.urls.otlpGrpc }),
    logs: () => new LogsGrpc({ url: server.urls.otlpGrpc }),
    metrics: () => new MetricsGrpc({ url: server.urls.otlpGrpc }),
  },
};

interface AnyExporter<T> {
  export(items: T, done: (result: ExportResult) => void): void;
  shutdown(): Promise<void>;
}

const send = async <T>(exporter: AnyExporter<T>, items: T): Promise<void> => {
  const result = await new Promise<ExportResult>((done) => exporter.export(items, done));
  await exporter.shutdown();
  assert.equal(result.code, 0, String(result.error));
};

/** Asks until `complete` says so; acknowledged telemetry is visible within seconds. */
const ask = async <T>(
  path: string,
  params: Record<string, string>,
  complete: (body: T) => boolean,
): Promise<T> => {
  const url = new URL(path, server.urls.ui);
  for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
  for (const end = Date.now() + 15_000; ; ) {
    const response = await fetch(url);
    const body = (await response.json()) as T;
    if (response.ok && complete(body)) return body;
    if (Date.now() > end) assert.fail(`${url.pathname} did not become complete: ${JSON.stringify(body)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
};

const parse = (bytes: Uint8Array | undefined): Json => JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));

const byKey = (a: KeyValue, b: KeyValue): number => (a.key < b.key ? -1 : 1);

/** OTLP/JSON allows an int64 as a number or as text; the API always answers with text. */
const value = (v: Json): AnyValue => {
  if (v === undefined || v === null) return {};
  if ('intValue' in v) return { intValue: String(v.intValue) };
  if ('arrayValue' in v) return { arrayValue: { values: (v.arrayValue.values ?? []).map(value) } };
  if ('kvlistValue' in v) return { kvlistValue: { values: keyValues(v.kvlistValue.values) } };
  return v;
};
const keyValues = (list: Json[] = []): KeyValue[] =>
  list.map((kv) => ({ key: kv.key, value: value(kv.value) }));
const sorted = (list: KeyValue[]): KeyValue[] => [...list].sort(byKey);

for (const [protocol, make] of Object.entries(exporters)) {
  test(`spans sent with ${protocol} are read back whole`, async () => {
    const spans = await makeSpans(`sdk-${protocol}`);
    await send(make.traces(), spans);
    const [sent] = parse(JsonTraceSerializer.serializeRequest(spans)).resourceSpans;
    const expected: Json[] = sent.scopeSpans[0].spans;
    const got = await ask<TraceResponse>(
      `/api/v1/traces/${expected[0].traceId}`,
      {},
      (body) => body.spans.length === expected.length,
    );
    for (const want of expected) {
      const span = got.spans.find((s) => s.spanId === want.spanId);
      assert.ok(span, want.spanId);
      assert.deepEqual(
        sorted(got.resources[span.resourceId]?.attributes ?? []),
        sorted(keyValues(sent.resource.attributes)),
      );
      assert.deepEqual({ name: span.scope.name, version: span.scope.version }, sent.scopeSpans[0].scope);
      assert.deepEqual(
        {
          parentSpanId: span.parentSpanId,
          name: span.name,
          kind: span.kind,
          start: span.startTimeUnixNano,
          end: span.endTimeUnixNano,
          flags: span.flags,
          status: span.status,
          attributes: sorted(span.attributes),
          dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
          events: span.events.map((e) => ({ ...e, attributes: sorted(e.attributes) })),
          links: span.links.map((l) => ({ ...l, attributes: sorted(l.attributes) })),
        },
        {
          parentSpanId: want.parentSpanId ?? '',
          name: want.name,
          kind: spanKinds[want.kind],
          start: String(want.startTimeUnixNano),
          end: String(want.endTimeUnixNano),
          flags: want.flags ?? 0,
          status: { code: statusCodes[want.status.code ?? 0], message: want.status.message ?? '' },
          attributes: sorted(keyValues(want.attributes)),
          dropped: [want.droppedAttributesCount, want.droppedEventsCount, want.droppedLinksCount],
          events: want.events.map((e: Json) => ({
            timeUnixNano: String(e.timeUnixNano),
            name: e.name,
            attributes: sorted(keyValues(e.attributes)),
            droppedAttributesCount: e.droppedAttributesCount ?? 0,
          })),
          links: want.links.map((l: Json) => ({
            traceId: l.traceId,
            spanId: l.spanId,
            traceState: l.traceState ?? '',
            attributes: sorted(keyValues(l.attributes)),
            droppedAttributesCount: l.droppedAttributesCount ?? 0,
            flags: l.flags ?? 0,
          })),
        },
      );
    }
  });

  test(`log records sent with ${protocol} are read back whole`, async () => {
    const service = `sdk-${protocol}`;
    const logs = await makeLogs(service);
    await send(make.logs(), logs);
    const [sent] = parse(JsonLogsSerializer.serializeRequest(logs)).resourceLogs;
    const expected: Json[] = sent.scopeLogs[0].logRecords;
    const got = await ask<LogsResponse>(
      '/api/v1/logs',
      { service, limit: '50' },
      (body) => body.logs.length === expected.length,
    );
    const key = (l: Json): string => JSON.stringify([l.severityNumber, l.eventName]);
    const shape = (l: Json, attributes: KeyValue[]): Json => ({
      time: String(l.timeUnixNano),
      observed: String(l.observedTimeUnixNano),
      severityNumber: l.severityNumber ?? 0,
      severityText: l.severityText ?? '',
      eventName: l.eventName ?? '',
      traceId: l.traceId ?? '',
      spanId: l.spanId ?? '',
      flags: l.flags ?? 0,
      body: value(l.body),
      attributes: sorted(attributes),
    });
    const want = expected.map((l) => shape(l, keyValues(l.attributes)));
    const have = got.logs.map((l) => shape(l, l.attributes));
    const order = (a: Json, b: Json): number => (key(a) < key(b) ? -1 : 1);
    assert.deepEqual(have.sort(order), want.sort(order));
  });

  test(`metrics sent with ${protocol} are read back whole`, async () => {
    const service = `sdk-${protocol}`;
    const metrics = await makeMetrics(service);
    await send(make.metrics(), metrics);
    const [sent] = parse(JsonMetricsSerializer.serializeRequest(metrics)).resourceMetrics;
    for (const metric of sent.scopeMetrics[0].metrics as Json[]) {
      const { name, unit, description, ...rest } = metric;
      const [kind, body] = Object.entries<Json>(rest).find(([, v]) => v?.dataPoints !== undefined) ?? [];
      const got = await ask<MetricPointsResponse>(
        '/api/v1/metrics/points',
        { name, service },
        (b) => b.points?.length === body.dataPoints.length,
      );
      assert.equal(got.type, kind === 'exponentialHistogram' ? 'exponential_histogram' : kind);
      assert.deepEqual([got.unit, got.description], [unit, description]);
      if (kind === 'sum') assert.equal(got.monotonic, body.isMonotonic);
      if (body.aggregationTemporality !== undefined)
        assert.equal(got.temporality, ['unspecified', 'delta', 'cumulative'][body.aggregationTemporality]);
      assert.deepEqual(got.points.map(pointShape), body.dataPoints.map(pointShape), name);
    }
  });
}

/** Counts may be numbers or text, absent members and default values are the same thing in protobuf. */
const pointShape = (p: MetricPoint | Json): Json => ({
  start: String(p.startTimeUnixNano ?? 0),
  time: String(p.timeUnixNano),
  attributes: sorted(keyValues(p.attributes)),
  asDouble: p.asDouble,
  asInt: p.asInt === undefined ? undefined : String(p.asInt),
  count: p.count === undefined ? undefined : String(p.count),
  sum: p.sum,
  min: p.min,
  max: p.max,
  bucketCounts: p.bucketCounts?.map(String),
  explicitBounds: p.explicitBounds,
  scale: p.scale,
  zeroCount: p.zeroCount === undefined ? undefined : String(p.zeroCount),
  positive: side(p.positive),
  negative: side(p.negative),
});
const side = (s: Json): Json =>
  s === undefined ? undefined : { offset: s.offset ?? 0, bucketCounts: (s.bucketCounts ?? []).map(String) };
