import type { Column, Table } from './table.ts';
import * as t from './types.ts';

const column = (name: string, type: string, codec: string = t.zstd): Column => ({ name, type, codec });

/** SeriesId is a hash over metric, type, unit, temporality, resource, scope and the sorted attributes. */
export const metricSeries: Table = {
  name: 'metric_series',
  columns: [
    column('MetricName', t.label),
    column('SeriesId', 'UInt64'),
    column('MetricType', t.metricType),
    column('MetricUnit', t.label),
    column('MetricDescription', t.text),
    column('AggregationTemporality', t.temporality),
    column('IsMonotonic', 'Bool'),
    column('ServiceName', t.label),
    column('ResourceId', 'UInt64'),
    column('ScopeId', 'UInt64'),
    column('ScopeName', t.label),
    column('Attributes', t.labels),
    column('AttributeTypes', t.typeNotes),
    column('LastSeen', t.seconds, t.doubleDelta),
  ],
  engine: 'ReplacingMergeTree(LastSeen)',
  orderBy: '(MetricName, SeriesId)',
  age: 'LastSeen',
  retention: 'dimensions',
  shardBy: 'SeriesId',
};

const pointKey: readonly Column[] = [
  column('MetricName', t.label),
  column('SeriesId', 'UInt64'),
  column('StartTimeUnix', t.nanos, t.doubleDelta),
  column('TimeUnix', t.nanos, t.doubleDelta),
  column('Flags', 'UInt32'),
];

const pointTable = (name: string, columns: readonly Column[]): Table => ({
  name,
  columns: [...pointKey, ...columns],
  engine: 'MergeTree()',
  partitionBy: 'toDate(TimeUnix)',
  orderBy: '(MetricName, SeriesId, TimeUnix)',
  age: 'toDateTime(TimeUnix)',
  retention: 'metrics',
  shardBy: 'SeriesId',
});

/** Gauge and sum points. `Value` is always readable as a number; `ValueInt` is exact when NumberType is 'int'. */
export const metricSamples: Table = pointTable('metric_samples', [
  column('Value', 'Float64', t.delta),
  column('ValueInt', 'Int64', t.delta),
  column('NumberType', t.numberType),
]);

/** `Present`: 1 sum, 2 min, 4 max were sent. An absent one holds 0. */
const moments: readonly Column[] = [
  column('Count', 'UInt64', t.delta),
  column('Sum', 'Float64', t.delta),
  column('Min', 'Float64'),
  column('Max', 'Float64'),
  column('Present', 'UInt8'),
];

export const metricHistograms: Table = pointTable('metric_histograms', [
  ...moments,
  column('BucketCounts', 'Array(UInt64)'),
  column('ExplicitBounds', 'Array(Float64)'),
]);

export const metricExponentialHistograms: Table = pointTable('metric_exponential_histograms', [
  ...moments,
  column('Scale', 'Int32'),
  column('ZeroCount', 'UInt64'),
  column('ZeroThreshold', 'Float64'),
  column('PositiveOffset', 'Int32'),
  column('PositiveBucketCounts', 'Array(UInt64)'),
  column('NegativeOffset', 'Int32'),
  column('NegativeBucketCounts', 'Array(UInt64)'),
]);

export const metricSummaries: Table = pointTable('metric_summaries', [
  column('Count', 'UInt64', t.delta),
  column('Sum', 'Float64', t.delta),
  column('ValueAtQuantiles.Quantile', 'Array(Float64)'),
  column('ValueAtQuantiles.Value', 'Array(Float64)'),
]);

/** `PointTimeUnix` is the time of the point that carried the exemplar, `TimeUnix` the exemplar's own. */
export const metricExemplars: Table = {
  ...pointTable('metric_exemplars', []),
  columns: [
    column('MetricName', t.label),
    column('SeriesId', 'UInt64'),
    column('PointTimeUnix', t.nanos, t.doubleDelta),
    column('TimeUnix', t.nanos, t.doubleDelta),
    column('Value', 'Float64'),
    column('ValueInt', 'Int64'),
    column('NumberType', t.numberType),
    column('TraceId', t.traceId),
    column('SpanId', t.spanId),
    column('FilteredAttributes', t.labels),
    column('AttributeTypes', t.typeNotes),
  ],
};
