import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Logger } from '@nightglass/model';
import { NightglassError } from '@nightglass/model';

const compress = promisify(gzip);
/** Below this a compressed answer is not smaller on the wire by a packet. */
const compressFrom = 1400;

/** True when `Accept-Encoding` takes gzip (RFC 9110 12.5.3: `q=0` refuses). */
export const acceptsGzip = (request: IncomingMessage): boolean =>
  String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .some((part) => {
      const [name, ...rest] = part.trim().toLowerCase().split(';');
      return (name === 'gzip' || name === '*') && !rest.some((r) => /^\s*q=0(\.0*)?\s*$/.test(r));
    });

/** Writes a whole body, gzipped when that is accepted and worth it. HEAD gets the headers only. */
export const sendBody = async (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
): Promise<void> => {
  if (response.destroyed || response.headersSent) return;
  let bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('vary', 'accept-encoding');
  if (bytes.length >= compressFrom && acceptsGzip(request)) {
    bytes = await compress(bytes, { level: 3 });
    response.setHeader('content-encoding', 'gzip');
  }
  response.setHeader('content-length', bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
};

export const sendJson = (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
): Promise<void> => {
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  return sendBody(request, response, status, 'application/json; charset=utf-8', JSON.stringify(value));
};

/** The one way an error leaves: the catalogue's body and status. What is not in the catalogue is a bug of ours. */
export const sendError = async (
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  logger: Logger,
): Promise<NightglassError> => {
  const known = toKnown(error, logger, request);
  if (known.status === 503 && !response.headersSent) response.setHeader('retry-after', '1');
  if (known.code !== 'NG_QUERY_CANCELLED') await sendJson(request, response, known.status, known.toBody());
  return known;
};

const toKnown = (error: unknown, logger: Logger, request: IncomingMessage): NightglassError => {
  if (error instanceof NightglassError) return error;
  logger.error('a request failed unexpectedly', {
    path: request.url?.slice(0, 300),
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new NightglassError('NG_INTERNAL', 'the server failed on this request', {
    hint: 'The log of the server says why. Please report it with that line.',
    cause: error,
  });
};
