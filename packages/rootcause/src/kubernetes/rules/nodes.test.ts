import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowMs, TestCluster } from '../testing/cluster.ts';

const ready = (status: string, reason: string, message: string) => [
  { type: 'Ready', status, reason, message },
];

test('a unit of the machine that does not run', () => {
  for (const [unit, detail] of [
    ['kubelet', 'kubelet_down'],
    ['containerd', 'container_runtime_down'],
    ['kube-proxy.service', 'kube_proxy_down'],
    ['kube-scheduler', 'scheduler_down'],
    ['chronyd', 'node_unit_down'],
  ] as const) {
    const found = new TestCluster().unit('worker-1', unit, false).findings()[0]!;
    assert.deepEqual([found.entity, found.detail], [{ kind: 'node', name: 'worker-1' }, detail]);
  }
  assert.deepEqual(new TestCluster().unit('worker-1', 'kubelet', true).said(), []);
});

test('pods of the machine suffer, they are not at fault', () => {
  const cluster = new TestCluster()
    .unit('worker-2', 'containerd', false)
    .waits('cart', 'ContainerCreating')
    .waits('store', 'CrashLoopBackOff', '', { terminated: { exitCode: 1 } }, 3);
  const found = cluster.findings();
  assert.equal(found[0]!.entity.name, 'worker-2');
  assert.ok(found.slice(1).every(({ p }) => p < 0.5));
});

test('conditions: why a node is not ready, and what it is short of', () => {
  const cases: [reason: string, message: string, detail: string][] = [
    ['NodeStatusUnknown', 'Kubelet stopped posting node status.', 'kubelet_down'],
    ['KubeletNotReady', 'container runtime is down', 'container_runtime_down'],
    [
      'KubeletNotReady',
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
      'cni_down',
    ],
    ['KubeletNotReady', 'something else', 'node_not_ready'],
  ];
  for (const [reason, message, detail] of cases)
    assert.equal(
      new TestCluster()
        .set('Node', 'worker-1', ['status', 'conditions'], ready('False', reason, message))
        .said()[0],
      `node:worker-1 ${detail}`,
    );
  for (const [type, detail] of [
    ['MemoryPressure', 'node_memory_pressure'],
    ['DiskPressure', 'node_disk_pressure'],
    ['PIDPressure', 'node_pid_pressure'],
  ])
    assert.equal(
      new TestCluster()
        .set(
          'Node',
          'worker-1',
          ['status', 'conditions'],
          [
            { type: 'Ready', status: 'True' },
            { type, status: 'True' },
          ],
        )
        .said()[0],
      `node:worker-1 ${detail}`,
    );
});

test('a silent kubelet that runs is out of reach', () => {
  const cluster = new TestCluster()
    .unit('worker-1', 'kubelet', true)
    .set(
      'Node',
      'worker-1',
      ['status', 'conditions'],
      ready('Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.'),
    );
  assert.equal(cluster.said()[0], 'node:worker-1 node_unreachable');
});

test('sandboxes that fail at the socket of the runtime, or for want of a network', () => {
  const socket = 'rpc error: dial unix /run/containerd/containerd.sock: connect: no such file or directory';
  const cluster = new TestCluster()
    .waits('cart', 'ContainerCreating')
    .event('Pod', 'cart', 'FailedCreatePodSandBox', socket);
  assert.equal(cluster.said()[0], 'node:worker-2 container_runtime_down');
  assert.deepEqual(cluster.unit('worker-2', 'containerd', true).said(), [], 'it runs by now');
  const network = new TestCluster()
    .waits('cart', 'ContainerCreating')
    .event(
      'Pod',
      'cart',
      'FailedCreatePodSandBox',
      'plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set',
    );
  assert.equal(network.said()[0], 'node:worker-2 pod_ip_exhausted');
});

test('old events of a node that is well say nothing', () => {
  const cluster = new TestCluster()
    .event(
      'Node',
      'worker-1',
      'ContainerGCFailed',
      'dial unix /run/containerd/containerd.sock: connect: no such file or directory',
    )
    .event('Node', 'worker-1', 'Rebooted', 'Node worker-1 has been rebooted');
  assert.deepEqual(cluster.said(), []);
});

test('pods that wait without a word of the scheduler', () => {
  const waiting = new TestCluster().pending('cart');
  assert.equal(waiting.said()[0], 'node:control scheduler_down');
  waiting.set('Pod', 'cart', ['metadata', 'creationTimestamp'], new Date(nowMs - 5000).toISOString());
  assert.deepEqual(waiting.said(), [], 'the pod is young');
  const other = new TestCluster().template('cart', ['schedulerName'], 'batch').pending('cart');
  assert.equal(other.said()[0], 'workload:cart scheduler_name');
  const works = new TestCluster()
    .pending('cart')
    .event('Pod', 'web', 'Scheduled', 'assigned', { type: 'Normal', timeMs: nowMs - 1000 });
  assert.deepEqual(works.said(), []);
});

const coredns = (readyReplicas: number) => ({
  kind: 'Deployment',
  metadata: { name: 'coredns', namespace: 'kube-system' },
  spec: { replicas: 2, template: { metadata: { labels: { 'k8s-app': 'kube-dns' } }, spec: {} } },
  status: { readyReplicas },
});

test("the cluster's name service", () => {
  assert.equal(new TestCluster().add(coredns(0)).said()[0], 'workload:coredns cluster_dns_down');
  assert.deepEqual(new TestCluster().add(coredns(2)).said(), []);
});

test("pods of the control plane and of the node's agents", () => {
  const proxy = (status: string) => ({
    kind: 'Pod',
    metadata: { name: 'kube-proxy-x1', namespace: 'kube-system' },
    spec: { nodeName: 'worker-1', containers: [{ name: 'p' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status }] },
  });
  assert.equal(new TestCluster().add(proxy('False')).said()[0], 'node:worker-1 kube_proxy_down');
  assert.deepEqual(new TestCluster().add(proxy('True')).said(), []);
});
