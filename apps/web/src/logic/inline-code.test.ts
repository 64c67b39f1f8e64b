import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitCode } from './inline-code.ts';

const told = (text: string): string =>
  splitCode(text)
    .map((p) => (p.code ? `<${p.text}>` : p.text))
    .join('');

test('what stands between back quotes is code, a lone one is not', () => {
  assert.equal(told('prints `fatal error:` and ends'), 'prints <fatal error:> and ends');
  assert.equal(told('`a``b`'), '<a><b>');
  assert.equal(told("the reader's ` key"), "the reader's ` key");
  assert.equal(told('`a` and ` alone'), '<a> and ` alone');
  assert.equal(told(''), '');
});
