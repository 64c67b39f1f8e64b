/**
 * Copies a request through and changes parts of it. Untouched stretches stay one pending run of the input until an
 * edit needs them in the output; a parent keeps the width its length had, and only when the new length needs another
 * width is what follows moved.
 */
import { KeyValue } from './proto/common.ts';
import { noBytes, skipVarint } from './wire.ts';
import { putVarint, varintWidth } from './writer.ts';

/** An output buffer larger than this is let go after use. */
const keptBytes = 4 << 20;

interface Parent {
  /** Output positions of the field's tag, its length and its payload. */
  start: number;
  lengthAt: number;
  from: number;
  /** What the length was. */
  size: number;
}

export class Splicer {
  #input: Uint8Array = noBytes;
  /** Kept for the next request when it can be: fresh memory may cost more than what is written to it. */
  #out: Uint8Array = noBytes;
  /** Bytes written to #out; the pending run `[#runFrom, ...)` of the input comes behind them. */
  #length = 0;
  #runFrom = 0;
  readonly #parents: Parent[] = [];
  #depth = 0;

  reset(input: Uint8Array): this {
    this.#input = input;
    this.#length = this.#runFrom = this.#depth = 0;
    if (this.#out.length > keptBytes) this.#out = noBytes;
    return this;
  }

  /** Leaves out `[from, to)` of the input. */
  cut(from: number, to: number): void {
    this.#flush(from);
    this.#runFrom = to;
  }

  /** Goes into the message whose field starts (with its tag) at `start` and whose payload is `[from, to)`. */
  open(start: number, from: number, to: number): void {
    const parent = (this.#parents[this.#depth++] ??= { start: 0, lengthAt: 0, from: 0, size: 0 });
    const shift = this.#length - this.#runFrom;
    parent.start = start + shift;
    parent.lengthAt = skipVarint(this.#input, start, from) + shift;
    parent.from = from + shift;
    parent.size = to - from;
  }

  /** Ends the message opened last, whose payload ends at `to` in the input, and fixes its length. */
  close(to: number): void {
    const parent = this.#parents[--this.#depth]!;
    const pending = to - this.#runFrom;
    const size = this.#length + pending - parent.from;
    // Unchanged size, unchanged header; any edit inside has moved the header to the output already.
    if (size === parent.size) return;
    const width = parent.from - parent.lengthAt;
    const needed = varintWidth(size);
    if (needed !== width) {
      if (needed > width) this.#reserve(needed - width);
      this.#out.copyWithin(parent.lengthAt + needed, parent.from, this.#length);
      this.#length += needed - width;
    }
    putVarint(this.#out, parent.lengthAt, size, needed);
  }

  /** Ends the message opened last by leaving it out whole, edits included. It must have been edited. */
  abandon(to: number): void {
    this.#length = this.#parents[--this.#depth]!.start;
    this.#runFrom = to;
  }

  /** Writes a length-delimited field with this payload in front of the input's byte at `at`. */
  insertField(at: number, tag: number, payload: Uint8Array): void {
    this.#flush(at);
    this.#header(tag, payload.length);
    this.#put(payload, 0, payload.length);
  }

  /** Writes bytes, whole fields, in front of the input's byte at `at`. */
  insert(at: number, fields: Uint8Array): void {
    this.#flush(at);
    this.#put(fields, 0, fields.length);
  }

  /** Writes a KeyValue field in front of the input's byte at `at`; `value` is an encoded AnyValue. */
  insertKeyValue(
    at: number,
    tag: number,
    key: Uint8Array,
    keyFrom: number,
    keyTo: number,
    value: Uint8Array,
  ): void {
    this.#flush(at);
    const keySize = keyTo - keyFrom;
    const size = 2 + varintWidth(keySize) + keySize + varintWidth(value.length) + value.length;
    this.#header(tag, size);
    this.#header(KeyValue.key, keySize);
    this.#put(key, keyFrom, keyTo);
    this.#header(KeyValue.value, value.length);
    this.#put(value, 0, value.length);
  }

  /** The edited request; the input itself when nothing was changed. */
  finish(): Uint8Array {
    const input = this.#input;
    if (this.#length === 0 && this.#runFrom === 0) return input;
    this.#flush(input.length);
    const out = this.#out;
    // A small result is copied out and the buffer kept; a large one takes the buffer with it.
    if (this.#length * 2 < input.length) return out.slice(0, this.#length);
    this.#out = noBytes;
    return out.subarray(0, this.#length);
  }

  #flush(to: number): void {
    const from = this.#runFrom;
    this.#put(this.#input, from, to);
    this.#runFrom = to;
  }

  #header(tag: number, size: number): void {
    this.#reserve(10);
    const tagWidth = varintWidth(tag);
    putVarint(this.#out, this.#length, tag, tagWidth);
    const width = varintWidth(size);
    putVarint(this.#out, this.#length + tagWidth, size, width);
    this.#length += tagWidth + width;
  }

  #put(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from;
    if (size <= 0) return;
    this.#reserve(size);
    const out = this.#out;
    let at = this.#length;
    this.#length += size;
    // Below about 24 bytes a loop is faster than making a subarray to copy from.
    if (size > 24) out.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), at);
    else for (let i = from; i < to; i++) out[at++] = bytes[i]!;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#out.length) return;
    const slack = this.#input.length + (this.#input.length >> 3) + 256;
    const wider = new Uint8Array(Math.max(needed, slack, this.#out.length * 2));
    wider.set(this.#out.subarray(0, this.#length));
    this.#out = wider;
  }
}
