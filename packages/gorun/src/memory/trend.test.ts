import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { median, trendOf } from './trend.ts';

const seconds = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('a straight line has its slope, whatever its start', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -1000, max: 1000 }), (slope, start) => {
      const x = seconds(40);
      const trend = trendOf(
        x,
        x.map((at) => start + slope * at),
      );
      assert.equal(trend?.slope, slope);
      assert.equal(trend?.first, start);
      assert.equal(trend?.last, start + slope * 39);
      assert.equal(Math.sign(trend?.score ?? 0), Math.sign(slope));
    }),
  );
});

test('a few wild points do not turn a flat series into a rising one', () => {
  const y = seconds(60).map((at) => (at % 10 === 9 ? 900 : 100 + (at % 3)));
  const trend = trendOf(seconds(60), y);
  assert.ok(Math.abs(trend?.slope ?? 1) < 0.1);
  assert.ok(Math.abs(trend?.score ?? 9) < 2.58);
});

test('turning a series upside down turns its score', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 3, maxLength: 80 }), (y) => {
      const up = trendOf(seconds(y.length), y);
      const down = trendOf(
        seconds(y.length),
        y.map((value) => -value),
      );
      assert.ok(Math.abs((up?.score ?? 0) + (down?.score ?? 0)) < 1e-9);
    }),
  );
});

test('two points are no trend, and a hundred thousand are thinned', () => {
  assert.equal(trendOf([1, 2], [1, 2]), null);
  const x = seconds(100_000);
  assert.ok((trendOf(x, x)?.points ?? 0) <= 400);
  assert.equal(median([]), 0);
  assert.equal(median([3, 1, 2, 10]), 2.5);
});
