import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Claim, claim, stateEvidence, words } from './claim.ts';
import { settle } from './settle.ts';

const say = (name: string, detail: string, p: number, more: Partial<Claim> = {}): Claim =>
  claim({
    entity: { kind: 'workload', name },
    faultClass: 'config',
    detail,
    p,
    title: words('a', 'b'),
    nextCheck: words('a', 'b'),
    remediation: words('a', 'b'),
    evidence: [stateEvidence(`x/${name}`, words('a', 'b'), detail)],
    ...more,
  });
const shown = (claims: Claim[]): [string, string, number][] =>
  settle(claims).map(({ entity, detail, p }) => [entity.name, detail, Math.round(p * 100) / 100]);

test('the same said twice is one, with the evidence of both', () => {
  const [only, ...others] = settle([
    say('a', 'x', 0.7),
    say('a', 'x', 0.9, { evidence: [stateEvidence('y', words('c', 'd'), 'z')] }),
  ]);
  assert.equal(others.length, 0);
  assert.equal(only!.p, 0.9);
  assert.equal(only!.evidence.length, 2);
});

test('what a surer claim explains weighs a third, a second reason of the same object three quarters', () => {
  assert.deepEqual(
    shown([
      say('n', 'down', 0.95, { explains: ['a'] }),
      say('a', 'crash', 0.9),
      say('b', 'x', 0.8),
      say('b', 'y', 0.36),
    ]),
    [
      ['n', 'down', 0.95],
      ['b', 'x', 0.8],
      ['a', 'crash', 0.3],
      ['b', 'y', 0.27],
    ],
  );
});

test('a weak claim explains nothing away', () => {
  assert.deepEqual(shown([say('n', 'down', 0.4, { explains: ['a'] }), say('a', 'crash', 0.9)])[0], [
    'a',
    'crash',
    0.9,
  ]);
});
