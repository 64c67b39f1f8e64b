import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KubernetesObject, KubernetesState } from '../incident.ts';
import { TestCluster } from '../kubernetes/testing/cluster.ts';
import { contextOf } from '../testing/context-of.ts';
import { kubernetesDetector } from './kubernetes.ts';

test('a cluster in which all is well gives no findings, and neither does none', () => {
  assert.deepEqual(new TestCluster().findings(), []);
  assert.deepEqual(kubernetesDetector.detect(contextOf({ kubernetes: null })), []);
  assert.deepEqual(
    kubernetesDetector.detect(contextOf({ kubernetes: { objects: [], events: [], checks: [] } })),
    [],
  );
});

/** Much is wrong at once. */
const broken = (): TestCluster =>
  new TestCluster()
    .set('Service', 'search', ['spec', 'selector'], { app: 'serch' })
    .template('web', ['containers', 0, 'env'], [{ name: 'CART_ADDR', value: 'cartt:7070' }])
    .waits('cart', 'ImagePullBackOff', 'not found')
    .event('Pod', 'cart', 'Failed', 'Failed to pull image "x": not found')
    .event('Pod', 'cart', 'Failed', 'Failed to pull image "x": 429 Too Many Requests')
    .pending('store', '0/3 nodes are available: 3 Insufficient cpu.')
    .unit('worker-1', 'containerd', false)
    .check('search', false);

test('order of objects, events and checks does not matter, and neither do doubles', () => {
  const { state } = broken();
  const expected = JSON.stringify(broken().findings());
  assert.ok(broken().findings().length > 3);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(state.objects, { minLength: state.objects.length }),
      fc.shuffledSubarray(state.events, { minLength: state.events.length }),
      fc.shuffledSubarray(state.checks, { minLength: state.checks.length }),
      fc.subarray(state.objects),
      (objects, events, checks, doubles) => {
        const kubernetes = { objects: [...objects, ...doubles], events: [...events, ...events], checks };
        return JSON.stringify(kubernetesDetector.detect(contextOf({ kubernetes }))) === expected;
      },
    ),
    { numRuns: 30 },
  );
});

test('every finding has what a person needs', () => {
  for (const found of broken().findings()) {
    assert.ok(found.p > 0 && found.p <= 1);
    assert.ok(found.evidence.some(({ stance }) => stance === 'supports'));
    assert.match(found.detail, /^[a-z][a-z0-9_]*$/);
    for (const text of [found.title, found.nextCheck, found.remediation]) {
      assert.ok(text!.en.length > 10 && text!.zh.length > 3);
      assert.match(text!.zh, /\p{Script=Han}/u);
    }
  }
});

const kinds = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'Service',
  'Node',
  'Endpoints',
  'NetworkPolicy',
  'ResourceQuota',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'HorizontalPodAutoscaler',
  'Job',
  'CronJob',
  'Secret',
  'ConfigMap',
];

/** A value of a wrong type in the place of a right one, somewhere. */
const spoiled = (value: unknown, pick: () => number): unknown => {
  const wrong = [null, 7, '', 'x'.repeat(5000), [], {}, [null], -1, true, { a: { b: [] } }];
  if (pick() % 9 === 0) return wrong[pick() % wrong.length];
  if (Array.isArray(value)) return value.map((item) => spoiled(item, pick));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoiled(item, pick)]));
};

test('objects with missing fields, wrong types and huge texts never throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 50, maxLength: 400 }),
      fc.array(fc.anything(), { maxLength: 4 }),
      (numbers, any) => {
        let place = 0;
        const pick = (): number => numbers[place++ % numbers.length]! + place;
        const { state } = broken();
        const objects = state.objects.map((object) => spoiled(object, pick)) as KubernetesObject[];
        const among = (value: unknown): unknown => (Array.isArray(value) ? [...value, ...any] : value);
        const kubernetes = {
          objects: [...objects, ...any, ...kinds.map((kind) => ({ kind, metadata: { name: 'x' } }))],
          events: among(spoiled(state.events, pick)),
          checks: among(spoiled(state.checks, pick)),
        } as unknown as KubernetesState;
        for (const found of kubernetesDetector.detect(contextOf({ kubernetes })))
          for (const { quote } of found.evidence) assert.ok(quote.length <= 500);
      },
    ),
    { numRuns: 60 },
  );
});

test('ten thousand pods are looked at in seconds, not minutes', () => {
  const cluster = new TestCluster();
  const template = cluster.find('Pod', 'cart');
  for (let i = 0; i < 10_000; i++)
    cluster.add({ ...template, metadata: { ...template.metadata, name: `cart-7c5f46fc41-x${i}` } });
  const started = performance.now();
  assert.deepEqual(cluster.findings(), []);
  assert.ok(performance.now() - started < 5000, `${performance.now() - started} ms`);
});

test('names from objects never become a part of a command', () => {
  const name = 'x; rm -rf /';
  const cluster = new TestCluster().add({
    kind: 'Pod',
    metadata: { name, namespace: '$(reboot)' },
    spec: { containers: [{ name: 'main', image: 'a' }] },
    status: {
      phase: 'Pending',
      containerStatuses: [
        { name: 'main', state: { waiting: { reason: 'InvalidImageName', message: '`x`' } } },
      ],
    },
  });
  for (const { nextCheck, remediation } of cluster.findings())
    for (const text of [nextCheck!.en, nextCheck!.zh, remediation!.en])
      for (const [, command = ''] of text.matchAll(/`([^`]*)`/g))
        assert.doesNotMatch(command, /rm -rf|reboot/);
});
