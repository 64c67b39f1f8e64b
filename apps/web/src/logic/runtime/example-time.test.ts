import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleDeath } from './example-time.ts';

test('the example died the last time it was 02:17 here, never in the future', () => {
  for (const hour of [0, 2, 3, 23]) {
    const now = new Date(2026, 10, 24, hour, 16, 0).getTime() / 1000;
    const death = exampleDeath(now);
    const shown = new Date(death * 1000);
    assert.deepEqual([shown.getHours(), shown.getMinutes(), shown.getSeconds()], [2, 17, 4]);
    assert.equal(shown.getDate(), hour > 2 ? 24 : 23);
    assert.ok(death <= now);
  }
});
