import { NightglassError } from '@nightglass/model';
import { raw, type Sql, sql } from '../sql.ts';
import type { TimeRange } from './types.ts';

export const second = 1_000_000_000n;
export const minute = 60n * second;

/** The last nanosecond a signed 64-bit count can name (year 2262), and the last second of a DateTime (2106). */
const lastNano = 9_223_372_036_854_775_807n;
const lastSecond = 4_294_967_295n;

const clamp = (t: bigint, most: bigint): bigint => (t < 0n ? 0n : t > most ? most : t);

/** A DateTime64(9) literal. */
export const nanoLiteral = (t: bigint): Sql =>
  sql`fromUnixTimestamp64Nano(toInt64(${clamp(t, lastNano)}), 'UTC')`;

/** A DateTime literal: the second that holds the moment. */
export const secondLiteral = (t: bigint): Sql => sql`toDateTime(${clamp(t / second, lastSecond)}, 'UTC')`;

/** `column` (DateTime64(9)) within the range. */
export const within = (column: string, range: TimeRange): Sql =>
  sql`${raw(column)} >= ${nanoLiteral(range.from)} AND ${raw(column)} < ${nanoLiteral(range.to)}`;

/** `column` (DateTime, start of an interval of `step`) of every interval the range touches. */
export const touching = (column: string, range: TimeRange, step: bigint): Sql =>
  sql`${raw(column)} >= ${secondLiteral(floorTo(range.from, step))} AND ${raw(column)} < ${secondLiteral(ceilTo(range.to, step))}`;

export const floorTo = (t: bigint, step: bigint): bigint => t - (t % step);
export const ceilTo = (t: bigint, step: bigint): bigint => floorTo(t + step - 1n, step);

/** Unix nanoseconds of a DateTime64(9) column, as text. */
export const nanoText = (column: string): Sql => sql`toUnixTimestamp64Nano(${raw(column)})`;

const mostRanges = 100;

/**
 * Few ranges, in order and apart, that cover all of these. Gaps below five minutes are closed (the tables' keys begin
 * with five-minute buckets), and longer ones until at most 100 ranges are left.
 */
export const unite = (ranges: readonly TimeRange[]): TimeRange[] => {
  const sorted = ranges.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (let gap = 5n * minute; ; gap *= 2n) {
    const united: TimeRange[] = [];
    for (const range of sorted) {
      const last = united.at(-1);
      if (last === undefined || range.from > last.to + gap) united.push({ ...range });
      else if (range.to > last.to) last.to = range.to;
    }
    if (united.length <= mostRanges) return united;
  }
};

/** Refuses an empty or reversed range before any statement runs. */
export const checkRange = (range: TimeRange): void => {
  if (range.from >= range.to) {
    throw new NightglassError(
      'NG_BAD_TIME_RANGE',
      'the time range is empty: its start is not before its end',
      {
        parameter: 'start',
        hint: 'Swap start and end, or widen the range.',
      },
    );
  }
};

const niceSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800, 2_592_000,
] as const;

/** A grid of equal steps over a range: step i covers [start + i*step, start + (i+1)*step). Whole seconds. */
export interface Grid {
  /** Unix seconds, a multiple of the step. */
  start: number;
  step: number;
  count: number;
}

/** The grid of at most about `wanted` steps of a round length not under `least` seconds. */
export const gridOf = (range: TimeRange, wanted: number, least = 1): Grid => {
  const seconds = Number(range.to - range.from) / 1e9;
  const step =
    niceSteps.find((s) => s >= least && seconds / s <= wanted) ??
    Math.ceil(seconds / wanted / 2_592_000) * 2_592_000;
  return gridWith(range, step);
};

/** The grid with this step (whole seconds). */
export const gridWith = (range: TimeRange, step: number): Grid => {
  const nano = BigInt(step) * second;
  const start = floorTo(range.from, nano);
  return { start: Number(start / second), step, count: Number((ceilTo(range.to, nano) - start) / nano) };
};

/** The number of the step a DateTime64(9) column falls into. */
export const stepOf = (column: string, grid: Grid): Sql =>
  sql`intDiv(toUnixTimestamp64Nano(${raw(column)}) - ${BigInt(grid.start) * second}, ${BigInt(grid.step) * second})`;

/** The number of the step a DateTime column falls into. */
export const stepOfSeconds = (column: string, grid: Grid): Sql =>
  sql`intDiv(toInt64(toUnixTimestamp(${raw(column)})) - ${grid.start}, ${grid.step})`;

/** How a search reads a range: the length of its first piece, and how much longer each next one is. */
export interface Reading {
  first: bigint;
  growth: bigint;
}
/** Nothing narrows the search: the newest minute may hold enough. */
export const readEverything: Reading = { first: minute, growth: 6n };
/** Columns of the key or of every row narrow it. */
export const readNarrowed: Reading = { first: 5n * minute, growth: 6n };
/** An index finds the rows: a statement costs more than the rows it reads, so there are few. */
export const readIndexed: Reading = { first: 30n * minute, growth: 12n };

/**
 * Pieces of a range, from its newest end (or its oldest), each several times longer than the one before. A search that
 * has enough after a piece never reads the rest; one that finds nothing reads everything once.
 */
export function* pieces(
  range: TimeRange,
  { first, growth }: Reading,
  newestFirst = true,
): Generator<TimeRange> {
  let length = first;
  if (newestFirst) {
    for (let to = range.to; to > range.from; length *= growth) {
      const from = to - length > range.from ? floorTo(to - length, second) : range.from;
      const start = from > range.from ? from : range.from;
      yield { from: start, to };
      to = start;
    }
  } else {
    for (let from = range.from; from < range.to; length *= growth) {
      const to = from + length < range.to ? from + length : range.to;
      yield { from, to };
      from = to;
    }
  }
}
