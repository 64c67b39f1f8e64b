import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowMs, TestCluster } from '../testing/cluster.ts';

const refused = (message: string): TestCluster =>
  new TestCluster().withoutPods('cart').refused('cart', message);

test('a quota that is used up is the fault of the namespace', () => {
  const cases: [resource: string, detail: string][] = [
    ['requests.cpu=1', 'namespace_cpu_quota'],
    ['limits.memory=1Gi', 'namespace_memory_quota'],
    ['pods=1', 'namespace_pod_quota'],
    ['requests.ephemeral-storage=1Gi', 'namespace_ephemeral_storage_quota'],
    ['count/widgets.example.com=1', 'namespace_widgets_quota'],
  ];
  for (const [resource, detail] of cases) {
    const found = refused(
      `exceeded quota: compute, requested: ${resource}, used: x=9, limited: x=9`,
    ).findings()[0]!;
    assert.deepEqual([found.entity, found.detail], [{ kind: 'namespace', name: 'shop' }, detail]);
    assert.match(found.title!.en, /cart/);
  }
});

test('a service account that does not exist, and one that was created a moment later', () => {
  const gone = refused(
    'error looking up service account shop/carts: serviceaccount "carts" not found',
  ).findings()[0]!;
  assert.deepEqual([gone.entity.name, gone.detail], ['cart', 'missing_service_account']);
  assert.match(gone.remediation!.en, /cart/, 'the name that was meant');
  assert.deepEqual(
    refused('error looking up service account shop/cart: serviceaccount "cart" not found')
      .said()
      .filter((one) => one.includes('service_account')),
    [],
  );
  assert.deepEqual(
    new TestCluster().refused('cart', 'serviceaccount "cart" not found').said(),
    [],
    'its pods are there by now',
  );
});

test('who refuses is told by the words of the API server', () => {
  const cases: [message: string, said: string][] = [
    [
      'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
      'workload:cart pod_security',
    ],
    ['maximum memory usage per Container is 128Mi, but limit is 256Mi', 'namespace:shop limit_range'],
    ['failed quota: compute: must specify limits.cpu for: main', 'workload:cart quota_needs_requests'],
    ['no PriorityClass with name urgent was found', 'workload:cart missing_priority_class'],
  ];
  for (const [message, said] of cases) assert.equal(refused(message).said()[0], said);
  const webhook = new TestCluster().withoutPods('cart');
  const set = webhook.state.objects.find(
    ({ kind, metadata }) => kind === 'ReplicaSet' && metadata.name.startsWith('cart-'),
  )!.metadata.name;
  webhook.event(
    'ReplicaSet',
    set,
    'FailedCreate',
    'Internal error occurred: failed calling webhook "inject.mesh.example": connection refused',
  );
  assert.equal(webhook.said()[0], 'external:inject.mesh.example admission_webhook_unavailable');
});

test('the condition of the workload tells the same when events are gone', () => {
  const cluster = new TestCluster().withoutPods('cart');
  cluster.set(
    'Deployment',
    'cart',
    ['status', 'conditions'],
    [
      {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message:
          'pods "cart-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3',
      },
    ],
  );
  assert.equal(cluster.said()[0], 'namespace:shop namespace_pod_quota');
});

const quota = (hard: Record<string, string>, used: Record<string, string>) => ({
  kind: 'ResourceQuota',
  metadata: { name: 'limits', namespace: 'shop' },
  spec: { hard },
  status: { hard, used },
});

test('a Service that others call and that no quota let be', () => {
  const missing = new TestCluster().remove('Service', 'cart');
  const alone = missing.findings()[0]!;
  assert.equal(`${alone.entity.name} ${alone.detail}`, 'cart missing_service');
  missing.add(quota({ services: '3' }, { services: '3' }));
  assert.equal(missing.said()[0], 'namespace:shop namespace_service_quota');
});

test('a claim that does not exist: by its quota, or because nobody made it', () => {
  const waits = (): TestCluster =>
    new TestCluster()
      .remove('PersistentVolumeClaim', 'store-data')
      .pending('store', '0/3 nodes are available: persistentvolumeclaim "store-data" not found.')
      .set('PersistentVolume', 'store-data-volume', ['spec', 'claimRef'], undefined);
  assert.equal(waits().said()[0], 'workload:store missing_pvc');
  const storage = (used: string) => quota({ 'requests.storage': '10Gi' }, { 'requests.storage': used });
  assert.equal(waits().add(storage('9728Mi')).said()[0], 'namespace:shop namespace_storage_quota');
  assert.equal(waits().add(storage('2Gi')).said()[0], 'workload:store missing_pvc', 'there was room for it');
});

test('old refusals of a workload that has its pods are history', () => {
  const cluster = new TestCluster().refused(
    'cart',
    'exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3',
  );
  cluster.state.events[0]!.timeMs = nowMs - 250_000;
  assert.deepEqual(cluster.said(), []);
});
