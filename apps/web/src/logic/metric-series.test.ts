import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignSeries } from './metric-series.ts';

test('series at different times share one axis, gaps stay gaps', () => {
  const { times, lines } = alignSeries(
    [
      {
        labels: { 'http.route': '/a' },
        points: [
          [10, 1],
          [20, null],
        ],
      },
      {
        labels: { 'http.route': '/b' },
        points: [
          [20, 2],
          [30, 3],
        ],
      },
    ],
    'm',
  );
  assert.deepEqual(times, [10, 20, 30]);
  assert.deepEqual(
    lines.map((l) => [l.label, l.values]),
    [
      ['/a', [1, null, null]],
      ['/b', [null, 2, 3]],
    ],
  );
});

test('labels: none, several, and equal ones stay apart', () => {
  const label = (...labels: Record<string, string>[]) =>
    alignSeries(
      labels.map((l) => ({ labels: l, points: [] })),
      'm',
    ).lines.map((l) => l.label);
  assert.deepEqual(label({}), ['m']);
  assert.deepEqual(label({ a: '1', b: '2' }), ['a=1, b=2']);
  assert.deepEqual(label({ a: '' }, { a: '' }), ['–', '– (2)']);
});
