import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributeDifferences } from './compare-attributes.ts';

const request = (attributes: Record<string, string>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }));
const many = (count: number, make: (i: number) => Record<string, string>) =>
  Array.from({ length: count }, (_, i) => request(make(i)));
const limit = 25;

describe('what differs between bad and good requests', () => {
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

  it('is what nearly all bad ones have and few good ones, the most telling first', () => {
    const found = attributeDifferences(bad, good, { limit });
    assert.deepEqual(
      found.map((d) => [d.key, d.untrusted_text, d.share_of_bad, d.share_of_good]),
      [
        ['version', 'v2', 1, 0.05],
        ['tier', 'gold', 0.9, 0.3333],
      ],
    );
    assert.ok(found[0]!.times_as_frequent_at_least > 5);
    assert.ok(found[0]!.false_discovery_rate < 0.001);
  });

  it('is no more than was asked for, and nothing of the keys that are left out', () => {
    const keys = (asked: Parameters<typeof attributeDifferences>[2]): string[] =>
      attributeDifferences(bad, good, asked).map((d) => d.key);
    assert.deepEqual(keys({ limit: 1 }), ['version']);
    assert.deepEqual(keys({ limit, without: new Set(['version']) }), ['tier']);
  });

  it('is one value each: what holds together is not told again as a pair', () => {
    const told = attributeDifferences(
      many(60, (i) => ({ a: i % 3 ? 'x' : 'y', b: i % 3 ? 'x' : 'y' })),
      many(60, (i) => ({ a: i % 4 ? 'y' : 'x', b: i % 4 ? 'y' : 'x' })),
      { limit },
    );
    assert.deepEqual(
      told.map((d) => [d.key, d.untrusted_text]),
      [
        ['a', 'x'],
        ['b', 'x'],
      ],
    );
  });

  it('is nothing where one of very many values differs as chance makes some of them differ', () => {
    // By itself 22 of 40 against 6 of 40 is p = 0.0002; as the most extreme of four hundred comparisons it is nothing.
    const telling = (count: number, of: string) => (i: number) => ({
      odd: i < count ? 'x' : 'y',
      ...Object.fromEntries(Array.from({ length: 200 }, (_, k) => [`${of}${k}`, i % 2 ? 'p' : 'q'])),
    });
    const alone = (count: number) => many(40, (i) => ({ odd: i < count ? 'x' : 'y' }));
    assert.deepEqual(
      attributeDifferences(alone(22), alone(6), { limit }).map((d) => d.untrusted_text),
      ['x'],
    );
    assert.deepEqual(
      attributeDifferences(many(40, telling(22, 'k')), many(40, telling(6, 'k')), { limit }),
      [],
    );
  });

  it('is nothing where samples are too small to tell, or one side is missing', () => {
    const x = (count: number) => many(count, () => ({ a: 'x' }));
    const y = (count: number) => many(count, () => ({ a: 'y' }));
    assert.deepEqual(attributeDifferences(x(2), y(2), { limit }), []);
    assert.deepEqual(attributeDifferences([], y(50), { limit }), []);
    assert.deepEqual(attributeDifferences(x(50), [], { limit }), []);
  });
});
