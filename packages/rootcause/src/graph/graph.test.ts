import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import { entityKey, type IncidentData, type Resource } from '../incident.ts';
import { contextOf, logRow } from '../testing/context-of.ts';
import { callTo, type MadeCall, seriesOf, serviceOf, silentCall, tracesOf } from '../testing/made-rows.ts';

const edgesOf = (given: Partial<IncidentData>): string[] => {
  const { graph } = contextOf(given);
  return graph.nodes.flatMap((key) => graph.out(key).map((e) => `${e.from} ${e.kind} ${e.to}`));
};

const once = (request: MadeCall) => tracesOf({ good: 2, bad: 3 }, () => request);

const order: MadeCall = { service: 'order', name: 'POST /orders' };
const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };

test('a call is a child in another service, counted with its weight before and now', () => {
  const spans = once({ service: 'front', name: 'GET /', calls: [callTo('front', order)] }).map((s) => ({
    ...s,
    weight: 10,
  }));
  const { graph } = contextOf({ spans });
  assert.deepEqual(graph.out('service:front'), [
    { from: 'service:front', to: 'service:order', kind: 'call', calls: 30, baselineCalls: 20 },
  ]);
  assert.deepEqual(graph.in('service:order'), graph.out('service:front'));
});

test('a silent party is called where nobody answers; where somebody does, the name of the peer is only another name', () => {
  const peer: ExplanationEntity = { kind: 'external', name: '10.0.0.7' };
  const silent = { service: 'front', name: 'GET /', calls: [silentCall('front', peer, 5)] };
  assert.deepEqual(edgesOf({ spans: once(silent) }), ['service:front call external:10.0.0.7']);
  const answered = { service: 'front', name: 'GET /', calls: [callTo('front', order, 1, { peer })] };
  assert.deepEqual(edgesOf({ spans: once(answered) }), ['service:front call service:order']);
});

test('who takes up a message answers nobody: its producer writes to the queue, the consumer reads from it', () => {
  const handover: MadeCall = {
    service: 'order',
    name: 'publish orders',
    kind: 'producer',
    given: { peer: queue },
    calls: [{ service: 'mailer', name: 'process orders', kind: 'consumer', given: { peer: queue } }],
  };
  assert.deepEqual(edgesOf({ spans: once({ ...order, calls: [handover] }) }), [
    'service:mailer consumes queue:orders',
    'service:mailer consumes service:order',
    'service:order call queue:orders',
  ]);
});

test('known calls have no counts, and no party depends on itself', () => {
  const { graph } = contextOf({
    topology: [
      { from: serviceOf('a'), to: serviceOf('b') },
      { from: serviceOf('a'), to: serviceOf('a') },
    ],
  });
  assert.deepEqual(graph.out('service:a'), [
    { from: 'service:a', to: 'service:b', kind: 'call', calls: null, baselineCalls: null },
  ]);
});

const resource = (service: string, pod: string, node = ''): Resource => ({
  service,
  version: '',
  pod,
  node,
  instance: pod,
  attributes: {},
});

test('services stand on pods and pods on machines; the only pod of a service is the service', () => {
  const resources = {
    r1: resource('a', 'a-1', 'n1'),
    r2: resource('a', 'a-2', 'n2'),
    r3: resource('b', 'b-1', 'n1'),
    r4: resource('', 'nobody', 'n1'),
  };
  assert.deepEqual(edgesOf({ resources }), [
    'pod:a-1 runs_on node:n1',
    'pod:a-2 runs_on node:n2',
    'service:a runs_on pod:a-1',
    'service:a runs_on pod:a-2',
    'service:b runs_on node:n1',
  ]);
  const { graph } = contextOf({ resources });
  assert.equal(entityKey(graph.canonical({ kind: 'pod', name: 'b-1' })), 'service:b');
  assert.equal(entityKey(graph.canonical({ kind: 'pod', name: 'a-1' })), 'pod:a-1');
  assert.equal(entityKey(graph.canonical({ kind: 'pod', name: 'unknown' })), 'pod:unknown');
});

test('a host or workload with the name of a service is the service; an address, a database or a stranger is not', () => {
  const { graph } = contextOf({
    logs: [logRow(1, 'risk', 'hello')],
    series: [seriesOf('10', 'cpu', '1', () => 1)],
  });
  const folded = (kind: ExplanationEntity['kind'], name: string): string =>
    entityKey(graph.canonical({ kind, name }));
  for (const name of ['risk', 'risk:8443', 'risk.shop.svc.cluster.local:8443', 'https://risk.shop/score?x=1'])
    assert.equal(folded('external', name), 'service:risk', name);
  assert.equal(folded('workload', 'risk'), 'service:risk');
  assert.equal(folded('workload', 'risk.shop'), 'workload:risk.shop');
  assert.equal(folded('external', '10.1.2.3:80'), 'external:10.1.2.3:80');
  assert.equal(folded('external', 'risky.shop'), 'external:risky.shop');
  assert.equal(folded('database', 'risk'), 'database:risk');
});

