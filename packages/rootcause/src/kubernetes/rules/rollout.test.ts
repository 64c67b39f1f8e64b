import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestCluster } from '../testing/cluster.ts';

test('scaled to zero while others call it', () => {
  const cluster = new TestCluster().withoutPods('cart').set('Deployment', 'cart', ['spec', 'replicas'], 0);
  assert.equal(cluster.said()[0], 'workload:cart scaled_to_zero');
  const unused = new TestCluster().withoutPods('web').set('Deployment', 'web', ['spec', 'replicas'], 0);
  assert.deepEqual(unused.said(), [], 'nobody calls it');
});

test('a rollout past its deadline, and one that is paused', () => {
  const late = new TestCluster().set(
    'Deployment',
    'cart',
    ['status', 'conditions'],
    [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' }],
  );
  assert.equal(late.said()[0], 'workload:cart rollout_stuck');
  const paused = new TestCluster().set('Deployment', 'cart', ['spec', 'paused'], true);
  assert.deepEqual(paused.said(), []);
  assert.equal(paused.withoutPods('cart').said()[0], 'workload:cart rollout_paused');
});

test('pods thrown out: by their own disk limit, or by a node in want', () => {
  const evicted = (message: string): TestCluster => {
    const cluster = new TestCluster().notReady('cart', { name: 'main' });
    return cluster
      .set('Pod', 'cart', ['status', 'phase'], 'Failed')
      .set('Pod', 'cart', ['status', 'reason'], 'Evicted')
      .set('Pod', 'cart', ['status', 'message'], message);
  };
  assert.equal(
    evicted('Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.').said()[0],
    'workload:cart ephemeral_storage_limit',
  );
  assert.equal(
    evicted('The node was low on resource: memory.').said()[0],
    'node:worker-2 node_memory_pressure',
  );
});

const scaler = (conditions: unknown[]) => ({
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' }, maxReplicas: 4 },
  status: { currentReplicas: 4, conditions },
});

test('an autoscaler at its maximum, and one without metrics', () => {
  assert.equal(
    new TestCluster()
      .add(scaler([{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }]))
      .said()[0],
    'workload:cart hpa_at_maximum',
  );
  assert.equal(
    new TestCluster()
      .add(scaler([{ type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' }]))
      .said()[0],
    'workload:cart hpa_without_metrics',
  );
  assert.deepEqual(
    new TestCluster()
      .add(scaler([{ type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange' }]))
      .said(),
    [],
  );
});

test('jobs that failed for good, and schedules that start none', () => {
  const job = (status: string) => ({
    kind: 'Job',
    metadata: { name: 'report', namespace: 'shop' },
    spec: { template: {} },
    status: { conditions: [{ type: 'Failed', status, reason: 'BackoffLimitExceeded' }] },
  });
  assert.equal(new TestCluster().add(job('True')).said()[0], 'workload:report job_failed');
  assert.deepEqual(new TestCluster().add(job('False')).said(), []);
  const cron = (suspend: boolean) => ({
    kind: 'CronJob',
    metadata: { name: 'nightly', namespace: 'shop' },
    spec: { suspend, schedule: '0 2 * * *' },
  });
  assert.equal(
    new TestCluster()
      .add(cron(false))
      .event('CronJob', 'nightly', 'TooManyMissedTimes', 'too many missed start times')
      .said()[0],
    'workload:nightly cron_missed',
  );
  assert.deepEqual(
    new TestCluster()
      .add(cron(true))
      .event('CronJob', 'nightly', 'TooManyMissedTimes', 'too many missed start times')
      .said(),
    [],
  );
});
