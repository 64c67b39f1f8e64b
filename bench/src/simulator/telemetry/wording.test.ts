import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureKinds, failureOf } from '../engine/failure.ts';
import { languages } from '../system/system.ts';
import { fill, Wording } from './wording.ts';

const places = {
  host: 'stock',
  ip: '10.0.0.9',
  port: 8080,
  path: '/stocks',
  table: 'stocks',
  n: 10,
  stem: 'stock',
  Stem: 'Stock',
};

test('every failure has words in every language, with nothing left to fill in', () => {
  const wording = new Wording(1, true);
  for (const language of languages)
    for (const kind of failureKinds) {
      // Only Go has nil maps.
      if (kind === 'nil_map' && language !== 'go') continue;
      for (let variant = 0; variant < 8; variant++) {
        const { type, message } = wording.failure(
          failureOf(kind, 'stock', { variant, afterMs: 1500 }),
          language,
          'a',
          places,
        );
        assert.ok(
          type !== '' && message !== kind.replaceAll('_', ' '),
          `${language} ${kind}: ${type} ${message}`,
        );
        assert.doesNotMatch(message, /\{(host|ip|port|path|table|n|s|ms|stem|Stem|status)\}/);
      }
    }
});

test('tuning seeds only ever use words at even places; the seeds of the bench use all', () => {
  const words = ['0', '1', '2', '3', '4'];
  const used = (heldOutToo: boolean): string =>
    [...new Set(Array.from({ length: 300 }, (_, seed) => new Wording(seed, heldOutToo).choose(words, 'key')))]
      .sort()
      .join('');
  assert.equal(used(false), '024');
  assert.equal(used(true), '01234');
});

test('one incident says one thing in one way', () => {
  const wording = new Wording(7, true);
  const say = (who: string): string =>
    wording.failure(failureOf('timeout', 'stock', { afterMs: 250 }), 'go', who, places).message;
  assert.equal(say('cart'), say('cart'));
  assert.ok(new Set(['cart', 'order', 'price', 'search', 'media'].map(say)).size > 1);
});

test('unknown places stay as they are', () => {
  assert.equal(fill('{op} of {who} in {ms}ms', { op: 'GET', ms: 3 }), 'GET of {who} in 3ms');
});
