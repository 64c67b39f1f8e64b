import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logRow } from '../../testing/context-of.ts';
import { nowMs, TestCluster } from '../testing/cluster.ts';

/** The claim of `store` is not bound; the volume that was made for it is free. */
const unbound = (): TestCluster =>
  new TestCluster()
    .pending('store', '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.')
    .set('PersistentVolumeClaim', 'store-data', ['status', 'phase'], 'Pending')
    .set('PersistentVolumeClaim', 'store-data', ['spec', 'volumeName'], '')
    .set('PersistentVolume', 'store-data-volume', ['status', 'phase'], 'Available')
    .set('PersistentVolume', 'store-data-volume', ['spec', 'claimRef'], undefined);

test('where claim and volume do not agree', () => {
  const cases: [path: string[], value: unknown, detail: string][] = [
    [['spec', 'resources', 'requests', 'storage'], '5Gi', 'pvc_capacity'],
    [['spec', 'accessModes'], ['ReadWriteMany'], 'pvc_access_mode'],
    [['spec', 'selector'], { matchLabels: { tier: 'fast' } }, 'pvc_selector'],
    [['spec', 'storageClassName'], 'fast', 'pvc_storage_class'],
    [['spec', 'volumeMode'], 'Block', 'pvc_volume_mode'],
  ];
  for (const [path, value, detail] of cases)
    assert.equal(
      unbound().set('PersistentVolumeClaim', 'store-data', path, value).said()[0],
      `workload:store ${detail}`,
    );
});

test('a volume that another claim has, and one that does not exist', () => {
  const taken = unbound().set('PersistentVolume', 'store-data-volume', ['spec', 'claimRef'], {
    namespace: 'shop',
    name: 'other',
  });
  const found = taken.findings()[0]!;
  assert.equal(found.detail, 'pv_already_bound');
  assert.match(found.evidence[0]!.quote, /shop\/other/);
  assert.equal(
    unbound().remove('PersistentVolume', 'store-data-volume').said()[0],
    'workload:store pv_missing',
  );
  assert.equal(
    unbound().set('PersistentVolumeClaim', 'store-data', ['spec', 'volumeName'], 'gone').said()[0],
    'workload:store pv_missing',
  );
});

test('a claim that fits and is only young says nothing', () => {
  assert.deepEqual(unbound().said(), []);
});

test('what the kubelet could not mount', () => {
  const cases: [reason: string, message: string, detail: string][] = [
    [
      'FailedAttachVolume',
      'Multi-Attach error for volume "v" Volume is already used by pod(s) x',
      'volume_multi_attach',
    ],
    [
      'FailedMount',
      'MountVolume.SetUp failed for volume "data" : hostPath type check failed: /srv/data is not a directory',
      'volume_host_path',
    ],
    ['FailedMount', 'mount.nfs: access denied by server while mounting', 'volume_permission'],
    ['FailedMount', 'mount.nfs: Connection timed out', 'volume_server_unreachable'],
    [
      'FailedMount',
      'MountVolume.MountDevice failed: driver name disk.example not found in the list of registered CSI drivers',
      'volume_driver',
    ],
  ];
  for (const [reason, message, detail] of cases)
    assert.equal(
      new TestCluster().waits('store', 'ContainerCreating').event('Pod', 'store', reason, message).said()[0],
      `workload:store ${detail}`,
    );
  assert.deepEqual(
    new TestCluster().event('Pod', 'store', 'FailedMount', 'Connection timed out').said(),
    [],
    'it was mounted in the end',
  );
});

const ended = {
  terminated: {
    exitCode: 1,
    reason: 'Error',
    startedAt: new Date(nowMs - 31_000).toISOString(),
    finishedAt: new Date(nowMs - 30_000).toISOString(),
  },
};

test('a process that may not write to its volume: by its words, or as another user on a path of the host', () => {
  const said = new TestCluster().waits('store', 'CrashLoopBackOff', '', ended, 4).findings({
    logs: [logRow(nowMs - 40_000, 'store', "Can't open the append-only file /data/log: Permission denied")],
  })[0]!;
  assert.equal(`${said.entity.name} ${said.detail}`, 'store volume_permission');
  const host = new TestCluster()
    .template('store', ['volumes'], [{ name: 'data', hostPath: { path: '/srv/data', type: 'Directory' } }])
    .template('store', ['securityContext'], { runAsUser: 1000 });
  assert.deepEqual(host.said(), []);
  assert.equal(
    host.waits('store', 'CrashLoopBackOff', '', ended, 4).said()[0],
    'workload:store volume_permission',
  );
  const root = new TestCluster()
    .template('store', ['volumes'], [{ name: 'data', hostPath: { path: '/srv/data' } }])
    .template('store', ['securityContext'], { runAsUser: 0 });
  assert.equal(root.waits('store', 'CrashLoopBackOff', '', ended, 4).said()[0], 'workload:store crash_loop');
});
