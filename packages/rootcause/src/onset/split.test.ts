import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Point } from './points.ts';
import { splitOfRanks, splitOfSizes } from './split.ts';

const pointsOf = (values: readonly number[]): Point[] =>
  values.map((value, i) => ({ timeMs: i * 1000, value }));

test('in a short row sizes tell what ranks cannot', () => {
  const points = pointsOf([3, 2, 3, 4, 3, 3, 2021, 1995, 2005, 1989, 2022]);
  assert.equal(splitOfRanks(points, 0, 20_000, 18), null);
  assert.equal(splitOfSizes(points, 0, 20_000, 30)?.timeMs, 6000);
  // As plain to the ranks, and no more than a tenth.
  assert.equal(splitOfSizes(pointsOf([30, 31, 30, 29, 31, 30, 33, 32, 34, 33, 32]), 0, 20_000, 30), null);
});

test('a few values far off are no change of the row, nor is one that falls', () => {
  const far = Array.from({ length: 60 }, (_, i) => 3 + ((i * 7) % 5) / 10);
  far[56] = 1e6;
  far[58] = 1e6;
  assert.equal(splitOfSizes(pointsOf(far), 0, 60_000, 18), null);
  assert.equal(splitOfSizes(pointsOf([9, 9, 9, 9, 9, 9, 1, 1, 1, 1, 1, 1]), 0, 20_000, 5), null);
});

test('noise alone seldom looks like a change', () => {
  const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 40, maxLength: 80 });
  let found = 0;
  fc.assert(
    fc.property(values, (row) => {
      if (splitOfSizes(pointsOf(row), 0, 80_000, 29) !== null) found++;
    }),
    { numRuns: 300, seed: 1 },
  );
  assert.ok(found <= 9, String(found));
});

test('the split is looked for between the given times only', () => {
  const points = pointsOf(Array.from({ length: 40 }, (_, i) => (i < 20 ? 10 : 1000)));
  for (const split of [splitOfRanks, splitOfSizes]) {
    assert.equal(split(points, 0, 40_000, 18)?.timeMs, 20_000);
    assert.equal(split(points, 21_000, 25_000, 0)?.timeMs, 21_000);
  }
});
