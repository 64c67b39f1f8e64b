import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { AlertRow, CallEdge, MetricSeries } from '../../incident.ts';
import { TestCluster } from '../testing/cluster.ts';

const service = (name: string): ExplanationEntity => ({ kind: 'service', name });
const node = (name: string): ExplanationEntity => ({ kind: 'node', name });

/** `before` until the incident at 600 s, `after` from then on, with a little life in it. */
const levels = (
  entity: ExplanationEntity,
  name: string,
  unit: string,
  aggregation: string,
  before: number,
  after: number,
): MetricSeries => {
  const times = Array.from({ length: 60 }, (_, i) => i * 15_000);
  return {
    entity,
    name,
    unit,
    aggregation,
    labels: {},
    timesMs: times,
    values: times.map((time, i) => (time < 600_000 ? before : after) * (1 + 0.02 * Math.sin(i))),
  };
};
const latency = (name: string, before: number, after: number, aggregation = 'p95'): MetricSeries =>
  levels(service(name), 'rpc.server.duration', 'ms', aggregation, before, after);
const calls: CallEdge[] = [
  ['web', 'cart'],
  ['web', 'search'],
  ['cart', 'store'],
].map(([from, to]) => ({ from: service(from!), to: service(to!) }));

test('a container at its CPU limit that is throttled and slow', () => {
  const series = [
    levels(service('search'), 'container.cpu.usage', '{cpu}', 'avg', 0.05, 0.49),
    levels(service('search'), 'container.cpu.throttled_time', 's', 'rate', 0.01, 1.2),
    latency('search', 4, 90),
    latency('web', 20, 160),
  ];
  const found = new TestCluster().findings({ series, topology: calls })[0]!;
  assert.deepEqual(
    [found.entity, found.faultClass, found.detail],
    [{ kind: 'workload', name: 'search' }, 'cpu', 'cpu_overload'],
  );
  assert.match(found.evidence[0]!.text.en, /% of the limit/);
  const surge = new TestCluster().findings({
    series: [...series, levels(service('search'), 'rpc.server.requests', '/s', 'rate', 10, 40)],
    topology: calls,
  })[0]!;
  assert.ok(surge.p < found.p);
  assert.ok(surge.evidence.some(({ stance }) => stance === 'contradicts'));
});

test('memory near its limit', () => {
  const series = [levels(service('cart'), 'container.memory.usage', 'By', 'avg', 40e6, 250e6)];
  assert.equal(new TestCluster().said({ series })[0], 'workload:cart memory_overload');
  assert.deepEqual(
    new TestCluster().said({
      series: [levels(service('cart'), 'container.memory.usage', 'By', 'avg', 40e6, 80e6)],
    }),
    [],
  );
});

/** search runs as so many pods. */
const replicated = (count: number): TestCluster => {
  const cluster = new TestCluster();
  const pod = cluster.find('Pod', 'search');
  for (let i = 1; i < count; i++) {
    const copy = structuredClone(pod);
    copy.metadata.name = `${pod.metadata.name}${i}`;
    cluster.add(copy);
  }
  return cluster;
};
const usedMemory = (bytes: number) => [
  levels(service('search'), 'container.memory.usage', 'By', 'avg', 40e6, bytes),
];

test('use beyond the limit is the sum of several replicas: each is measured by its part', () => {
  // The limit of each is 268 MB.
  assert.deepEqual(replicated(2).said({ series: usedMemory(385e6) }), []);
  assert.equal(replicated(2).said({ series: usedMemory(500e6) })[0], 'workload:search memory_overload');
  // A little more than the limit is still one that is at it.
  assert.equal(replicated(2).said({ series: usedMemory(290e6) })[0], 'workload:search memory_overload');
  assert.equal(replicated(1).said({ series: usedMemory(385e6) })[0], 'workload:search memory_overload');
});

test('the processor is shared out among replicas as well', () => {
  const busy = (cores: number) => ({
    series: [
      levels(service('search'), 'container.cpu.usage', '{cpu}', 'avg', 0.05, cores),
      latency('search', 4, 90),
    ],
    topology: calls,
  });
  const overload = (cores: number) =>
    replicated(4)
      .findings(busy(cores))
      .find(({ detail }) => detail === 'cpu_overload');
  // Half a core each.
  assert.match(overload(1.9)!.evidence[0]!.text.en, /9\d % of the limit/);
  assert.equal(overload(0.9), undefined);
});

test('memory near its limit alone is less sure than with slow requests, and that less than with an alert', () => {
  const p = (more: MetricSeries[], alerts: AlertRow[] = []) =>
    new TestCluster()
      .findings({
        series: [levels(service('cart'), 'container.memory.usage', 'By', 'avg', 40e6, 250e6), ...more],
        alerts,
        topology: calls,
      })
      .find(({ detail }) => detail === 'memory_overload')!.p;
  const alert: AlertRow = {
    name: 'ContainerMemoryNearLimit',
    entity: service('cart'),
    startMs: 610_000,
    severity: 'warning',
    text: 'memory',
    firing: true,
  };
  // Requests that wait for a sick callee fill the memory of who waits for it.
  const [near] = new TestCluster().findings({
    series: [levels(service('cart'), 'container.memory.usage', 'By', 'avg', 40e6, 250e6)],
  });
  assert.equal(near?.inherits, true);
  const [alone, slow, told] = [p([]), p([latency('cart', 5, 220)]), p([], [alert])];
  assert.ok(alone < 0.75 && slow > 0.8 && told > 0.9, `${alone} ${slow} ${told}`);
});

