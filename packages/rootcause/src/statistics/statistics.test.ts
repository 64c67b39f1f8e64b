import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ridge } from './ridge.ts';
import { kish, mad, madSorted, median, quantile, stableSum, weightedQuantile } from './robust.ts';
import { mannWhitney, normalTail, proportionGrowth } from './tests.ts';

const near = (actual: number, expected: number, within: number): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual}, expected ${expected}`);

test('quantiles interpolate between closest ranks', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(quantile([0, 10], 0.9), 9);
  assert.ok(Number.isNaN(median([])));
  assert.equal(mad([1, 1, 2, 2, 4, 6, 9]), 1);
});

test('the deviation of sorted values is that of any order', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(values, (list) => {
      const ordered = list.toSorted((a, b) => a - b);
      near(madSorted(ordered, median(list)), mad(list), 1e-6);
    }),
  );
});

test('weights count as copies', () => {
  assert.equal(weightedQuantile([1, 2, 3], [1, 1, 10], 0.5), 3);
  assert.equal(weightedQuantile([3, 1, 2], [1, 1, 1], 0.5), 2);
  assert.equal(kish([1, 1, 1]), 1);
  assert.equal(kish([10, 10]), 10);
  assert.equal(kish([]), 1);
});

test('a stable sum is the same for every order', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }));
  fc.assert(
    fc.property(values, (list) => {
      assert.equal(stableSum(list), stableSum([...list].reverse()));
    }),
  );
});

test('the normal tail is that of tables', () => {
  near(normalTail(0), 0.5, 1e-7);
  near(normalTail(1.6449), 0.05, 1e-5);
  near(normalTail(-1.6449), 0.95, 1e-5);
  near(normalTail(3), 0.0013499, 1e-7);
  assert.equal(normalTail(Number.NaN), 1);
});

test('Mann-Whitney: of equal samples half, of separate ones all; ties count half', () => {
  const low = [1, 2, 3, 4, 5, 6, 7, 8];
  const high = low.map((v) => v + 100);
  assert.equal(mannWhitney(low, low).greater, 0.5);
  assert.equal(mannWhitney(low, high).greater, 1);
  assert.ok(mannWhitney(low, high).p < 0.001);
  near(mannWhitney(low, high).p + mannWhitney(high, low).p, 1, 1e-9);
  // Of 25 pairs 5 + 4 + 4 + 2.5 + 0, counted by hand.
  near(mannWhitney([1, 2, 2, 3, 9], [2, 2, 3, 4, 5]).greater, 0.62, 1e-9);
  assert.deepEqual(mannWhitney([], [1]), { greater: 0.5, p: 1, z: 0 });
});

test('a proportion that grew is significant, the same one is not', () => {
  assert.ok(proportionGrowth(1, 100, 30, 100).p < 1e-6);
  near(proportionGrowth(10, 100, 10, 100).z, 0, 1e-9);
  assert.equal(proportionGrowth(1, 0, 5, 10).p, 1);
});

test('ridge finds a plane through noiseless points and leaves constant columns alone', () => {
  const rows = Array.from({ length: 40 }, (_, i) => [i % 7, (i * 3) % 11, 5]);
  const fitted = ridge(
    rows,
    rows.map(([a, b]) => 4 + 2 * a! - 3 * b!),
    1e-9,
  );
  assert.ok(fitted !== null);
  near(fitted.predict([3, 4, 5]), 4 + 6 - 12, 1e-3);
  assert.equal(ridge([[1]], [1], 0.1), null);
});
