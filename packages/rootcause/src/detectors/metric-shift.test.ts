import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData, MetricSeries } from '../incident.ts';
import { testIncident } from '../testing/context-of.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { ripple, seriesOf, serviceOf } from '../testing/made-rows.ts';
import { metricShift } from './metric-shift.ts';
import { residual } from './residual.ts';

/** A steady level that changes with the incident. */
const level = (
  entity: ExplanationEntity | string,
  name: string,
  unit: string,
  before: number,
  after: number,
  given: Partial<MetricSeries> = {},
): MetricSeries =>
  seriesOf(entity, name, unit, (bad, i) => (bad ? after : before) * (1 + ripple(i) * 0.001), given);

const shiftsOf = (...series: MetricSeries[]) => findingsOf(metricShift, { series });

test('each figure is read as what it says of its owner', () => {
  const read = (name: string, unit: string, before: number, after: number) =>
    shortly(shiftsOf(level('a', name, unit, before, after)));
  assert.deepEqual(read('process.cpu.utilization', '1', 0.2, 0.9), ['service:a cpu']);
  assert.deepEqual(read('process.memory.usage', 'By', 1e8, 9e8), ['service:a memory']);
  assert.deepEqual(read('system.filesystem.utilization', '1', 0.5, 0.99), ['service:a disk']);
  assert.deepEqual(read('jvm.gc.duration', 's', 0.01, 0.9), ['service:a gc_pressure']);
  assert.deepEqual(read('redis.keyspace.hit_ratio', '1', 0.95, 0.2), ['service:a cache']);
  assert.deepEqual(read('availability', '1', 0.999, 0.7), ['service:a unknown']);
  assert.deepEqual(read('shop.payments', '', 100, 3), ['service:a unknown']);
});

test('what gets better, stays, or has a detector of its own is not told', () => {
  const none = (name: string, unit: string, before: number, after: number) =>
    assert.deepEqual(shiftsOf(level('a', name, unit, before, after)), [], name);
  none('process.cpu.utilization', '1', 0.9, 0.2);
  none('process.cpu.utilization', '1', 0.2, 0.2);
  none('http_requests_total', '/s', 10, 90);
  none('k8s.container.memory_limit', 'By', 1e8, 9e8);
});

test('less room on a disk or in memory is as much as more use; more room is no fault', () => {
  const free = (name: string, before: number, after: number) =>
    shortly(shiftsOf(level('a', name, 'By', before, after)));
  assert.deepEqual(free('node_filesystem_avail_bytes', 9e9, 1e8), ['service:a disk']);
  assert.deepEqual(free('k8s.node.memory.available', 9e9, 1e8), ['service:a memory']);
  assert.deepEqual(free('node_filesystem_avail_bytes', 1e8, 9e9), []);
});

test('the more it moved the likelier, and by one finding per entity and reading, its strongest series first', () => {
  const p = (after: number) =>
    only(shiftsOf(level('a', 'process.cpu.utilization', '1', 0.2, after)), 'service:a cpu').p;
  assert.ok(p(0.25) < p(0.4) && p(0.4) < p(0.9) && p(0.9) <= 1);
  const found = only(
    shiftsOf(
      level('a', 'process.cpu.utilization', '1', 0.2, 0.4),
      level('a', 'container.cpu.usage', '1', 0.2, 0.9),
    ),
    'service:a cpu',
  );
  assert.deepEqual(
    found.evidence.map(({ subject }) => subject),
    ['container.cpu.usage (avg)', 'process.cpu.utilization (avg)'],
  );
  const [first] = found.evidence;
  assert.ok(Math.abs((first?.before ?? 0) - 0.2) < 0.01 && Math.abs((first?.after ?? 0) - 0.9) < 0.01);
  assert.equal(found.onsetMs, testIncident.startMs);
});

test('symptoms are inherited by callers, resources are not', () => {
  const found = shiftsOf(
    level('a', 'http.server.request.duration', 'ms', 100, 900),
    level('a', 'process.cpu.utilization', '1', 0.2, 0.9),
  );
  assert.equal(only(found, 'service:a unknown').inherits, true);
  assert.equal(only(found, 'service:a cpu').inherits, false);
});

