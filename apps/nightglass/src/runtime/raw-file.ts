import type { IncomingMessage, ServerResponse } from 'node:http';
import { NightglassError, type StoredArtifact } from '@nightglass/model';

/** A file name for the header: printable ASCII without what a quoted string or a path gives a meaning to. */
const plainName = (name: string): string =>
  name
    .replaceAll(/^.*[\\/]/g, '')
    .replaceAll(/[^\w.+ -]/g, '_')
    .slice(-100);

const fileName = ({ name, service, format, id }: StoredArtifact): string =>
  plainName(name) || plainName(`${service || 'go'}-${format}-${id.slice(0, 8)}`);

/** The file an artifact was read from, as it was sent. */
export class RawFile {
  readonly #stored: StoredArtifact;
  readonly #pieces: AsyncGenerator<Uint8Array>;

  constructor(stored: StoredArtifact, pieces: AsyncGenerator<Uint8Array>) {
    this.#stored = stored;
    this.#pieces = pieces;
  }

  /** Writes it as an attachment, piece by piece, as fast as it is read. NG_NOT_FOUND when the bytes are gone. */
  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const first = await this.#pieces.next();
    if (first.done === true) {
      throw new NightglassError('NG_NOT_FOUND', 'the file of this artifact is not stored any more', {
        parameter: 'id',
      });
    }
    const binary = first.value.subarray(0, 1024).includes(0) || first.value[0] === 0x1f;
    response.setHeader('content-type', binary ? 'application/octet-stream' : 'text/plain; charset=utf-8');
    response.setHeader('content-disposition', `attachment; filename="${fileName(this.#stored)}"`);
    response.setHeader('cache-control', 'private, max-age=3600');
    response.setHeader('content-length', this.#stored.sizeBytes);
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    await written(response, first.value);
    for await (const piece of this.#pieces) {
      if (response.destroyed) return;
      await written(response, piece);
    }
    response.end();
  }
}

/** Resolves when there is room for more, or when nobody listens any more. */
const written = (response: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    if (response.write(bytes) || response.destroyed) return resolve();
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
