import type { MetricPoint, MetricPointsResponse, MetricType } from '@nightglass/model';
import { raw, sql } from '../sql.ts';
import { readNotes, restoreAttributes, restoreDouble } from './attributes.ts';
import type { Call } from './call.ts';
import { type Dimensions, scopeOf } from './dimensions.ts';
import { findSeries, seriesCondition } from './metric-catalogue.ts';
import { exemplars } from './metric-exemplars.ts';
import { checkRange, within } from './time.ts';
import type { MetricPointsParams } from './types.ts';

const mostSeries = 2000;

interface PointRow {
  series: string;
  start: string;
  time: string;
  flags: number;
}
interface SampleRow extends PointRow {
  value: string;
  valueInt: string;
  numberType: string;
}
interface MomentsRow extends PointRow {
  count: string;
  sum: string;
  min: string;
  max: string;
  present: number;
}
interface HistogramRow extends MomentsRow {
  bucketCounts: string[];
  bounds: string[];
}
interface ExponentialRow extends MomentsRow {
  scale: number;
  zeroCount: string;
  zeroThreshold: string;
  positiveOffset: number;
  positive: string[];
  negativeOffset: number;
  negative: string[];
}
interface SummaryRow extends PointRow {
  count: string;
  sum: string;
  quantiles: string[];
  values: string[];
}

/** Doubles travel as text: JSON has no NaN, infinities or -0. */
const moments = `Count AS count, toString(Sum) AS sum, toString(Min) AS min, toString(Max) AS max, Present AS present`;
const doubles = (column: string): string => `arrayMap(x -> toString(x), ${column})`;

const tables: Record<MetricType, { table: string; columns: string }> = {
  gauge: {
    table: 'metric_samples',
    columns: 'toString(Value) AS value, ValueInt AS valueInt, toString(NumberType) AS numberType',
  },
  sum: {
    table: 'metric_samples',
    columns: 'toString(Value) AS value, ValueInt AS valueInt, toString(NumberType) AS numberType',
  },
  histogram: {
    table: 'metric_histograms',
    columns: `${moments}, BucketCounts AS bucketCounts, ${doubles('ExplicitBounds')} AS bounds`,
  },
  exponential_histogram: {
    table: 'metric_exponential_histograms',
    columns: `${moments}, Scale AS scale, ZeroCount AS zeroCount, toString(ZeroThreshold) AS zeroThreshold,
      PositiveOffset AS positiveOffset, PositiveBucketCounts AS positive,
      NegativeOffset AS negativeOffset, NegativeBucketCounts AS negative`,
  },
  summary: {
    table: 'metric_summaries',
    columns: `Count AS count, toString(Sum) AS sum, ${doubles('ValueAtQuantiles.Quantile')} AS quantiles,
      ${doubles('ValueAtQuantiles.Value')} AS values`,
  },
};

/** Points as they were received, newest first; null when no metric has the name. */
export const metricPoints = async (
  call: Call,
  dimensions: Dimensions,
  params: MetricPointsParams,
): Promise<MetricPointsResponse | null> => {
  checkRange(params);
  const limit = params.limit ?? 1000;
  const found = await findSeries(call, { ...params, limit: mostSeries });
  if (!found) return null;
  const { identity, series } = found;
  if (series.length === 0) return { ...identity, points: [], resources: {}, truncated: false };
  const { table, columns } = tables[identity.type];
  const rows = await call.rows<PointRow>(sql`
    SELECT toString(SeriesId) AS series, toUnixTimestamp64Nano(StartTimeUnix) AS start,
      toUnixTimestamp64Nano(TimeUnix) AS time, Flags AS flags, ${raw(columns)}
    FROM ${raw(table)} WHERE ${seriesCondition(params.name, series)} AND ${within('TimeUnix', params)}
    ORDER BY TimeUnix DESC, SeriesId, StartTimeUnix LIMIT ${limit + 1}`);
  const page = rows.slice(0, limit);
  const seriesOf = new Map(series.map((s) => [s.id, s]));
  const inPage = [...new Set(page.map((row) => row.series))].flatMap((id) => seriesOf.get(id) ?? []);
  const [[resources, scopes], placed] = await Promise.all([
    dimensions.of(call, inPage),
    exemplars(call, params.name, inPage, params, 10_000),
  ]);
  const exemplarsOf = Map.groupBy(placed, (p) => `${p.series}/${p.point}`);
  const points = page.map((row): MetricPoint => {
    const s = seriesOf.get(row.series);
    return {
      startTimeUnixNano: row.start,
      timeUnixNano: row.time,
      flags: row.flags,
      attributes: s ? restoreAttributes(s.attributes, readNotes(s.types)) : [],
      service: s?.service ?? '',
      resourceId: s?.resourceId ?? '',
      scope: scopeOf(scopes, s?.scopeId ?? ''),
      ...values(identity.type, row),
      exemplars: (exemplarsOf.get(`${row.series}/${row.time}`) ?? []).map((p) => p.exemplar).reverse(),
    };
  });
  return { ...identity, points, resources, truncated: rows.length > limit || found.truncated };
};

const values = (type: MetricType, row: PointRow): Partial<MetricPoint> => {
  switch (type) {
    case 'gauge':
    case 'sum':
      return sampleValues(row as SampleRow);
    case 'histogram': {
      const h = row as HistogramRow;
      return { ...momentValues(h), bucketCounts: h.bucketCounts, explicitBounds: h.bounds.map(Number) };
    }
    case 'exponential_histogram':
      return exponentialValues(row as ExponentialRow);
    case 'summary': {
      const s = row as SummaryRow;
      const quantileValues = s.quantiles.map((q, i) => ({
        quantile: Number(q),
        value: restoreDouble(s.values[i] ?? ''),
      }));
      return { count: s.count, sum: restoreDouble(s.sum), quantileValues };
    }
  }
};

const sampleValues = (row: SampleRow): Partial<MetricPoint> => {
  if (row.numberType === 'int') return { asInt: row.valueInt };
  return row.numberType === 'double' ? { asDouble: restoreDouble(row.value) } : {};
};

const momentValues = (row: MomentsRow): Partial<MetricPoint> => ({
  count: row.count,
  ...(row.present & 1 ? { sum: restoreDouble(row.sum) } : {}),
  ...(row.present & 2 ? { min: restoreDouble(row.min) } : {}),
  ...(row.present & 4 ? { max: restoreDouble(row.max) } : {}),
});

const exponentialValues = (row: ExponentialRow): Partial<MetricPoint> => ({
  ...momentValues(row),
  scale: row.scale,
  zeroCount: row.zeroCount,
  zeroThreshold: Number(row.zeroThreshold),
  positive: { offset: row.positiveOffset, bucketCounts: row.positive },
  negative: { offset: row.negativeOffset, bucketCounts: row.negative },
});
