/**
 * The shapes of `/api/v1`. The server builds them, the web UI and `nightglass query` read them.
 *
 * Conventions: ids are lower-case hex. Nanosecond times are decimal strings of Unix nanoseconds
 * (`timeUnixNano`, as in OTLP/JSON), because they exceed 2^53. Durations are nanoseconds as numbers.
 * Chart times are Unix seconds. Attributes keep their OTLP type (`AnyValue` of OTLP/JSON).
 */
import type { AttributeScope, MetricType, Signal, SpanKind, StatusCode, Temporality } from './signal.ts';

/** OTLP/JSON AnyValue: exactly one member is set; `{}` is the empty value. int64 is a decimal string, bytes base64. */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string;
  /** JSON has no NaN or infinities: those come as the strings "NaN", "Infinity", "-Infinity" (proto3 JSON). */
  doubleValue?: number | string;
  arrayValue?: { values: AnyValue[] };
  kvlistValue?: { values: KeyValue[] };
  bytesValue?: string;
}
export interface KeyValue {
  key: string;
  value: AnyValue;
}

/** Equally spaced buckets: bucket i covers [start + i*step, start + (i+1)*step), Unix seconds. */
export interface Sparkline {
  start: number;
  step: number;
  calls: number[];
  errors: number[];
  /** Nanoseconds; null where there was no call. */
  p95: (number | null)[];
}

export interface ServiceSummary {
  name: string;
  /** Values of `service.version` seen in the range, newest last. */
  versions: string[];
  /** `telemetry.sdk.language`, empty when unknown. */
  language: string;
  /** Calls handled in the range: SERVER and CONSUMER spans, or root spans for a service that has neither. */
  calls: number;
  errors: number;
  /** Calls per second over the range. */
  rate: number;
  /** errors / calls, 0 to 1. */
  errorRate: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** Unix nanoseconds of the newest span. */
  lastSeenUnixNano: string;
  sparkline: Sparkline;
}
export interface ServicesResponse {
  services: ServiceSummary[];
}

export interface OperationSummary {
  name: string;
  kind: SpanKind;
  calls: number;
  errors: number;
  rate: number;
  errorRate: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  sparkline: Sparkline;
}
/** GET /services/{service}/operations */
export interface OperationsResponse {
  service: string;
  operations: OperationSummary[];
}

export interface ServiceMapNode {
  name: string;
  /** `database`, `messaging` and `external` are inferred from client spans whose other side sends no telemetry. */
  kind: 'service' | 'database' | 'messaging' | 'external';
  calls: number;
  errors: number;
  p95: number | null;
}
export interface ServiceMapEdge {
  client: string;
  server: string;
  calls: number;
  errors: number;
  p50: number | null;
  p95: number | null;
}
export interface ServiceMapResponse {
  nodes: ServiceMapNode[];
  edges: ServiceMapEdge[];
}

export interface TraceSummary {
  traceId: string;
  /** Service and name of the root span, or of the earliest span when the root never arrived. */
  rootService: string;
  rootOperation: string;
  rootMissing: boolean;
  startTimeUnixNano: string;
  durationNano: number;
  spanCount: number;
  errorCount: number;
  services: { name: string; spans: number; errors: number }[];
  /** The longest span that met the filter: the one to open. */
  matchedSpanId: string;
}
export interface TracesResponse {
  traces: TraceSummary[];
  nextCursor: string | null;
}

export interface Scope {
  name: string;
  version: string;
  attributes: KeyValue[];
  droppedAttributesCount?: number;
  schemaUrl?: string;
}
export interface Resource {
  attributes: KeyValue[];
  droppedAttributesCount?: number;
  schemaUrl?: string;
}
export interface SpanEvent {
  timeUnixNano: string;
  name: string;
  attributes: KeyValue[];
  droppedAttributesCount: number;
}
export interface SpanLink {
  traceId: string;
  spanId: string;
  traceState: string;
  attributes: KeyValue[];
  droppedAttributesCount: number;
  flags: number;
}
export interface Span {
  traceId: string;
  spanId: string;
  /** Empty for a root span. */
  parentSpanId: string;
  traceState: string;
  flags: number;
  name: string;
  kind: SpanKind;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  durationNano: number;
  service: string;
  /** Key into `resources` of the response. */
  resourceId: string;
  scope: Scope;
  status: { code: StatusCode; message: string };
  attributes: KeyValue[];
  droppedAttributesCount: number;
  events: SpanEvent[];
  droppedEventsCount: number;
  links: SpanLink[];
  droppedLinksCount: number;
}
export interface TraceResponse {
  traceId: string;
  /** In order of start time. */
  spans: Span[];
  resources: Record<string, Resource>;
  /** True when the trace holds more spans than the server returns (`limit`). */
  truncated: boolean;
  totalSpans: number;
}

