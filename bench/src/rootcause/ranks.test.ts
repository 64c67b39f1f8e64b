import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultClass } from '@nightglass/model';
import { rankEntities } from './case.ts';
import { type RankedHypothesis, rankOfScores, rankOfTruth } from './ranks.ts';

const said = (name: string, score: number, faultClass: FaultClass = 'cpu', id = ''): RankedHypothesis => ({
  entity: { kind: 'service', name },
  faultClass,
  detail: '',
  operation: '',
  change: id === '' ? null : { id, kind: 'commit', timeMs: 0, service: name, summary: '' },
  score,
});

const carts = rankEntities(['carts', 'orders', 'user'], ['carts']);

test('two hypotheses about one party are one place', () => {
  const list = [said('orders', 0.9), said('orders', 0.8, 'memory'), said('carts', 0.7)];
  assert.equal(rankOfTruth(carts, list), 2);
});

test('what ties with the truth stands before it, wherever it is listed', () => {
  assert.equal(rankOfTruth(carts, [said('carts', 0.7), said('orders', 0.7), said('user', 0.6)]), 2);
  assert.equal(rankOfTruth(carts, [said('carts', 0.7), said('orders', 0.69)]), 1);
});

test('the best hypothesis about the truth counts', () => {
  assert.equal(rankOfTruth(carts, [said('carts', 0.7), said('orders', 0.6), said('carts', 0.5)]), 1);
});

test('a truth that is not said has no rank', () => {
  assert.equal(rankOfTruth(carts, [said('orders', 0.9)]), null);
  assert.equal(rankOfTruth(carts, []), null);
});

test('pods fold to their service where the set says so', () => {
  const folded = rankEntities(['carts'], ['carts'], ({ name }) => name.split('-')[0] ?? name);
  assert.equal(rankOfTruth(folded, [said('carts-1', 0.9)]), 1);
});

test('an answer proposes what it leaves unsaid, after all that it says', () => {
  const bench = {
    proposal: ({ change }: { change: { id: string } | null }) => change?.id ?? 'none',
    right: (proposal: string) => proposal === 'none',
    unsaid: 'none',
  };
  assert.equal(rankOfTruth(bench, []), 1);
  assert.equal(rankOfTruth(bench, [said('carts', 0.9, 'change', 'abc')]), 2);
  assert.equal(rankOfTruth(bench, [said('carts', 0.9), said('carts', 0.8, 'change', 'abc')]), 1);
});

test('scores of a baseline: the largest of each party, ties against the truth, no number is no score', () => {
  const right = (name: string): boolean => name === 'carts';
  const rank = (...scores: [string, number][]): number | null => rankOfScores(right, scores);
  assert.equal(rank(['carts', 1], ['carts', 9], ['orders', 5], ['orders', 6]), 1);
  assert.equal(rank(['carts', 5], ['orders', 5], ['user', 4]), 2);
  assert.equal(rank(['carts', Number.NaN], ['orders', 1]), null);
  assert.equal(rank(['carts', 1], ['orders', Number.POSITIVE_INFINITY]), 2);
});
