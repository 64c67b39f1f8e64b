import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { readJson, sendJson } from '../http/json.ts';
import type { Credentials } from '../pki/authority.ts';
import { type Random, sleep } from '../random.ts';

/** A connection is used for this many decisions, so that new handshakes are part of every day. */
const requestsPerConnection = 20;

export interface Risk {
  port: number;
  /** Presents this certificate from now on and closes what was open, as a restart would. */
  useCertificate(credentials: Credentials): void;
  /** true: connections are accepted and then nothing is said, as behind a firewall that drops. */
  hang(on: boolean): void;
  stop(): void;
}

/** `risk`: someone else's service, reached over TLS only. It sends no telemetry. */
export const startRisk = async (credentials: Credentials, random: Random): Promise<Risk> => {
  let hanging = false;
  const open = new Set<Socket>();
  const https: HttpsServer = createHttpsServer(credentials, (request, response) => {
    readJson(request).then(
      async (body) => {
        await sleep(random.logNormal(14, 0.4));
        const { amount = 0 } = (body ?? {}) as { amount?: number };
        const score = Math.min(1, random.logNormal(0.12, 0.6) + amount / 500_000);
        sendJson(response, 200, {
          decision: score > 0.8 ? 'deny' : 'allow',
          score: Number(score.toFixed(3)),
        });
      },
      () => sendJson(response, 400, { error: 'bad request' }),
    );
  });
  https.maxRequestsPerSocket = requestsPerConnection;
  // a client that does not trust us leaves in the middle of the handshake; that is its business
  https.on('tlsClientError', () => {});
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => {});
    if (!hanging) https.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    useCertificate(next) {
      https.setSecureContext(next);
      cut();
    },
    hang(on) {
      hanging = on;
      cut();
    },
    stop() {
      server.close();
      cut();
    },
  };
};
