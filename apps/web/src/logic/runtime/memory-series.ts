/** GC cycles and heap profiles on one time axis. */
import type { RuntimeMemoryResponse } from '@nightglass/model';
import { nanoToSeconds } from '../times.ts';

/** gctrace prints mebibytes and calls them MB (runtime/mgc.go divides by 1 << 20). */
const mib = 1024 * 1024;

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
  range: { start: number; end: number };
}

/** Cycles by time. A cycle number that falls back begins another process: the lines are broken there. */
export const memorySeries = ({ cycles, heaps }: RuntimeMemoryResponse): MemorySeries => {
  const sorted = cycles
    .map((c) => ({ ...c, seconds: nanoToSeconds(c.timeUnixNano) }))
    .toSorted((a, b) => a.seconds - b.seconds || a.number - b.number);
  const series: Omit<MemorySeries, 'range'> = { times: [], live: [], goal: [], cpu: [], pauses: [] };
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
  const all = [...series.times, ...heaps.map((h) => nanoToSeconds(h.timeUnixNano))];
  const [start, end] = all.reduce(([a, b], t) => [Math.min(a, t), Math.max(b, t)], [Infinity, -Infinity]);
  const room = Math.max(0.5, (end - start) * 0.03);
  return {
    ...series,
    range: all.length === 0 ? { start: 0, end: 1 } : { start: start - room, end: end + room },
  };
};

/** How much a site grew from its first to its last profile, bytes. */
export const growthOf = (bytes: readonly number[]): number => (bytes.at(-1) ?? 0) - (bytes[0] ?? 0);
