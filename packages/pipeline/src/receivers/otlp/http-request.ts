/** Reading an OTLP/HTTP request: its path, its types, its body, and what to do with a body nobody wants. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NightglassError, nearest, type Signal, signals } from '@nightglass/model';
import type { Lease } from '../../byte-budget.ts';
import { Body, tooLarge } from './body.ts';
import { type Encoding, encodings } from './inflate.ts';
import type { Format } from './intake.ts';

const paths = signals.map((s) => `/v1/${s}`);

/** Throws NG_NOT_FOUND with the right path named. */
export const signalOfPath = (path: string): Signal => {
  const signal = signals.find((s) => path === `/v1/${s}`);
  if (signal !== undefined) return signal;
  // Doubled slashes, a doubled version, a trailing slash, a path typed wrong: mistakes of a base URL.
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  const near = signals.find((s) => s === last) ?? nearest(last, signals);
  throw new NightglassError('NG_NOT_FOUND', `there is nothing at "${path.slice(0, 200)}"`, {
    hint: near === undefined ? `send to ${paths.join(', ')}` : `did you mean /v1/${near}?`,
  });
};

/** Throws NG_OTLP_UNSUPPORTED_MEDIA_TYPE. */
export const formatOf = (contentType: string | undefined): Format => {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf') return 'protobuf';
  if (type === 'application/json') return 'json';
  const found =
    type === ''
      ? 'the request names no Content-Type'
      : `the Content-Type "${type?.slice(0, 80)}" is not OTLP`;
  throw new NightglassError('NG_OTLP_UNSUPPORTED_MEDIA_TYPE', found, {
    hint: 'send application/x-protobuf or application/json',
  });
};

/** Throws NG_OTLP_UNSUPPORTED_MEDIA_TYPE. */
export const encodingOf = (contentEncoding: string | undefined): Encoding => {
  const named = (contentEncoding ?? '').trim().toLowerCase();
  if (named === '' || named === 'none') return 'identity';
  const encoding = encodings.find((e) => e === named || `x-${e}` === named);
  if (encoding !== undefined) return encoding;
  throw new NightglassError(
    'NG_OTLP_UNSUPPORTED_MEDIA_TYPE',
    `the Content-Encoding "${named.slice(0, 80)}" is not supported`,
    { hint: `use one of ${encodings.join(', ')}` },
  );
};

/** Resolves with the body, or with undefined when the client went away. Throws NG_OTLP_TOO_LARGE or NG_OTLP_OVERLOADED. */
export const readBody = async (
  request: IncomingMessage,
  response: ServerResponse,
  lease: Lease,
  limit: number,
): Promise<Uint8Array | undefined> => {
  const length = request.headers['content-length'];
  const declared = length === undefined ? undefined : Number(length);
  if (declared !== undefined && declared > limit) throw tooLarge(limit, 'before decompression');
  const body = new Body(lease, limit, declared);
  // The client waits for leave to send: here it is charged, so here it gets it.
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
  const data = (chunk: Buffer): void => {
    try {
      body.push(chunk);
    } catch (error) {
      request.off('data', data);
      request.pause();
      reject(error);
    }
  };
  request.on('data', data);
  request.once('end', () => resolve(body.take()));
  request.once('error', () => resolve(undefined));
  request.once('close', () => resolve(undefined));
  return promise;
};

/** What is left of a refused body is read and thrown away up to here, so that the sender gets to read its answer. */
const DISCARD_BYTES = 8 << 20;
const DISCARD_MS = 2000;
/** A rest up to this size costs less than a new connection. */
const KEEP_BYTES = 256 * 1024;

/** Whether to end the connection after an answer that was given before the body was read. */
export const mustClose = (request: IncomingMessage): boolean =>
  !request.complete && !(Number(request.headers['content-length']) <= KEEP_BYTES);

/**
 * Ends a response whose text is already written. Ending it makes Node cut a connection that is to be closed, and a
 * sender that still sends would see a reset instead of the answer: so the rest of the body is thrown away first.
 */
export const endAfterRest = (request: IncomingMessage, response: ServerResponse): void => {
  // Who still waits for leave to send sends nothing now.
  const waits = request.headers.expect !== undefined && !request.readableFlowing;
  if (request.complete || request.destroyed || waits) {
    response.end();
    return;
  }
  let discarded = 0;
  const done = (): void => {
    clearTimeout(timer);
    if (!response.writableEnded) response.end();
  };
  const timer = setTimeout(done, DISCARD_MS);
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARD_BYTES) done();
  });
  request.once('end', done);
  request.once('close', done);
  request.resume();
};
