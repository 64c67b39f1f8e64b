import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SpanRow } from '@nightglass/rootcause';
import { setPeers } from './peers.ts';

let ids = 0;
const span = (more: Partial<SpanRow>): SpanRow => ({
  traceId: 't',
  spanId: `s${ids++}`,
  parentId: '',
  service: 'gateway',
  name: 'call',
  kind: 'client',
  startMs: 0,
  durationMs: 1,
  error: false,
  statusMessage: '',
  weight: 1,
  resource: '',
  peer: null,
  attributes: {},
  exceptions: [],
  ...more,
});
const peersOf = (...spans: SpanRow[]): SpanRow['peer'][] => {
  setPeers(spans);
  return spans.map(({ peer }) => peer);
};

test('a call is to what it names: database, cache, queue, service by its name, or an address', () => {
  const named = (attributes: Record<string, string>, kind: SpanRow['kind'] = 'client') =>
    peersOf(span({ kind, attributes }), span({ service: 'order', kind: 'server' }))[0];
  assert.deepEqual(named({ 'db.system': 'postgresql', 'server.address': 'db1' }), {
    kind: 'database',
    name: 'postgresql db1',
  });
  assert.deepEqual(named({ 'db.system.name': 'redis' }), { kind: 'cache', name: 'redis' });
  assert.deepEqual(
    named({ 'messaging.system': 'kafka', 'messaging.destination.name': 'orders' }, 'producer'),
    { kind: 'queue', name: 'orders' },
  );
  assert.deepEqual(named({ 'server.address': 'order.shop.svc.cluster.local' }), {
    kind: 'service',
    name: 'order',
  });
  assert.deepEqual(named({ 'peer.service': 'risk', 'server.address': '10.0.0.7' }), {
    kind: 'external',
    name: 'risk',
  });
  assert.equal(named({}), null);
  assert.equal(named({ 'server.address': 'x' }, 'internal'), null);
});

test('a call that was taken has no other peer than the one that took it; a queue stands between', () => {
  const call = span({ attributes: { 'server.address': '10.0.0.7' } });
  assert.deepEqual(peersOf(call, span({ service: 'order', kind: 'server', parentId: call.spanId })), [
    null,
    null,
  ]);
  const sent = span({ kind: 'producer', attributes: { 'messaging.destination.name': 'orders' } });
  const read = span({ kind: 'consumer', parentId: sent.spanId, attributes: sent.attributes });
  assert.deepEqual(peersOf(sent, read), [
    { kind: 'queue', name: 'orders' },
    { kind: 'queue', name: 'orders' },
  ]);
});

test('the connection of a call is to whom the call is, also when the call was taken', () => {
  const call = span({ attributes: { 'peer.service': 'risk' } });
  const connect = span({ parentId: call.spanId, attributes: { 'network.peer.address': '127.0.0.1' } });
  assert.deepEqual(peersOf(connect, call), [
    { kind: 'external', name: 'risk' },
    { kind: 'external', name: 'risk' },
  ]);
  const server = span({ service: 'risk', kind: 'server', parentId: call.spanId });
  assert.deepEqual(peersOf(connect, call, server), [null, null, null]);
});

test("calls that are each other's parents are no endless way", () => {
  const a = span({ spanId: 'a', parentId: 'b', attributes: { 'server.address': 'x' } });
  const b = span({ spanId: 'b', parentId: 'a', attributes: { 'server.address': 'y' } });
  assert.equal(peersOf(a, b).length, 2);
});
