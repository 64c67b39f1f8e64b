import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import fc from 'fast-check';
import type { IncidentData, MetricSeries } from '../incident.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { type MadeCall, ripple, seriesOf, tracesOf } from '../testing/made-rows.ts';
import { saturation } from './saturation.ts';

const level = (
  entity: ExplanationEntity | string,
  name: string,
  unit: string,
  before: number,
  after: number,
  given: Partial<MetricSeries> = {},
): MetricSeries => seriesOf(entity, name, unit, (bad) => (bad ? after : before), given);

const found = (...series: MetricSeries[]) => findingsOf(saturation, { series });
/** Probability of the one finding; 0 for none. */
const pOf = (...series: MetricSeries[]): number => Math.max(0, ...found(...series).map(({ p }) => p));

test('a limit that is reached is told, from the share at which it begins to hurt', () => {
  const cpu = (after: number) => pOf(level('a', 'process.cpu.utilization', '1', 0.2, after));
  assert.equal(cpu(0.6), 0);
  assert.ok(cpu(0.8) > 0 && cpu(0.8) < cpu(0.95));
  assert.ok(cpu(1) > 0.95);
  assert.deepEqual(shortly(found(level('a', 'process.cpu.utilization', '%', 20, 99))), [
    'service:a cpu/saturated',
  ]);
});

test('what was as full in the normal time is no news, and neither is what did not move', () => {
  const disk = (before: number) => pOf(level('a', 'system.filesystem.utilization', '1', before, 0.99));
  const cpu = (before: number) => pOf(level('a', 'process.cpu.utilization', '1', before, 0.99));
  assert.ok(cpu(0.85) > 0 && cpu(0.85) < 0.85 * cpu(0.2));
  assert.ok(disk(0.3) > 0.8);
  assert.ok(disk(0.96) < 0.6 && disk(0.99) < 0.3, `${disk(0.96)} ${disk(0.99)}`);
});

test('of a figure in bytes or cores the limit of the same entity is the whole; without one nothing is known', () => {
  const used = level('a', 'container.memory.usage', 'By', 2e8, 9.8e8);
  assert.equal(pOf(used), 0);
  assert.ok(pOf(used, level('a', 'k8s.container.memory_limit', 'By', 1e9, 1e9)) > 0.5);
  assert.equal(pOf(used, level('a', 'k8s.container.memory_limit', 'By', 4e9, 4e9)), 0);
  assert.equal(pOf(used, level('b', 'k8s.container.memory_limit', 'By', 1e9, 1e9)), 0);
});

test('a share above one is none: cores of a ratio’s unit', () => {
  assert.equal(pOf(level('a', 'process.cpu.utilization', '1', 0.5, 3.5)), 0);
});

test('a full disk and full memory are known by what is left as well', () => {
  assert.ok(pOf(level('a', 'system.filesystem.free.ratio', '1', 0.6, 0.01)) > 0.8);
  assert.equal(pOf(level('a', 'system.filesystem.free.ratio', '1', 0.01, 0.6)), 0);
  assert.ok(pOf(level('a', 'system.memory.free.percent', '%', 60, 1)) > 0.8);
});

test('each pool has its own maximum', () => {
  const pool = (name: string, what: string, before: number, after: number) =>
    level('a', `db.client.connection.${what}`, '{connection}', before, after, {
      labels: { 'pool.name': name },
    });
  const series = (used: number) => [
    pool('orders', 'count', 3, used),
    pool('orders', 'max', 100, 100),
    pool('audit', 'count', 1, 1),
    pool('audit', 'max', 10, 10),
  ];
  assert.equal(pOf(...series(10)), 0);
  const [full] = found(...series(100));
  assert.deepEqual(shortly(full === undefined ? [] : [full]), ['service:a pool_exhaustion/at_maximum']);
  assert.equal(full?.inherits, true);
});

test('waiting for a connection and throttling are news where there was none', () => {
  const waits = found(level('a', 'db.client.connection.pending_requests', '{request}', 0, 40));
  assert.ok(only(waits, 'service:a pool_exhaustion/waiting').p > 0.8);
  assert.equal(pOf(level('a', 'db.client.connection.pending_requests', '{request}', 40, 40)), 0);
  const throttled = (before: number) => pOf(level('a', 'container.cpu.throttling.ratio', '1', before, 0.6));
  assert.ok(throttled(0) > 0.5);
  assert.ok(throttled(0.5) < 0.3 * throttled(0));
});

test('a processor that only follows the load is hardly blamed', () => {
  const cpu = level('a', 'process.cpu.utilization', '1', 0.32, 0.96);
  const follows = pOf(cpu, level('a', 'http_requests_total', '/s', 100, 300));
  assert.ok(follows < 0.5 * pOf(cpu));
});

const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };
const depth = (at: (bad: boolean, i: number) => number) =>
  seriesOf(queue, 'rabbitmq_queue_messages_ready', '{message}', (bad, i) => at(bad, i) + ripple(i));
const growing = (bad: boolean, i: number): number => (bad ? 100 + (i - 40) * 50 : 10);
const consumers = (names: readonly string[], load = 1): Partial<IncidentData> => {
  const publish: MadeCall = {
    service: 'order',
    name: 'publish',
    kind: 'producer',
    given: { peer: queue },
    calls: names.map((service) => ({ service, name: 'process', kind: 'consumer', given: { peer: queue } })),
  };
  return { spans: tracesOf({ good: 60, bad: 30 * load }, () => publish) };
};

test('a queue that grows is told, one that is full and stays so is not', () => {
  assert.deepEqual(shortly(found(depth(growing))), ['queue:orders queue_lag/growing']);
  assert.deepEqual(found(depth((bad) => (bad ? 500 : 10))), []);
  assert.deepEqual(found(depth(() => 10)), []);
});

test('a queue that fills with no more put into it is not emptied: by its only reader', () => {
  const of = (given: Partial<IncidentData>) =>
    shortly(findingsOf(saturation, { series: [depth(growing)], ...given }));
  assert.deepEqual(of(consumers(['mailer'])), [
    'queue:orders queue_lag/growing',
    'service:mailer queue_lag/slow_consumer',
  ]);
  const ofReader = findingsOf(saturation, { series: [depth(growing)], ...consumers(['mailer']) });
  // It may itself wait for what it calls.
  assert.equal(only(ofReader, 'service:mailer').inherits, true);
  assert.deepEqual(of(consumers(['mailer', 'biller'])), ['queue:orders queue_lag/growing']);
  assert.deepEqual(of(consumers(['mailer'], 3)), ['queue:orders queue_lag/growing']);
});

test('the fuller it is the likelier, and never outside 0 to 1', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (a, b) => {
      const p = (after: number) => pOf(level('a', 'system.filesystem.utilization', '1', 0.1, after));
      const [low, high] = [p(Math.min(a, b)), p(Math.max(a, b))];
      assert.ok(low <= high + 1e-9 && low >= 0 && high <= 1);
    }),
    { numRuns: 40 },
  );
});
