import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEdge, LogRow } from '../incident.ts';
import { contextOf, logRow } from '../testing/context-of.ts';
import { dns } from './dns.ts';

const call = (from: string, to: string): CallEdge => ({
  from: { kind: 'service', name: from },
  to: { kind: 'service', name: to },
});
const trouble = (service: string, body: string): LogRow[] => [
  ...Array.from({ length: 60 }, (_, i) => logRow(i * 15_000, service, `handled request ${i}`)),
  ...Array.from({ length: 12 }, (_, i) => logRow(605_000 + i * 20_000, service, body, { severity: 17 })),
];
const ranked = (logs: LogRow[], topology: CallEdge[]) =>
  dns.detect(contextOf({ logs, topology })).toSorted((a, b) => b.p - a.p);

test('many services and many names: the resolver they share', () => {
  const found = ranked(
    [
      ...trouble('web', 'getaddrinfo EAI_AGAIN orders'),
      ...trouble('orders', 'dial tcp: lookup db.internal on 10.96.0.10:53: server misbehaving'),
      ...trouble('stock', 'java.net.UnknownHostException: queue: Temporary failure in name resolution'),
    ],
    [call('web', 'orders'), call('orders', 'stock')],
  );
  assert.deepEqual(found[0]!.entity, { kind: 'external', name: 'DNS' });
  assert.ok(found[0]!.p > 0.8);
  assert.ok(found[1]!.p < 0.3);
});

test('one name that all its callers miss is the fault of the name', () => {
  const text = 'dial tcp: lookup orders on 10.96.0.10:53: no such host';
  const found = ranked(
    [...trouble('web', text), ...trouble('app', text)],
    [call('web', 'orders'), call('app', 'orders')],
  );
  assert.deepEqual(found[0]!.entity, { kind: 'service', name: 'orders' });
  assert.equal(found[0]!.detail, 'not_found');
});

test('one caller of several misses it: that caller', () => {
  const found = ranked(trouble('web', 'getaddrinfo ENOTFOUND orders'), [
    call('web', 'orders'),
    call('app', 'orders'),
    call('job', 'orders'),
  ]);
  assert.deepEqual(found[0]!.entity, { kind: 'service', name: 'web' });
});

test('one service that resolves nothing has a resolver of its own to blame', () => {
  const found = ranked(
    [...trouble('web', 'getaddrinfo EAI_AGAIN orders'), ...trouble('web', 'getaddrinfo EAI_AGAIN stock')],
    [call('web', 'orders'), call('web', 'stock')],
  );
  assert.deepEqual(
    found.map((f) => f.entity.name),
    ['web'],
  );
});

test('no such words, no finding', () => {
  assert.deepEqual(ranked(trouble('web', 'connection refused'), [call('web', 'orders')]), []);
});
