import type { IncomingHttpHeaders } from 'node:http';
import type { HttpConfig } from './config.ts';

type Cors = HttpConfig['cors'];

const isAllowed = (cors: Cors, origin: string): boolean =>
  cors.allowed_origins.includes('*') || cors.allowed_origins.includes(origin);

/** Headers for a page of `origin` to read the answer; none when it may not, or when no page asks. */
export const corsHeaders = (cors: Cors, origin: string | undefined): [string, string][] =>
  origin === undefined || !isAllowed(cors, origin)
    ? []
    : [
        ['access-control-allow-origin', origin],
        ['vary', 'Origin'],
      ];

/** The answer to a preflight request; undefined when the origin may not send. */
export const preflightHeaders = (
  cors: Cors,
  headers: IncomingHttpHeaders,
): Record<string, string> | undefined => {
  if (headers.origin === undefined || !isAllowed(cors, headers.origin)) return undefined;
  const allowed = ['content-type', 'content-encoding', 'authorization', ...cors.allowed_headers];
  return {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': allowed.join(', '),
    'access-control-max-age': String(Math.floor(cors.max_age / 1000)),
  };
};
