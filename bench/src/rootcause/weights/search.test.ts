import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Weights, weights } from '@nightglass/rootcause';
import type { PreparedCase } from './prepare.ts';
import { WeightSearch } from './search.ts';

/** A case that is right when the weights are as it wants them. */
const wants = (set: string, id: string, fits: (weights: Weights) => boolean): PreparedCase => ({
  set,
  id,
  value: (given) => (fits(given) ? 1 : 0),
  rank: (given) => (fits(given) ? 1 : null),
});

const quiet = (): void => {};

test('a weight that only one set wants is chosen with it and not without it', () => {
  const low = weights.self_time * 0.6;
  const sets = new Map([
    ['a', [wants('a', '1', ({ self_time }) => self_time < low)]],
    ['b', [wants('b', '1', () => true)]],
  ]);
  const search = new WeightSearch(sets);
  assert.ok(search.choose(['a', 'b'], weights, quiet).self_time < low);
  assert.deepEqual(search.choose(['b'], weights, quiet), weights);
});

test('sets count the same, however many cases they have', () => {
  const up = ({ tls }: Weights): boolean => tls > weights.tls;
  const down = ({ tls }: Weights): boolean => tls < weights.tls;
  const sets = new Map([
    ['many', Array.from({ length: 50 }, (_, i) => wants('many', String(i), up))],
    ['few', [wants('few', '1', down)]],
    ['fewer', [wants('fewer', '1', down)]],
  ]);
  assert.ok(new WeightSearch(sets).choose([...sets.keys()], weights, quiet).tls < weights.tls);
});

test('weights stay probabilities', () => {
  const sets = new Map([['a', [wants('a', '1', ({ tls }) => tls >= 0.99)]]]);
  const chosen = new WeightSearch(sets).choose(['a'], weights, quiet);
  assert.ok(Object.values(chosen).every((weight) => weight > 0 && weight <= 0.99));
});
