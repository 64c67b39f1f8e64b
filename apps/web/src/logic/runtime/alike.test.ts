import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Goroutine } from '@nightglass/model';
import { alikeGoroutines } from './alike.ts';

const goroutine = (id: number, state: string, func: string, count = 1): Goroutine => ({
  id,
  count,
  state,
  marks: [],
  waitMinutes: 0,
  lockedToThread: false,
  bubble: null,
  labels: {},
  frames: [{ func, args: String(id), file: '/a.go', line: 1, inlined: false, at: id }],
  elided: [],
  createdBy: null,
  creatorId: null,
  ancestors: [],
  stackUnavailable: false,
  truncated: false,
  lines: { start: id, end: id },
});

test('the same calls in the same state are shown once, with their number, in the order of the first', () => {
  const list = [
    goroutine(7, 'running', 'main.a'),
    goroutine(1, 'select', 'main.b'),
    goroutine(2, 'select', 'main.b', 3),
    goroutine(3, 'sleep', 'main.b'),
  ];
  assert.deepEqual(
    alikeGoroutines(list).map((a) => [a.first.id, a.count]),
    [
      [7, 1],
      [1, 4],
      [3, 1],
    ],
  );
});
