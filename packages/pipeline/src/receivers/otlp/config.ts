import { z } from 'zod';
import { byteSize, duration, section } from '../../config/units.ts';

const MiB = 1024 ** 2;

/** `host:port`, `[::1]:port` or `:port`; host and port after parsing. */
const endpoint = (defaultValue: string) =>
  z
    .string()
    .transform((text, context) => {
      const match = /^(?:\[([0-9a-f:.%]+)\]|([^:\s/[\]]*)):(\d{1,5})$/i.exec(text);
      const port = Number(match?.[3]);
      if (match === null || port > 65_535) {
        context.addIssue({ code: 'custom', message: 'is not host:port (like "127.0.0.1:4317")' });
        return z.NEVER;
      }
      return { host: match[1] ?? match[2] ?? '', port };
    })
    .prefault(defaultValue);

const tls = section({
  cert_file: z.string().min(1),
  key_file: z.string().min(1),
  /** Clients must show a certificate that one of these authorities signed. */
  client_ca_file: z.string().min(1).optional(),
}).optional();

const auth = section({
  bearer_token: z.string().min(8).optional(),
  bearer_token_file: z.string().min(1).optional(),
}).optional();

const serverParameters = section({
  max_connection_idle: duration('0'),
  max_connection_age: duration('0'),
  max_connection_age_grace: duration('10s'),
  time: duration('1m'),
  timeout: duration('20s', { min: 100 }),
});

const grpc = section({
  endpoint: endpoint('localhost:4317'),
  max_recv_msg_size_mib: z.number().positive().max(256).default(64),
  max_concurrent_streams: z.int().min(1).max(10_000).default(256),
  read_timeout: duration('30s', { min: 100 }),
  keepalive: section({ server_parameters: serverParameters.prefault({}) }).prefault({}),
  tls,
  auth,
});
export type GrpcConfig = z.infer<typeof grpc>;

const cors = section({
  /** Exact origins, or "*". */
  allowed_origins: z.array(z.string()).default([]),
  allowed_headers: z.array(z.string()).default([]),
  max_age: duration('2h'),
});

const http = section({
  endpoint: endpoint('localhost:4318'),
  max_request_body_size: byteSize('64MiB', { min: 1, max: 256 * MiB }),
  read_timeout: duration('30s', { min: 100 }),
  read_header_timeout: duration('10s', { min: 100 }),
  idle_timeout: duration('65s', { min: 100 }),
  max_connection_age: duration('0'),
  cors: cors.prefault({}),
  tls,
  auth,
});
export type HttpConfig = z.infer<typeof http>;
export type TlsConfig = z.infer<typeof tls>;
export type AuthConfig = z.infer<typeof auth>;

const protocols = section({ grpc: grpc.optional(), http: http.optional() });

export const otlpConfig = z
  .preprocess(
    (value) => (value === null ? {} : value),
    z.strictObject({ protocols: protocols.prefault({ grpc: {}, http: {} }) }),
  )
  .superRefine((value, context) => {
    if (value.protocols.grpc !== undefined || value.protocols.http !== undefined) return;
    context.addIssue({ code: 'custom', path: ['protocols'], message: 'needs grpc, http or both' });
  });
export type OtlpConfig = z.infer<typeof otlpConfig>;
