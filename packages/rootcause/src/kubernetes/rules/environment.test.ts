import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logRow } from '../../testing/context-of.ts';
import { nowMs, TestCluster } from '../testing/cluster.ts';

const setting = (name: string, value: string): TestCluster =>
  new TestCluster().template(
    'web',
    ['containers', 0, 'env'],
    [
      { name: 'PORT', value: '8080' },
      { name, value },
    ],
  );

test('a host that is no Service, though one of nearly that name is', () => {
  const found = setting('CART_ADDR', 'cart-v2:7070').findings()[0]!;
  assert.deepEqual([found.entity, found.detail], [{ kind: 'workload', name: 'web' }, 'env_service_address']);
  assert.match(found.remediation!.en, /cart:7070/);
  assert.equal(
    setting('CART_URL', 'http://carts.shop.svc.cluster.local:7070/api').said()[0],
    'workload:web env_service_address',
  );
});

test('a host that is nobody is only a setting, until a log complains', () => {
  const cluster = setting('WEATHER_ADDR', 'weather:80');
  assert.deepEqual(cluster.said(), []);
  const logs = [
    logRow(nowMs - 60_000, 'web', 'dial tcp: lookup weather on 10.2.0.2:53: no such host', { severity: 17 }),
  ];
  assert.equal(cluster.said({ logs })[0], 'workload:web env_service_address');
});

test('hosts outside of the cluster and plain words are no addresses of Services', () => {
  for (const value of [
    'bank.example.com:443',
    'https://api.example.org/v1',
    'production',
    'postgres://u:p@db.example.net:5432/x',
    '8',
  ])
    assert.deepEqual(setting('MODE', value).said(), [], value);
});

test('a port that the Service does not have: the caller is wrong, unless all callers agree', () => {
  const one = setting('CART_ADDR', 'cart:7071').findings()[0]!;
  assert.deepEqual([one.entity.name, one.detail], ['web', 'env_service_port']);
  const all = setting('STORE_ADDR', 'store:6380').template(
    'cart',
    ['containers', 0, 'env'],
    [{ name: 'STORE_ADDR', value: 'store:6380' }],
  );
  assert.equal(all.said()[0], 'service:store service_port');
});

test('a Service that exists, under a variable that is about another', () => {
  assert.equal(setting('CART_ADDR', 'search:9200').said()[0], 'workload:web env_service_address');
  assert.deepEqual(setting('BACKEND_ADDR', 'search:9200').said(), []);
});

test('addresses of numbers: of the Service itself, of another one, of nobody', () => {
  assert.deepEqual(setting('CART_ADDR', '10.2.0.11:7070').said(), [], 'the address of cart');
  assert.equal(setting('CART_ADDR', '10.2.0.12:7070').said()[0], 'workload:web env_service_address');
  assert.equal(setting('CART_ADDR', '10.2.7.7:7070').said()[0], 'workload:web env_service_address');
  assert.deepEqual(setting('BANK_ADDR', '192.0.2.1:443').said(), []);
});

test('a process that is told another port than everybody expects', () => {
  const cluster = new TestCluster().template(
    'cart',
    ['containers', 0, 'env'],
    [{ name: 'PORT', value: '7071' }],
  );
  assert.deepEqual(cluster.said(), [], 'the pod is ready all the same');
  cluster.notReady('cart', { name: 'main', ready: false, restartCount: 0, state: { running: {} } });
  assert.equal(cluster.said()[0], 'workload:cart env_listen_port');
});

test('a pod that does not ask the name service of the cluster, and one with names of its own', () => {
  const policy = new TestCluster()
    .template('web', ['dnsPolicy'], 'None')
    .template('web', ['dnsConfig'], { nameservers: ['192.0.2.53'] });
  assert.equal(policy.said()[0], 'workload:web pod_dns_config');
  const cache = new TestCluster()
    .template('web', ['dnsPolicy'], 'None')
    .template('web', ['dnsConfig'], { nameservers: ['169.254.20.10'] });
  assert.deepEqual(cache.said(), []);
  const alias = new TestCluster().template('web', ['hostAliases'], [{ ip: '10.9.9.9', hostnames: ['cart'] }]);
  assert.equal(alias.said()[0], 'workload:web host_alias');
});
