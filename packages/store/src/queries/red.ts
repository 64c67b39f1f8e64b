/** Rate, errors, durations: from the one-minute roll-up for long ranges, from the spans for short ones. */
import type { Sparkline } from '@nightglass/model';
import { raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import {
  type Grid,
  gridOf,
  gridWith,
  minute,
  nanoText,
  stepOf,
  stepOfSeconds,
  touching,
  within,
} from './time.ts';
import type { TimeRange } from './types.ts';

/** Up to this length the spans themselves are read: exact edges, finer steps, durations within 1 %. */
const rawUpTo = 15n * minute;

/** All zeros in the column: a root span. */
export const isRoot = raw("ParentSpanId = toFixedString('', 8)");

/** Calls a service handled (1), its root spans that are none (2), and the rest (3). */
const callClass = (kind: string, root: Sql): Sql =>
  sql`multiIf(${raw(kind)} IN ('Server', 'Consumer'), 1, ${root}, 2, 3)`;

/**
 * The middle of a duration bucket of `red_1m`, on the logarithmic scale: 2^((b + 0.5) / 8) ns.
 * A bucket is 9 % wide, so the error is at most 4.5 %.
 */
export const bucketDuration = (bucket: number): number => 2 ** ((bucket + 0.5) / 8);

export interface RedRow {
  /** The values of `by`, in order. */
  keys: string[];
  callClass: number;
  /** Number of the step; -1 for the row of the whole range. */
  step: number;
  calls: number;
  errors: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** Unix nanoseconds of the newest span; of the start of its minute where the roll-up answers. */
  lastSeen: bigint;
}

interface SqlRow {
  keys: string[];
  callClass: number;
  step: string | number;
  calls: string;
  errors: string;
  quantiles: (number | null)[];
  lastSeen: string;
}

export interface RedQuery extends TimeRange {
  /** Columns that both `spans` and `red_1m` have. */
  by: readonly ('ServiceName' | 'SpanName' | 'SpanKind')[];
  where?: Sql;
  /** Rows for every step of the grid beside those of the whole range. */
  grid?: Grid;
  /** Rows at most; those of the whole range come first. */
  limit: number;
  /** Keep classes apart (services), or count every span (operations). */
  classes: boolean;
}

/** True when this range is answered from the spans themselves. */
export const isShort = (range: TimeRange): boolean => range.to - range.from <= rawUpTo;

/** Steps for a sparkline over the range: about 40, at least a minute where the roll-up answers. */
export const sparkGrid = (range: TimeRange): Grid => gridOf(range, 40, isShort(range) ? 1 : 60);

/** Rows of the whole range and of its steps, in one pass over the table. */
export const redRows = async (
  call: Call,
  query: RedQuery,
): Promise<{ totals: RedRow[]; steps: RedRow[] }> => {
  const short = isShort(query);
  const rows = await call.rows<SqlRow>(short ? fromSpans(query) : fromRollup(query));
  const shaped = rows.map((row): RedRow => {
    const [p50, p95, p99] = row.quantiles.map((q) => (q === null ? null : short ? q : bucketDuration(q)));
    return {
      keys: row.keys,
      callClass: row.callClass,
      step: Number(row.step) - 1,
      calls: Number(row.calls),
      errors: Number(row.errors),
      p50: p50 ?? null,
      p95: p95 ?? null,
      p99: p99 ?? null,
      lastSeen: BigInt(row.lastSeen),
    };
  });
  return { totals: shaped.filter((row) => row.step < 0), steps: shaped.filter((row) => row.step >= 0) };
};

const list = (columns: readonly string[]): Sql => raw(columns.join(', '));

/**
 * `inner` groups by the plain columns, the class and the step counted from 1. Around it every step is merged, and the
 * whole range once more: there the step is 0, what a column outside its grouping set reads as.
 */
const outer = (query: RedQuery, merged: Sql, inner: Sql): Sql => {
  const keys = [...query.by, 'callClass'];
  const sets = query.grid
    ? `GROUPING SETS ((${keys.join(', ')}), (${keys.join(', ')}, step))`
    : keys.join(', ');
  return sql`
  SELECT [${list(query.by.map((column) => `toString(${column})`))}] AS keys, toUInt8(callClass) AS callClass,
    ${raw(query.grid ? 'step' : '0')} AS step, ${merged}
  FROM (${inner}) GROUP BY ${raw(sets)}
  ORDER BY step = 0 DESC, calls DESC, keys, callClass, step LIMIT ${query.limit}`;
};

// quantileDD merges exactly, whatever shard a span is on; 1 % is its relative error.
const fromSpans = (query: RedQuery): Sql =>
  outer(
    query,
    sql`sum(n) AS calls, sum(failed) AS errors, quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(durations) AS quantiles,
    max(newest) AS lastSeen`,
    sql`SELECT ${list(query.by)}, ${query.classes ? callClass('SpanKind', isRoot) : raw('0')} AS callClass,
      ${query.grid ? stepOf('Timestamp', query.grid) : raw('0')} + 1 AS step,
      count() AS n, countIf(StatusCode = 'Error') AS failed,
      quantilesDDState(0.01, 0.5, 0.95, 0.99)(Duration) AS durations, ${nanoText('max(Timestamp)')} AS newest
    FROM spans WHERE ${within('Timestamp', query)} AND ${query.where ?? raw('1')}
    GROUP BY ${list(query.by)}, callClass, step`,
  );

const fromRollup = (query: RedQuery): Sql =>
  outer(
    query,
    sql`sum(n) AS calls, sumIf(n, IsError) AS errors, quantilesExactWeighted(0.5, 0.95, 0.99)(Bucket, n) AS quantiles,
    toInt64(toUnixTimestamp(max(newest))) * 1000000000 AS lastSeen`,
    sql`SELECT ${list(query.by)}, ${query.classes ? callClass('SpanKind', raw('IsRoot')) : raw('0')} AS callClass,
      ${query.grid ? stepOfSeconds('Time', query.grid) : raw('0')} + 1 AS step, IsError, Bucket,
      sum(Calls) AS n, max(Time) AS newest
    FROM red_1m WHERE ${touching('Time', query, minute)} AND ${query.where ?? raw('1')}
    GROUP BY ${list(query.by)}, callClass, step, IsError, Bucket`,
  );

export interface Red {
  calls: number;
  errors: number;
  rate: number;
  errorRate: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  sparkline: Sparkline;
}

/** One summary from the row of the whole range and those of the steps. */
export const shapeRed = (
  total: RedRow | undefined,
  steps: readonly RedRow[],
  range: TimeRange,
  grid: Grid,
): Red => {
  const calls = total?.calls ?? 0;
  const errors = total?.errors ?? 0;
  return {
    calls,
    errors,
    rate: calls / (Number(range.to - range.from) / 1e9),
    errorRate: calls === 0 ? 0 : errors / calls,
    p50: total?.p50 ?? null,
    p95: total?.p95 ?? null,
    p99: total?.p99 ?? null,
    sparkline: shapeSparkline(steps, grid),
  };
};

export const shapeSparkline = (steps: readonly RedRow[], grid: Grid): Sparkline => {
  const calls = new Array<number>(grid.count).fill(0);
  const errors = new Array<number>(grid.count).fill(0);
  const p95 = new Array<number | null>(grid.count).fill(null);
  for (const row of steps) {
    if (row.step < 0 || row.step >= grid.count) continue;
    calls[row.step] = row.calls;
    errors[row.step] = row.errors;
    p95[row.step] = row.p95;
  }
  return { start: grid.start, step: grid.step, calls, errors, p95 };
};

/** The grid of whole minutes over a range. */
export const minuteGrid = (range: TimeRange): Grid => gridWith(range, 60);
