import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decode, logsSchema, tracesSchema } from './proto.ts';

type Attributes = Record<string, string | number | boolean>;
export interface SeenSpan {
  service: string;
  version: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind: number;
  ms: number;
  attributes: Attributes;
  events: { name: string; attributes: Attributes }[];
  /** 0 unset, 2 error. */
  status: number;
}
export interface SeenLog {
  service: string;
  severity: string;
  body: string;
  traceId: string;
  spanId: string;
  attributes: Attributes;
}
export interface SeenPoint {
  service: string;
  metric: string;
  attributes: Attributes;
  /** Value of a gauge or sum, count of a histogram. */
  value: number;
  exemplars: { traceId: string; spanId: string; value: number }[];
}

interface KeyValue {
  key: string;
  value?: Record<string, unknown>;
}
const toAttributes = (list: KeyValue[] = []): Attributes =>
  Object.fromEntries(
    list.map(({ key, value = {} }) => {
      const inner = Object.values(value)[0];
      return [key, 'intValue' in value ? Number(inner) : (inner as string)];
    }),
  );

interface Group<T> {
  resource: { attributes: KeyValue[] };
  scopes: T[];
}
interface RawSpan extends Omit<SeenSpan, 'attributes' | 'events' | 'status' | 'ms'> {
  startTimeUnixNano: bigint;
  endTimeUnixNano: bigint;
  attributes?: KeyValue[];
  events?: { name: string; attributes?: KeyValue[] }[];
  status?: { code?: number };
}
interface RawLog {
  severityText: string;
  body: { stringValue: string };
  attributes?: KeyValue[];
  traceId?: string;
  spanId?: string;
}

export interface Sink {
  url: string;
  spans: SeenSpan[];
  logs: SeenLog[];
  points: SeenPoint[];
  /** Polls until `found` answers something, or fails after `timeoutMs` naming `what`. */
  until<T>(what: string, found: () => T | undefined | false, timeoutMs?: number): Promise<T>;
  stop(): void;
}

/** A fake OTLP/HTTP receiver that remembers all it got. */
export const startSink = async (): Promise<Sink> => {
  const spans: SeenSpan[] = [];
  const logs: SeenLog[] = [];
  const points: SeenPoint[] = [];

  const takeTraces = (body: Buffer): void => {
    const { groups = [] } = decode(body, tracesSchema) as { groups?: Group<{ spans: RawSpan[] }>[] };
    for (const group of groups) {
      const of = toAttributes(group.resource.attributes);
      for (const raw of group.scopes.flatMap((scope) => scope.spans))
        spans.push({
          ...raw,
          service: String(of['service.name']),
          version: String(of['service.version']),
          parentSpanId: raw.parentSpanId ?? '',
          ms: Number(raw.endTimeUnixNano - raw.startTimeUnixNano) / 1e6,
          attributes: toAttributes(raw.attributes),
          events: (raw.events ?? []).map((e) => ({ name: e.name, attributes: toAttributes(e.attributes) })),
          status: raw.status?.code ?? 0,
        });
    }
  };
  const takeLogs = (body: Buffer): void => {
    const { groups = [] } = decode(body, logsSchema) as { groups?: Group<{ logRecords: RawLog[] }>[] };
    for (const group of groups)
      for (const raw of group.scopes.flatMap((scope) => scope.logRecords))
        logs.push({
          service: String(toAttributes(group.resource.attributes)['service.name']),
          severity: raw.severityText,
          body: raw.body.stringValue,
          traceId: raw.traceId ?? '',
          spanId: raw.spanId ?? '',
          attributes: toAttributes(raw.attributes),
        });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      if (request.url === '/v1/traces') takeTraces(body);
      else if (request.url === '/v1/logs') takeLogs(body);
      else if (request.url === '/v1/metrics') points.push(...readPoints(body));
      const type = request.headers['content-type'] ?? '';
      response.setHeader('content-type', type).end(type.includes('json') ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    logs,
    points,
    async until(what, found, timeoutMs = 20_000) {
      for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; ) {
        const result = found();
        if (result !== undefined && result !== false) return result;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`never seen: ${what}`);
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
};

interface JsonPoint {
  attributes?: KeyValue[];
  asDouble?: number;
  asInt?: number | string;
  count?: number | string;
  exemplars?: { traceId: string; spanId: string; asDouble: number }[];
}
interface JsonMetric {
  name: string;
  gauge?: { dataPoints: JsonPoint[] };
  sum?: { dataPoints: JsonPoint[] };
  histogram?: { dataPoints: JsonPoint[] };
}
interface JsonMetrics {
  resourceMetrics: { resource: { attributes: KeyValue[] }; scopeMetrics: { metrics: JsonMetric[] }[] }[];
}

const readPoints = (body: Buffer): SeenPoint[] => {
  const { resourceMetrics } = JSON.parse(body.toString('utf8')) as JsonMetrics;
  return resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics
      .flatMap((scope) => scope.metrics)
      .flatMap((metric) =>
        ((metric.gauge ?? metric.sum ?? metric.histogram)?.dataPoints ?? []).map((point) => ({
          service: String(toAttributes(resource.attributes)['service.name']),
          metric: metric.name,
          attributes: toAttributes(point.attributes),
          value: Number(point.asDouble ?? point.asInt ?? point.count ?? Number.NaN),
          exemplars: (point.exemplars ?? []).map(({ traceId, spanId, asDouble }) => ({
            traceId,
            spanId,
            value: asDouble,
          })),
        })),
      ),
  );
};
