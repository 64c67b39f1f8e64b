import { crc32 } from 'node:zlib';
import type { LogFile } from './folder.ts';
import { HEADER_BYTES, MAGIC, type RecordHeader, readHeader } from './record.ts';

const CHUNK_BYTES = 1 << 20;

export type Entry =
  | { kind: 'record'; header: RecordHeader; bytes: Uint8Array; end: number }
  /**
   * Positions [from, end) hold no readable record. `header` is there when only the request's bytes are damaged.
   * `tail`: nothing readable follows, so this is where a write was cut.
   */
  | { kind: 'gap'; from: number; end: number; header?: RecordHeader; tail: boolean };

/** Reads a stretch of one segment in chunks; position `base` is offset 0 of the file. */
class Window {
  readonly #file: LogFile;
  readonly #base: number;
  readonly #to: number;
  #bytes = Buffer.alloc(0);
  #from: number;

  constructor(file: LogFile, base: number, from: number, to: number) {
    this.#file = file;
    this.#base = base;
    this.#from = from;
    this.#to = to;
  }
  /** Up to `length` bytes at `position`; fewer only at the end of the stretch. Valid for as long as it is held. */
  async get(position: number, length: number): Promise<Buffer> {
    const available = Math.min(length, this.#to - position);
    const offset = position - this.#from;
    if (offset < 0 || offset + available > this.#bytes.length) {
      const want = Math.min(Math.max(CHUNK_BYTES, available), this.#to - position);
      const chunk = Buffer.allocUnsafeSlow(want);
      const got = await this.#file.read(chunk, position - this.#base);
      this.#bytes = chunk.subarray(0, got);
      this.#from = position;
    }
    const start = position - this.#from;
    return this.#bytes.subarray(start, start + available);
  }
}

/** Every record of [from, to), each verified, and the gaps between them. Never throws on damage. */
export async function* scan(file: LogFile, base: number, from: number, to: number): AsyncGenerator<Entry> {
  const window = new Window(file, base, from, to);
  let at = from;
  while (at < to) {
    const header = readHeader(await window.get(at, HEADER_BYTES), 0, at);
    const end = header === undefined ? 0 : at + HEADER_BYTES + header.length;
    if (header !== undefined && end <= to) {
      const bytes = await window.get(at + HEADER_BYTES, header.length);
      if (bytes.length === header.length && crc32(bytes) === header.payloadCrc) {
        yield { kind: 'record', header, bytes, end };
      } else {
        yield { kind: 'gap', from: at, end, header, tail: end === to };
      }
      at = end;
      continue;
    }
    const next = await findRecord(window, at + 1, to);
    yield { kind: 'gap', from: at, end: next, tail: next === to };
    at = next;
  }
}

/** The first position from `from` on where a valid header stands; `to` when there is none. */
const findRecord = async (window: Window, from: number, to: number): Promise<number> => {
  let at = from;
  while (at < to) {
    const chunk = await window.get(at, CHUNK_BYTES);
    if (chunk.length < HEADER_BYTES) return to;
    for (let i = chunk.indexOf(MAGIC); i >= 0; i = chunk.indexOf(MAGIC, i + 1)) {
      if (i + HEADER_BYTES > chunk.length) break;
      if (readHeader(chunk, i, at + i) !== undefined) return at + i;
    }
    at += chunk.length - HEADER_BYTES + 1;
  }
  return to;
};