test('a database outside of the cluster that is short of memory or processor stays a database', () => {
  const outside: ExplanationEntity = { kind: 'database', name: 'orders-db' };
  assert.deepEqual(
    new TestCluster().said({ series: [levels(outside, 'memory.utilization', '1', 'avg', 0.3, 0.97)] }),
    ['database:orders-db memory_overload'],
  );
  assert.equal(
    new TestCluster().said({ series: [levels(outside, 'cpu.utilization', '1', 'avg', 0.1, 0.97)] })[0],
    'database:orders-db cpu_overload',
  );
});

test('a machine without CPU or memory left', () => {
  assert.equal(
    new TestCluster().said({
      series: [levels(node('worker-1'), 'k8s.node.cpu.utilization', '%', 'avg', 20, 97)],
    })[0],
    'node:worker-1 cpu_overload',
  );
  assert.equal(
    new TestCluster().said({
      series: [levels(node('worker-1'), 'k8s.node.memory.utilization', '1', 'avg', 0.3, 0.95)],
    })[0],
    'node:worker-1 memory_overload',
  );
  assert.deepEqual(
    new TestCluster().said({
      series: [levels(node('worker-1'), 'k8s.node.cpu.utilization', '%', 'avg', 20, 40)],
    }),
    [],
  );
});

test('packets lost on a machine move the tail, a delay moves the middle', () => {
  const retransmits = (name: string, after: number) =>
    levels(node(name), 'k8s.node.network.tcp.retransmits', '/s', 'rate', 0.01, after);
  const lost = [
    retransmits('worker-1', 8),
    retransmits('worker-2', 0.6),
    latency('cart', 5, 220),
    latency('cart', 2, 3, 'p50'),
  ];
  assert.equal(new TestCluster().said({ series: lost, topology: calls })[0], 'node:worker-1 network_loss');
  const late = [
    retransmits('worker-1', 0.9),
    latency('cart', 2, 3000, 'p50'),
    latency('web', 15, 9000, 'p50'),
  ];
  assert.equal(new TestCluster().said({ series: late, topology: calls })[0], 'node:worker-1 network_delay');
  assert.deepEqual(new TestCluster().said({ series: [retransmits('worker-1', 8)] }), [], 'nobody is slow');
});

test('only latency moved: the deepest party that explains all that is slow', () => {
  const deep = [
    latency('web', 20, 500),
    latency('cart', 5, 400),
    latency('search', 4, 4.1),
    latency('store', 1, 300),
  ];
  assert.equal(new TestCluster().said({ series: deep, topology: calls })[0], 'workload:store network_delay');
  const entry = [latency('web', 20, 9000), latency('cart', 5, 2000), latency('search', 4, 2100)];
  assert.equal(
    new TestCluster().said({ series: entry, topology: calls })[0],
    'workload:web network_delay',
    'all its own calls',
  );
});

test('a service that calls a busy database is less surely slow by itself', () => {
  const db: ExplanationEntity = { kind: 'database', name: 'orders-db' };
  const topology = [...calls, { from: service('cart'), to: db }];
  const p = (name: string, after: number) =>
    new TestCluster()
      .findings({
        series: [latency('web', 20, 500), latency('cart', 5, 400), levels(db, name, '1', 'avg', 0.2, after)],
        topology,
      })
      .find(({ entity, detail }) => entity.name === 'cart' && detail === 'network_delay')!.p;
  const calm = p('cpu.utilization', 0.2);
  assert.ok(Math.abs(p('cpu.utilization', 0.6) - calm / 2) < 1e-4);
  assert.equal(p('db.requests', 0.6), calm);
});

test('a callee without figures of its own may be the slow one, with less belief', () => {
  const found = new TestCluster().findings({
    series: [latency('web', 20, 500), latency('cart', 5, 400)],
    topology: calls,
  });
  assert.equal(found[0]!.entity.name, 'cart');
  assert.ok(found.some(({ entity, p }) => entity.name === 'store' && p < found[0]!.p));
});

test('alerts alone: what they say of whom', () => {
  const alert = (entity: ExplanationEntity, name: string): AlertRow => ({
    name,
    entity,
    startMs: 610_000,
    severity: 'warning',
    text: name,
    firing: true,
  });
  const cpu = [
    alert(service('search'), 'CPUThrottlingHigh'),
    alert(service('search'), 'container CPU usage above 90 %'),
    alert(service('search'), 'HighLatencyP95'),
  ];
  assert.equal(new TestCluster().said({ alerts: cpu, topology: calls })[0], 'workload:search cpu_overload');
  assert.deepEqual(
    new TestCluster().said({ alerts: cpu.map((one) => ({ ...one, firing: false })), topology: calls }),
    [],
  );
});

test('a state that is proven makes figures effects', () => {
  const cluster = new TestCluster()
    .waits('cart', 'ImagePullBackOff')
    .event('Pod', 'cart', 'Failed', 'Failed to pull image "x": not found');
  assert.deepEqual(cluster.said({ series: [latency('web', 20, 500)], topology: calls }), [
    'workload:cart image_reference',
  ]);
});
