import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { NightglassError } from '@nightglass/model';
import type { Lease } from '../../byte-budget.ts';
import { overloaded, tooLarge } from './body.ts';

export type Encoding = 'identity' | 'gzip' | 'zstd' | 'deflate';
export const encodings: readonly Encoding[] = ['identity', 'gzip', 'zstd', 'deflate'];

/** Compressed bodies up to this size whose content is up to 1 MiB are inflated on the spot: cheaper than the thread pool. */
const SYNC_IN = 64 * 1024;
const SYNC_OUT = 1 << 20;
/** A zstd frame may ask for a window of up to 2 GiB; 8 MiB is what RFC 8878 recommends to support. */
const zstdParams = { [zlib.constants.ZSTD_d_windowLogMax]: 23 };
const CHUNK = 256 * 1024;

const inflateSync: Record<
  Exclude<Encoding, 'identity'>,
  (bytes: Uint8Array, maxOutputLength: number) => Buffer
> = {
  gzip: (bytes, maxOutputLength) => zlib.gunzipSync(bytes, { maxOutputLength, chunkSize: CHUNK }),
  deflate: (bytes, maxOutputLength) => zlib.inflateSync(bytes, { maxOutputLength, chunkSize: CHUNK }),
  zstd: (bytes, maxOutputLength) =>
    zlib.zstdDecompressSync(bytes, { maxOutputLength, chunkSize: CHUNK, params: zstdParams }),
};
const inflater: Record<Exclude<Encoding, 'identity'>, () => Transform> = {
  gzip: () => zlib.createGunzip({ chunkSize: CHUNK }),
  deflate: () => zlib.createInflate({ chunkSize: CHUNK }),
  zstd: () => zlib.createZstdDecompress({ chunkSize: CHUNK, params: zstdParams }),
};

const bad = (encoding: Encoding, error: unknown): NightglassError =>
  new NightglassError(
    'NG_OTLP_BAD_ENCODING',
    `the body is not whole ${encoding} data: ${error instanceof Error ? error.message : String(error)}`,
    { hint: 'check that the sender compresses with what it names as its encoding' },
  );

/**
 * The body without its compression. The lease follows: it holds the result when this resolves.
 * Throws NG_OTLP_BAD_ENCODING, NG_OTLP_TOO_LARGE (a bomb stops at the limit) or NG_OTLP_OVERLOADED.
 */
export const inflate = async (
  encoding: Encoding,
  bytes: Uint8Array,
  lease: Lease,
  limit: number,
): Promise<Uint8Array> => {
  if (encoding === 'identity') return bytes;
  if (bytes.length <= SYNC_IN) {
    try {
      const out = inflateSync[encoding](bytes, Math.min(SYNC_OUT, limit));
      if (!lease.resize(Math.max(out.length, bytes.length))) throw overloaded();
      return out;
    } catch (error) {
      if (error instanceof NightglassError) throw error;
      // Larger than expected: the long way, which counts as it goes.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw bad(encoding, error);
    }
  }
  return inflateInPool(encoding, bytes, lease, limit);
};

const inflateInPool = async (
  encoding: Exclude<Encoding, 'identity'>,
  bytes: Uint8Array,
  lease: Lease,
  limit: number,
): Promise<Uint8Array> => {
  const stream = inflater[encoding]();
  stream.end(bytes);
  const parts: Buffer[] = [];
  let total = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      total += part.length;
      if (total > limit) throw tooLarge(limit, 'after decompression');
      if (!lease.resize(bytes.length + total)) throw overloaded();
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof NightglassError ? error : bad(encoding, error);
  } finally {
    stream.destroy();
  }
  lease.resize(total);
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, total);
};
