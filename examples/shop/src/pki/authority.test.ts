import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import tls from 'node:tls';
import { createAuthority } from './authority.ts';

test('an authority issues certificates that carry the name and its signature', () => {
  const authority = createAuthority('Test CA');
  const root = new X509Certificate(authority.cert);
  const leaf = new X509Certificate(authority.issue('risk.internal').cert);
  assert.equal(root.ca, true);
  assert.equal(leaf.ca, false);
  assert.equal(leaf.checkHost('risk.internal'), 'risk.internal');
  assert.equal(leaf.checkHost('other.internal'), undefined);
  assert.equal(leaf.verify(root.publicKey), true);
  assert.equal(leaf.checkIssued(root), true);
  assert.ok(leaf.validFromDate.getTime() < Date.now() && leaf.validToDate.getTime() > Date.now());
});

test('the certificate of another authority with the same name does not verify', () => {
  const leaf = new X509Certificate(createAuthority('Test CA').issue('risk.internal').cert);
  assert.equal(leaf.verify(new X509Certificate(createAuthority('Test CA').cert).publicKey), false);
});

/** Connects to a server with `credentials`, trusting `root`; answers the error code of the handshake, or the protocol. */
const handshake = (credentials: { cert: string; key: string }, root: string): Promise<string> =>
  new Promise((resolve) => {
    const server = tls.createServer(credentials, (socket) => socket.on('error', () => {}).end());
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const socket = tls.connect({ host: '127.0.0.1', port, servername: 'risk.internal', ca: root });
      const done = (outcome: string): void => {
        socket.destroy();
        server.close();
        resolve(outcome);
      };
      socket.once('secureConnect', () => done(socket.getProtocol() ?? ''));
      socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
  });

test("Node's own TLS accepts the issuing authority and no other", async () => {
  const [trusted, rotated] = [createAuthority('CA G1'), createAuthority('CA G2')];
  assert.equal(await handshake(trusted.issue('risk.internal'), trusted.cert), 'TLSv1.3');
  assert.equal(
    await handshake(rotated.issue('risk.internal'), trusted.cert),
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  );
  assert.equal(
    await handshake(trusted.issue('other.internal'), trusted.cert),
    'ERR_TLS_CERT_ALTNAME_INVALID',
  );
});
