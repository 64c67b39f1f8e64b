import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Dictionary } from './dictionary.ts';
import { TupleTable } from './tuple-table.ts';

const intern = (dictionary: Dictionary, text: string): number => {
  const bytes = Buffer.from(`__${text}__`);
  return dictionary.intern(bytes, 2, bytes.length - 2);
};

test('strings are numbered by first use, the empty one is 0', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 6 })), (texts) => {
      const dictionary = new Dictionary();
      const model = new Map([['', 0]]);
      for (const text of texts) {
        if (!model.has(text)) model.set(text, model.size);
        assert.equal(intern(dictionary, text), model.get(text));
      }
      assert.deepEqual(
        Array.from({ length: dictionary.count }, (_, id) => dictionary.text(id)),
        [...model.keys()],
      );
    }),
  );
});

test('what was added after a mark is forgotten, and numbered anew', () => {
  const dictionary = new Dictionary();
  for (let i = 0; i < 3000; i++) intern(dictionary, `before ${i}`);
  const { count } = dictionary;
  const { length } = dictionary.strings;
  for (let i = 0; i < 3000; i++) intern(dictionary, `after ${i}`);
  dictionary.truncate(count);
  assert.equal(dictionary.strings.length, length);
  assert.equal(intern(dictionary, 'before 2999'), 3000);
  assert.equal(intern(dictionary, 'after 7'), count);
  assert.equal(intern(dictionary, 'after 0'), count + 1);
});

test('tuples are grouped by all of their words', () => {
  const word = fc.integer({ min: 0, max: 3 }).map((n) => [0, 1, 0x80000000, 0xffffffff][n] ?? 0);
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, word, word), { maxLength: 400 }), (tuples) => {
      const table = new TupleTable(4);
      const model = new Map<string, number>();
      for (const tuple of tuples) {
        const key = tuple.join();
        if (!model.has(key)) model.set(key, model.size);
        assert.equal(table.entry(...tuple), model.get(key));
      }
      assert.equal(table.count, model.size);
    }),
  );
});
