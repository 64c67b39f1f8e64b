import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../data/random.ts';
import { calibrationPoints } from './calibration.ts';

test('the points follow the share that is right, from nothing to certainty, and never fall', () => {
  const random = randomFrom(1);
  const answers = Array.from({ length: 2000 }, () => {
    const score = random();
    return { score, confidence: score, right: random() < score ** 2 };
  });
  const points = calibrationPoints(answers);
  assert.deepEqual(points[0], [0, 0]);
  assert.equal(points.at(-1)?.[0], 1);
  points.forEach(([score, share], i) => {
    const [scoreBefore, shareBefore] = points[i - 1] ?? [-1, 0];
    assert.ok(score > scoreBefore && share >= shareBefore, JSON.stringify(points));
    if (i > 0 && i < points.length - 1) assert.ok(Math.abs(share - score ** 2) < 0.12, `${score}: ${share}`);
  });
});

test('a handful of answers becomes one block, and no share of them is certain', () => {
  const answers = [0.3, 0.5, 0.9].map((score) => ({ score, confidence: score, right: true }));
  assert.deepEqual(calibrationPoints(answers), [
    [0, 0],
    [0.5, 0.8],
    [1, 0.8],
  ]);
});