export interface LogRecord {
  /** Opaque and stable: names this record in a URL (`context` around it, anchors). */
  id: string;
  timeUnixNano: string;
  observedTimeUnixNano: string;
  severityNumber: number;
  severityText: string;
  service: string;
  resourceId: string;
  scope: Scope;
  body: AnyValue;
  attributes: KeyValue[];
  droppedAttributesCount: number;
  eventName: string;
  flags: number;
  /** Empty when the record belongs to no trace. */
  traceId: string;
  spanId: string;
}
export interface LogsResponse {
  logs: LogRecord[];
  resources: Record<string, Resource>;
  nextCursor: string | null;
}
/**
 * GET /logs/context?id=&before=&after=: the records of the same process around one record, oldest first.
 * `id` is the record asked for; it is one of `logs`.
 */
export interface LogContextResponse {
  id: string;
  logs: LogRecord[];
  resources: Record<string, Resource>;
}
/**
 * GET /logs/tail (server-sent events). `event: logs` carries this as its data, oldest record first; its event id
 * resumes the stream (`Last-Event-ID`). `event: dropped` carries `LogTailDropped`: records that matched but were not
 * sent because they came faster than this client reads. `event: failure` carries an `ErrorBody`; the stream goes on
 * (`error` is what EventSource calls a lost connection).
 */
export interface LogTailBatch {
  logs: LogRecord[];
  resources: Record<string, Resource>;
}
export interface LogTailDropped {
  count: number;
}
/** GET /logs/histogram: counts per bucket and severity class. */
export interface LogsHistogramResponse {
  start: number;
  step: number;
  series: { severity: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'unset'; counts: number[] }[];
  total: number;
}

export interface MetricName {
  name: string;
  type: MetricType;
  unit: string;
  description: string;
  temporality: Temporality;
  monotonic: boolean;
  services: string[];
  seriesCount: number;
}
export interface MetricNamesResponse {
  names: MetricName[];
}
export interface Exemplar {
  timeUnixNano: string;
  value: number;
  traceId: string;
  spanId: string;
  attributes: KeyValue[];
}
/**
 * GET /metrics/series?name=&service=&groupBy=k,k&aggregation=&start&end&step&attr=k=v
 * `aggregation`: avg | sum | min | max | last | rate | p50 | p90 | p95 | p99 | count; the default depends on the type
 * (gauge avg, monotonic sum rate, other sum last, histograms p95, summary last).
 */
export interface MetricSeriesResponse {
  name: string;
  type: MetricType;
  unit: string;
  description: string;
  aggregation: string;
  start: number;
  end: number;
  step: number;
  series: { labels: Record<string, string>; points: [number, number | null][] }[];
  /** True when more series matched than are returned. */
  truncated: boolean;
  exemplars: Exemplar[];
}
/** GET /metrics/points: the data points as they were received, for one metric and time range. */
export interface MetricPoint {
  startTimeUnixNano: string;
  timeUnixNano: string;
  flags: number;
  attributes: KeyValue[];
  service: string;
  resourceId: string;
  scope: Scope;
  /** gauge and sum: exactly one of the two. */
  asDouble?: number | string;
  asInt?: string;
  /** histograms and summary */
  count?: string;
  sum?: number | string;
  min?: number | string;
  max?: number | string;
  bucketCounts?: string[];
  explicitBounds?: number[];
  scale?: number;
  zeroCount?: string;
  zeroThreshold?: number;
  positive?: { offset: number; bucketCounts: string[] };
  negative?: { offset: number; bucketCounts: string[] };
  quantileValues?: { quantile: number; value: number | string }[];
  exemplars: Exemplar[];
}
export interface MetricPointsResponse {
  name: string;
  type: MetricType;
  unit: string;
  description: string;
  temporality: Temporality;
  monotonic: boolean;
  points: MetricPoint[];
  resources: Record<string, Resource>;
  truncated: boolean;
}

export interface AttributeKeysResponse {
  keys: { key: string; scope: AttributeScope; signal: Signal; count: number }[];
}
export interface AttributeValuesResponse {
  key: string;
  values: { value: string; count: number }[];
  /** True when the key has more values than are kept for it. */
  truncated: boolean;
}

/** GET /correlate?traceId=&spanId= */
export interface CorrelateResponse {
  traceId: string;
  spanId: string;
  span: Span | null;
  resources: Record<string, Resource>;
  spanLogs: LogRecord[];
  /** Logs of the whole trace, those of the span excluded. */
  traceLogs: LogRecord[];
  /** RED of the span's service and operation around its time. */
  red: {
    service: string;
    operation: string;
    start: number;
    step: number;
    calls: number[];
    errors: number[];
    p95: (number | null)[];
    exemplars: {
      timeUnixNano: string;
      durationNano: number;
      traceId: string;
      spanId: string;
      error: boolean;
    }[];
  } | null;
  /** Metrics of the same process (same service.instance.id, or same resource) around the span's time. */
  runtimeMetrics: {
    name: string;
    type: MetricType;
    unit: string;
    description: string;
    series: MetricSeriesResponse['series'];
  }[];
}

/** GET /healthz and /readyz */
export interface HealthResponse {
  status: 'ok' | 'starting' | 'degraded' | 'failed';
  version: string;
  components: { name: string; status: 'ok' | 'starting' | 'degraded' | 'failed'; message?: string }[];
}
