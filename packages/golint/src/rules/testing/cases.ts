/** Golden cases of a rule: sources that it must find, and sources that it must leave alone. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rule } from '../../rules-model.ts';
import { type CheckOptions, check } from '../../testing/check.ts';

/** A line with the comment `// want` is one where the rule must report; `// want: text` names words of the message. */
export interface Case {
  name: string;
  source: string;
  options?: CheckOptions;
}

const wanted = (source: string): { line: number; words: string }[] =>
  source.split('\n').flatMap((text, i) => {
    const match = /\/\/ want\b:?\s*(.*)$/.exec(text);
    return match === null ? [] : [{ line: i + 1, words: match[1]!.trim() }];
  });

const compare = (rule: Rule, { source, options }: Case): void => {
  const found = check(rule, source, options);
  const expected = wanted(source);
  assert.deepEqual(
    found.map((finding) => Number.parseInt(finding, 10)),
    expected.map(({ line }) => line),
    found.join('\n') || 'nothing found',
  );
  expected.forEach(({ words }, i) => {
    assert.ok(found[i]!.includes(words), `"${words}" is not in: ${found[i]}`);
  });
};

/** Registers a test per case. `finds` must have wanted lines, `leaves` must have none. */
export const goldenCases = (rule: Rule, finds: readonly Case[], leaves: readonly Case[]): void => {
  test(`${rule.meta.id} has at least six cases of each sort`, () => {
    assert.ok(finds.length >= 6 && leaves.length >= 6, `${finds.length} true, ${leaves.length} false`);
  });
  for (const each of finds)
    test(`${rule.meta.id} finds: ${each.name}`, () => {
      assert.ok(wanted(each.source).length > 0);
      compare(rule, each);
    });
  for (const each of leaves)
    test(`${rule.meta.id} leaves alone: ${each.name}`, () => {
      assert.equal(wanted(each.source).length, 0);
      compare(rule, each);
    });
};
