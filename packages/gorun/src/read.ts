/** Any input in, what it holds out: the format is told from the bytes, never from a name. */
import type { ReadLimits, ReadResult } from './model.ts';
import { createTextReader } from './text/text-reader.ts';

export interface ReadOptions {
  /** File or sender's name; only for notes. */
  name?: string;
  limits?: ReadLimits;
}

export interface ArtifactReader {
  /** The chunk may be used again after the call. */
  push(chunk: Uint8Array): void;
  end(): ReadResult;
}

/** A reader for one input of any format. Text is read as it comes; binary formats are gathered up to the limit. */
export const createReader = (options: ReadOptions = {}): ArtifactReader => {
  const text = createTextReader(options.limits);
  return {
    push: text.push,
    end() {
      const { artifacts, bytes, lines } = text.end();
      return { artifacts, notes: [], bytes, lines };
    },
  };
};

/** createReader for bytes that are all there. */
export const readArtifacts = (bytes: Uint8Array, options: ReadOptions = {}): ReadResult => {
  const reader = createReader(options);
  reader.push(bytes);
  return reader.end();
};
