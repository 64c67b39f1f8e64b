import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime } from './time-range.ts';
import { formatAgo, formatClock, formatUtc, localInput, nanoToSeconds } from './times.ts';

test('UTC keeps every nanosecond', () => {
  assert.equal(formatUtc('1770000000123456789'), '2026-02-02T02:40:00.123456789Z');
  assert.equal(nanoToSeconds('1770000000123456789'), 1_770_000_000.123456);
});

test('what the time fields show is read back as the same moment', () => {
  assert.equal(parseTime(localInput(1_770_000_000)), 1_770_000_000);
});

test('another day is named, today is not', () => {
  const moment = 1_770_000_000;
  assert.match(formatClock(moment, 'en', moment * 1000), /^\d\d:\d\d:\d\d$/);
  assert.match(formatClock(moment, 'en', (moment + 3 * 86_400) * 1000), /Feb/);
});

test('how long ago, never in the future', () => {
  assert.match(formatAgo('1770000000000000000', 'en', 1_770_000_030_000), /30/);
  assert.match(formatAgo('1770000005000000000', 'en', 1_770_000_000_000), /^0/);
});
