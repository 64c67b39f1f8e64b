/** Statements behind metric series: points reduced to one row per series and step, inside the engine. */
import { raw, type Sql, sql } from '../sql.ts';
import { type Grid, stepOf, within } from './time.ts';
import type { TimeRange } from './types.ts';

/** What every row has. Times are seconds (Unix, as the engine gives them). */
export interface CellRow {
  series: string;
  step: string;
  points: string;
  firstTime: number;
  lastTime: number;
  /** Start times of the first and last point; 0 when unknown. */
  firstStart: number;
  lastStart: number;
}

const seconds = (expression: string): string => `toUnixTimestamp64Nano(${expression}) / 1e9`;

const cell = (
  grid: Grid,
): Sql => sql`toString(SeriesId) AS series, ${stepOf('TimeUnix', grid)} AS step, count() AS points,
  ${raw(seconds('min(TimeUnix)'))} AS firstTime, ${raw(seconds('max(TimeUnix)'))} AS lastTime,
  ${raw(seconds('argMin(StartTimeUnix, TimeUnix)'))} AS firstStart,
  ${raw(seconds('argMax(StartTimeUnix, TimeUnix)'))} AS lastStart`;

export interface Source {
  /** Which series, as a condition. */
  series: Sql;
  range: TimeRange;
  grid: Grid;
  limit: number;
}

const tail = ({ series, range, limit }: Source, table: string, more: string, by: string): Sql => sql`
  FROM ${raw(table)} WHERE ${series} AND ${within('TimeUnix', range)} ${raw(more)}
  GROUP BY SeriesId, step${raw(by)} ORDER BY SeriesId, step LIMIT ${limit}`;

export interface NumberRow extends CellRow {
  first: number;
  last: number;
  sum: number;
  min: number;
  max: number;
  /** How much a counter grew between the points of this step, restarts counted from zero. */
  growth: number;
  values: number[];
}

/**
 * A counter restarted between two points when it went down, or when the later point says it started after the earlier
 * one; what it shows then it has counted since.
 */
const growth = `arraySum(arrayMap((b, a) -> if(b.2 < a.2 OR b.3 > a.1, b.2, b.2 - a.2), arrayPopFront(pts), arrayPopBack(pts)))`;
const sorted =
  'arraySort(groupArray((toUnixTimestamp64Nano(TimeUnix), Value, toUnixTimestamp64Nano(StartTimeUnix)))) AS pts';

export const numberCells = (source: Source, want: { growth: boolean; values: boolean }): Sql => sql`
  SELECT ${cell(source.grid)}, argMin(Value, TimeUnix) AS first, argMax(Value, TimeUnix) AS last,
    sum(Value) AS sum, min(Value) AS min, max(Value) AS max,
    ${raw(want.growth ? `${sorted}, ${growth} AS growth` : '0 AS growth')},
    ${raw(want.values ? 'arraySort(groupArray(1000)(Value))' : '[]')} AS values
  ${tail(source, 'metric_samples', "AND NumberType != 'none' AND isFinite(Value)", '')}`;

interface HistogramCell extends CellRow {
  count: string;
  sum: number;
  min: number | null;
  max: number | null;
}
export interface ExplicitRow extends HistogramCell {
  bounds: number[];
  counts: string[];
}
export interface ExponentialRow extends HistogramCell {
  scale: number;
  zero: string;
  zeroThreshold: number;
  positiveOffset: number;
  positive: string[];
  negativeOffset: number;
  negative: string[];
}

/** NULL when no point of the step sent one. */
const extremes = `if(countIf(bitTest(Present, 1)) = 0, NULL, minIf(Min, bitTest(Present, 1))) AS min,
    if(countIf(bitTest(Present, 2)) = 0, NULL, maxIf(Max, bitTest(Present, 2))) AS max`;

/** Cumulative histograms: the last point of each step. Delta ones: the sum of the points that have the same buckets. */
export const explicitCells = (source: Source, delta: boolean): Sql =>
  delta
    ? sql`SELECT ${cell(source.grid)}, sum(Count) AS count, sum(Sum) AS sum, ${raw(extremes)},
        ExplicitBounds AS bounds, sumForEach(BucketCounts) AS counts
        ${tail(source, 'metric_histograms', '', ', ExplicitBounds')}`
    : sql`SELECT ${cell(source.grid)}, argMax(Count, TimeUnix) AS count, argMax(Sum, TimeUnix) AS sum, ${raw(extremes)},
        argMax(ExplicitBounds, TimeUnix) AS bounds, argMax(BucketCounts, TimeUnix) AS counts
        ${tail(source, 'metric_histograms', '', '')}`;

export const exponentialCells = (source: Source, delta: boolean): Sql =>
  delta
    ? sql`SELECT ${cell(source.grid)}, sum(Count) AS count, sum(Sum) AS sum, ${raw(extremes)},
        Scale AS scale, sum(ZeroCount) AS zero, max(ZeroThreshold) AS zeroThreshold,
        PositiveOffset AS positiveOffset, sumForEach(PositiveBucketCounts) AS positive,
        NegativeOffset AS negativeOffset, sumForEach(NegativeBucketCounts) AS negative
        ${tail(source, 'metric_exponential_histograms', '', ', Scale, PositiveOffset, NegativeOffset')}`
    : sql`SELECT ${cell(source.grid)}, argMax(Count, TimeUnix) AS count, argMax(Sum, TimeUnix) AS sum, ${raw(extremes)},
        argMax(Scale, TimeUnix) AS scale, argMax(ZeroCount, TimeUnix) AS zero,
        argMax(ZeroThreshold, TimeUnix) AS zeroThreshold,
        argMax(PositiveOffset, TimeUnix) AS positiveOffset, argMax(PositiveBucketCounts, TimeUnix) AS positive,
        argMax(NegativeOffset, TimeUnix) AS negativeOffset, argMax(NegativeBucketCounts, TimeUnix) AS negative
        ${tail(source, 'metric_exponential_histograms', '', '')}`;

export interface SummaryRow extends CellRow {
  count: string;
  sum: number;
  quantiles: number[];
  values: number[];
}

export const summaryCells = (source: Source): Sql => sql`
  SELECT ${cell(source.grid)}, argMax(Count, TimeUnix) AS count, argMax(Sum, TimeUnix) AS sum,
    argMax(\`ValueAtQuantiles.Quantile\`, TimeUnix) AS quantiles, argMax(\`ValueAtQuantiles.Value\`, TimeUnix) AS values
  ${tail(source, 'metric_summaries', '', '')}`;
