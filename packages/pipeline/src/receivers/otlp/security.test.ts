import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { tempFolder, traceRequest } from '../../testing/fixtures.ts';
import { call, grpcClient, send, startReceiver } from '../../testing/receiver.ts';

test('a bearer token is asked for before the body is read', async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'token');
  writeFileSync(file, 'correct-horse\n');
  const r = await startReceiver(t, {
    grpc: { auth: { bearer_token: 'correct-horse' } },
    http: { auth: { bearer_token_file: file } },
  });
  const client = grpcClient(t, r.grpc);
  for (const [authorization, code, status] of [
    ['Bearer correct-horse', 0, 200],
    ['bearer  correct-horse', 0, 200],
    ['Bearer correct-hors', 16, 401],
    ['correct-horse', 16, 401],
    ['Bearer ', 16, 401],
  ] as const) {
    const metadata = { authorization };
    assert.equal((await call(client, traceRequest(1), { metadata })).code, code, authorization);
    assert.equal((await send(r.http, '/v1/traces', traceRequest(1), metadata)).status, status, authorization);
  }
  const none = await send(r.http, '/v1/traces', traceRequest(1));
  assert.deepEqual([none.status, none.headers['www-authenticate']], [401, 'Bearer']);
  assert.equal((await call(client, traceRequest(1))).code, 16);
});

test('a token file that is not there stops the start with its name', async (t) => {
  await assert.rejects(startReceiver(t, { http: { auth: { bearer_token_file: '/nowhere/token' } } }), {
    code: 'NG_CONFIG_INVALID',
    message: /bearer_token_file cannot be read: .*\/nowhere\/token/,
  });
});

const OPENSSL = process.env.OPENSSL ?? 'openssl';
const hasOpenssl = (() => {
  try {
    execFileSync(OPENSSL, ['version']);
    return true;
  } catch {
    return false;
  }
})();

/** An authority, and a certificate it signed for 127.0.0.1. */
const makeCertificates = (folder: string): { ca: string; cert: string; key: string } => {
  mkdirSync(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync(OPENSSL, args, { stdio: 'ignore' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...ec,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-subj',
    '/CN=test authority',
    '-days',
    '2',
  );
  openssl('req', ...ec, '-keyout', at('key.pem'), '-out', at('csr.pem'), '-subj', '/CN=localhost');
  writeFileSync(at('ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl(
    'x509',
    '-req',
    '-in',
    at('csr.pem'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-out',
    at('cert.pem'),
    '-days',
    '2',
    '-extfile',
    at('ext'),
  );
  return { ca: at('ca.pem'), cert: at('cert.pem'), key: at('key.pem') };
};

test('TLS, and client certificates when an authority for them is named', { skip: !hasOpenssl }, async (t) => {
  const folder = await tempFolder(t);
  const good = makeCertificates(join(folder, 'good'));
  const other = makeCertificates(join(folder, 'other'));
  const tls = { cert_file: good.cert, key_file: good.key };
  const read = (f: string): Buffer => readFileSync(f);
  const get = (
    address: string,
    client: { ca: string; cert: string; key: string } | undefined,
  ): Promise<number> =>
    new Promise((resolve) => {
      const [host, port] = address.split(':');
      const files = client === undefined ? {} : { cert: read(client.cert), key: read(client.key) };
      const req = request({ host, port, path: '/', ca: read(good.ca), agent: false, ...files }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      });
      req.on('error', () => resolve(0));
      req.end();
    });

  const open = await startReceiver(t, { grpc: { tls }, http: { tls } });
  assert.equal(
    (await call(grpcClient(t, open.grpc, credentials.createSsl(read(good.ca))), traceRequest(1))).code,
    0,
  );
  assert.equal(await get(open.http, undefined), 200);

  const mutual = { ...tls, client_ca_file: good.ca };
  const closed = await startReceiver(t, { grpc: { tls: mutual }, http: { tls: mutual } });
  const withCert = (c: typeof good) => credentials.createSsl(read(good.ca), read(c.key), read(c.cert));
  assert.equal((await call(grpcClient(t, closed.grpc, withCert(good)), traceRequest(1))).code, 0);
  assert.equal((await call(grpcClient(t, closed.grpc, withCert(other)), traceRequest(1))).code, 14);
  assert.equal(
    (await call(grpcClient(t, closed.grpc, credentials.createSsl(read(good.ca))), traceRequest(1))).code,
    14,
  );
  assert.deepEqual(
    [await get(closed.http, good), await get(closed.http, other), await get(closed.http, undefined)],
    [200, 0, 0],
  );
});
