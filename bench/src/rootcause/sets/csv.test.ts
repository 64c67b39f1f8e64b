import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvRecords, csvRows, figure } from './csv.ts';

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

test('whatever is quoted is read back, with either end of line', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, end) => {
        const text = rows.map((row) => row.map(quote).join(',')).join(end);
        assert.deepEqual([...csvRows(text)], rows);
        assert.deepEqual([...csvRows(text + end)], rows);
      },
    ),
  );
});

test('plain cells, blank lines and a byte order mark', () => {
  assert.deepEqual([...csvRows('\ufeffa,b\n\n1,\n,2\r\n3')], [['a', 'b'], ['1', ''], ['', '2'], ['3']]);
});

test('columns are found by name, a missing one is told with the file', () => {
  assert.deepEqual(
    [...csvRecords('b,a\n1,2\n3\n', ['a', 'b'], 'x.csv')],
    [
      { a: '2', b: '1' },
      { a: '', b: '3' },
    ],
  );
  assert.throws(() => [...csvRecords('b\n1\n', ['a'], 'x.csv')], /x\.csv has no column "a"/);
});

test('an empty cell is no zero', () => {
  assert.ok(Number.isNaN(figure('')) && Number.isNaN(figure(' ')) && Number.isNaN(figure(undefined)));
  assert.equal(figure('0'), 0);
});
