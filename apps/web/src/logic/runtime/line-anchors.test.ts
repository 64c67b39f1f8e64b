import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickLine, readLines, splitRaw, writeLines } from './line-anchors.ts';

test('ranges of lines are read and written', () => {
  assert.deepEqual(readLines('12-30'), { start: 12, end: 30 });
  assert.deepEqual(readLines('30-12'), { start: 12, end: 30 });
  assert.deepEqual(readLines('7'), { start: 7, end: 7 });
  for (const wrong of [null, '', '0', '-3', '3-', 'a', '1-2-3', '9'.repeat(40)])
    assert.equal(readLines(wrong), undefined);
  assert.equal(writeLines({ start: 7, end: 7 }), '7');
  assert.equal(writeLines({ start: 7, end: 9 }), '7-9');
});

test('shift extends from the first picked line, both ways', () => {
  assert.deepEqual(pickLine(5, undefined, true), { start: 5, end: 5 });
  assert.deepEqual(pickLine(9, { start: 5, end: 5 }, true), { start: 5, end: 9 });
  assert.deepEqual(pickLine(2, { start: 5, end: 5 }, true), { start: 2, end: 5 });
  assert.deepEqual(pickLine(2, { start: 5, end: 9 }, false), { start: 2, end: 2 });
});

test('text is split, profiles are known as binary, long lines are cut', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  assert.deepEqual(splitRaw(bytes('a\nb\n')).lines, ['a', 'b']);
  assert.equal(splitRaw(new Uint8Array([0x1f, 0x8b, 8])).binary, true);
  assert.equal(splitRaw(new Uint8Array([65, 0, 66])).binary, true);
  assert.match(splitRaw(bytes('x'.repeat(5000))).lines[0] ?? '', /… \(5000\)$/);
  assert.deepEqual(splitRaw(new Uint8Array()).lines, []);
});
