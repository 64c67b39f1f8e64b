import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aroundRange,
  brushRange,
  moveRange,
  parseSpan,
  readRange,
  readRefresh,
  resolveRange,
  stepFor,
  type TimeRange,
  writeRange,
} from './time-range.ts';

const read = (query: string): TimeRange => readRange(new URLSearchParams(query));
const now = 1_770_000_000;

test('reads relative, absolute and broken ranges', () => {
  assert.deepEqual(read('last=1h'), { kind: 'relative', text: '1h', seconds: 3600 });
  assert.deepEqual(read('from=2026-01-02T03:04:05Z&to=2026-01-02T03:05:05Z'), {
    kind: 'absolute',
    from: 1_767_323_045,
    to: 1_767_323_105,
  });
  assert.deepEqual(read('from=1767323045&to=1767323105'), {
    kind: 'absolute',
    from: 1_767_323_045,
    to: 1_767_323_105,
  });
  for (const broken of ['', 'last=0s', 'last=1y', 'from=soon&to=later', 'from=1767323105&to=1767323045']) {
    assert.deepEqual(read(broken), { kind: 'relative', text: '15m', seconds: 900 }, broken);
  }
});

test('what is written is read back', () => {
  for (const range of [read('last=6h'), read('from=1767323045&to=1767323105'), read('')]) {
    const params = new URLSearchParams();
    for (const [k, v] of Object.entries(writeRange(range))) if (v !== null) params.set(k, v);
    assert.deepEqual(readRange(params), range);
  }
  assert.deepEqual(writeRange(read('')), { last: null, from: null, to: null });
});

test('moving back makes it absolute, moving forward ends at now', () => {
  const back = moveRange(read('last=1h'), -1, now);
  assert.deepEqual(back, { kind: 'absolute', from: now - 5400, to: now - 1800 });
  assert.deepEqual(moveRange(back, 1, now), { kind: 'relative', text: '1h', seconds: 3600 });
});

test('spans, brushes, steps and refresh', () => {
  assert.equal(parseSpan('90s'), 90);
  assert.equal(parseSpan('15'), undefined);
  assert.deepEqual(brushRange(20.7, 10.2), { kind: 'absolute', from: 10, to: 21 });
  assert.deepEqual(brushRange(10, 10), { kind: 'absolute', from: 10, to: 11 });
  assert.equal(stepFor({ start: 0, end: 900 }, 60), 15);
  assert.equal(stepFor({ start: 0, end: 86_400 }, 96), 900);
  assert.deepEqual(resolveRange(read('last=5m'), now + 0.7), { start: now - 300, end: now });
  assert.equal(readRefresh(new URLSearchParams('')).seconds, 10);
  assert.equal(readRefresh(new URLSearchParams('from=1767323045&to=1767323105')).seconds, 0);
  assert.equal(readRefresh(new URLSearchParams('refresh=nope')).seconds, 10);
});

test('five minutes around a moment, to the second', () => {
  assert.deepEqual(aroundRange(1_700_000_000.5), {
    last: null,
    from: '2023-11-14T22:08:20Z',
    to: '2023-11-14T22:18:21Z',
  });
});
