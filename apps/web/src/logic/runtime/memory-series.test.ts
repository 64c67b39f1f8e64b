import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuntimeMemoryResponse } from '@nightglass/model';
import { growthOf, memorySeries } from './memory-series.ts';

const cycle = (number: number, seconds: number, live: number): RuntimeMemoryResponse['cycles'][number] => ({
  number,
  atSeconds: seconds,
  cpuPercent: 4,
  clockMs: { sweepTermination: 0.25, concurrentMark: 9, markTermination: 0.5 },
  cpuMs: { sweepTermination: 0, assist: 0, background: 0, idle: 0, markTermination: 0 },
  heapMb: { start: live, end: live, live, goal: live * 2 },
  stacksMb: null,
  globalsMb: null,
  processors: 2,
  forced: false,
  leakCheck: false,
  at: number,
  timeUnixNano: `${1_700_000_000 + seconds}000000000`,
});
const answer = (cycles: RuntimeMemoryResponse['cycles'], heaps: RuntimeMemoryResponse['heaps'] = []) =>
  memorySeries({ cycles, heaps, sites: [], findings: [] });

test('units: MiB to bytes, percent to a share, pauses are the two stops', () => {
  const series = answer([cycle(1, 0, 3)]);
  assert.deepEqual(series.live, [3 * 1024 * 1024]);
  assert.deepEqual(series.goal, [6 * 1024 * 1024]);
  assert.deepEqual(series.cpu, [0.04]);
  assert.deepEqual(series.pauses, [750_000]);
});

test('a restart is a gap, whatever order the cycles come in', () => {
  const series = answer([cycle(1, 20, 1), cycle(2, 10, 9), cycle(1, 0, 5)]);
  assert.deepEqual(
    series.live.map((v) => (v === null ? null : v / 1024 / 1024)),
    [5, 9, null, 1],
  );
  assert.deepEqual(
    series.times,
    series.times.toSorted((a, b) => a - b),
  );
});

test('a trace and profiles of different times are told apart, those that follow each other are not', () => {
  const heap = (seconds: number) => ({
    id: 'h',
    timeUnixNano: `${1_700_000_000 + seconds}000000000`,
    inuseBytes: 1,
    inuseObjects: 1,
  });
  const cycles = [cycle(1, 0, 1), cycle(2, 10, 1)];
  const { apart } = answer(cycles, [heap(80_000), heap(80_010)]);
  assert.ok(apart !== null && apart.cycles.end < 1_700_000_020 && apart.heaps.start > 1_700_079_000);
  assert.equal(answer(cycles, [heap(30)]).apart, null);
  assert.equal(answer(cycles).apart, null);
  assert.equal(answer([], [heap(80_000)]).apart, null);
});

test('the range holds the heap profiles too; nothing at all is a range still', () => {
  const heaps = [{ id: 'h', timeUnixNano: '1700000100000000000', inuseBytes: 1, inuseObjects: 1 }];
  const { range } = answer([cycle(1, 0, 1)], heaps);
  assert.ok(range.start < 1_700_000_000 && range.end > 1_700_000_100);
  assert.deepEqual(answer([]).range, { start: 0, end: 1 });
  assert.equal(growthOf([5, 1, 9]), 4);
  assert.equal(growthOf([]), 0);
});
