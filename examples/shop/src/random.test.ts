import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRandom, type Random } from './random.ts';

const many = (random: Random, draw: (random: Random) => number): number[] =>
  Array.from({ length: 20_000 }, () => draw(random));
const mean = (numbers: number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

test('one seed is one sequence, another seed another', () => {
  const draw = (seed: number): number[] => many(createRandom(seed), (r) => r.next()).slice(0, 50);
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

test('gaps of arrivals have the mean that was asked for, and their spread is that of a Poisson process', () => {
  const gaps = many(createRandom(1), (r) => r.exponential(100));
  assert.ok(Math.abs(mean(gaps) - 100) < 3);
  const variance = mean(gaps.map((g) => (g - 100) ** 2));
  assert.ok(Math.abs(Math.sqrt(variance) - 100) < 5);
});

test('latencies have the median that was asked for and a longer tail above than below', () => {
  const sorted = many(createRandom(1), (r) => r.logNormal(10, 0.5)).sort((a, b) => a - b);
  assert.ok(Math.abs((sorted[10_000] ?? 0) - 10) < 0.3);
  assert.ok(mean(sorted) > 10.5);
});

test('whole numbers and picks stay inside their bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: -5, max: 5 }), (seed, low) => {
      const random = createRandom(seed);
      const n = random.integer(low, low + 3);
      assert.ok(Number.isInteger(n) && n >= low && n <= low + 3);
      assert.ok(['a', 'b'].includes(random.pick(['a', 'b'])));
      assert.ok(Number.isFinite(random.logNormal(5, 1)));
    }),
  );
});
