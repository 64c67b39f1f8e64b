import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareAttributes } from './compare-attributes.ts';

const request = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
const many = (count: number, make: (i: number) => Record<string, string>) =>
  Array.from({ length: count }, (_, i) => request(make(i)));

describe('what differs between bad and good requests', () => {
  it('is what nearly all bad ones have and few good ones, the surest first', () => {
    const bad = many(60, (i) => ({
      version: 'v2',
      region: i % 2 ? 'eu' : 'us',
      tier: i % 10 ? 'gold' : 'free',
      id: `b${i}`,
    }));
    const good = many(60, (i) => ({
      version: i % 20 ? 'v1' : 'v2',
      region: i % 2 ? 'eu' : 'us',
      tier: i % 3 ? 'free' : 'gold',
      id: `g${i}`,
    }));
    const found = compareAttributes(bad, good);
    assert.deepEqual(
      found.map((d) => [d.key, d.untrusted_text, d.share_of_bad, d.share_of_good]),
      [
        ['version', 'v2', 1, 0.05],
        ['tier', 'gold', 0.9, 0.3333],
      ],
    );
    assert.ok(found[0]!.difference_at_least > 0.7);
    assert.deepEqual(
      compareAttributes(bad, good, new Set(['version'])).map((d) => d.key),
      ['tier'],
    );
  });

  it('is nothing where samples are too small to tell, or one side is missing', () => {
    assert.deepEqual(
      compareAttributes(
        many(3, () => ({ a: 'x' })),
        many(3, () => ({ a: 'y' })),
      ),
      [],
    );
    assert.deepEqual(
      compareAttributes(
        [],
        many(50, () => ({ a: 'y' })),
      ),
      [],
    );
    assert.deepEqual(
      compareAttributes(
        many(50, () => ({ a: 'y' })),
        [],
      ),
      [],
    );
  });
});
