/** What the API would answer about a seeded world: the same shapes, computed the simple way. */
import type {
  CorrelateResponse,
  LogRecord,
  LogsHistogramResponse,
  MetricName,
  MetricSeriesResponse,
  OperationsResponse,
  ServiceMapResponse,
  ServicesResponse,
  Span,
  Sparkline,
  TraceSummary,
} from '@nightglass/model';
import { resources, seeded, type World } from './mock-shapes.ts';

export interface Range {
  start: number;
  end: number;
}
const seconds = (nano: string): number => Number(BigInt(nano) / 1_000_000n) / 1000;
const within = (nano: string, { start, end }: Range): boolean => {
  const at = seconds(nano);
  return at >= start && at < end;
};
const quantile = (values: number[], q: number): number | null =>
  values.length === 0
    ? null
    : (values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? null);

const red = (spans: readonly Span[], range: Range) => {
  const step = Math.max(1, Math.round((range.end - range.start) / 60));
  const n = Math.ceil((range.end - range.start) / step);
  const buckets: Span[][] = Array.from({ length: n }, () => []);
  for (const s of spans) buckets[Math.floor((seconds(s.startTimeUnixNano) - range.start) / step)]?.push(s);
  const errors = spans.filter((s) => s.status.code === 'ERROR').length;
  const durations = spans.map((s) => s.durationNano);
  const sparkline: Sparkline = {
    start: range.start,
    step,
    calls: buckets.map((b) => b.length),
    errors: buckets.map((b) => b.filter((s) => s.status.code === 'ERROR').length),
    p95: buckets.map((b) =>
      quantile(
        b.map((s) => s.durationNano),
        0.95,
      ),
    ),
  };
  return {
    calls: spans.length,
    errors,
    rate: spans.length / (range.end - range.start),
    errorRate: spans.length === 0 ? 0 : errors / spans.length,
    p50: quantile(durations, 0.5),
    p95: quantile(durations, 0.95),
    p99: quantile(durations, 0.99),
    sparkline,
  };
};

const spansIn = (world: World, range: Range): Span[] =>
  [...world.traces.values()].flat().filter((s) => within(s.startTimeUnixNano, range));

export const servicesAnswer = (world: World, range: Range): ServicesResponse => {
  const spans = spansIn(world, range).filter((s) => s.kind === 'SERVER');
  return {
    services: [...new Set(spans.map((s) => s.service))].sort().map((name) => {
      const own = spans.filter((s) => s.service === name);
      return {
        name,
        versions: name === 'order' ? ['1.4.1', '1.4.2'] : ['1.3.0'],
        language: 'nodejs',
        ...red(own, range),
        lastSeenUnixNano: own.at(-1)?.startTimeUnixNano ?? '0',
      };
    }),
  };
};

export const operationsAnswer = (world: World, range: Range, service: string): OperationsResponse => {
  const own = spansIn(world, range).filter((s) => s.service === service && !/\d{5}/.test(s.name));
  return {
    service,
    operations: [...Map.groupBy(own, (s) => `${s.name}\n${s.kind}`).values()].map((spans) => ({
      name: spans[0]?.name ?? '',
      kind: spans[0]?.kind ?? 'INTERNAL',
      ...red(spans, range),
    })),
  };
};

