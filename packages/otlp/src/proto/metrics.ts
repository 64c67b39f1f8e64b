/** opentelemetry/proto/metrics/v1/metrics.proto, as full tags (see common.ts). */
export const Metric = {
  name: (1 << 3) | 2,
  description: (2 << 3) | 2,
  unit: (3 << 3) | 2,
  gauge: (5 << 3) | 2,
  sum: (7 << 3) | 2,
  histogram: (9 << 3) | 2,
  exponentialHistogram: (10 << 3) | 2,
  summary: (11 << 3) | 2,
  metadata: (12 << 3) | 2,
} as const;

/** Gauge, Sum, Histogram, ExponentialHistogram and Summary: the fields they have in common carry the same numbers. */
export const MetricData = {
  dataPoints: (1 << 3) | 2,
  aggregationTemporality: (2 << 3) | 0,
  isMonotonic: (3 << 3) | 0,
} as const;

/** Gauge.data_points, Sum.data_points */
export const NumberDataPoint = {
  startTimeUnixNano: (2 << 3) | 1,
  timeUnixNano: (3 << 3) | 1,
  asDouble: (4 << 3) | 1,
  exemplars: (5 << 3) | 2,
  asInt: (6 << 3) | 1,
  attributes: (7 << 3) | 2,
  flags: (8 << 3) | 0,
} as const;

export const HistogramDataPoint = {
  startTimeUnixNano: (2 << 3) | 1,
  timeUnixNano: (3 << 3) | 1,
  count: (4 << 3) | 1,
  sum: (5 << 3) | 1,
  bucketCounts: (6 << 3) | 1,
  bucketCountsPacked: (6 << 3) | 2,
  explicitBounds: (7 << 3) | 1,
  explicitBoundsPacked: (7 << 3) | 2,
  exemplars: (8 << 3) | 2,
  attributes: (9 << 3) | 2,
  flags: (10 << 3) | 0,
  min: (11 << 3) | 1,
  max: (12 << 3) | 1,
} as const;

export const ExponentialHistogramDataPoint = {
  attributes: (1 << 3) | 2,
  startTimeUnixNano: (2 << 3) | 1,
  timeUnixNano: (3 << 3) | 1,
  count: (4 << 3) | 1,
  sum: (5 << 3) | 1,
  scale: (6 << 3) | 0,
  zeroCount: (7 << 3) | 1,
  positive: (8 << 3) | 2,
  negative: (9 << 3) | 2,
  flags: (10 << 3) | 0,
  exemplars: (11 << 3) | 2,
  min: (12 << 3) | 1,
  max: (13 << 3) | 1,
  zeroThreshold: (14 << 3) | 1,
} as const;

/** ExponentialHistogramDataPoint.Buckets */
export const Buckets = {
  offset: (1 << 3) | 0,
  bucketCounts: (2 << 3) | 0,
  bucketCountsPacked: (2 << 3) | 2,
} as const;

export const SummaryDataPoint = {
  startTimeUnixNano: (2 << 3) | 1,
  timeUnixNano: (3 << 3) | 1,
  count: (4 << 3) | 1,
  sum: (5 << 3) | 1,
  quantileValues: (6 << 3) | 2,
  attributes: (7 << 3) | 2,
  flags: (8 << 3) | 0,
} as const;

/** SummaryDataPoint.ValueAtQuantile */
export const ValueAtQuantile = {
  quantile: (1 << 3) | 1,
  value: (2 << 3) | 1,
} as const;

export const Exemplar = {
  timeUnixNano: (2 << 3) | 1,
  asDouble: (3 << 3) | 1,
  spanId: (4 << 3) | 2,
  traceId: (5 << 3) | 2,
  asInt: (6 << 3) | 1,
  filteredAttributes: (7 << 3) | 2,
} as const;
