import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate } from './allocate.ts';

const stratum = (key: string, size: number, worth = 1) => ({ key, size, worth });

test('small groups are taken whole, large ones share what is left', () => {
  const shares = allocate([stratum('common', 9_000), stratum('rare', 10), stratum('some', 990)], 2_000);
  assert.equal(shares.get('rare'), 1);
  assert.equal(shares.get('some'), 1);
  assert.equal(shares.get('common'), 1_000 / 9_000);
});

test('groups of more worth get more of it', () => {
  const shares = allocate([stratum('a', 1_000, 3), stratum('b', 1_000, 1)], 400);
  assert.deepEqual([shares.get('a'), shares.get('b')], [0.3, 0.1]);
});

test('the budget is used up and never exceeded, whatever the order of the groups', () => {
  const strata = fc.uniqueArray(
    fc.record({
      key: fc.string({ minLength: 1, maxLength: 4 }),
      size: fc.integer({ min: 0, max: 10_000 }),
      worth: fc.constantFrom(1, 2, 6),
    }),
    { selector: ({ key }) => key, maxLength: 30 },
  );
  fc.assert(
    fc.property(strata, fc.integer({ min: 0, max: 20_000 }), (groups, budget) => {
      const shares = allocate(groups, budget);
      const total = groups.reduce((sum, { size }) => sum + size, 0);
      const taken = groups.reduce((sum, { key, size }) => sum + size * (shares.get(key) ?? 0), 0);
      assert.ok(Math.abs(taken - Math.min(budget, total)) < 1e-6, `${taken} of ${total} for ${budget}`);
      for (const share of shares.values()) assert.ok(share >= 0 && share <= 1 + 1e-12);
      assert.deepEqual(
        new Map([...allocate(groups.toReversed(), budget)].sort()),
        new Map([...shares].sort()),
      );
    }),
  );
});
