import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeTicks } from './time-ticks.ts';

test('ticks are round, within the range, and not more than asked for', () => {
  assert.deepEqual(timeTicks(1000, 1900, 5, 0), { ticks: [1200, 1500, 1800], seconds: false });
  assert.deepEqual(timeTicks(1003, 1031, 6, 0).ticks, [1005, 1010, 1015, 1020, 1025, 1030]);
  assert.equal(timeTicks(1003, 1031, 6, 0).seconds, true);
});

test('hours are round in the local zone, also in one of half hours', () => {
  const { ticks } = timeTicks(0, 86_400, 4, -330);
  assert.ok(ticks.every((t) => (t + 330 * 60) % 21_600 === 0));
  assert.ok(ticks.length <= 4);
});
