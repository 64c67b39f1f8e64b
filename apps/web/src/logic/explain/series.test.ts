import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanWithin, pictureOf } from './series.ts';

const windows = { baseline: { startMs: 0, endMs: 30_000 }, window: { startMs: 30_000, endMs: 60_000 } };

test('a series becomes times and two bands; nothing is counted where nothing was measured', () => {
  const picture = pictureOf({
    ...windows,
    series: { startMs: 0, stepMs: 10_000, values: [1, null, 3, 10, 20, 30] },
  });
  assert.ok(picture);
  assert.deepEqual(picture.times, [0, 20, 30, 40, 50]);
  assert.deepEqual(picture.range, { start: 0, end: 50 });
  assert.equal(meanWithin(picture, picture.before), 2);
  assert.equal(meanWithin(picture, picture.after), 20);
  assert.equal(meanWithin(picture, { from: 100, to: 200 }), null);
});

test('nothing to draw is no picture', () => {
  assert.equal(pictureOf({ ...windows, series: null }), undefined);
  assert.equal(
    pictureOf({ ...windows, series: { startMs: 0, stepMs: 1000, values: [null, 4, null] } }),
    undefined,
  );
  assert.equal(pictureOf({ ...windows, series: { startMs: 0, stepMs: 0, values: [1, 2, 3] } }), undefined);
});

test('a pause is a gap, a grid finer than the measurements is not', () => {
  const draw = (values: (number | null)[]) => {
    const picture = pictureOf({ ...windows, series: { startMs: 0, stepMs: 1000, values } });
    return picture?.times.map((t, i) => [t, picture.values[i]]);
  };
  const none = null;
  assert.deepEqual(draw([1, none, 2, none, 3, none, 4]), [
    [0, 1],
    [2, 2],
    [4, 3],
    [6, 4],
  ]);
  assert.deepEqual(draw([1, none, 2, none, 3, none, none, none, none, none, 4, none, 5]), [
    [0, 1],
    [2, 2],
    [4, 3],
    [5, none],
    [10, 4],
    [12, 5],
  ]);
  assert.deepEqual(draw([none, 1, 2, none, none, none, 3, 4]), [
    [1, 1],
    [2, 2],
    [3, none],
    [6, 3],
    [7, 4],
  ]);
});
