/** An incident as OTLP/HTTP JSON requests, its times shifted, in pieces that a receiver takes. */
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData, LogRow, MetricSeries, SpanRow } from '@nightglass/rootcause';

export type Signal = 'traces' | 'logs' | 'metrics';
export interface OtlpRequest {
  signal: Signal;
  body: string;
  /** Spans, records or data points in it. */
  records: number;
}

/** Spans or records of one request; data points are counted by series. */
const perRequest = 2000;
const seriesPerRequest = 40;

interface KeyValue {
  key: string;
  value: { stringValue: string };
}
const attributes = (values: Readonly<Record<string, string>>): KeyValue[] =>
  Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));

/** Nanoseconds as OTLP's JSON writes 64-bit numbers. */
const nano = (timeMs: number): string => String(BigInt(Math.round(timeMs * 1000)) * 1000n);

const spanKinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

/** Threshold of OpenTelemetry's consistent sampling: how much of 2^56 was rejected; '' when nothing was. */
const traceState = (weight: number): string => {
  if (weight <= 1) return '';
  const rejected = Math.round((1 - 1 / weight) * 2 ** 32);
  return `ot=th:${rejected.toString(16).padStart(8, '0').replace(/0+$/, '') || '0'}`;
};

const spanOf = (span: SpanRow, shiftMs: number) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  parentSpanId: span.parentId,
  traceState: traceState(span.weight),
  name: span.name,
  kind: spanKinds[span.kind],
  startTimeUnixNano: nano(span.startMs + shiftMs),
  endTimeUnixNano: nano(span.startMs + span.durationMs + shiftMs),
  attributes: attributes(span.attributes),
  events: span.exceptions.map(({ type, message }) => ({
    timeUnixNano: nano(span.startMs + span.durationMs + shiftMs),
    name: 'exception',
    attributes: attributes({ 'exception.type': type, 'exception.message': message }),
  })),
  status: span.error ? { code: 2, message: span.statusMessage } : {},
});

const logOf = (log: LogRow, shiftMs: number) => ({
  timeUnixNano: nano(log.timeMs + shiftMs),
  observedTimeUnixNano: nano(log.timeMs + shiftMs),
  severityNumber: log.severity,
  body: { stringValue: log.body },
  traceId: log.traceId,
  spanId: log.spanId,
});

const resourceAttributes = (data: IncidentData, key: string, service: string): Record<string, string> =>
  data.resources[key]?.attributes ?? { 'service.name': service };

/** Whose figure a metric is must be readable from its resource: a pod's from its own, a node's from a receiver on it. */
const metricResource = (data: IncidentData, entity: ExplanationEntity): Record<string, string> => {
  if (entity.kind === 'pod') return resourceAttributes(data, entity.name, entity.name);
  if (entity.kind === 'node') return { 'k8s.node.name': entity.name, 'host.name': entity.name };
  if (entity.kind === 'service') return { 'service.name': entity.name };
  return { 'service.instance.id': entity.name };
};

const inPieces = function* <T>(rows: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
};

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): [string, T[]][] => [
  ...Map.groupBy(rows, keyOf),
];

/** Growth per second as a counter that only grows; quantiles as points of a summary; all else as gauges. */
const metricOf = (series: MetricSeries, shiftMs: number) => {
  const { timesMs, values, labels, aggregation } = series;
  const { name } = series;
  const points = [];
  const start = nano((timesMs[0] ?? 0) + shiftMs - 60_000);
  let total = 0;
  for (let i = 0; i < timesMs.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const time = {
      startTimeUnixNano: start,
      timeUnixNano: nano(timesMs[i]! + shiftMs),
      attributes: attributes(labels),
    };
    if (aggregation === 'rate') {
      total += (value * (timesMs[i]! - (timesMs[i - 1] ?? timesMs[i]!))) / 1000;
      points.push({ ...time, asDouble: total });
    } else points.push({ ...time, asDouble: value });
  }
  const counter = aggregation === 'rate';
  const quantile = /^p\d+$/.test(aggregation) ? `.${aggregation}` : '';
  const unit = counter ? series.unit.replace(/\/s$/, '') || '1' : series.unit;
  return {
    points: points.length,
    metric: counter
      ? {
          name: `${name}.count`,
          unit,
          sum: { dataPoints: points, aggregationTemporality: 2, isMonotonic: true },
        }
      : { name: `${name}${quantile}`, unit, gauge: { dataPoints: points } },
  };
};

/** Requests in the order in which they are best sent. Weights other than 1 become sampling thresholds. */
export const otlpRequests = function* (data: IncidentData, shiftMs: number): Generator<OtlpRequest> {
  const scope = { name: 'simulator' };
  for (const piece of inPieces(data.series, seriesPerRequest)) {
    let records = 0;
    const resourceMetrics = grouped(piece, (one) => `${one.entity.kind} ${one.entity.name}`).map(
      ([, rows]) => ({
        resource: { attributes: attributes(metricResource(data, rows[0]!.entity)) },
        scopeMetrics: [
          {
            scope,
            metrics: rows.map((row) => {
              const { metric, points } = metricOf(row, shiftMs);
              records += points;
              return metric;
            }),
          },
        ],
      }),
    );
    yield { signal: 'metrics', records, body: JSON.stringify({ resourceMetrics }) };
  }
  for (const piece of inPieces(data.spans, perRequest)) {
    const resourceSpans = grouped(piece, (span) => `${span.resource} ${span.service}`).map(([, rows]) => ({
      resource: { attributes: attributes(resourceAttributes(data, rows[0]!.resource, rows[0]!.service)) },
      scopeSpans: [{ scope, spans: rows.map((row) => spanOf(row, shiftMs)) }],
    }));
    yield { signal: 'traces', records: piece.length, body: JSON.stringify({ resourceSpans }) };
  }
  for (const piece of inPieces(data.logs, perRequest)) {
    const resourceLogs = grouped(piece, (log) => `${log.resource} ${log.service}`).map(([, rows]) => ({
      resource: { attributes: attributes(resourceAttributes(data, rows[0]!.resource, rows[0]!.service)) },
      scopeLogs: [{ scope, logRecords: rows.map((row) => logOf(row, shiftMs)) }],
    }));
    yield { signal: 'logs', records: piece.length, body: JSON.stringify({ resourceLogs }) };
  }
};
