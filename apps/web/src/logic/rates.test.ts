import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratesOf } from './rates.ts';

test('the bucket that still fills is measured over what has passed of it', () => {
  const buckets = { start: 100, step: 60, calls: [60, 120, 30] };
  assert.deepEqual(ratesOf(buckets, 280), [1, 2, 0.5]);
  assert.deepEqual(ratesOf(buckets, 250), [1, 2, 1]);
  assert.deepEqual(ratesOf(buckets, 225), [1, 2, null]);
});
