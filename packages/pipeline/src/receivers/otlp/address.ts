import type { AddressInfo, Server } from 'node:net';
import { NightglassError } from '@nightglass/model';

export const joinHostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Listens and says where, as `host:port`. Rejects with NG_PORT_IN_USE or NG_CONFIG_INVALID. */
export const listen = async (
  server: Server,
  { host, port }: { host: string; port: number },
  what: string,
): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, ...(host === '' ? {} : { host }) }, resolve);
  try {
    await promise;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const address = joinHostPort(host, port);
    if (code === 'EADDRINUSE') {
      throw new NightglassError('NG_PORT_IN_USE', `${what} cannot listen on ${address}: the port is taken`, {
        hint: `stop what uses it ("ss -ltnp" shows it), or choose another port (0 picks a free one)`,
        cause: error,
      });
    }
    const hint =
      code === 'EACCES' ? 'ports below 1024 need privileges; choose a higher one' : 'check host and port';
    throw new NightglassError('NG_CONFIG_INVALID', `${what} cannot listen on ${address}: ${message}`, {
      hint,
      cause: error,
    });
  } finally {
    server.off('error', reject);
  }
  const bound = server.address() as AddressInfo;
  return joinHostPort(bound.address, bound.port);
};
