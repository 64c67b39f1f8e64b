/** The bytes of uploads: compressed on their way into the store, and back. Compression runs beside the event loop. */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { CallOptions, StoreQueries } from '@nightglass/store';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** One zstd frame per piece. */
export const toFrames = async (segments: readonly Uint8Array[]): Promise<Buffer[]> => {
  const frames: Buffer[] = [];
  for (const segment of segments) frames.push(await compress(segment));
  return frames;
};

/** The pieces of an upload, one at a time; none when it is not stored. */
export async function* piecesOf(
  store: StoreQueries,
  uploadId: string,
  options: CallOptions,
): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const frame = await store.runtimeUploadPart(uploadId, part, options);
    if (frame === null) return;
    yield await decompress(frame);
  }
}

/** All of them, each with memory of its own that can be handed over. */
export const loadUpload = async (
  store: StoreQueries,
  uploadId: string,
  options: CallOptions,
): Promise<Uint8Array<ArrayBuffer>[]> => {
  const segments: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of piecesOf(store, uploadId, options)) segments.push(new Uint8Array(piece));
  return segments;
};
