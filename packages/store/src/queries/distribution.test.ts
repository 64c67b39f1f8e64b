import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDistribution,
  emptyDistribution,
  explicitDistribution,
  exponentialDistribution,
  increase,
  quantile,
} from './distribution.ts';

const explicit = (counts: number[]) =>
  explicitDistribution(
    counts.reduce((a, b) => a + b, 0),
    10,
    [1, 2, 4],
    counts,
  );

test('quantiles of explicit buckets are those of Prometheus', () => {
  const d = explicit([10, 10, 0, 0]);
  assert.equal(quantile(d, 0.5), 1);
  assert.equal(quantile(d, 0.25), 0.5);
  assert.equal(quantile(d, 0.75), 1.5);
  assert.equal(quantile(explicit([0, 0, 0, 5]), 0.5), 4, 'the last bucket answers its lower bound');
  assert.equal(quantile(emptyDistribution(), 0.5), null);
});

test('exponential buckets are interpolated on their own scale', () => {
  const d = exponentialDistribution(8, 0, 0, 0, 0, { offset: 1, counts: [4, 4] }, { offset: 0, counts: [] });
  assert.equal(quantile(d, 0.5), 4);
  assert.ok(Math.abs((quantile(d, 0.25) ?? 0) - 2 ** 1.5) < 1e-9);
  const negative = exponentialDistribution(
    4,
    0,
    0,
    2,
    0,
    { offset: 0, counts: [] },
    { offset: 1, counts: [2] },
  );
  assert.equal(quantile(negative, 0), -4);
  assert.equal(quantile(negative, 0.25), -(2 ** 1.5));
});

test('different scales meet at the coarser one', () => {
  const fine = exponentialDistribution(
    4,
    0,
    1,
    0,
    0,
    { offset: 2, counts: [1, 1, 1, 1] },
    { offset: 0, counts: [] },
  );
  const coarse = exponentialDistribution(
    2,
    0,
    0,
    0,
    0,
    { offset: 1, counts: [1, 1] },
    { offset: 0, counts: [] },
  );
  const sum = emptyDistribution();
  addDistribution(sum, fine);
  addDistribution(sum, coarse);
  assert.equal(sum.scale, 0);
  assert.deepEqual([...sum.positive].sort(), [
    [1, 3],
    [2, 3],
  ]);
});

test('growth is what came after, or everything after a restart', () => {
  const growth = increase(explicit([1, 2, 3, 4]), explicit([2, 4, 6, 8]), false);
  assert.deepEqual([...growth.explicit.values()], [1, 2, 3, 4]);
  assert.equal(growth.count, 10);
  assert.equal(increase(explicit([5, 5, 5, 5]), explicit([1, 0, 0, 0]), false).count, 1);
  assert.equal(increase(explicit([1, 0, 0, 0]), explicit([5, 0, 0, 0]), true).count, 5);
});

test('a quantile lies within the buckets that hold something, and grows with q', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      counts,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (c, p, q) => {
        const low = quantile(explicit(c), Math.min(p, q));
        const high = quantile(explicit(c), Math.max(p, q));
        if (c.every((n) => n === 0)) return assert.equal(low, null);
        assert.ok(
          low !== null && high !== null && low >= 0 && high <= 4 && low <= high + 1e-9,
          `${low} ${high}`,
        );
      },
    ),
  );
});