export const serviceMapAnswer = (world: World, range: Range): ServiceMapResponse => {
  const spans = spansIn(world, range);
  const services = servicesAnswer(world, range).services;
  const edge = (client: string, server: string, own: Span[]) => ({
    client,
    server,
    calls: own.length,
    errors: own.filter((s) => s.status.code === 'ERROR').length,
    p50: quantile(
      own.map((s) => s.durationNano),
      0.5,
    ),
    p95: quantile(
      own.map((s) => s.durationNano),
      0.95,
    ),
  });
  const target = (s: Span): string | undefined => {
    const found = s.attributes.find((a) => a.key === 'server.address' || a.key === 'db.system.name');
    return found?.value.stringValue;
  };
  const calls = spans.filter((s) => s.kind === 'CLIENT' && target(s) !== undefined);
  const edges = [...Map.groupBy(calls, (s) => `${s.service}>${target(s)}`)].map(([key, own]) => {
    const [client = '', server = ''] = key.split('>');
    return edge(client, server, own);
  });
  const extra = ['risk', 'sqlite'].flatMap((name) => {
    const into = edges.filter((e) => e.server === name);
    if (into.length === 0) return [];
    return [
      {
        name,
        kind: name === 'sqlite' ? ('database' as const) : ('external' as const),
        calls: into.reduce((n, e) => n + e.calls, 0),
        errors: into.reduce((n, e) => n + e.errors, 0),
        p95: into[0]?.p95 ?? null,
      },
    ];
  });
  return {
    nodes: [
      ...services.map((s) => ({
        name: s.name,
        kind: 'service' as const,
        calls: s.calls,
        errors: s.errors,
        p95: s.p95,
      })),
      ...extra,
    ],
    edges,
  };
};

/** Newest first. */
export const traceSummaries = (
  world: World,
  range: Range,
  meets: (span: Span) => boolean,
): TraceSummary[] => {
  const found: TraceSummary[] = [];
  for (const [traceId, spans] of world.traces) {
    const hits = spans.filter((s) => meets(s) && within(s.startTimeUnixNano, range));
    const hit = hits.reduce<Span | undefined>(
      (a, b) => (a === undefined || b.durationNano > a.durationNano ? b : a),
      undefined,
    );
    const first = spans.find((s) => s.parentSpanId === '') ?? spans[0];
    if (hit === undefined || first === undefined) continue;
    found.push({
      traceId,
      rootService: first.service,
      rootOperation: first.name,
      rootMissing: first.parentSpanId !== '',
      startTimeUnixNano: first.startTimeUnixNano,
      durationNano: first.durationNano,
      spanCount: spans.length,
      errorCount: spans.filter((s) => s.status.code === 'ERROR').length,
      services: [...Map.groupBy(spans, (s) => s.service)].map(([name, own]) => ({
        name,
        spans: own.length,
        errors: own.filter((s) => s.status.code === 'ERROR').length,
      })),
      matchedSpanId: hit.spanId,
    });
  }
  return found.sort((a, b) => (BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? 1 : -1));
};

const classes = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export const histogramAnswer = (
  logs: readonly LogRecord[],
  range: Range,
  buckets: number,
): LogsHistogramResponse => {
  const step = Math.max(1, Math.ceil((range.end - range.start) / buckets));
  const n = Math.ceil((range.end - range.start) / step);
  const series = classes.map((severity, i) => {
    const counts = new Array<number>(n).fill(0);
    for (const log of logs) {
      if (Math.floor((log.severityNumber - 1) / 4) !== i) continue;
      const at = Math.floor((seconds(log.timeUnixNano) - range.start) / step);
      if (at >= 0 && at < n) counts[at] = (counts[at] ?? 0) + 1;
    }
    return { severity, counts };
  });
  return { start: range.start, step, series, total: logs.length };
};

const metric = (name: string, type: MetricName['type'], unit: string, description: string): MetricName => ({
  name,
  type,
  unit,
  description,
  temporality: type === 'gauge' ? 'unspecified' : 'cumulative',
  monotonic: type === 'sum',
  services: ['inventory', 'order', 'payment-gateway'],
  seriesCount: type === 'histogram' ? 18 : 3,
});
export const metricNames: MetricName[] = [
  metric('http.server.request.duration', 'histogram', 's', 'Duration of HTTP server requests.'),
  metric('http.client.request.duration', 'histogram', 's', 'Duration of HTTP client requests.'),
  metric('nodejs.eventloop.delay.p99', 'gauge', 's', 'Event loop 99 percentile delay.'),
  metric('nodejs.eventloop.utilization', 'gauge', '1', 'Event loop utilization.'),
  metric('v8js.memory.heap.used', 'gauge', 'By', 'Heap memory size allocated.'),
  metric('v8js.gc.duration', 'histogram', 's', 'Garbage collection duration.'),
  metric('process.cpu.time', 'sum', 's', 'Total CPU seconds broken down by different states.'),
  metric('shop.orders', 'sum', '{order}', 'Orders taken.'),
];

