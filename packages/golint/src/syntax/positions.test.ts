import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineIndex } from './positions.ts';

const text = 'ab\r\n\té世🙂x\n\nend';
const lines = new LineIndex(text);

test('columns as SARIF counts them: UTF-16 code units from 1', () => {
  assert.deepEqual(lines.position(0), { line: 1, column: 1 });
  assert.deepEqual(lines.position(text.indexOf('x')), { line: 2, column: 6 });
  assert.deepEqual(lines.position(text.length), { line: 4, column: 4 });
});

test('columns as Go tools count them: bytes from 1', () => {
  assert.deepEqual(lines.goPosition(text.indexOf('x')), { line: 2, column: 1 + 1 + 2 + 3 + 4 });
  assert.deepEqual(lines.goPosition(text.indexOf('end')), { line: 4, column: 1 });
});

test('lines: their number, begin and text', () => {
  assert.equal(lines.lineCount, 4);
  assert.equal(lines.lineText(1), 'ab');
  assert.equal(lines.lineText(3), '');
  assert.equal(lines.lineText(4), 'end');
  assert.equal(lines.lineStart(2), 4);
  assert.equal(new LineIndex('').lineCount, 1);
});
