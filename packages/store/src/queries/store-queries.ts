import type {
  AttributeKeysResponse,
  AttributeValuesResponse,
  CorrelateResponse,
  CrashGroup,
  CrashSighting,
  LogContextResponse,
  LogsHistogramResponse,
  LogsResponse,
  MetricNamesResponse,
  MetricPointsResponse,
  MetricSeriesResponse,
  OperationsResponse,
  RuntimeArtifactsResponse,
  ServiceMapResponse,
  ServicesResponse,
  StoredArtifact,
  TraceResponse,
  TracesResponse,
} from '@nightglass/model';
import type { Engine } from '../engine/engine.ts';
import { incidentBlocks } from '../incident/incident-blocks.ts';
import { firstSeen, serviceNames, unconnected } from '../incident/scope.ts';
import type { IncidentBlocks, IncidentParams } from '../incident/types.ts';
import { attributeKeys, attributeValues } from './attribute-catalogue.ts';
import { Call } from './call.ts';
import { correlate } from './correlate.ts';
import { crashSightings } from './crash-sightings.ts';
import { Dimensions } from './dimensions.ts';
import { type LogTail, logTail } from './log-tail.ts';
import { logContext, logs, logsHistogram } from './logs.ts';
import { metricNames } from './metric-catalogue.ts';
import { metricPoints } from './metric-points.ts';
import { metricSeries } from './metric-series.ts';
import {
  runtimeArtifact,
  runtimeArtifacts,
  runtimeCrashes,
  runtimeUpload,
  runtimeUploadPart,
  type StoredReport,
} from './runtime-artifacts.ts';
import { serviceMap } from './service-map.ts';
import { operations, services } from './services.ts';
import { trace } from './trace.ts';
import { traces } from './trace-search.ts';
import type * as p from './types.ts';

/** What the API, the command line and the tests hold: the methods, whoever answers them. */
export type StoreQueries = { [Method in keyof EngineQueries]: EngineQueries[Method] };

/**
 * Every question the product asks the store, as one typed method each; the answers have the shapes of `/api/v1`.
 * All of them fail with NG_QUERY_TIMEOUT, NG_QUERY_MEMORY, NG_QUERY_CANCELLED or NG_STORE_UNAVAILABLE, those with a
 * range with NG_BAD_TIME_RANGE, those with a cursor with NG_BAD_CURSOR.
 */
class EngineQueries {
  readonly #engine: Engine;
  readonly #now: () => number;
  readonly #dimensions = new Dimensions();

  /** `now`: Unix milliseconds. */
  constructor(engine: Engine, now: () => number = Date.now) {
    this.#engine = engine;
    this.#now = now;
  }

