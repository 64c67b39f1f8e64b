import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestCluster } from '../testing/cluster.ts';

const variable = (field: string, name: string, key: string, optional = false) => [
  { name: 'LEVEL', valueFrom: { [field]: { name, key, optional } } },
];

test('objects and keys that are named and do not exist, with the name that was meant', () => {
  const cases: [env: unknown[], message: string, detail: string][] = [
    [variable('configMapKeyRef', 'setting', 'level'), 'configmap "setting" not found', 'missing_configmap'],
    [variable('secretKeyRef', 'key', 'token'), 'secret "key" not found', 'missing_secret'],
    [
      variable('configMapKeyRef', 'settings', 'leve'),
      "couldn't find key leve in ConfigMap shop/settings",
      'missing_configmap_key',
    ],
    [
      variable('secretKeyRef', 'keys', 'tokens'),
      "couldn't find key tokens in Secret shop/keys",
      'missing_secret_key',
    ],
  ];
  for (const [env, message, detail] of cases) {
    const cluster = new TestCluster()
      .template('cart', ['containers', 0, 'env'], env)
      .waits('cart', 'CreateContainerConfigError', message);
    const found = cluster.findings()[0]!;
    assert.equal(`${found.entity.name} ${found.detail}`, `cart ${detail}`);
    assert.ok(found.p >= 0.95);
  }
  const near = new TestCluster()
    .template('cart', ['containers', 0, 'env'], cases[0]![0])
    .waits('cart', 'CreateContainerConfigError', cases[0]![1])
    .findings()[0]!;
  assert.match(near.remediation!.en, /settings exists/);
});

test('a volume of an object that does not exist', () => {
  const cluster = new TestCluster()
    .template('cart', ['volumes'], [{ name: 'conf', configMap: { name: 'files' } }])
    .waits('cart', 'ContainerCreating');
  assert.equal(cluster.said()[0], 'workload:cart missing_configmap', 'by the objects alone');
  cluster.event(
    'Pod',
    'cart',
    'FailedMount',
    'MountVolume.SetUp failed for volume "conf" : configmap "files" not found',
  );
  const found = cluster.findings()[0]!;
  assert.equal(found.detail, 'missing_configmap');
  assert.ok(found.p >= 0.95);
});

test('optional references, and pods that run all the same, say nothing', () => {
  const optional = new TestCluster()
    .template('cart', ['containers', 0, 'env'], variable('configMapKeyRef', 'gone', 'a', true))
    .waits('cart', 'ContainerCreating');
  assert.deepEqual(optional.said(), []);
  assert.deepEqual(
    new TestCluster()
      .template('cart', ['containers', 0, 'env'], variable('configMapKeyRef', 'gone', 'a'))
      .said(),
    [],
  );
  const repaired = new TestCluster()
    .waits('cart', 'ContainerCreating')
    .event('Pod', 'cart', 'Failed', 'Error: configmap "settings" not found');
  assert.deepEqual(repaired.said(), [], 'it exists by now');
});
