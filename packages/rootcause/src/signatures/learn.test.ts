import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis } from '@nightglass/model';
import { sampleDiagnosis } from '../testing/index.ts';
import { learn } from './learn.ts';

const withSignatures = (...ids: string[][]): Diagnosis => {
  const diagnosis = sampleDiagnosis();
  const [first] = diagnosis.hypotheses;
  return {
    ...diagnosis,
    hypotheses: ids.map((list, i) => ({
      ...first!,
      id: `h${i + 1}`,
      signatures: list.map((id) => ({ id, title: { en: id, zh: id }, seen: 0, confirmed: 0 })),
    })),
  };
};

test('a confirmed hypothesis teaches its own signatures that they were right, and the others that they were not', () => {
  const before = { a: { seen: 7, confirmed: 6 }, old: { seen: 1, confirmed: 1 } };
  const after = learn(before, withSignatures(['a', 'b'], ['b', 'c']), 'h1', 'confirmed');
  assert.deepEqual(after, {
    a: { seen: 8, confirmed: 7 },
    b: { seen: 1, confirmed: 1 },
    c: { seen: 1, confirmed: 0 },
    old: { seen: 1, confirmed: 1 },
  });
  assert.deepEqual(before, { a: { seen: 7, confirmed: 6 }, old: { seen: 1, confirmed: 1 } });
});

test('a rejected hypothesis teaches only its own', () => {
  assert.deepEqual(learn({ a: { seen: 7, confirmed: 6 } }, withSignatures(['a'], ['c']), 'h1', 'rejected'), {
    a: { seen: 8, confirmed: 6 },
  });
});

test('an unknown hypothesis, or an id that is no slug, teaches nothing', () => {
  assert.deepEqual(learn({}, withSignatures(['a']), 'h9', 'confirmed'), {});
  assert.deepEqual(learn({}, withSignatures(['__proto__', 'a b']), 'h1', 'confirmed'), {});
});
