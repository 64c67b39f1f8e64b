import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestCluster } from '../testing/cluster.ts';

const policy = (spec: Record<string, unknown>) => ({
  kind: 'NetworkPolicy',
  metadata: { name: 'rules', namespace: 'shop' },
  spec,
});
const cart = { matchLabels: { app: 'cart' } };
const from = (app: string) => [{ podSelector: { matchLabels: { app } } }];

test('a policy that lets no caller in, another one, or through another port', () => {
  for (const ingress of [
    undefined,
    [],
    [{ from: from('search') }],
    [{ from: from('web'), ports: [{ port: 9999, protocol: 'TCP' }] }],
  ]) {
    const found = new TestCluster().add(policy({ podSelector: cart, ingress })).findings()[0]!;
    assert.deepEqual([found.entity.name, found.detail], ['cart', 'network_policy_ingress']);
    assert.match(found.evidence[0]!.quote, /web -> cart/);
  }
});

test('a policy that allows what is called says nothing', () => {
  for (const ingress of [
    [{}],
    [{ from: from('web') }],
    [{ from: from('web'), ports: [{ port: 'api' }] }],
    [{ from: [{ namespaceSelector: {} }] }],
    [{ from: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }],
  ])
    assert.deepEqual(new TestCluster().add(policy({ podSelector: cart, ingress })).said(), []);
});

test('a second policy opens what the first one closes', () => {
  const open = {
    ...policy({ podSelector: cart, ingress: [{ from: from('web') }] }),
    metadata: { name: 'open', namespace: 'shop' },
  };
  assert.deepEqual(
    new TestCluster()
      .add(policy({ podSelector: {}, policyTypes: ['Ingress'] }), open)
      .said()
      .filter((one) => one.includes('cart')),
    [],
  );
});

test('a policy for all pods is the fault of the namespace', () => {
  const found = new TestCluster().add(policy({ podSelector: {}, policyTypes: ['Ingress'] })).findings()[0]!;
  assert.deepEqual(
    [found.entity, found.detail],
    [{ kind: 'namespace', name: 'shop' }, 'network_policy_ingress'],
  );
});

test('egress: calls that are cut off, and names that no longer resolve', () => {
  const web = { matchLabels: { app: 'web' } };
  const cut = new TestCluster().add(
    policy({
      podSelector: web,
      policyTypes: ['Egress'],
      egress: [{ to: from('search') }, { ports: [{ port: 53, protocol: 'UDP' }] }],
    }),
  );
  assert.equal(cut.said()[0], 'workload:web network_policy_egress');
  const names = new TestCluster().add(
    policy({
      podSelector: web,
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: {} }], ports: [{ port: 7070 }, { port: 9200 }] }],
    }),
  );
  assert.equal(names.said()[0], 'workload:web network_policy_dns');
});
