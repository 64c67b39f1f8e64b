import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestCluster } from '../testing/cluster.ts';
import { toldObstacles } from './fit.ts';

const cordon = (cluster: TestCluster, name: string): TestCluster =>
  cluster.set('Node', name, ['spec', 'unschedulable'], true);
const none = '0/3 nodes are available: 3 Preemption is not helpful for scheduling.';

test('labels that no node has: selector, affinity', () => {
  const selector = new TestCluster()
    .template('cart', ['nodeSelector'], { disk: 'ssd' })
    .pending('cart', none);
  const found = selector.findings()[0]!;
  assert.equal(`${found.entity.kind}:${found.entity.name} ${found.detail}`, 'workload:cart node_selector');
  assert.match(found.evidence.map(({ quote }) => quote).join(), /disk=ssd/);
  const affinity = (operator: string, key: string, values?: string[]) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  });
  assert.equal(
    new TestCluster()
      .template('cart', ['affinity'], affinity('In', 'zone', ['a']))
      .pending('cart', none)
      .said()[0],
    'workload:cart node_affinity',
  );
  assert.equal(
    new TestCluster()
      .template('cart', ['affinity'], affinity('Exists', 'gpu'))
      .pending('cart', none)
      .said()[0],
    'workload:cart node_affinity',
  );
  const others = new TestCluster().template('cart', ['affinity'], affinity('NotIn', 'state', ['repair']));
  for (const worker of ['worker-1', 'worker-2'])
    others.set('Node', worker, ['metadata', 'labels', 'state'], 'repair');
  assert.equal(
    others.pending('cart', none).said()[0],
    'workload:cart node_affinity',
    'only the control plane is left',
  );
});

test('nodes that the pod may go to are closed: cordoned, tainted; others do not count', () => {
  const cluster = new TestCluster()
    .set('Node', 'worker-1', ['metadata', 'labels', 'disk'], 'ssd')
    .template('cart', ['nodeSelector'], { disk: 'ssd' });
  assert.equal(cordon(cluster, 'worker-1').pending('cart', none).said()[0], 'workload:cart node_cordoned');
  const tainted = new TestCluster()
    .set('Node', 'worker-1', ['spec', 'taints'], [{ key: 'team', value: 'a', effect: 'NoSchedule' }])
    .set('Node', 'worker-2', ['spec', 'taints'], [{ key: 'team', value: 'a', effect: 'NoExecute' }]);
  assert.equal(tainted.pending('cart', none).said()[0], 'workload:cart untolerated_taint');
  tainted.template('cart', ['tolerations'], [{ key: 'team', operator: 'Equal', value: 'a' }]);
  assert.notEqual(tainted.said()[0], 'workload:cart untolerated_taint');
});

test('requests larger than any node, and room that others have taken', () => {
  const large = new TestCluster()
    .template('cart', ['containers', 0, 'resources', 'requests', 'cpu'], '12')
    .pending('cart', '0/3 nodes are available: 1 node(s) had untolerated taint {x: }, 2 Insufficient cpu.');
  const found = large.findings()[0]!;
  assert.equal(found.detail, 'insufficient_cpu');
  assert.match(found.title!.en, /more cpu \(12\) than any node has/);
  const full = new TestCluster()
    .template('cart', ['containers', 0, 'resources', 'requests', 'memory'], '4Gi')
    .pending(
      'cart',
      '0/3 nodes are available: 1 node(s) had untolerated taint {x: }, 2 Insufficient memory.',
    );
  assert.equal(full.said()[0], 'workload:cart insufficient_memory');
});

test('pods that must not share a node', () => {
  const affinity = {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: {}, topologyKey: 'kubernetes.io/hostname' },
      ],
    },
  };
  const cluster = new TestCluster()
    .template('cart', ['affinity'], affinity)
    .pending(
      'cart',
      "0/3 nodes are available: 1 node(s) had untolerated taint {x: }, 2 node(s) didn't match pod anti-affinity rules.",
    );
  assert.equal(cluster.said()[0], 'workload:cart pod_anti_affinity');
});

test('without nodes the words of the scheduler decide', () => {
  const cluster = new TestCluster().pending(
    'cart',
    "0/5 nodes are available: 1 node(s) were unschedulable, 4 node(s) didn't match pod topology spread constraints.",
  );
  for (const name of ['control', 'worker-1', 'worker-2']) cluster.remove('Node', name);
  assert.equal(cluster.said()[0], 'workload:cart topology_spread');
});

test('a message that is older than the pod it speaks of says nothing', () => {
  assert.deepEqual(
    new TestCluster()
      .event('Pod', 'cart', 'FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.')
      .said(),
    [],
  );
});

test('a node that is down is at fault before the pod that wants to go there', () => {
  const cluster = new TestCluster()
    .template('cart', ['nodeSelector'], { 'kubernetes.io/hostname': 'worker-1' })
    .pending('cart', none);
  cluster.set(
    'Node',
    'worker-1',
    ['status', 'conditions'],
    [
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      },
    ],
  );
  assert.equal(cluster.said()[0], 'node:worker-1 kubelet_down');
});

test('obstacles from the message', () => {
  assert.deepEqual(
    [
      ...toldObstacles(
        "0/4 nodes are available: 1 node(s) had untolerated taint {a: b}, 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
      ),
    ],
    [
      ['taint', 1],
      ['cordoned', 1],
      ['node_affinity', 2],
    ],
  );
  assert.equal(toldObstacles('').size, 0);
});
