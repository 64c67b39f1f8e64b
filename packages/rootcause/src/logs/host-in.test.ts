import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostIn } from './host-in.ts';

test('the host of a URL, of a dialled address, of a name that was looked up', () => {
  const said: [string, string][] = [
    ['Post "https://orders.shop.svc:8443/place": x509: certificate has expired', 'orders.shop.svc'],
    ['dial tcp: lookup orders.internal on 10.96.0.10:53: no such host', 'orders.internal'],
    ['dial tcp 10.0.0.7:5432: connect: connection refused', ''],
    ['dial tcp orders:8080: connect: connection refused', 'orders'],
    ['getaddrinfo ENOTFOUND orders.internal orders.internal:443', 'orders.internal'],
    ['java.net.UnknownHostException: orders', 'orders'],
    ['presented CN=risk.internal, issued by CN=Some CA', 'risk.internal'],
    ['tls handshake to orders.svc failed after 12ms', 'orders.svc'],
    ['postgres://app:secret@db.internal:5432/app failed', 'db.internal'],
    ['nothing to see', ''],
  ];
  for (const [text, host] of said) assert.equal(hostIn(text), host, text);
});

test('hostile text costs bounded time', () => {
  const started = process.hrtime.bigint();
  for (const bit of ['a.', 'https://', 'to a:', '://a@', 'lookup a', "host '"]) hostIn(bit.repeat(50_000));
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 500);
});
