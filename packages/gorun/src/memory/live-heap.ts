import type { GcCycle, LineRange } from '@nightglass/model';
import { median, type Trend, trendOf } from './trend.ts';

/** Fewer cycles than this after the warm-up say nothing about a trend. */
export const fewestCycles = 12;
/** A live heap below this share of its highest was let go. */
export const released = 0.6;

/** What one process's gctrace says. */
export interface LiveHeap {
  cycles: readonly GcCycle[];
  /** First and last cycle's line. */
  lines: LineRange;
  /** Megabytes of live heap over seconds, after the warm-up; null with too few cycles. */
  trend: Trend | null;
  /** The same over the second half of the time: a cache that has filled rises early only. */
  lateTrend: Trend | null;
  /** Live megabytes: median of the first and of the last cycles, and the highest. */
  firstMb: number;
  lastMb: number;
  peakMb: number;
  /** Live megabytes at the very end: what a late release left. */
  endMb: number;
  /** Megabytes allocated per second, over the first and the last third. */
  rateFirst: number;
  rateLast: number;
  /** Over the last third: CPU time of the GC without idle workers, of all CPU time the process could have used. */
  gcShare: number;
  /** Over the last third: assist of assist and background marking. */
  assistShare: number;
  /** Cycles of the last third whose heap was over the goal by more than a tenth when they ended. */
  overGoal: number;
  longestGapSeconds: number;
}

/** Start-up fills caches and the goal is still small: the first tenth, at least three cycles, is left out. */
const afterWarmUp = (cycles: readonly GcCycle[]): readonly GcCycle[] =>
  cycles.slice(Math.min(cycles.length, Math.max(3, Math.floor(cycles.length / 10))));

/** Allocated between two cycles: the heap at the start of one above what was live after the one before. */
const allocationRate = (cycles: readonly GcCycle[]): number => {
  const first = cycles[0];
  const last = cycles.at(-1);
  if (first === undefined || last === undefined || last.atSeconds <= first.atSeconds) return 0;
  let allocated = 0;
  for (let i = 1; i < cycles.length; i++)
    allocated += Math.max(0, (cycles[i] as GcCycle).heapMb.end - (cycles[i - 1] as GcCycle).heapMb.live);
  return allocated / (last.atSeconds - first.atSeconds);
};

/** Thirds by time, not by count: cycles get rarer as the heap grows. */
const third = (cycles: readonly GcCycle[], which: 0 | 2): readonly GcCycle[] => {
  const start = cycles[0]?.atSeconds ?? 0;
  const length = (cycles.at(-1)?.atSeconds ?? 0) - start;
  return cycles.filter((cycle) =>
    which === 0 ? cycle.atSeconds <= start + length / 3 : cycle.atSeconds >= start + (length * 2) / 3,
  );
};

const trendOfLive = (cycles: readonly GcCycle[]): Trend | null =>
  trendOf(
    cycles.map((cycle) => cycle.atSeconds),
    cycles.map((cycle) => cycle.heapMb.live),
  );

/** Where most of the live heap was let go at the end, the part before it: growth may have come first. */
const beforeRelease = (steady: readonly GcCycle[]): readonly GcCycle[] => {
  const peak = steady.reduce((most, cycle) => Math.max(most, cycle.heapMb.live), 0);
  if ((steady.at(-1)?.heapMb.live ?? 0) >= peak * released) return steady;
  const end = steady.findLastIndex((cycle) => cycle.heapMb.live >= peak * released) + 1;
  return end < fewestCycles ? steady : steady.slice(0, end);
};

export const liveHeapOf = (all: readonly GcCycle[]): LiveHeap | null => {
  const afterStart = afterWarmUp(all);
  const steady = beforeRelease(afterStart);
  const cycles = all.slice(0, all.length - (afterStart.length - steady.length));
  const first = cycles[0];
  const last = cycles.at(-1);
  const newest = all.at(-1);
  if (first === undefined || last === undefined || newest === undefined) return null;
  const live = steady.map((cycle) => cycle.heapMb.live);
  const edge = Math.max(1, Math.floor(live.length / 10));
  const early = third(steady, 0);
  const late = third(steady, 2);
  let cpu = 0;
  let assist = 0;
  let background = 0;
  for (const { cpuMs } of late) {
    cpu += cpuMs.sweepTermination + cpuMs.assist + cpuMs.background + cpuMs.markTermination;
    assist += cpuMs.assist;
    background += cpuMs.background;
  }
  const middle = ((steady[0]?.atSeconds ?? 0) + last.atSeconds) / 2;
  const secondHalf = steady.filter((cycle) => cycle.atSeconds >= middle);
  const lateSeconds = last.atSeconds - (late[0]?.atSeconds ?? last.atSeconds);
  let longestGapSeconds = 0;
  for (let i = 1; i < all.length; i++)
    longestGapSeconds = Math.max(
      longestGapSeconds,
      (all[i] as GcCycle).atSeconds - (all[i - 1] as GcCycle).atSeconds,
    );
  return {
    cycles: all,
    lines: { start: first.at, end: newest.at },
    trend: steady.length < fewestCycles ? null : trendOfLive(steady),
    lateTrend: secondHalf.length < fewestCycles / 2 ? null : trendOfLive(secondHalf),
    firstMb: median(live.slice(0, edge)),
    lastMb: median(live.slice(-edge)),
    peakMb: live.reduce((most, mb) => Math.max(most, mb), 0),
    endMb: newest.heapMb.live,
    rateFirst: allocationRate(early),
    rateLast: allocationRate(late),
    gcShare: lateSeconds > 0 ? cpu / (lateSeconds * 1000 * Math.max(1, last.processors)) : 0,
    assistShare: assist + background > 0 ? assist / (assist + background) : 0,
    overGoal: late.filter((cycle) => cycle.heapMb.end > cycle.heapMb.goal * 1.1 && cycle.heapMb.goal > 4)
      .length,
    longestGapSeconds,
  };
};

/** A leak makes half of its rise in the second half of the time, a cache that has filled next to nothing. */
const leastLateShare = 0.15;

/** A rise that is neither chance nor small (over a fifth of the start and over 4 MB) and had not stopped. */
export const rises = (heap: LiveHeap): boolean => {
  const { trend, lateTrend } = heap;
  if (trend === null || trend.score < 2.58) return false;
  const rise = trend.last - trend.first;
  if (rise <= Math.max(4, Math.max(trend.first, 1) / 5)) return false;
  if (lateTrend === null) return true;
  return lateTrend.score >= 1.28 && lateTrend.last - lateTrend.first >= rise * leastLateShare;
};
