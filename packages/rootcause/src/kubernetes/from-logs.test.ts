import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { kubernetesDetector } from '../detectors/kubernetes.ts';
import { contextOf } from '../testing/context-of.ts';
import { type KubernetesLogRow, kubernetesFromLogs } from './from-logs.ts';
import { TestCluster } from './testing/cluster.ts';

const row = (timeMs: number, body: unknown, attributes: Record<string, string> = {}): KubernetesLogRow => ({
  timeMs,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes,
});
const pod = (name: string, phase: string, resourceVersion = '1') => ({
  kind: 'Pod',
  metadata: { name, namespace: 'shop', resourceVersion },
  status: { phase },
});
const phases = (rows: KubernetesLogRow[]): string[] =>
  kubernetesFromLogs(rows).objects.map(({ metadata, status }) => `${metadata.name} ${String(status?.phase)}`);

test('pulled objects: the newest state of each; who is not in the last pull is gone', () => {
  assert.deepEqual(
    phases([
      row(0, pod('a', 'Pending')),
      row(0, pod('b', 'Running')),
      row(600_000, pod('a', 'Running')),
      row(601_000, pod('c', 'Running')),
    ]),
    ['a Running', 'c Running'],
  );
});

test('watched objects: added, modified, deleted, and added again', () => {
  const watch = (type: string, name: string, phase: string) => ({ type, object: pod(name, phase) });
  assert.deepEqual(
    phases([
      row(1, watch('ADDED', 'a', 'Pending')),
      row(2, watch('MODIFIED', 'a', 'Running')),
      row(1, watch('ADDED', 'b', 'Running')),
      row(9, watch('DELETED', 'b', 'Running')),
    ]),
    ['a Running'],
  );
  assert.deepEqual(
    phases([row(9, watch('DELETED', 'b', 'Running')), row(10, watch('ADDED', 'b', 'Pending'))]),
    ['b Pending'],
  );
});

test('lists, and objects whose kind only the attribute tells', () => {
  assert.deepEqual(
    phases([row(1, { kind: 'PodList', items: [{ metadata: { name: 'a' }, status: { phase: 'Running' } }] })]),
    ['a Running'],
  );
  const [object] = kubernetesFromLogs([
    row(1, { metadata: { name: 'n1' } }, { 'k8s.resource.name': 'nodes' }),
  ]).objects;
  assert.equal(object?.kind, 'Node');
});

test('events as objects, of either API, and as messages with attributes', () => {
  const about = { kind: 'Pod', name: 'a', namespace: 'shop' };
  const { events } = kubernetesFromLogs([
    row(5, {
      kind: 'Event',
      metadata: { name: 'e1', namespace: 'shop' },
      involvedObject: about,
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off',
      count: 4,
      lastTimestamp: '1970-01-01T00:00:03Z',
    }),
    row(6, {
      type: 'ADDED',
      object: {
        kind: 'Event',
        metadata: { name: 'e2', namespace: 'shop' },
        regarding: about,
        type: 'Normal',
        reason: 'Pulled',
        note: 'pulled',
        series: { count: 2, lastObservedTime: '1970-01-01T00:00:04.5Z' },
      },
    }),
    row(7, 'Readiness probe failed', {
      'k8s.event.reason': 'Unhealthy',
      'k8s.event.count': '3',
      'k8s.object.kind': 'Pod',
      'k8s.object.name': 'a',
      'k8s.namespace.name': 'shop',
    }),
  ]);
  assert.deepEqual(events, [
    {
      timeMs: 7,
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed',
      count: 3,
      object: about,
    },
    { timeMs: 3000, type: 'Warning', reason: 'BackOff', message: 'Back-off', count: 4, object: about },
    { timeMs: 4500, type: 'Normal', reason: 'Pulled', message: 'pulled', count: 2, object: about },
  ]);
});

test('other logs are left out, whatever they hold', () => {
  assert.deepEqual(
    kubernetesFromLogs([
      row(1, 'hello'),
      row(1, '{"kind":'),
      row(1, '[]'),
      row(1, { kind: 'Pod' }),
      row(1, { kind: 5, metadata: 'x' }),
    ]),
    { objects: [], events: [], checks: [] },
  );
});

test('a fault is found in the logs of the Collector as in the objects themselves', () => {
  const cluster = new TestCluster().set('Service', 'cart', ['spec', 'selector'], { app: 'carts' });
  const kubernetes = kubernetesFromLogs(cluster.state.objects.map((object) => row(700_000, object)));
  const [found] = kubernetesDetector.detect(contextOf({ kubernetes }));
  assert.equal(`${found?.entity.name} ${found?.detail}`, 'cart service_selector');
});

test('the order of the rows does not matter', () => {
  const rows = [
    row(1, pod('a', 'Pending', '1')),
    row(1, pod('a', 'Running', '2')),
    row(1, pod('b', 'Running')),
    row(2, { type: 'DELETED', object: pod('b', 'Running') }),
    row(3, 'x', { 'k8s.event.reason': 'Killing', 'k8s.object.kind': 'Pod' }),
    row(3, 'y', { 'k8s.event.reason': 'Killing', 'k8s.object.kind': 'Pod' }),
  ];
  const expected = JSON.stringify(kubernetesFromLogs(rows));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(rows, { minLength: rows.length }),
      (shuffled) => JSON.stringify(kubernetesFromLogs(shuffled)) === expected,
    ),
  );
});
