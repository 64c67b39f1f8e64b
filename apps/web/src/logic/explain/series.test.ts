import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanWithin, pictureOf } from './series.ts';

const windows = { baseline: { startMs: 0, endMs: 30_000 }, window: { startMs: 30_000, endMs: 60_000 } };

test('a series becomes times and two bands; a gap stays a gap and is not counted', () => {
  const picture = pictureOf({
    ...windows,
    series: { startMs: 0, stepMs: 10_000, values: [1, null, 3, 10, 20, 30] },
  });
  assert.ok(picture);
  assert.deepEqual(picture.times, [0, 10, 20, 30, 40, 50]);
  assert.equal(picture.values[1], null);
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
