import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom, shuffled } from '../data/random.ts';
import { bootstrap, expectedScores, figuresOf, mean, measures, scoresOf } from './figures.ts';
import { reliability } from './reliability.ts';

test('a rank scores in every measure that reaches it', () => {
  assert.deepEqual(scoresOf(1), { top1: 1, top3: 1, top5: 1, avg5: 1, mrr: 1 });
  assert.deepEqual(scoresOf(3), { top1: 0, top3: 1, top5: 1, avg5: 0.6, mrr: 1 / 3 });
  assert.deepEqual(scoresOf(7), { top1: 0, top3: 0, top5: 0, avg5: 0, mrr: 1 / 7 });
  assert.deepEqual(scoresOf(null), { top1: 0, top3: 0, top5: 0, avg5: 0, mrr: 0 });
});

test('the expectation of a random order is what many random orders average to', () => {
  const random = randomFrom(3);
  for (const [candidates, right] of [
    [13, 1],
    [7, 2],
    [3, 3],
    [1, 1],
  ] as const) {
    const drawn = Array.from({ length: 20_000 }, () => {
      const order = shuffled(
        Array.from({ length: candidates }, (_, i) => i < right),
        random,
      );
      return scoresOf(order.indexOf(true) + 1);
    });
    const expected = expectedScores(candidates, right);
    for (const measure of measures) {
      const found = mean(drawn.map((scores) => scores[measure]));
      assert.ok(Math.abs(found - expected[measure]) < 0.012, `${candidates} ${right} ${measure}: ${found}`);
    }
  }
  assert.deepEqual(expectedScores(10, 0), scoresOf(null));
});

test('the bootstrap gives the same interval again, around the mean, wider for fewer cases', () => {
  const few = [1, 1, 0, 1, 0, 1, 1, 0];
  const many = Array.from({ length: 50 }, () => few).flat();
  assert.deepEqual(bootstrap(few), bootstrap(few));
  const wide = bootstrap(few);
  const narrow = bootstrap(many);
  assert.equal(wide.value, 0.625);
  assert.ok(wide.low < wide.value && wide.value < wide.high);
  assert.ok(narrow.high - narrow.low < (wide.high - wide.low) / 3);
  // normal approximation: 0.625 +- 1.96 sqrt(0.625 * 0.375 / 400)
  assert.ok(Math.abs(narrow.low - 0.5776) < 0.01, String(narrow.low));
  assert.ok(Math.abs(narrow.high - 0.6724) < 0.01, String(narrow.high));
  assert.deepEqual(bootstrap([1, 1, 1]), { value: 1, low: 1, high: 1 });
});

test('every measure of a set is a mean over its cases', () => {
  const figures = figuresOf([1, 2, null].map(scoresOf));
  assert.equal(figures.top1.value, 1 / 3);
  assert.equal(figures.top3.value, 2 / 3);
  assert.equal(figures.mrr.value, 0.5);
});

test('reliability compares confidence with the share that was right', () => {
  const { bins, error } = reliability([
    { confidence: 0.95, right: true },
    { confidence: 0.95, right: false },
    { confidence: 0.1, right: false },
    { confidence: 1, right: true },
  ]);
  assert.deepEqual(
    bins.map(({ n, right }) => [n, right]),
    [
      [1, 0],
      [3, 2 / 3],
    ],
  );
  assert.ok(Math.abs(error - (0.25 * 0.1 + 0.75 * (2.9 / 3 - 2 / 3))) < 1e-9);
});
