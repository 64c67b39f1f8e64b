import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, serviceNamed } from './address.ts';
import { containersOf, requestsOf } from './container.ts';
import { at, portOf, textMapOf, timeOf } from './fields.ts';
import { matchesNodeTerms, matchesPairs, matchesSelector } from './labels.ts';
import { untoleratedTaint } from './node.ts';
import { quantityOf, quantityText } from './quantity.ts';
import { nearest, similarity } from './similar.ts';

test('quantities', () => {
  for (const [text, value] of [
    ['100m', 0.1],
    ['2', 2],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['64Mi', 2 ** 26],
    ['3k', 3000],
    ['2e3', 2000],
    [0.5, 0.5],
  ] as const)
    assert.equal(quantityOf(text), value);
  for (const text of ['', 'x', '-1', '1Zi', '1 Gi x', null, {}, Number.NaN, '9'.repeat(50)])
    assert.equal(quantityOf(text), null);
  assert.equal(quantityText('memory', 1.5 * 2 ** 30), '1.5 GiB');
  assert.equal(quantityText('cpu', 0.25), '250m');
});

test('fields of objects that are not what they should be', () => {
  assert.equal(at({ a: { b: 1 } }, 'a', 'b'), 1);
  for (const value of [null, undefined, 7, 'x', [], { a: [] }]) assert.equal(at(value, 'a', 'b'), undefined);
  assert.equal(at({}, 'constructor'), undefined);
  assert.deepEqual(
    [...textMapOf({ b: 1, a: 'x', c: {}, d: null })],
    [
      ['a', 'x'],
      ['b', '1'],
    ],
  );
  assert.equal(portOf('8080'), 8080);
  assert.equal(portOf('http'), 'http');
  for (const value of ['0', 70_000, -1, 1.5, null]) assert.equal(portOf(value), null);
  assert.equal(timeOf('2026-01-01T00:00:00+01:00'), Date.UTC(2025, 11, 31, 23));
  assert.equal(timeOf('yesterday'), null);
});

const labels = new Map([
  ['app', 'cart'],
  ['zone', 'a'],
]);

test('selectors as the API evaluates them', () => {
  assert.ok(matchesPairs(labels, new Map([['app', 'cart']])));
  assert.ok(!matchesPairs(labels, new Map()), 'of a Service: empty selects nothing');
  assert.ok(matchesSelector(labels, {}), 'a LabelSelector: empty selects all');
  assert.ok(!matchesSelector(labels, undefined));
  const expression = (operator: string, key: string, values: string[] = []) =>
    matchesSelector(labels, { matchExpressions: [{ key, operator, values }] });
  assert.deepEqual(
    [
      expression('In', 'app', ['cart']),
      expression('NotIn', 'app', ['cart']),
      expression('NotIn', 'none', ['x']),
      expression('Exists', 'zone'),
      expression('DoesNotExist', 'zone'),
      expression('Nonsense', 'app'),
    ],
    [true, false, true, true, false, false],
  );
});

test('node terms are alternatives, and an empty one matches nothing', () => {
  const term = (key: string) => ({ matchExpressions: [{ key, operator: 'Exists' }] });
  assert.ok(matchesNodeTerms(labels, undefined, 'n1'));
  assert.ok(matchesNodeTerms(labels, { nodeSelectorTerms: [term('none'), term('zone')] }, 'n1'));
  assert.ok(!matchesNodeTerms(labels, { nodeSelectorTerms: [{}] }, 'n1'));
  assert.ok(
    matchesNodeTerms(
      labels,
      { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }] },
      'n1',
    ),
  );
});

test('taints and tolerations', () => {
  const node = (key: string, value: string, effect: string) => ({
    name: 'n',
    labels,
    taints: [{ key, value, effect }],
    cordoned: false,
    conditions: new Map(),
    allocatable: new Map(),
    controlPlane: false,
  });
  assert.notEqual(untoleratedTaint(node('a', 'b', 'NoSchedule'), []), null);
  assert.equal(untoleratedTaint(node('a', 'b', 'PreferNoSchedule'), []), null);
  for (const toleration of [
    { key: 'a', value: 'b' },
    { key: 'a', operator: 'Exists' },
    { operator: 'Exists' },
  ])
    assert.equal(untoleratedTaint(node('a', 'b', 'NoSchedule'), [toleration]), null);
  for (const toleration of [{ key: 'a', value: 'c' }, { key: 'a', value: 'b', effect: 'NoExecute' }, {}])
    assert.notEqual(untoleratedTaint(node('a', 'b', 'NoSchedule'), [toleration]), null);
});

test('what a pod reserves: containers together, an init container when it alone is larger', () => {
  const container = (cpu: string) => ({ name: cpu, resources: { requests: { cpu } } });
  assert.equal(
    requestsOf(
      containersOf({ containers: [container('1'), container('2')], initContainers: [container('500m')] }, {}),
    ).get('cpu'),
    3,
  );
  assert.equal(
    requestsOf(containersOf({ containers: [container('1')], initContainers: [container('4')] }, {})).get(
      'cpu',
    ),
    4,
  );
  assert.equal(
    requestsOf(containersOf({ containers: [{ name: 'x', resources: { limits: { cpu: '2' } } }] }, {})).get(
      'cpu',
    ),
    2,
    'the limit stands for a request that is left out',
  );
});

test('addresses in variables', () => {
  assert.deepEqual(addressOf('X', 'cart:7070'), { host: 'cart', port: 7070 });
  assert.deepEqual(addressOf('CART_HOST', 'cart'), { host: 'cart', port: null });
  assert.deepEqual(addressOf('DB', 'postgres://u:p@db.shop:5432/x?y=z'), { host: 'db.shop', port: 5432 });
  assert.deepEqual(addressOf('U', 'https://api.example.com/v1'), { host: 'api.example.com', port: null });
  for (const [name, value] of [
    ['MODE', 'production'],
    ['TIME', '10:30'],
    ['N', '8080'],
    ['X_HOST', 'a b'],
    ['X', 'a:99999'],
    ['X', ''],
  ] as const)
    assert.equal(addressOf(name, value), null, value);
});

test('host names as pods resolve them', () => {
  const namespaces = new Set(['shop', 'bank']);
  assert.deepEqual(serviceNamed('cart', 'shop', namespaces), { name: 'cart', namespace: 'shop' });
  assert.deepEqual(serviceNamed('pay.bank', 'shop', namespaces), { name: 'pay', namespace: 'bank' });
  assert.deepEqual(serviceNamed('pay.bank.svc.cluster.local', 'shop', namespaces), {
    name: 'pay',
    namespace: 'bank',
  });
  for (const host of ['example.com', '10.0.0.1', 'localhost', 'api.example.com'])
    assert.equal(serviceNamed(host, 'shop', namespaces), null);
});

test('names that were meant to be the same', () => {
  assert.equal(similarity('cart-service', 'cartservice'), 1);
  assert.ok(similarity('cartservice', 'cartservice-v2') >= 0.8);
  assert.ok(similarity('cart', 'search') < 0.5);
  assert.equal(nearest('carts', ['search', 'cart', 'store']), 'cart');
  assert.equal(nearest('weather', ['search', 'cart']), null);
  assert.equal(nearest('', ['a']), null);
});
