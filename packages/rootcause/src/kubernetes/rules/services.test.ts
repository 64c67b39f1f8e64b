import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestCluster } from '../testing/cluster.ts';

test('a selector that matches no pods', () => {
  for (const selector of [{ app: 'carts' }, { application: 'cart' }, { app: 'cart', tier: 'back' }]) {
    const found = new TestCluster().set('Service', 'cart', ['spec', 'selector'], selector).findings()[0]!;
    assert.deepEqual([found.entity, found.detail], [{ kind: 'service', name: 'cart' }, 'service_selector']);
    assert.ok(found.p >= 0.9);
    assert.match(found.evidence[0]!.quote, /app=cart/);
  }
});

test('pods that are missing or not ready are no fault of the Service', () => {
  assert.ok(
    !new TestCluster()
      .withoutPods('cart')
      .said()
      .some((one) => one.startsWith('service:')),
  );
  assert.ok(
    !new TestCluster()
      .waits('cart', 'CrashLoopBackOff')
      .said()
      .some((one) => one.startsWith('service:')),
  );
});

test('ports: a name that no container has, a number on which nobody listens', () => {
  const ports = (target: unknown, protocol = 'TCP') => [
    { name: 'api', port: 7070, targetPort: target, protocol },
  ];
  assert.equal(
    new TestCluster().set('Service', 'cart', ['spec', 'ports'], ports('grpc')).said()[0],
    'service:cart service_port',
  );
  const number = new TestCluster().set('Service', 'cart', ['spec', 'ports'], ports(7071));
  const unseen = number.findings()[0]!;
  assert.equal(unseen.detail, 'service_port');
  const seen = number.check('cart', false).findings()[0]!;
  assert.ok(seen.p > unseen.p);
  assert.deepEqual(new TestCluster().set('Service', 'cart', ['spec', 'ports'], ports('api')).said(), []);
});

test('a port that is not declared but told to the process is right', () => {
  const cluster = new TestCluster().template('cart', ['containers', 0, 'ports'], [{ containerPort: 9090 }]);
  assert.deepEqual(cluster.said(), []);
});

test('a protocol that the container does not speak there; both protocols are no fault', () => {
  const udp = [{ name: 'api', port: 7070, targetPort: 7070, protocol: 'UDP' }];
  assert.equal(
    new TestCluster().set('Service', 'cart', ['spec', 'ports'], udp).said()[0],
    'service:cart service_protocol',
  );
  assert.equal(
    new TestCluster()
      .set('Service', 'cart', ['spec', 'ports'], [{ port: 7070, targetPort: 'api', protocol: 'UDP' }])
      .said()[0],
    'service:cart service_protocol',
  );
  const both = [
    { name: 'a', port: 7070, targetPort: 7070, protocol: 'UDP' },
    { name: 'b', port: 7070, targetPort: 7070, protocol: 'TCP' },
  ];
  assert.deepEqual(new TestCluster().set('Service', 'cart', ['spec', 'ports'], both).said(), []);
});

test('endpoints by hand that are not the pods', () => {
  const cluster = new TestCluster().set('Service', 'cart', ['spec', 'selector'], {});
  assert.deepEqual(cluster.said(), [], 'they are the right ones');
  cluster.set('Endpoints', 'cart', ['subsets'], [{ addresses: [{ ip: '10.1.9.9' }] }]);
  assert.equal(cluster.said()[0], 'service:cart service_endpoints');
});

test('a Service of other kinds is left alone', () => {
  const outside = {
    kind: 'Service',
    metadata: { name: 'bank', namespace: 'shop' },
    spec: { type: 'ExternalName', externalName: 'bank.example' },
  };
  const old = {
    kind: 'Service',
    metadata: { name: 'zzz', namespace: 'shop' },
    spec: { selector: { app: 'qqq' }, ports: [{ port: 1 }] },
  };
  assert.deepEqual(new TestCluster().add(outside, old).said(), []);
});
