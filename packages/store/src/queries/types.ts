import type {
  AttributeScope,
  MetricPointsResponse,
  MetricType,
  RuntimeFormat,
  Signal,
} from '@nightglass/model';
import type { QueryClass } from '../engine/engine.ts';

/** Half-open range of Unix nanoseconds: `from <= t < to`. Every query has one. */
export interface TimeRange {
  from: bigint;
  to: bigint;
}

/** How one call may run. Time and memory limits have defaults; an abort kills the statement in the engine. */
export interface CallOptions {
  signal?: AbortSignal;
  /** Seconds for the whole call, all its statements together. Default 30. */
  maxSeconds?: number;
  maxMemoryBytes?: number;
  class?: QueryClass;
}

/** `key = value` on the record itself or on its resource; the value is the attribute's text. */
export interface AttributeFilter {
  key: string;
  value: string;
}

export interface ServicesParams extends TimeRange {}

export interface OperationsParams extends TimeRange {
  service: string;
}

export interface ServiceMapParams extends TimeRange {}

export interface TraceSearchParams extends TimeRange {
  service?: string;
  operation?: string;
  status?: 'error' | 'ok' | 'unset';
  /** Nanoseconds of the matching span, inclusive. */
  minDuration?: bigint;
  maxDuration?: bigint;
  attributes?: readonly AttributeFilter[];
  /** Words that must all be in the span's name or attribute values. */
  q?: string;
  /** 1 to 1000, default 20. */
  limit?: number;
  cursor?: string;
}

export interface TraceParams {
  /** 32 hex digits. */
  traceId: string;
  /** Spans returned at most. Default 20,000, at most 100,000. */
  limit?: number;
}

export interface LogFilter {
  /** Words (all of them), `"a phrase"`, `-not`, `begin*`. Case does not matter. */
  query?: string;
  service?: string;
  /** Severity number 1 to 24: this one and worse. */
  severity?: number;
  traceId?: string;
  spanId?: string;
  attributes?: readonly AttributeFilter[];
}

export interface LogsParams extends LogFilter, TimeRange {
  /** 1 to 5000, default 100. */
  limit?: number;
  cursor?: string;
  /** `backward`: newest first (default). */
  direction?: 'backward' | 'forward';
}

export interface LogContextParams {
  id: string;
  /** 0 to 500 records of the same process before and after. Default 10. */
  before?: number;
  after?: number;
}

export interface LogsHistogramParams extends LogFilter, TimeRange {
  /** Number of buckets wanted, 1 to 500, default 60. */
  buckets?: number;
}

export interface LogTailParams extends LogFilter {
  /** Records stored after this `Seq` (decimal); absent: from now on. */
  after?: string;
  /** Look from this `Seq` on instead, but not for those: blocks become visible in another order than they came in. */
  again?: { after: string; without: readonly string[] };
  /** How many at most; the newest ones win. Default 500. */
  limit?: number;
  /** Wall clock, Unix nanoseconds. Records with a time more than 15 minutes from it are not looked for. */
  now: bigint;
}

export interface MetricNamesParams extends TimeRange {
  /** Part of the name, case does not matter. */
  q?: string;
  service?: string;
  /** 1 to 5000, default 500. */
  limit?: number;
}

export const aggregations = [
  'avg',
  'sum',
  'min',
  'max',
  'last',
  'rate',
  'p50',
  'p90',
  'p95',
  'p99',
  'count',
] as const;
export type Aggregation = (typeof aggregations)[number];

export interface MetricSeriesParams extends TimeRange {
  name: string;
  service?: string;
  attributes?: readonly AttributeFilter[];
  /** Attribute keys, `service` for the service's name. Without any, all series become one. */
  groupBy?: readonly string[];
  aggregation?: Aggregation;
  /** Seconds between points; default: about 120 points. */
  step?: number;
  /** 1 to 1000 series, default 50. */
  limit?: number;
}

export interface MetricPointsParams extends TimeRange {
  name: string;
  service?: string;
  attributes?: readonly AttributeFilter[];
  type?: MetricType;
  /** 1 to 10,000 points, default 1000. */
  limit?: number;
}

export interface AttributeKeysParams extends TimeRange {
  signal?: Signal;
  scope?: AttributeScope;
  q?: string;
  /** 1 to 1000, default 200. */
  limit?: number;
}

export interface AttributeValuesParams extends AttributeKeysParams {
  key: string;
}

export interface CorrelateParams {
  traceId: string;
  spanId?: string;
}

export interface RuntimeArtifactsParams extends TimeRange {
  service?: string;
  instance?: string;
  format?: RuntimeFormat;
  variant?: string;
  /** Of a crash. */
  fingerprint?: string;
  traceId?: string;
  /** 1 to 500, default 50. */
  limit?: number;
  cursor?: string;
}

export interface RuntimeCrashesParams extends TimeRange {
  service?: string;
}

export type MetricIdentity = Omit<MetricPointsResponse, 'points' | 'resources' | 'truncated'>;
