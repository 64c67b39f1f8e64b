/** ClickHouse types used by several tables. Time zones are named, so that partitions and texts agree on every server. */
export const text = 'String';
export const label = 'LowCardinality(String)';
export const labels = 'Map(LowCardinality(String), String)';
export const typeNotes = 'Array(LowCardinality(String))';
export const nanos = "DateTime64(9, 'UTC')";
export const seconds = "DateTime('UTC')";
export const traceId = 'FixedString(16)';
export const spanId = 'FixedString(8)';

export const spanKind =
  "Enum8('Unspecified' = 0, 'Internal' = 1, 'Server' = 2, 'Client' = 3, 'Producer' = 4, 'Consumer' = 5)";
export const statusCode = "Enum8('Unset' = 0, 'Ok' = 1, 'Error' = 2)";
export const metricType =
  "Enum8('gauge' = 1, 'sum' = 2, 'histogram' = 3, 'exponential_histogram' = 4, 'summary' = 5)";
export const temporality = "Enum8('unspecified' = 0, 'delta' = 1, 'cumulative' = 2)";
/** Which of Value and ValueInt was sent. */
export const numberType = "Enum8('none' = 0, 'int' = 1, 'double' = 2)";
export const edgeKind = "Enum8('service' = 1, 'database' = 2, 'messaging' = 3, 'external' = 4)";
export const signal = "Enum8('traces' = 1, 'logs' = 2, 'metrics' = 3)";
export const attributeScope = "Enum8('resource' = 1, 'scope' = 2, 'span' = 3, 'log' = 4, 'metric' = 5)";

export const delta = 'Delta(8), ZSTD(1)';
export const doubleDelta = 'DoubleDelta, ZSTD(1)';
export const zstd = 'ZSTD(1)';

/** Maps are split into buckets by key: reading one key reads one bucket (reference: 2.8 times faster, same insert cost). */
export const bucketedMaps = {
  map_serialization_version: 'with_buckets',
  // Not at insert: it costs a quarter of it, and small parts are merged within minutes.
  map_serialization_version_for_zero_level_parts: 'basic',
  map_buckets_min_avg_size: 0,
} as const;