const chain = [
  ['a', 'b'],
  ['b', 'd'],
  ['a', 'c'],
  ['c', 'd'],
  ['d', 'a'],
  ['x', 'b'],
].map(([from = '', to = '']) => ({ from: serviceOf(from), to: serviceOf(to) }));

test('ways are the shortest, ties by key, also in a circle; distances go down from the target only', () => {
  const { graph } = contextOf({
    topology: chain,
    target: { service: 'a', operation: '', symptom: 'unknown', thresholdMs: null },
  });
  assert.deepEqual(graph.path('service:a', 'service:d'), ['service:a', 'service:b', 'service:d']);
  assert.deepEqual(graph.path('service:a', 'service:a'), ['service:a']);
  assert.equal(graph.path('service:a', 'service:x'), null);
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'x'].map((name) => graph.distance(`service:${name}`)),
    [0, 1, 1, 2, Number.POSITIVE_INFINITY],
  );
});

/** front -> order -> the queue, which mailer empties; mailer -> db. */
const handedOver = (target: string) =>
  contextOf({
    target: { service: target, operation: '', symptom: 'unknown', thresholdMs: null },
    spans: once({
      service: 'front',
      name: 'GET /',
      calls: [
        callTo('front', {
          ...order,
          calls: [
            {
              service: 'order',
              name: 'publish orders',
              kind: 'producer',
              given: { peer: queue },
              calls: [
                {
                  service: 'mailer',
                  name: 'process orders',
                  kind: 'consumer',
                  given: { peer: queue },
                  calls: [silentCall('mailer', { kind: 'database', name: 'db' }, 5)],
                },
              ],
            },
          ],
        }),
      ],
    }),
  }).graph;

test('a queue depends on who should empty it, and on nobody who writes to it', () => {
  const graph = handedOver('front');
  assert.deepEqual(graph.dependencies('queue:orders'), ['service:mailer']);
  assert.deepEqual(graph.dependencies('service:order'), ['queue:orders']);
  assert.deepEqual(graph.dependencies('service:mailer'), ['database:db', 'queue:orders', 'service:order']);
  assert.deepEqual(graph.dependencies('service:unheard'), []);
});

test('the trouble of a queue’s reader, and of whom that calls, is within reach of who writes to it', () => {
  const graph = handedOver('front');
  assert.deepEqual(
    ['service:order', 'queue:orders', 'service:mailer', 'database:db'].map((key) => graph.distance(key)),
    [1, 2, 3, 4],
  );
  assert.deepEqual(graph.path('service:order', 'database:db'), [
    'service:order',
    'queue:orders',
    'service:mailer',
    'database:db',
  ]);
});

test('whoever calls the target, over however many steps, leads to it; whom it calls does not', () => {
  const graph = handedOver('order');
  const leading = (g: typeof graph) => g.nodes.filter((key) => g.leadsToTarget(key));
  assert.ok(graph.leadsToTarget('service:front') && graph.leadsToTarget('service:order'));
  assert.ok(!graph.leadsToTarget('queue:orders') && !graph.leadsToTarget('database:db'));
  const { graph: circle } = contextOf({
    topology: chain,
    target: { service: 'b', operation: '', symptom: 'unknown', thresholdMs: null },
  });
  // d calls a, which calls b; nothing leads from c but over d.
  assert.deepEqual(
    leading(circle),
    ['a', 'b', 'c', 'd', 'x'].map((name) => `service:${name}`),
  );
  assert.deepEqual(leading(contextOf({ topology: chain }).graph), []);
});

test('without a target all is asked about, so all is near', () => {
  const { graph } = contextOf({ topology: chain });
  for (const key of graph.nodes) assert.equal(graph.distance(key), 0);
});

test('a target that is no service is found by its name', () => {
  const target = { service: 'orders-db', operation: '', symptom: 'unknown', thresholdMs: null } as const;
  const database: ExplanationEntity = { kind: 'database', name: 'orders-db' };
  const { graph } = contextOf({ target, series: [seriesOf(database, 'cpu', '1', () => 1)] });
  assert.equal(graph.distance('database:orders-db'), 0);
  assert.equal(contextOf({ target }).graph.distance('service:orders-db'), 0);
});

test('a party that no row names is made of its key, colons in its name included', () => {
  assert.deepEqual(contextOf({}).graph.entity('external:registry.io:5000'), {
    kind: 'external',
    name: 'registry.io:5000',
  });
});
