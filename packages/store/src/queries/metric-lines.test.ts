import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillHoles, spread } from './metric-grid.ts';
import { numberGrowth } from './metric-growth.ts';
import { growthLine, valueLine } from './metric-lines.ts';
import type { NumberRow } from './metric-sql.ts';

const grid = { start: 0, step: 10, count: 6 };
const unknown = Number.NEGATIVE_INFINITY;

const row = (time: number, value: number, start = unknown): NumberRow => ({
  series: '1',
  step: String(Math.floor(time / 10)),
  points: '1',
  firstTime: time,
  lastTime: time,
  firstStart: start,
  lastStart: start,
  first: value,
  last: value,
  sum: value,
  min: value,
  max: value,
  growth: 0,
  values: [],
});

test('an amount is shared by the steps it overlaps', () => {
  const shares: [number, number][] = [];
  spread(grid, 5, 25, (step, share) => shares.push([step, share]));
  assert.deepEqual(shares, [
    [0, 0.25],
    [1, 0.5],
    [2, 0.25],
  ]);
  shares.length = 0;
  spread(grid, -100, 100, (step, share) => shares.push([step, share]));
  assert.equal(shares.length, 6);
  assert.ok(Math.abs(shares.reduce((n, s) => n + s[1], 0) - 0.3) < 1e-9);
});

test('a counter without a start counts from its second point, one with a start from there', () => {
  assert.deepEqual(growthLine([numberGrowth([row(5, 100), row(25, 120)], false)], grid, false), [
    1,
    1,
    1,
    null,
    null,
    null,
  ]);
  assert.deepEqual(growthLine([numberGrowth([row(10, 20, 0), row(20, 40, 0)], false)], grid, false), [
    2,
    2,
    null,
    null,
    null,
    null,
  ]);
});

test('a counter that restarts never counts down', () => {
  const line = growthLine(
    [numberGrowth([row(0, 100), row(10, 110), row(20, 5), row(30, 15)], false)],
    grid,
    true,
  );
  assert.deepEqual(line.slice(0, 3), [10, 5, 10]);
});

test('a new start counts even when the value went up', () => {
  const growths = numberGrowth([row(0, 10, -50), row(20, 30, 10)], false);
  assert.deepEqual(growths.at(-1), { from: 10, to: 20, amount: 30 });
});

test('delta points are added up', () => {
  const growths = numberGrowth([row(10, 20, 0), row(20, 40, 10)], true);
  assert.deepEqual(growthLine([growths], grid, true), [20, 40, null, null, null, null]);
});

const cell = (step: number, value: number, time = step * 10) => ({
  step,
  points: 1,
  firstTime: time,
  lastTime: time,
  sum: value,
  min: value,
  max: value,
  last: value,
  values: [value],
});

test('points that come less often than steps make a line without holes; a silence stays one', () => {
  const every20 = [cell(0, 1), cell(2, 2), cell(4, 3)];
  assert.deepEqual(
    fillHoles(every20, grid).map((c) => [c.step, c.last]),
    [
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 3],
      [5, 3],
    ],
  );
  const long = { step: 10, count: 20 };
  const silence = [cell(0, 1), cell(1, 1), cell(2, 1), cell(3, 1), cell(4, 1), cell(19, 9)];
  assert.ok(fillHoles(silence, long).every((c) => c.step <= 14 || c.step === 19));
});

test('series become one line by the aggregation', () => {
  const series = [[cell(0, 2), cell(1, 4)], [cell(0, 6)]];
  assert.deepEqual(valueLine(series, grid, 'avg', false).slice(0, 2), [4, 4]);
  assert.deepEqual(valueLine(series, grid, 'min', false).slice(0, 1), [2]);
  assert.deepEqual(valueLine(series, grid, 'max', false).slice(0, 1), [6]);
  assert.deepEqual(valueLine(series, grid, 'sum', false).slice(0, 1), [8]);
  assert.deepEqual(valueLine(series, grid, 'last', true).slice(0, 1), [8]);
  assert.deepEqual(valueLine(series, grid, 'count', false).slice(0, 2), [2, 1]);
  assert.deepEqual(valueLine(series, grid, 'p50', false).slice(0, 1), [4]);
});
