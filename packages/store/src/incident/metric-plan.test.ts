import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CatalogueRow, planMetrics } from './metric-plan.ts';

let ids = 1;
const row = (more: Partial<CatalogueRow>): CatalogueRow => ({
  id: String(ids++),
  name: 'requests',
  type: 'gauge',
  unit: '1',
  temporality: 'unspecified',
  monotonic: false,
  service: 'order',
  resource: '1',
  attributes: {},
  pod: '',
  node: '',
  host: '',
  namespace: '',
  workload: '',
  instance: '',
  ...more,
});
const plan = (rows: CatalogueRow[], budget = 100) => planMetrics(rows, { budget, target: 'order' });
const shown = ({ plan: { lines } }: ReturnType<typeof plan>): string[] =>
  lines.map((l) => `${l.entity.kind} ${l.entity.name} ${l.name} ${JSON.stringify(l.labels)}`).sort();

test('instances of a service are one line, and its pods lines of their own while there is room', () => {
  const rows = [
    row({ resource: '1', pod: 'order-a' }),
    row({ resource: '2', pod: 'order-b' }),
    row({ resource: '1', pod: 'order-a', attributes: { route: '/pay' } }),
  ];
  assert.deepEqual(shown(plan(rows)), [
    'pod order-a requests {"route":"/pay"}',
    'pod order-a requests {}',
    'pod order-b requests {}',
    'service order requests {"route":"/pay"}',
    'service order requests {}',
  ]);
  assert.deepEqual(shown(plan(rows, 2)), [
    'service order requests {"route":"/pay"}',
    'service order requests {}',
  ]);
  // Each stored series is read once, whatever the number of its lines.
  assert.deepEqual(Object.keys(plan(rows).plan.series).length, 3);
});

test('figures of machines, pods and receivers are of what they are about, not of who sent them', () => {
  const rows = [
    row({ name: 'system.cpu.utilization', service: 'agent', host: 'node-1' }),
    row({ name: 'k8s.pod.memory.usage', service: 'unknown_service', pod: 'order-a' }),
    row({ name: 'k8s.deployment.available', service: 'unknown_service', workload: 'order' }),
    row({ name: 'redis.clients.blocked', service: 'unknown_service', instance: 'cache-1' }),
    row({ name: 'kafka.consumer_group.lag', service: 'unknown_service', attributes: { topic: 'orders' } }),
    row({ name: 'redis.clients.blocked', service: 'order' }),
  ];
  assert.deepEqual(shown(plan(rows)), [
    'cache cache-1 redis.clients.blocked {}',
    'node node-1 system.cpu.utilization {}',
    'pod order-a k8s.pod.memory.usage {}',
    'queue orders kafka.consumer_group.lag {"topic":"orders"}',
    'service order redis.clients.blocked {}',
    'workload order k8s.deployment.available {}',
  ]);
});

test('when there are too many, the largest metric loses its attributes; then the target and its ground come first', () => {
  const users = Array.from({ length: 50 }, (_, i) => row({ name: 'by.user', attributes: { user: `u${i}` } }));
  const others = ['a', 'b', 'c'].map((service) => row({ name: 'duration', type: 'histogram', service }));
  const own = row({ name: 'duration', type: 'histogram' });
  const fits = plan([...users, ...others, own], 30);
  assert.equal(fits.plan.lines.length, 5);
  assert.deepEqual(fits.truncated, []);
  assert.equal(fits.plan.lines.find((l) => l.name === 'by.user')?.labels.user, undefined);

  const tight = plan([...users, ...others, own], 6);
  assert.deepEqual(shown(tight), ['service order by.user {}', 'service order duration {}']);
  assert.deepEqual(tight.truncated, ['metrics: 3 of 5 metrics were not read']);
});

test('the plan does not depend on the order of the catalogue', () => {
  const rows = [
    ...Array.from({ length: 30 }, (_, i) => row({ name: `m${i % 7}`, attributes: { k: String(i) } })),
    row({ pod: 'p1', resource: '5' }),
    row({ pod: 'p2', resource: '6' }),
  ];
  assert.deepEqual(shown(plan(rows.toReversed(), 20)), shown(plan(rows, 20)));
});
