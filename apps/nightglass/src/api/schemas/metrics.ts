import type {
  AttributeKeysResponse,
  AttributeValuesResponse,
  Exemplar,
  MetricName,
  MetricNamesResponse,
  MetricPoint,
  MetricPointsResponse,
  MetricSeriesResponse,
} from '@nightglass/model';
import { z } from 'zod';
import { attributes, count, double, hexOrEmpty, int64, maybe, nano, resources, scope } from './values.ts';

export const metricType = z.enum(['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary']);
const temporality = z.enum(['unspecified', 'delta', 'cumulative']);

const metricName = z.strictObject({
  name: z.string(),
  type: metricType,
  unit: z.string(),
  description: z.string(),
  temporality,
  monotonic: z.boolean(),
  services: z.array(z.string()),
  seriesCount: count,
}) satisfies z.ZodType<MetricName>;

const exemplar = z.strictObject({
  timeUnixNano: nano,
  value: z.number(),
  traceId: hexOrEmpty(32),
  spanId: hexOrEmpty(16),
  attributes,
}) satisfies z.ZodType<Exemplar>;

export const chartSeries = z.array(
  z.strictObject({
    labels: z.record(z.string(), z.string()),
    points: z.array(z.tuple([z.number(), maybe])),
  }),
);

const buckets = z.strictObject({ offset: z.number().int(), bucketCounts: z.array(int64) });

const metricPoint = z.strictObject({
  startTimeUnixNano: nano,
  timeUnixNano: nano,
  flags: count,
  attributes,
  service: z.string(),
  resourceId: z.string(),
  scope,
  asDouble: double.optional(),
  asInt: int64.optional(),
  count: int64.optional(),
  sum: double.optional(),
  min: double.optional(),
  max: double.optional(),
  bucketCounts: z.array(int64).optional(),
  explicitBounds: z.array(z.number()).optional(),
  scale: z.number().int().optional(),
  zeroCount: int64.optional(),
  zeroThreshold: z.number().optional(),
  positive: buckets.optional(),
  negative: buckets.optional(),
  quantileValues: z.array(z.strictObject({ quantile: z.number(), value: double })).optional(),
  exemplars: z.array(exemplar),
}) satisfies z.ZodType<MetricPoint>;

const metricNamesResponse = z.strictObject({
  names: z.array(metricName),
}) satisfies z.ZodType<MetricNamesResponse>;

const metricSeriesResponse = z.strictObject({
  name: z.string(),
  type: metricType,
  unit: z.string(),
  description: z.string(),
  aggregation: z.string(),
  start: z.number(),
  end: z.number(),
  step: z.number(),
  series: chartSeries,
  truncated: z.boolean(),
  exemplars: z.array(exemplar),
}) satisfies z.ZodType<MetricSeriesResponse>;

const metricPointsResponse = z.strictObject({
  name: z.string(),
  type: metricType,
  unit: z.string(),
  description: z.string(),
  temporality,
  monotonic: z.boolean(),
  points: z.array(metricPoint),
  resources,
  truncated: z.boolean(),
}) satisfies z.ZodType<MetricPointsResponse>;

const attributeKeysResponse = z.strictObject({
  keys: z.array(
    z.strictObject({
      key: z.string(),
      scope: z.enum(['resource', 'scope', 'span', 'log', 'metric']),
      signal: z.enum(['traces', 'logs', 'metrics']),
      count,
    }),
  ),
}) satisfies z.ZodType<AttributeKeysResponse>;

const attributeValuesResponse = z.strictObject({
  key: z.string(),
  values: z.array(z.strictObject({ value: z.string(), count })),
  truncated: z.boolean(),
}) satisfies z.ZodType<AttributeValuesResponse>;

export const named = {
  MetricName: metricName,
  MetricNamesResponse: metricNamesResponse,
  Exemplar: exemplar,
  MetricSeriesResponse: metricSeriesResponse,
  MetricPoint: metricPoint,
  MetricPointsResponse: metricPointsResponse,
  AttributeKeysResponse: attributeKeysResponse,
  AttributeValuesResponse: attributeValuesResponse,
};
