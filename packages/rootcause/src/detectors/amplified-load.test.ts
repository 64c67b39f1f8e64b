import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { testIncident } from '../testing/context-of.ts';
import { targetOf } from '../testing/examination-of.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { messagesOf } from '../testing/made-messages.ts';
import { callTo, type MadeCall, ripple, seriesOf, serviceOf, tracesOf } from '../testing/made-rows.ts';
import { amplifiedLoad } from './amplified-load.ts';

const [front, back, other] = ['front', 'back', 'other'].map(serviceOf) as [
  ExplanationEntity,
  ExplanationEntity,
  ExplanationEntity,
];
const database: ExplanationEntity = { kind: 'database', name: 'db' };
const topology = [{ from: front, to: back }];

const rate = (entity: ExplanationEntity, growth: number, name = 'http_requests_total') =>
  seriesOf(entity, name, '/s', (bad, i) => (bad ? 100 * growth : 100) + ripple(i));
const found = (given: Partial<IncidentData>) =>
  findingsOf(amplifiedLoad, { target: targetOf('front'), topology, ...given });
const told = (given: Partial<IncidentData>): string[] => shortly(found(given));
const fromFront = ['service:front slow_code/repeated_calls'];

test('a party that is asked four times as often while its caller is not points to its caller', () => {
  const one = only(found({ series: [rate(back, 4), rate(front, 1)] }), 'service:front');
  assert.ok(one.p > 0.6, String(one.p));
  assert.deepEqual([one.inherits, one.onsetMs], [false, testIncident.startMs]);
  assert.equal(
    one.evidence[0]?.text.en,
    'back is asked 4 times as often as usual, front, which calls it, 1 times.',
  );
  const more = only(found({ series: [rate(back, 16), rate(front, 1)] }), 'service:front');
  assert.ok(more.p > one.p);
});

test('it is told as well when no service is asked about', () => {
  assert.deepEqual(told({ target: targetOf(''), series: [rate(back, 4), rate(front, 1)] }), fromFront);
});

test('a caller that is asked as much more itself only passes it on', () => {
  assert.deepEqual(told({ series: [rate(back, 4), rate(front, 4)] }), []);
  assert.deepEqual(told({ series: [rate(back, 4), rate(front, 2.5)] }), []);
  assert.deepEqual(told({ series: [rate(back, 1.8), rate(front, 1)] }), []);
});

test('of a caller whose own load is unknown nothing can be said', () => {
  assert.deepEqual(told({ series: [rate(back, 4)] }), []);
  const two = [...topology, { from: other, to: back }];
  assert.deepEqual(told({ topology: two, series: [rate(back, 4), rate(front, 1)] }), []);
});

test('what the target is asked comes from outside, what a client counts is its own, what a reader takes is the queue’s', () => {
  assert.deepEqual(told({ target: targetOf('back'), series: [rate(back, 4), rate(front, 1)] }), []);
  assert.deepEqual(told({ series: [rate(back, 4, 'http_client_requests_total'), rate(front, 1)] }), []);
  const reads: Partial<IncidentData> = {
    topology: [...topology, { from: serviceOf('front'), to: serviceOf('mailer') }],
    spans: messagesOf({ kind: 'queue', name: 'mails' }, { bad: 30, wait: () => 20 }),
  };
  assert.deepEqual(told({ ...reads, series: [rate(serviceOf('mailer'), 4), rate(front, 1)] }), []);
});

test('a database behind a cache is asked more when the cache is empty, whatever its callers do', () => {
  const behind = (...more: ExplanationEntity[]) => ({
    topology: [database, ...more].map((to) => ({ from: front, to })),
    series: [rate(database, 4, 'mysql.operations'), rate(front, 1)],
  });
  assert.deepEqual(told(behind()), fromFront);
  assert.deepEqual(told(behind({ kind: 'cache', name: 'items' })), []);
});

test('of two callers of which nothing more is known each may be it', () => {
  const two = [...topology, { from: other, to: back }];
  const series = [rate(back, 8), rate(front, 1), rate(other, 1)];
  const both = found({ topology: two, series });
  assert.deepEqual(shortly(both), [...fromFront, 'service:other slow_code/repeated_calls']);
  const alone = only(found({ series: series.slice(0, 2) }), 'service:front').p;
  for (const { p } of both) assert.ok(Math.abs(p - alone / 2) < 1e-9);
});

/** Requests of front, with so many calls each, and of other, with one, beside each other. */
const calling = (windows: Pick<IncidentData, 'baseline' | 'incident'>, good: number, bad: number) =>
  ['front', 'other'].flatMap((service) =>
    tracesOf(
      { good, bad },
      (isBad): MadeCall => ({
        service,
        name: 'GET /',
        calls: Array.from({ length: isBad && service === 'front' ? 4 : 1 }, () =>
          callTo(service, { service: 'back', name: 'POST /do' }),
        ),
      }),
      windows,
    ).map((span) => ({ ...span, traceId: service + span.traceId })),
  );

test('of two callers it is the one that traces show to call more, however long each window is', () => {
  const [short, long] = [
    { startMs: 0, endMs: 600_000 },
    { startMs: 600_000, endMs: 1_800_000 },
  ] as const;
  for (const [baseline, incident, good, bad] of [
    [short, long, 50, 100],
    [{ startMs: 0, endMs: 1_200_000 }, { startMs: 1_200_000, endMs: 1_500_000 }, 200, 50],
  ] as const) {
    const windows = { baseline, incident };
    const both = found({
      ...windows,
      target: targetOf('front'),
      topology: [],
      spans: calling(windows, good, bad),
      series: [back, front, other].map((party) =>
        seriesOf(
          party,
          'http_requests_total',
          '/s',
          (isBad, i) => (isBad && party === back ? 800 : 100) + ripple(i),
          { windows: [baseline, incident] },
        ),
      ),
    });
    assert.deepEqual(shortly(both), fromFront);
  }
});
