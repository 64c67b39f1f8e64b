import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strongestBelow } from './strongest-below.ts';

const edges: Record<string, string[]> = { a: ['b', 'c'], b: ['d', 'a'], c: ['d'], d: ['e'], e: ['a'] };
const next = (key: string): string[] => edges[key] ?? [];
const from = (strengths: Record<string, number>, steps: number) =>
  strongestBelow('a', next, (key) => strengths[key] ?? 0, { steps, loss: 0.8 });

test('a party further down counts less with each step, and not at all beyond the last', () => {
  assert.deepEqual(from({ b: 0.5, d: 0.6 }, 3), { key: 'b', strength: 0.5 });
  assert.deepEqual(from({ b: 0.5, d: 0.7 }, 3), { key: 'd', strength: 0.7 * 0.8 });
  assert.deepEqual(from({ e: 1 }, 2), { key: '', strength: 0 });
});

test('the start itself is not below it, even in a cycle', () => {
  assert.deepEqual(from({ a: 1, c: 0.1 }, 10), { key: 'c', strength: 0.1 });
});

test('where all call all, every party is asked once', () => {
  const all = Array.from({ length: 60 }, (_, i) => `s${i}`);
  let asked = 0;
  const found = strongestBelow(
    's0',
    () => all,
    (key) => {
      asked++;
      return key === 's59' ? 1 : 0;
    },
    { steps: 5, loss: 0.8 },
  );
  assert.deepEqual(found, { key: 's59', strength: 1 });
  assert.equal(asked, 59);
});
