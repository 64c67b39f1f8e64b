import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { NightglassError } from '@nightglass/model';
import type { AuthConfig, TlsConfig } from './config.ts';

const read = async (path: string, what: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NightglassError('NG_CONFIG_INVALID', `${what} cannot be read: ${reason}`, { parameter: what });
  }
};

/** The files of a TLS section as options for node:tls; undefined without TLS. */
export const tlsOptions = async (config: TlsConfig) => {
  if (config === undefined) return undefined;
  const { cert_file, key_file, client_ca_file } = config;
  const [cert, key] = await Promise.all([read(cert_file, 'tls.cert_file'), read(key_file, 'tls.key_file')]);
  const ca = client_ca_file === undefined ? {} : { ca: await read(client_ca_file, 'tls.client_ca_file') };
  const mutual = client_ca_file !== undefined;
  return {
    cert,
    key,
    ...ca,
    requestCert: mutual,
    rejectUnauthorized: mutual,
    minVersion: 'TLSv1.2' as const,
  };
};

/** Says whether an Authorization header is the right one, in time that does not depend on how wrong it is. */
export type Guard = (authorization: string | undefined) => boolean;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const makeGuard = async (config: AuthConfig): Promise<Guard> => {
  const file = config?.bearer_token_file;
  const token =
    file === undefined ? config?.bearer_token : (await read(file, 'auth.bearer_token_file')).trim();
  if (token === undefined) return () => true;
  const expected = digest(token);
  return (authorization = '') => {
    const match = /^bearer +(\S+)$/i.exec(authorization);
    return timingSafeEqual(digest(match?.[1] ?? ''), expected) && match !== null;
  };
};

export const unauthenticated = (): NightglassError =>
  new NightglassError('NG_UNAUTHENTICATED', 'the request carries no valid bearer token', {
    hint: 'set OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer <token>" at the sender',
  });
