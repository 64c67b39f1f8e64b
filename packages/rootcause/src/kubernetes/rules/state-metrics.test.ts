import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kubernetesDetector } from '../../detectors/kubernetes.ts';
import type { MetricSeries } from '../../incident.ts';
import { contextOf } from '../../testing/context-of.ts';
import { TestCluster } from '../testing/cluster.ts';

const gauge = (
  name: string,
  labels: Record<string, string>,
  before: number,
  after: number,
): MetricSeries => ({
  entity: { kind: 'external', name: 'kube-state-metrics' },
  name,
  unit: '',
  aggregation: '',
  labels,
  timesMs: [300_000, 700_000],
  values: [before, after],
});
const said = (...series: MetricSeries[]): string[] =>
  kubernetesDetector
    .detect(contextOf({ series }))
    .map(({ entity, detail }) => `${entity.kind}:${entity.name} ${detail}`);

test('reasons of waiting and ended containers, by either convention of names', () => {
  assert.deepEqual(
    said(
      gauge(
        'kube_pod_container_status_waiting_reason',
        { pod: 'cart-7c5f46fc47-abcde', reason: 'ImagePullBackOff' },
        0,
        1,
      ),
    ),
    ['workload:cart image_pull'],
  );
  assert.deepEqual(
    said(
      gauge(
        'kube_pod_container_status_last_terminated_reason',
        { pod: 'store-0', reason: 'OOMKilled' },
        0,
        1,
      ),
    ),
    ['workload:store oom_killed'],
  );
  assert.deepEqual(
    said(
      gauge(
        'k8s.container.status.reason',
        { 'k8s.deployment.name': 'cart', 'k8s.container.status.reason': 'CrashLoopBackOff' },
        0,
        1,
      ),
    ),
    ['workload:cart crash_loop'],
  );
  assert.deepEqual(said(gauge('kube_pod_status_unschedulable', { pod: 'cart-7c5f46fc47-abcde' }, 0, 1)), [
    'workload:cart unschedulable',
  ]);
});

test('nodes that are not ready or in want', () => {
  assert.deepEqual(
    said(gauge('kube_node_status_condition', { node: 'n1', condition: 'Ready', status: 'unknown' }, 0, 1)),
    ['node:n1 node_not_ready'],
  );
  assert.deepEqual(said(gauge('k8s.node.condition_ready', { 'k8s.node.name': 'n1' }, 1, 0)), [
    'node:n1 node_not_ready',
  ]);
  assert.deepEqual(
    said(
      gauge('kube_node_status_condition', { node: 'n1', condition: 'DiskPressure', status: 'true' }, 0, 1),
    ),
    ['node:n1 node_disk_pressure'],
  );
});

test('what stood before already, what is zero and what has no known reason say nothing', () => {
  assert.deepEqual(
    said(gauge('kube_pod_container_status_waiting_reason', { pod: 'a-b', reason: 'CrashLoopBackOff' }, 1, 1)),
    [],
  );
  assert.deepEqual(
    said(gauge('kube_pod_container_status_waiting_reason', { pod: 'a-b', reason: 'CrashLoopBackOff' }, 0, 0)),
    [],
  );
  assert.deepEqual(
    said(
      gauge('kube_pod_container_status_waiting_reason', { pod: 'a-b', reason: 'ContainerCreating' }, 0, 1),
    ),
    [],
  );
  assert.deepEqual(
    said(gauge('kube_pod_container_status_waiting_reason', { pod: 'a-b', reason: 'constructor' }, 0, 1)),
    [],
  );
});

test('objects know better: where pods were given, their metrics are not read', () => {
  assert.deepEqual(
    new TestCluster().said({
      series: [
        gauge(
          'kube_pod_container_status_waiting_reason',
          { pod: 'cart-x', reason: 'CrashLoopBackOff' },
          0,
          1,
        ),
      ],
    }),
    [],
  );
});
