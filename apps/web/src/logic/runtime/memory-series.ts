/** GC cycles and heap profiles on one time axis. */
import type { RuntimeMemoryResponse } from '@nightglass/model';
import { nanoToSeconds } from '../times.ts';

/** gctrace prints mebibytes and calls them MB (runtime/mgc.go divides by 1 << 20). */
const mib = 1024 * 1024;

interface Span {
  start: number;
  end: number;
}

export interface MemorySeries {
  /** Unix seconds, ascending. */
  times: number[];
  /** Bytes; null is a gap: the process was restarted. */
  live: (number | null)[];
  goal: (number | null)[];
  /** 0 to 1. */
  cpu: (number | null)[];
  /** Nanoseconds during which the world stood still: sweep termination and mark termination. */
  pauses: (number | null)[];
  /** Unix seconds of everything, heap profiles too. */
  range: Span;
  /** Set when the GC cycles and the heap profiles are so far from each other that one axis shows neither. */
  apart: { cycles: Span; heaps: Span } | null;
}

/** Cycles by time. A cycle number that falls back begins another process: the lines are broken there. */
export const memorySeries = ({ cycles, heaps }: RuntimeMemoryResponse): MemorySeries => {
  const sorted = cycles
    .map((c) => ({ ...c, seconds: nanoToSeconds(c.timeUnixNano) }))
    .toSorted((a, b) => a.seconds - b.seconds || a.number - b.number);
  const series: Omit<MemorySeries, 'range' | 'apart'> = {
    times: [],
    live: [],
    goal: [],
    cpu: [],
    pauses: [],
  };
  const push = (time: number, values: readonly (number | null)[]): void => {
    series.times.push(time);
    for (const [i, list] of [series.live, series.goal, series.cpu, series.pauses].entries())
      list.push(values[i] ?? null);
  };
  let before: (typeof sorted)[number] | undefined;
  for (const cycle of sorted) {
    if (before !== undefined && cycle.number <= before.number)
      push((before.seconds + cycle.seconds) / 2, [null, null, null, null]);
    push(cycle.seconds, [
      cycle.heapMb.live * mib,
      cycle.heapMb.goal * mib,
      cycle.cpuPercent / 100,
      (cycle.clockMs.sweepTermination + cycle.clockMs.markTermination) * 1e6,
    ]);
    before = cycle;
  }
  const heapTimes = heaps.map((h) => nanoToSeconds(h.timeUnixNano));
  const [ofCycles, ofHeaps] = [spanOf(series.times), spanOf(heapTimes)];
  return { ...series, range: spanOf([...series.times, ...heapTimes]), apart: apartness(ofCycles, ofHeaps) };
};

const spanOf = (times: readonly number[]): Span => {
  if (times.length === 0) return { start: 0, end: 1 };
  const [start, end] = times.reduce(([a, b], t) => [Math.min(a, t), Math.max(b, t)], [Infinity, -Infinity]);
  const room = Math.max(0.5, (end - start) * 0.03);
  return { start: start - room, end: end + room };
};

/** The gap between the two is this many times as long as both together: on one axis each is a stroke. */
const muchLonger = 10;
const apartness = (cycles: Span, heaps: Span): MemorySeries['apart'] => {
  if (cycles.start === 0 || heaps.start === 0) return null;
  const gap = Math.max(heaps.start - cycles.end, cycles.start - heaps.end);
  const spans = cycles.end - cycles.start + heaps.end - heaps.start;
  return gap > muchLonger * spans ? { cycles, heaps } : null;
};

/** How much a site grew from its first to its last profile, bytes. */
export const growthOf = (bytes: readonly number[]): number => (bytes.at(-1) ?? 0) - (bytes[0] ?? 0);