  services(params: p.ServicesParams, options?: p.CallOptions): Promise<ServicesResponse> {
    return services(this.#call(options), params);
  }
  operations(params: p.OperationsParams, options?: p.CallOptions): Promise<OperationsResponse> {
    return operations(this.#call(options), params);
  }
  serviceMap(params: p.ServiceMapParams, options?: p.CallOptions): Promise<ServiceMapResponse> {
    return serviceMap(this.#call(options), params);
  }
  traces(params: p.TraceSearchParams, options?: p.CallOptions): Promise<TracesResponse> {
    return traces(this.#call(options), params);
  }
  /** Null when no span of the trace is stored. */
  trace(params: p.TraceParams, options?: p.CallOptions): Promise<TraceResponse | null> {
    return trace(this.#call(options), this.#dimensions, params, this.#nowNano());
  }
  logs(params: p.LogsParams, options?: p.CallOptions): Promise<LogsResponse> {
    return logs(this.#call(options), this.#dimensions, params);
  }
  /** Null when the record is not stored. */
  logContext(params: p.LogContextParams, options?: p.CallOptions): Promise<LogContextResponse | null> {
    return logContext(this.#call(options), this.#dimensions, params);
  }
  logsHistogram(params: p.LogsHistogramParams, options?: p.CallOptions): Promise<LogsHistogramResponse> {
    return logsHistogram(this.#call(options), params);
  }
  logTail(params: p.LogTailParams, options?: p.CallOptions): Promise<LogTail> {
    return logTail(this.#call(options), this.#dimensions, params);
  }
  metricNames(params: p.MetricNamesParams, options?: p.CallOptions): Promise<MetricNamesResponse> {
    return metricNames(this.#call(options), params);
  }
  /** Null when no metric has the name; NG_BAD_PARAMETER for an aggregation that means nothing for its type. */
  metricSeries(params: p.MetricSeriesParams, options?: p.CallOptions): Promise<MetricSeriesResponse | null> {
    return metricSeries(this.#call(options), this.#dimensions, params);
  }
  /** Null when no metric has the name. */
  metricPoints(params: p.MetricPointsParams, options?: p.CallOptions): Promise<MetricPointsResponse | null> {
    return metricPoints(this.#call(options), this.#dimensions, params);
  }
  attributeKeys(params: p.AttributeKeysParams, options?: p.CallOptions): Promise<AttributeKeysResponse> {
    return attributeKeys(this.#call(options), params);
  }
  attributeValues(
    params: p.AttributeValuesParams,
    options?: p.CallOptions,
  ): Promise<AttributeValuesResponse> {
    return attributeValues(this.#call(options), params);
  }
  /** Null when nothing of the trace is stored. */
  correlate(params: p.CorrelateParams, options?: p.CallOptions): Promise<CorrelateResponse | null> {
    return correlate(this.#call(options), this.#dimensions, params, this.#nowNano());
  }
  runtimeArtifacts(
    params: p.RuntimeArtifactsParams,
    options?: p.CallOptions,
  ): Promise<RuntimeArtifactsResponse> {
    return runtimeArtifacts(this.#call(options), params);
  }
  /** Null when it is not stored. `id`: 32 hex digits. */
  runtimeArtifact(id: string, options?: p.CallOptions): Promise<StoredReport | null> {
    return runtimeArtifact(this.#call(options), id);
  }
  /** The artifacts of an upload in its order; none when it is not stored. `uploadId`: 32 hex digits. */
  runtimeUpload(uploadId: string, options?: p.CallOptions): Promise<StoredArtifact[]> {
    return runtimeUpload(this.#call(options), uploadId);
  }
  /** One zstd frame of an upload's bytes, counted from 0; null behind the last. */
  runtimeUploadPart(uploadId: string, part: number, options?: p.CallOptions): Promise<Uint8Array | null> {
    return runtimeUploadPart(this.#call(options), uploadId, part);
  }
  /** The crashes among the stored artifacts, by fingerprint. */
  runtimeCrashes(params: p.RuntimeCrashesParams, options?: p.CallOptions): Promise<CrashGroup[]> {
    return runtimeCrashes(this.#call(options), params);
  }
  /** The crashes that logs and spans of Go programs recorded, the newest first; grouped by packages/gorun. */
  crashSightings(params: p.RuntimeCrashesParams, options?: p.CallOptions): Promise<CrashSighting[]> {
    return crashSightings(this.#call(options), params);
  }

  /** Everything stored of an incident, within a budget, as bytes for `readIncident`. */
  incidentBlocks(params: IncidentParams, options?: p.CallOptions): Promise<IncidentBlocks> {
    return incidentBlocks(this.#call(options), params);
  }
  /** Services that sent anything since the start of the range, by name. */
  serviceNames(params: p.TimeRange, options?: p.CallOptions): Promise<string[]> {
    return serviceNames(this.#call(options), params);
  }
  /** Services of the range that no chain of calls connects with this one. */
  unconnected(service: string, params: p.TimeRange, options?: p.CallOptions): Promise<string[]> {
    return unconnected(this.#call(options), service, params);
  }
  /** Unix nanoseconds of the first telemetry in the range; null when there is none. */
  firstSeen(params: p.TimeRange, options?: p.CallOptions): Promise<bigint | null> {
    return firstSeen(this.#call(options), params);
  }

  #call(options?: p.CallOptions): Call {
    return new Call(this.#engine, options);
  }
  #nowNano(): bigint {
    return BigInt(this.#now()) * 1_000_000n;
  }
}

/** The product's questions to one engine. `now`: Unix milliseconds. */
export const createQueries = (engine: Engine, now?: () => number): StoreQueries =>
  new EngineQueries(engine, now);
