import {
  type Attributes,
  context,
  type Histogram,
  type Meter,
  type MetricOptions,
  type Span,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import {
  convertLegacyHttpOptions,
  createOtlpHttpExportDelegate,
} from '@opentelemetry/otlp-exporter-base/node-http';
import { JsonMetricsSerializer, MetricsExporterMetricsHelper } from '@opentelemetry/otlp-transformer';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** OTLP/JSON Exemplar. */
interface Exemplar {
  timeUnixNano: string;
  asDouble: number;
  traceId: string;
  spanId: string;
}

const seriesKey = (metric: string, attributes: Attributes): string =>
  `${metric} ${JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/**
 * The newest measurement of each histogram bucket with the span it was made in: the aligned histogram bucket
 * reservoir of the metrics SDK specification, which the JavaScript SDK does not have.
 */
export class ExemplarReservoir {
  readonly #series = new Map<string, Map<number, Exemplar>>();

  offer(
    metric: string,
    boundaries: readonly number[],
    value: number,
    attributes: Attributes,
    span: Span,
  ): void {
    const { traceId, spanId, traceFlags } = span.spanContext();
    if ((traceFlags & TraceFlags.SAMPLED) === 0) return;
    const bucket = boundaries.findIndex((bound) => value <= bound);
    const key = seriesKey(metric, attributes);
    const series = this.#series.get(key) ?? new Map<number, Exemplar>();
    this.#series.set(key, series);
    series.set(bucket, { timeUnixNano: `${Date.now()}000000`, asDouble: value, traceId, spanId });
  }

  /** Hands over what one series has collected since the last time. */
  take(metric: string, attributes: Attributes): Exemplar[] {
    const key = seriesKey(metric, attributes);
    const series = this.#series.get(key);
    this.#series.delete(key);
    return [...(series?.values() ?? [])];
  }
}

/** A histogram whose measurements point at their spans. */
export interface TracedHistogram {
  /** `span` is the active one unless it is given. */
  record(value: number, attributes: Attributes, span?: Span): void;
}

export const createTracedHistogram = (
  meter: Meter,
  reservoir: ExemplarReservoir,
  name: string,
  boundaries: number[],
  options: MetricOptions,
): TracedHistogram => {
  const histogram: Histogram = meter.createHistogram(name, {
    ...options,
    advice: { explicitBucketBoundaries: boundaries },
  });
  return {
    record(value, attributes, span = trace.getSpan(context.active())) {
      histogram.record(value, attributes);
      if (span !== undefined) reservoir.offer(name, boundaries, value, attributes, span);
    },
  };
};

/** The part of an OTLP/JSON ExportMetricsServiceRequest that exemplars go into. */
interface JsonRequest {
  resourceMetrics: {
    scopeMetrics: { metrics: { histogram?: { dataPoints: { exemplars?: Exemplar[] }[] } }[] }[];
  }[];
}

/** The SDK's own JSON with the exemplars put where they belong; both lists are in the same order. */
const addExemplars = (metrics: ResourceMetrics, json: JsonRequest, reservoir: ExemplarReservoir): void => {
  for (const [i, scope] of metrics.scopeMetrics.entries())
    for (const [j, metric] of scope.metrics.entries()) {
      const points = json.resourceMetrics[0]?.scopeMetrics[i]?.metrics[j]?.histogram?.dataPoints ?? [];
      for (const [k, point] of points.entries()) {
        const exemplars = reservoir.take(metric.descriptor.name, metric.dataPoints[k]?.attributes ?? {});
        if (exemplars.length > 0) point.exemplars = exemplars;
      }
    }
};

/**
 * An OTLP exporter of metrics with exemplars. It speaks OTLP/JSON, because the SDK's protobuf serialiser has no
 * place for exemplars; retries, timeouts and OTEL_EXPORTER_OTLP_HEADERS are the SDK's.
 */
export const createMetricExporter = (url: string, reservoir: ExemplarReservoir): PushMetricExporter => {
  const serializer: typeof JsonMetricsSerializer = {
    serializeRequest(metrics) {
      const bytes = JsonMetricsSerializer.serializeRequest(metrics);
      if (bytes === undefined) return undefined;
      const json = JSON.parse(Buffer.from(bytes).toString('utf8')) as JsonRequest;
      addExemplars(metrics, json, reservoir);
      return Buffer.from(JSON.stringify(json));
    },
    deserializeResponse: (bytes) => JsonMetricsSerializer.deserializeResponse(bytes),
  };
  const options = convertLegacyHttpOptions({ url }, 'METRICS', 'v1/metrics', {
    'Content-Type': 'application/json',
  });
  return new OTLPMetricExporterBase(
    createOtlpHttpExportDelegate(
      options,
      serializer,
      'otlp_http_json_metric_exporter',
      MetricsExporterMetricsHelper,
      undefined,
    ),
  );
};