const levels: Record<string, [number, number]> = {
  'http.server.request.duration': [0.12, 0.05],
  'http.client.request.duration': [0.09, 0.04],
  'nodejs.eventloop.delay.p99': [0.012, 0.006],
  'nodejs.eventloop.utilization': [0.2, 0.1],
  'v8js.memory.heap.used': [38e6, 9e6],
  'v8js.gc.duration': [0.002, 0.001],
  'process.cpu.time': [0.14, 0.05],
  'shop.orders': [0.8, 0.3],
};

export const seriesAnswer = (
  world: World,
  range: Range,
  name: string,
  groupBy: string,
  aggregation: string,
  step: number,
): MetricSeriesResponse | undefined => {
  const found = metricNames.find((m) => m.name === name);
  if (found === undefined) return undefined;
  const groups =
    groupBy === ''
      ? [{}]
      : groupBy === 'service'
        ? found.services.map((s) => ({ service: s }))
        : ['/orders', '/pay', '/reserve'].map((r) => ({ [groupBy]: r }));
  const random = seeded(name.length * 31);
  const [level, spread] = levels[name] ?? [1, 0.2];
  const first = Math.ceil(Math.max(range.start, world.now - 900) / step) * step;
  const series = groups.map((labels, g) => {
    const points: [number, number | null][] = [];
    for (let t = first; t < range.end; t += step) {
      const gap = t > world.now - 620 && t < world.now - 590;
      points.push([t, gap ? null : level * (1 + g * 0.4) + spread * (random() + Math.sin(t / 60) * 0.5)]);
    }
    return { labels: labels as Record<string, string>, points };
  });
  const spans = [...world.traces.values()].flat().filter((s) => s.kind === 'SERVER' && s.durationNano < 1e9);
  return {
    name,
    type: found.type,
    unit: found.unit,
    description: found.description,
    aggregation: aggregation || (found.type === 'gauge' ? 'avg' : found.type === 'sum' ? 'rate' : 'p95'),
    start: range.start,
    end: range.end,
    step,
    series,
    truncated: false,
    exemplars:
      found.type === 'histogram'
        ? spans
            .filter((_, i) => i % 97 === 0)
            .map((s) => ({
              timeUnixNano: s.startTimeUnixNano,
              value: s.durationNano / 1e9,
              traceId: s.traceId,
              spanId: s.spanId,
              attributes: [],
            }))
        : [],
  };
};

export const correlateAnswer = (
  world: World,
  traceId: string,
  spanId: string,
): CorrelateResponse | undefined => {
  const spans = world.traces.get(traceId);
  const span = spans?.find((s) => s.spanId === spanId) ?? spans?.[0];
  if (span === undefined) return undefined;
  const at = Math.floor(seconds(span.startTimeUnixNano));
  const range = { start: at - 300, end: Math.min(world.now, at + 300) };
  const alike = spansIn(world, range).filter((s) => s.service === span.service && s.name === span.name);
  const { sparkline } = red(alike, range);
  const logs = world.logs.filter((l) => l.traceId === traceId);
  return {
    traceId,
    spanId: span.spanId,
    span,
    resources,
    spanLogs: logs.filter((l) => l.spanId === span.spanId),
    traceLogs: logs.filter((l) => l.spanId !== span.spanId),
    red: {
      service: span.service,
      operation: span.name,
      ...sparkline,
      exemplars: alike.slice(-20).map((s) => ({
        timeUnixNano: s.startTimeUnixNano,
        durationNano: s.durationNano,
        traceId: s.traceId,
        spanId: s.spanId,
        error: s.status.code === 'ERROR',
      })),
    },
    runtimeMetrics: metricNames
      .filter((m) => /^(nodejs|v8js|process)/.test(m.name))
      .map((m) => ({
        name: m.name,
        type: m.type,
        unit: m.unit,
        description: m.description,
        series: seriesAnswer(world, range, m.name, '', '', 10)?.series ?? [],
      })),
  };
};
