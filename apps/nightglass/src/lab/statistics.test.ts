import assert from 'node:assert/strict';
import { test } from 'node:test';
import { double, assert as hold, integer, property } from 'fast-check';
import { meanInterval, ratioInterval, wilson } from './statistics.ts';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 5e-4, `${actual} is not ${expected}`);

test('the t interval of a textbook: 1, 2, 3 is 2 ± 4.303/√3', () => {
  const { mean, low, high } = meanInterval([1, 2, 3]);
  near(mean, 2);
  near(low, 2 - 4.303 / Math.sqrt(3));
  near(high, 2 + 4.303 / Math.sqrt(3));
});

test('one measurement says nothing about its spread', () => {
  assert.deepEqual(meanInterval([5]), { mean: 5, low: -Infinity, high: Infinity });
});

test("Wilson's interval: 0 of 4, 10 of 20, 4 of 4", () => {
  near(wilson(0, 4).low, 0);
  near(wilson(0, 4).high, 0.4899);
  near(wilson(10, 20).low, 0.2993);
  near(wilson(10, 20).high, 0.7007);
  near(wilson(4, 4).low, 0.5101);
});

test('an interval holds its estimate and stays within 0 and 1', () => {
  hold(
    property(integer({ min: 1, max: 500 }), double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const hits = Math.round(share * n);
      const { mean, low, high } = wilson(hits, n);
      assert.ok(0 <= low && low <= mean + 1e-12 && mean <= high + 1e-12 && high <= 1);
    }),
  );
});

test('a ratio and its inverse have inverse intervals', () => {
  const [a, b] = [
    [2, 4, 9],
    [1, 2, 4],
  ];
  const [there, back] = [ratioInterval(a, b), ratioInterval(b, a)];
  near(there.mean * back.mean, 1);
  near(there.low * back.high, 1);
});
