import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { queryWords, splitWords } from './highlight.ts';

test('the words of a query, without what is excluded', () => {
  assert.deepEqual(queryWords('Refused "by peer" -debug -"not this" conn*'), ['refused', 'by peer', 'conn']);
  assert.deepEqual(queryWords(''), []);
});

test('property: the parts are the whole line, whatever is searched', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string(), { maxLength: 3 }), (text, words) => {
      const parts = splitWords(text, words);
      assert.equal(parts.map((p) => p.text).join(''), text);
    }),
  );
  assert.deepEqual(
    splitWords('TLS: cert (x) refused', ['(x)', 'tls']).map((p) => [p.text, p.hit]),
    [
      ['TLS', true],
      [': cert ', false],
      ['(x)', true],
      [' refused', false],
    ],
  );
});
