import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { testIncident } from '../testing/context-of.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { messagesOf } from '../testing/made-messages.ts';
import { type MadeCall, ripple, seriesOf, serviceOf, silentCall, tracesOf } from '../testing/made-rows.ts';
import { cacheMisses } from './cache-misses.ts';
import { retry } from './retry.ts';
import { traffic } from './traffic.ts';

const request: MadeCall = { service: 'front', name: 'GET /' };
const surges = (good: number, bad: number, given: Parameters<typeof findingsOf>[1] = {}) =>
  findingsOf(traffic, { spans: tracesOf({ good, bad }, () => request), ...given });

test('three times the requests are a surge where they enter, with the rates before and now', () => {
  const found = only(surges(200, 300), 'service:front traffic_surge');
  assert.ok(found.p > 0.8);
  const [evidence] = found.evidence;
  assert.deepEqual([evidence?.before, evidence?.after, evidence?.effect], [20, 60, 3]);
});

test('as many or fewer are none, and neither are too few to tell', () => {
  assert.deepEqual(surges(200, 100), []);
  assert.deepEqual(surges(200, 20), []);
  assert.deepEqual(surges(10, 60), []);
});

test('a normal time that is as uneven makes a rise less certain', () => {
  const uneven = tracesOf({ good: 200, bad: 150 }, () => request).map((s) =>
    s.startMs < testIncident.startMs ? { ...s, startMs: Math.floor(s.startMs / 120_000) * 120_000 + 1 } : s,
  );
  // Every second minute of the normal time holds all the requests, others are covered by another service.
  const other = tracesOf({ good: 100, bad: 0 }, () => ({ ...request, service: 'other', name: 'tick' })).map(
    (s) => ({ ...s, parentId: 'elsewhere' }),
  );
  const target = { service: 'front', operation: '', symptom: 'unknown', thresholdMs: null } as const;
  const p = (spans: typeof uneven) => only(findingsOf(traffic, { spans, target }), 'service:front').p;
  const even = tracesOf({ good: 200, bad: 150 }, () => request);
  assert.ok(p([...uneven, ...other]) < p([...even, ...other]));
});

test('weights of a sample count as requests', () => {
  const spans = tracesOf({ good: 200, bad: 100 }, (bad) => ({ ...request, given: { weight: bad ? 5 : 1 } }));
  assert.equal(only(findingsOf(traffic, { spans }), 'service:front').evidence[0]?.effect, 5);
});

test('one operation that surges is told beside the others, which do not', () => {
  const spans = [
    ...tracesOf({ good: 400, bad: 180 }, () => request),
    ...tracesOf({ good: 20, bad: 30 }, () => ({ ...request, name: 'GET /sale' })).map((s) => ({
      ...s,
      traceId: `s${s.traceId}`,
    })),
  ];
  assert.deepEqual(
    findingsOf(traffic, { spans }).map(({ operation }) => operation),
    ['GET /sale'],
  );
});

test('of figures, only those of an entry or of the target, and not of what it calls itself', () => {
  const topology = [{ from: serviceOf('front'), to: serviceOf('back') }];
  const rate = (service: string, name = 'http_requests_total') =>
    seriesOf(service, name, '/s', (bad, i) => (bad ? 300 : 100) + ripple(i));
  const of = (service: string, name?: string, target = '') =>
    shortly(
      findingsOf(traffic, {
        topology,
        series: [rate(service, name)],
        target: { service: target, operation: '', symptom: 'unknown', thresholdMs: null },
      }),
    );
  assert.deepEqual(of('front'), ['service:front traffic_surge']);
  assert.deepEqual(of('back'), []);
  assert.deepEqual(of('back', undefined, 'back'), ['service:back traffic_surge']);
  assert.deepEqual(of('front', 'http_client_requests_total'), []);
});

