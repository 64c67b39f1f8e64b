import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyValueText, durationText, printable, table, timeText } from './text-output.ts';

test('durations are shown in the unit a person would choose', () => {
  assert.deepEqual([0, 90, 812_000, 45_300_000, 1_234_000_000, 120e9].map(durationText), [
    '0 ns',
    '90 ns',
    '812 µs',
    '45.3 ms',
    '1.23 s',
    '120 s',
  ]);
});

test('a record cannot move the cursor, set a title or forge a line', () => {
  assert.equal(printable('a\u001b]0;pwned\u0007b\nc\u009bd'), 'a\\x1b]0;pwned\\x07b\\nc\\x9bd');
});

test('columns are as wide as their cells, and nothing is padded at the end', () => {
  assert.equal(table(['a', 'long'], [['xx', 'y']], 'none'), 'a   long\nxx  y');
  assert.equal(table(['a'], [], 'none'), 'none');
});

test('times and nested values read as text', () => {
  assert.equal(timeText('1767225600123456789'), '2026-01-01T00:00:00.123Z');
  const nested = {
    kvlistValue: { values: [{ key: 'k', value: { arrayValue: { values: [{ intValue: '1' }, {}] } } }] },
  };
  assert.equal(anyValueText(nested), '{k: [1, ]}');
});
