import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { NightglassError } from '@nightglass/model';

export interface BodyLimits {
  /** Bytes on the wire. */
  sentBytes: number;
  /** Bytes after Content-Encoding was undone. */
  inflatedBytes: number;
}

export interface Body {
  /** The bytes in pieces of `segmentBytes`, the last one shorter. Each owns its memory. */
  segments: Uint8Array<ArrayBuffer>[];
  bytes: number;
  /** SHA-256, hex. */
  digest: string;
}

const mib = 1024 * 1024;
/** One part of an upload in the store. */
export const segmentBytes = 4 * mib;

const tooLarge = (limit: number, what: string): NightglassError =>
  new NightglassError('NG_RUNTIME_TOO_LARGE', `the ${what} is larger than ${limit / mib} MiB`, {
    hint: 'Gzip it, send the part around the crash, or read it where it is with "nightglass inspect FILE".',
  });

const cancelled = (): NightglassError =>
  new NightglassError('NG_QUERY_CANCELLED', 'the upload was cancelled');

/** Undone encodings of RFC 9110 8.4 that clients use for files. */
const decoded = (request: IncomingMessage): Readable => {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return request;
  if (encoding === 'gzip' || encoding === 'x-gzip') {
    const gunzip = createGunzip();
    request.on('error', (error) => gunzip.destroy(error));
    // A body that ends early ends here, too; pipe alone would wait for more.
    request.on('aborted', () => gunzip.destroy(cancelled()));
    return request.pipe(gunzip);
  }
  throw new NightglassError('NG_BAD_PARAMETER', `Content-Encoding ${JSON.stringify(encoding.slice(0, 40))}`, {
    parameter: 'Content-Encoding',
    hint: 'Send the bytes as they are, or gzipped.',
  });
};

/**
 * Reads a request's body into pieces, hashing it on the way, so that no step takes long. NG_RUNTIME_TOO_LARGE over a
 * limit (told from Content-Length before a byte is read), NG_RUNTIME_MALFORMED for broken gzip.
 */
export const receiveBody = async (request: IncomingMessage, limits: BodyLimits): Promise<Body> => {
  refuseForms(request);
  if (Number(request.headers['content-length'] ?? 0) > limits.sentBytes)
    throw tooLarge(limits.sentBytes, 'upload');
  let sent = 0;
  const stream = decoded(request);
  if (stream !== request) request.on('data', (chunk: Buffer) => (sent += chunk.length));
  const hash = createHash('sha256');
  const filler = new Segments();
  try {
    // Leaving the loop must not destroy the request: its connection carries the answer.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (stream === request) sent += chunk.length;
      if (sent > limits.sentBytes) throw tooLarge(limits.sentBytes, 'upload');
      if (filler.bytes + chunk.length > limits.inflatedBytes)
        throw tooLarge(limits.inflatedBytes, 'content of the upload');
      hash.update(chunk);
      filler.add(chunk);
    }
  } catch (error) {
    throw failure(error);
  } finally {
    // The rest is read and forgotten, so that a client that is still sending gets to read the answer.
    request.unpipe();
    request.resume();
  }
  return { segments: filler.end(), bytes: filler.bytes, digest: hash.digest('hex') };
};

const failure = (error: unknown): unknown => {
  if (error instanceof NightglassError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return cancelled();
  if (code?.startsWith('Z_') === true)
    return new NightglassError(
      'NG_RUNTIME_MALFORMED',
      `the gzip encoding of the body is broken: ${message}`,
      {
        parameter: 'Content-Encoding',
        hint: 'Send the file without Content-Encoding; gzipped files are recognised by themselves.',
        cause: error,
      },
    );
  return error;
};

const refuseForms = (request: IncomingMessage): void => {
  if (!/^multipart\//i.test(request.headers['content-type'] ?? '')) return;
  throw new NightglassError('NG_BAD_PARAMETER', 'the body is a form, not a file', {
    parameter: 'Content-Type',
    hint: 'Send the file itself as the body: curl --data-binary @FILE URL.',
  });
};

/** Collects chunks into pieces of one size: no piece is ever copied again. */
class Segments {
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  #open: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  bytes = 0;

  add(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      this.#open ??= new Uint8Array(segmentBytes);
      const take = Math.min(chunk.length - at, segmentBytes - this.#filled);
      this.#open.set(chunk.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === segmentBytes) this.#close();
    }
    this.bytes += chunk.length;
  }

  end(): Uint8Array<ArrayBuffer>[] {
    this.#close();
    return this.#full;
  }

  #close(): void {
    if (this.#open !== undefined)
      this.#full.push(this.#filled === segmentBytes ? this.#open : this.#open.slice(0, this.#filled));
    this.#open = undefined;
    this.#filled = 0;
  }
}
