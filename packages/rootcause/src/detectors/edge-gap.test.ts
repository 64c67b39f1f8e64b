import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf, only } from '../testing/found.ts';
import { callTo, type MadeCall, ripple, tracesOf } from '../testing/made-rows.ts';
import { edgeGap } from './edge-gap.ts';

/** a -> b -> c and a -> d, with the time lost on the way to each. */
const ways = (to: { b?: number; c?: number; d?: number }, i: number): MadeCall => ({
  service: 'a',
  name: 'GET /',
  calls: [
    callTo(
      'a',
      {
        service: 'b',
        name: 'b',
        own: 5,
        calls: [callTo('b', { service: 'c', name: 'c', own: 5 }, (to.c ?? 2) + ripple(i) * 0.1)],
      },
      (to.b ?? 2) + ripple(i) * 0.1,
    ),
    callTo('a', { service: 'd', name: 'd', own: 5 }, (to.d ?? 2) + ripple(i) * 0.1),
  ],
});
const gaps = (to: Parameters<typeof ways>[0], bad = 40) =>
  findingsOf(edgeGap, { spans: tracesOf({ good: 60, bad }, (isBad, i) => ways(isBad ? to : {}, i)) });
const pOf = (found: ReturnType<typeof gaps>, name: string): number =>
  found.find(({ entity }) => entity.name === name)?.p ?? 0;

test('a party whose every call is late is its network; its caller, whose other calls are well, is less', () => {
  const found = gaps({ c: 300 });
  assert.ok(pOf(found, 'c') > 0.8);
  assert.ok(pOf(found, 'c') > pOf(found, 'b'));
  assert.equal(pOf(found, 'd'), 0);
  const both = gaps({ b: 300, c: 300 });
  // That all ways of b are late explains the way from a to it.
  assert.ok(pOf(both, 'a') < pOf(gaps({ b: 300 }), 'a'));
  assert.ok(pOf(both, 'b') > pOf(both, 'a') && pOf(both, 'b') > pOf(both, 'c'));
});

test('no time lost on the way tells nothing', () => {
  assert.deepEqual(gaps({}), []);
});

test('a call or two, as a sample leaves them, tell little, and nothing when other calls lose as much in normal time', () => {
  const [one, two, many] = [1, 2, 40].map((bad) => pOf(gaps({ c: 300 }, bad), 'c'));
  assert.ok(one! > 0.3 && one! < two! && two! < many!);
  // One call in fifty loses as much on its way to d whatever happens.
  const spans = tracesOf({ good: 60, bad: 2 }, (isBad, i) =>
    ways({ ...(isBad ? { c: 300 } : {}), ...(i % 17 === 0 ? { d: 400 } : {}) }, i),
  );
  assert.deepEqual(
    findingsOf(edgeGap, { spans }).filter(({ entity }) => entity.name === 'c'),
    [],
  );
});

/** In the incident so much is lost on the way to a server that takes so long. */
const serving = (way: number, own: number) =>
  findingsOf(edgeGap, {
    spans: tracesOf({ good: 60, bad: 40 }, (isBad, i) => ({
      service: 'front',
      name: 'GET /',
      calls: [
        callTo(
          'front',
          { service: 'back', name: 'POST', own: isBad ? own : 20 },
          (isBad ? way : 2) + ripple(i) * 0.1,
        ),
      ],
    })),
  });

test('a server that is slow itself is not lost on the way, and hand-overs to consumers are no calls', () => {
  assert.deepEqual(serving(2, 500), []);
  const consumed = tracesOf({ good: 60, bad: 40 }, (isBad, i) => ({
    service: 'order',
    name: 'publish',
    kind: 'client',
    own: (isBad ? 400 : 5) + ripple(i),
    calls: [{ service: 'mailer', name: 'process', kind: 'consumer', own: 1 }],
  }));
  assert.deepEqual(findingsOf(edgeGap, { spans: consumed }), []);
});

test('calls that wait before a server that is itself slow may be inherited by it', () => {
  assert.equal(only(serving(300, 500), 'service:back').inherits, true);
  assert.equal(only(serving(300, 20), 'service:back').inherits, false);
});

test('of two whose way to each other is slow it is the one that loses on its other ways as well', () => {
  // b is late for a and to c: both ends of a way lose as much, but a is well with d.
  const found = gaps({ b: 300, c: 300 });
  const alone = gaps({ b: 300 });
  assert.ok(pOf(found, 'b') > 1.5 * pOf(found, 'a'), `${pOf(found, 'b')} ${pOf(found, 'a')}`);
  // c has no other way on which it could show that it is well; that b loses everywhere takes most of its blame.
  assert.ok(pOf(found, 'c') < 0.5 * pOf(gaps({ c: 300 }), 'c'));
  assert.ok(pOf(alone, 'b') > pOf(alone, 'a'));
});

test('its own loss elsewhere is no excuse for a party: who loses on all its ways keeps its blame', () => {
  assert.ok(pOf(gaps({ b: 300, c: 300 }), 'b') > 0.8);
});