/** An operation that tries its call so often, where all but the last try fail. */
const trying = (times: number, fails: boolean): MadeCall => ({
  service: 'front',
  name: 'GET /',
  calls: Array.from({ length: times }, (_, i) =>
    silentCall('front', serviceOf('back'), 5, { error: fails && i < times - 1 }),
  ),
});
const retries = (now: number, fails: boolean, { good = 50, bad = 50 } = {}) =>
  findingsOf(retry, { spans: tracesOf({ good, bad }, (isBad) => trying(isBad ? now : 1, isBad && fails)) });

test('more calls after failed ones are retries of the caller, inherited from whom it calls', () => {
  const found = only(retries(3, true), 'service:front retry_storm');
  assert.deepEqual([found.inherits, found.evidence[0]?.before, found.evidence[0]?.after], [true, 1, 3]);
  assert.ok(Math.abs(found.p - 2 / 3) < 1e-6);
});

test('more calls without a failure are none, nor as many as usual, nor a few requests', () => {
  assert.deepEqual(retries(3, false), []);
  assert.deepEqual(retries(1, true), []);
  assert.deepEqual(retries(3, true, { good: 4 }), []);
  assert.deepEqual(retries(3, true, { bad: 4 }), []);
});

const cache: ExplanationEntity = { kind: 'cache', name: 'items' };
const database: ExplanationEntity = { kind: 'database', name: 'db' };
const lookup = (misses: boolean, attributes = false): MadeCall => ({
  service: 'front',
  name: 'GET /item',
  calls: [
    attributes
      ? silentCall('front', { kind: 'database', name: 'redis' }, 1, {
          attributes: { 'db.system.name': 'redis' },
        })
      : silentCall('front', cache, 1),
    ...(misses ? [silentCall('front', database, 20)] : []),
  ],
});
const misses = (before: number, now: number, attributes = false) =>
  findingsOf(cacheMisses, {
    spans: tracesOf({ good: 100, bad: 50 }, (bad, i) =>
      lookup(i % 10 < 10 * (bad ? now : before), attributes),
    ),
  });

test('runs that go on to the database after the cache are misses; the entries are the asking service’s', () => {
  for (const attributes of [false, true]) {
    const found = only(misses(0.1, 1, attributes), 'service:front cache/misses');
    assert.deepEqual([found.operation, found.inherits], ['GET /item', false]);
    assert.ok(found.p > 0.7);
    assert.ok(Math.abs((found.evidence[0]?.effect ?? 0) - 0.9) < 1e-9);
  }
});

test('as many misses as usual are none, and the cache itself is no database', () => {
  assert.deepEqual(misses(0.5, 0.5), []);
  assert.deepEqual(misses(0, 0, true), []);
  assert.deepEqual(misses(1, 0), []);
});

test('a cache that does not answer has lost no entries, though the database is asked instead', () => {
  const down = (now: number) =>
    findingsOf(cacheMisses, {
      spans: tracesOf({ good: 100, bad: 50 }, (bad, i) => {
        const fails = bad && i % 10 < 10 * now;
        return {
          service: 'front',
          name: 'GET /item',
          calls: [
            silentCall('front', cache, 1, { error: fails }),
            ...(fails || i % 10 === 0 ? [silentCall('front', database, 20)] : []),
          ],
        };
      }),
    });
  assert.deepEqual(down(1), []);
  assert.deepEqual(down(0.6), []);
});

test('what a queue hands out does not come from outside: a reader that works more is no entry of a surge', () => {
  const queue: ExplanationEntity = { kind: 'queue', name: 'mails' };
  const told = (target: string) =>
    shortly(
      findingsOf(traffic, {
        spans: messagesOf(queue, { bad: 30, wait: () => 20 }),
        series: [seriesOf('mailer', 'http_requests_total', '/s', (bad, i) => (bad ? 300 : 100) + ripple(i))],
        target: { service: target, operation: '', symptom: 'unknown', thresholdMs: null },
      }),
    );
  assert.deepEqual(told('order'), []);
  assert.deepEqual(told('mailer'), ['service:mailer traffic_surge']);
});
