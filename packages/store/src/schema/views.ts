import { raw, type Sql } from '../sql.ts';
import type { Placement } from './table.ts';

/** The newest row of each dimension; equal rows may stand several times until they are merged. */
const resourceColumns =
  'SELECT ResourceId, ResourceAttributes, ResourceSchemaUrl FROM resources LIMIT 1 BY ResourceId';
const scopeColumns =
  'SELECT ScopeId, ScopeVersion, ScopeAttributes, ScopeSchemaUrl, DroppedAttributesCount AS ScopeDroppedAttrCount FROM scopes LIMIT 1 BY ScopeId';
const joins = `
GLOBAL ANY LEFT JOIN (${resourceColumns}) AS r USING (ResourceId)
GLOBAL ANY LEFT JOIN (${scopeColumns}) AS s USING (ScopeId)`;

const hexOrEmpty = (column: string, bytes: number): string =>
  `if(${column} = toFixedString('', ${bytes}), '', lower(hex(${column})))`;

const traces = `SELECT
  CAST(Timestamp, 'DateTime64(9)') AS Timestamp,
  lower(hex(TraceId)) AS TraceId, lower(hex(SpanId)) AS SpanId, ${hexOrEmpty('ParentSpanId', 8)} AS ParentSpanId,
  TraceState, SpanName, CAST(SpanKind, 'LowCardinality(String)') AS SpanKind, ServiceName, ResourceAttributes,
  ScopeName, CAST(ScopeVersion, 'String') AS ScopeVersion, SpanAttributes, Duration,
  CAST(StatusCode, 'LowCardinality(String)') AS StatusCode, StatusMessage,
  CAST(\`Events.Timestamp\`, 'Array(DateTime64(9))') AS \`Events.Timestamp\`, \`Events.Name\`, \`Events.Attributes\`,
  arrayMap(x -> lower(hex(x)), \`Links.TraceId\`) AS \`Links.TraceId\`,
  arrayMap(x -> lower(hex(x)), \`Links.SpanId\`) AS \`Links.SpanId\`, \`Links.TraceState\`, \`Links.Attributes\`
FROM spans${joins}`;

const logs = `SELECT
  CAST(Timestamp, 'DateTime64(9)') AS Timestamp, CAST(Timestamp, 'DateTime') AS TimestampTime,
  ${hexOrEmpty('TraceId', 16)} AS TraceId, ${hexOrEmpty('SpanId', 8)} AS SpanId,
  CAST(TraceFlags, 'UInt8') AS TraceFlags, SeverityText, SeverityNumber, ServiceName, Body,
  ResourceSchemaUrl, ResourceAttributes, ScopeSchemaUrl, CAST(ScopeName, 'String') AS ScopeName,
  ScopeVersion, ScopeAttributes, LogAttributes, CAST(EventName, 'String') AS EventName
FROM logs${joins}`;

const seriesColumns = `SELECT MetricName, SeriesId, MetricType, MetricUnit, MetricDescription, AggregationTemporality,
    IsMonotonic, ServiceName, ResourceId, ScopeId, ScopeName, Attributes
  FROM metric_series LIMIT 1 BY MetricName, SeriesId`;

const exemplarColumns = `SELECT MetricName, SeriesId, PointTimeUnix AS TimeUnix,
    groupArray(FilteredAttributes) AS \`Exemplars.FilteredAttributes\`,
    groupArray(CAST(metric_exemplars.TimeUnix, 'DateTime64(9)')) AS \`Exemplars.TimeUnix\`,
    groupArray(Value) AS \`Exemplars.Value\`, groupArray(${hexOrEmpty('SpanId', 8)}) AS \`Exemplars.SpanId\`,
    groupArray(${hexOrEmpty('TraceId', 16)}) AS \`Exemplars.TraceId\`
  FROM metric_exemplars GROUP BY MetricName, SeriesId, PointTimeUnix`;

const metricHead = `ResourceAttributes, CAST(ResourceSchemaUrl, 'String') AS ResourceSchemaUrl,
  CAST(ScopeName, 'String') AS ScopeName, CAST(ScopeVersion, 'String') AS ScopeVersion, ScopeAttributes,
  ScopeDroppedAttrCount, CAST(ScopeSchemaUrl, 'String') AS ScopeSchemaUrl, ServiceName,
  CAST(MetricName, 'String') AS MetricName, MetricDescription, CAST(MetricUnit, 'String') AS MetricUnit, Attributes,
  CAST(StartTimeUnix, 'DateTime64(9)') AS StartTimeUnix, CAST(p.TimeUnix, 'DateTime64(9)') AS TimeUnix`;
const exemplarHead =
  '`Exemplars.FilteredAttributes`, `Exemplars.TimeUnix`, `Exemplars.Value`, `Exemplars.SpanId`, `Exemplars.TraceId`';
const temporality = 'toInt32(AggregationTemporality) AS AggregationTemporality';

const withExemplars = (table: string): string =>
  `(SELECT * FROM ${table} GLOBAL ANY LEFT JOIN (${exemplarColumns}) AS x USING (MetricName, SeriesId, TimeUnix))`;

const metric = (
  table: string,
  type: string,
  columns: string,
  exemplars: boolean,
): string => `SELECT ${metricHead},
  ${columns}${exemplars ? `, ${exemplarHead}` : ''}
FROM ${exemplars ? withExemplars(table) : table} AS p
GLOBAL ANY LEFT JOIN (${seriesColumns}) AS m USING (MetricName, SeriesId)${joins}
WHERE MetricType = '${type}'`;

const definitions: readonly [string, string][] = [
  ['otel_traces', traces],
  ['otel_logs', logs],
  ['otel_metrics_gauge', metric('metric_samples', 'gauge', 'Value, Flags', true)],
  ['otel_metrics_sum', metric('metric_samples', 'sum', `Value, Flags, ${temporality}, IsMonotonic`, true)],
  [
    'otel_metrics_histogram',
    metric(
      'metric_histograms',
      'histogram',
      `Count, Sum, BucketCounts, ExplicitBounds, Flags, Min, Max, ${temporality}`,
      true,
    ),
  ],
  [
    'otel_metrics_exponential_histogram',
    metric(
      'metric_exponential_histograms',
      'exponential_histogram',
      `Count, Sum, Scale, ZeroCount, PositiveOffset, PositiveBucketCounts, NegativeOffset, NegativeBucketCounts, Flags, Min, Max, ${temporality}`,
      true,
    ),
  ],
  [
    'otel_metrics_summary',
    metric(
      'metric_summaries',
      'summary',
      'Count, Sum, `ValueAtQuantiles.Quantile`, `ValueAtQuantiles.Value`, Flags',
      false,
    ),
  ],
];

/**
 * Views with the names and types of the OpenTelemetry ClickHouse exporter, for tools that read that schema.
 * They join the dimensions back on, so give them a time range; Nightglass itself never reads them.
 */
export const compatibilityViews = (placement: Placement): Sql[] => {
  const cluster = placement.kind === 'cluster' ? ` ON CLUSTER '${placement.cluster}'` : '';
  return definitions.map(([name, select]) => raw(`CREATE OR REPLACE VIEW ${name}${cluster} AS\n${select}`));
};