test('waits for locks are read as such, and may be inherited from what the holder of the lock waits for', () => {
  const [found] = shiftsOf(level({ kind: 'database', name: 'db' }, 'mysql.row_lock.waits', '/s', 1, 90));
  assert.deepEqual([found?.faultClass, found?.inherits], ['lock_contention', true]);
});

test('how many connections a server holds is its clients’ doing; of a service it counts as before', () => {
  const p = (entity: ExplanationEntity, name = 'server.connections') =>
    shiftsOf(level(entity, name, '', 100, 900))[0]!.p;
  const service = p(serviceOf('a'));
  assert.equal(p({ kind: 'pod', name: 'a-1' }), service);
  for (const kind of ['database', 'cache', 'queue'] as const)
    assert.ok(Math.abs(p({ kind, name: 'd' }) - 0.6 * service) < 1e-9, kind);
  // Other figures of a server are its own.
  const latency = 'http.server.request.duration';
  assert.equal(p({ kind: 'database', name: 'd' }, latency), p(serviceOf('a'), latency));
});

test('what a service measures of those it calls says little of itself', () => {
  const p = (name: string) => only(shiftsOf(level('a', name, 'ms', 100, 900)), 'service:a').p;
  assert.ok(p('http.client.request.duration') < 0.5 * p('http.server.request.duration'));
});

test('a processor that only follows the load is hardly blamed', () => {
  const p = (load: number) =>
    only(
      shiftsOf(
        level('a', 'process.cpu.utilization', '1', 0.2, 0.6),
        level('a', 'http_requests_total', '/s', 100, 100 * load),
      ),
      'service:a cpu',
    ).p;
  assert.ok(p(3) < 0.5 * p(1));
});

test('few points say less', () => {
  const p = (stepMs: number) =>
    only(
      shiftsOf(seriesOf('a', 'process.cpu.utilization', '1', (bad) => (bad ? 0.9 : 0.2), { stepMs })),
      'service:a cpu',
    ).p;
  assert.ok(p(150_000) < p(15_000));
});

const topology = [{ from: serviceOf('front'), to: serviceOf('back') }];
/** Latency of back, and of front as so many ms plus all that back takes, plus its own more in the incident. */
const pair = (backAfter: number, ownAfter: number, given: Partial<IncidentData> = {}) => {
  const wave = (i: number): number => 10 * Math.sin(i / 3);
  const back = (bad: boolean, i: number): number => (bad ? backAfter : 50) + wave(i);
  return findingsOf(residual, {
    topology,
    series: [
      seriesOf('back', 'http.server.request.duration', 'ms', back),
      seriesOf(
        'front',
        'http.server.request.duration',
        'ms',
        (bad, i) => 100 + back(bad, i) + ripple(i) * 0.5 + (bad ? ownAfter : 0),
      ),
    ],
    ...given,
  });
};

test('what the callee explains is not the caller’s own', () => {
  // Findings of a hundredth and less are not weighed at all.
  assert.deepEqual(shortly(pair(500, 0), 0.01), []);
});

test('what the callee does not explain is: with what would have been usual as before', () => {
  const found = only(pair(50, 300), 'service:front unknown');
  assert.ok(found.p > 0.5);
  const [evidence] = found.evidence;
  assert.ok(Math.abs((evidence?.before ?? 0) - 150) < 15, String(evidence?.before));
  assert.ok(Math.abs((evidence?.after ?? 0) - 450) < 15);
});

test('a callee that is sick itself leaves doubt in what is left', () => {
  const p = only(pair(500, 900), 'service:front unknown').p;
  assert.ok(p < 0.5 * only(pair(50, 900), 'service:front unknown').p);
});

test('without known calls, or with a short normal time, nothing is left over to tell', () => {
  assert.deepEqual(pair(50, 300, { topology: [] }), []);
  assert.deepEqual(pair(50, 300, { baseline: { startMs: 450_000, endMs: 600_000 } }), []);
});
