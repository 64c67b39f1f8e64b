/** The protobuf wire format, read in place. The only file that knows how tags, varints and lengths are laid out. */
import { MalformedOtlp, type MalformedReason } from './malformed.ts';

export const noBytes: Uint8Array = new Uint8Array(0);

/** The same memory as a plain Uint8Array: a Buffer has another hidden class and would make every byte access slower. */
export const plainBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);

const fail = (reason: MalformedReason, offset: number): never => {
  throw new MalformedOtlp(reason, offset);
};

/**
 * Reads the fields of a message one after another: set `at` to the message's start and call `next(end)` until it
 * returns 0. After each call the field's payload is `[from, to)` and `at` stands behind it; to go into a message,
 * keep `from` and `to`, and read on with `at = from` up to `to`.
 */
export class Reader {
  bytes: Uint8Array = noBytes;
  at = 0;
  from = 0;
  to = 0;
  /** The last varint: its low and high 32 bits, each as a signed int32. */
  lo = 0;
  hi = 0;

  reset(bytes: Uint8Array): this {
    this.bytes = bytes;
    this.at = 0;
    return this;
  }

  /** The last varint as an unsigned number (exact up to 2^53). */
  get num(): number {
    return (this.hi >>> 0) * 4294967296 + (this.lo >>> 0);
  }

  /**
   * The full tag of the next field (a field number over 2^28 comes as a negative int32), 0 at `end`.
   * `end` must not lie outside the bytes. Throws MalformedOtlp.
   */
  next(end: number): number {
    let at = this.at;
    if (at >= end) return 0;
    const bytes = this.bytes;
    let tag = bytes[at++]!;
    if (tag > 127) {
      tag = longTag(this, at - 1, end);
      at = this.at;
    } else if (tag < 8) fail('bad field number', at - 1);
    const wire = tag & 7;
    if (wire === 2) {
      if (at >= end) fail('truncated field', at);
      let length = bytes[at++]!;
      if (length > 127) {
        length = longLength(this, at - 1, end);
        at = this.at;
      }
      if (length > end - at) fail('length outside its parent', at);
      this.from = at;
      this.at = this.to = at + length;
    } else if (wire === 0) {
      if (at >= end) fail('truncated field', at);
      const value = bytes[at]!;
      if (value > 127) {
        this.from = at;
        this.at = this.to = longVarint(this, at, end);
      } else {
        this.lo = value;
        this.hi = 0;
        this.from = at;
        this.at = this.to = at + 1;
      }
    } else fixed(this, wire, at, end);
    return tag;
  }
}

const fixed = (r: Reader, wire: number, at: number, end: number): void => {
  if (wire === 3 || wire === 4) fail('group', at);
  if (wire > 5) fail('bad wire type', at);
  const to = at + (wire === 1 ? 8 : 4);
  if (to > end) fail('truncated field', at);
  r.from = at;
  r.at = r.to = to;
};

/** Decodes the varint at `at` into r.lo and r.hi; returns the offset behind it. Bits over 64 are dropped. */
const longVarint = (r: Reader, at: number, end: number): number => {
  const bytes = r.bytes;
  let lo = 0;
  let hi = 0;
  for (let i = 0; i < 10; i++) {
    if (at >= end) fail('truncated field', at);
    const byte = bytes[at++]!;
    const bits = byte & 127;
    if (i < 4) lo |= bits << (7 * i);
    else if (i === 4) {
      lo |= bits << 28;
      hi = bits >> 4;
    } else hi |= bits << (7 * i - 32);
    if (byte < 128) {
      r.lo = lo;
      r.hi = hi;
      return at;
    }
  }
  return fail('varint over 10 bytes', at);
};

/** A tag of more than one byte; also the over-long spelling of a short one, which is legal. Leaves r.at behind it. */
const longTag = (r: Reader, at: number, end: number): number => {
  const second = at + 1 < end ? r.bytes[at + 1]! : 128;
  if (second > 0 && second < 128) {
    r.at = at + 2;
    return (r.bytes[at]! & 127) | (second << 7);
  }
  r.at = longVarint(r, at, end);
  if (r.hi !== 0 || r.lo >>> 3 === 0) fail('bad field number', at);
  return r.lo;
};

/** A length of more than one byte, at most 2^31 - 1. Leaves r.at behind it. */
const longLength = (r: Reader, at: number, end: number): number => {
  const second = at + 1 < end ? r.bytes[at + 1]! : 128;
  if (second < 128) {
    r.at = at + 2;
    return (r.bytes[at]! & 127) | (second << 7);
  }
  const { lo, hi } = r;
  r.at = longVarint(r, at, end);
  const length = r.lo;
  if (r.hi !== 0 || length < 0) fail('length outside its parent', at);
  r.lo = lo;
  r.hi = hi;
  return length;
};

/** The offset behind the varint at `at`, checked like `next` does. */
export const skipVarint = (bytes: Uint8Array, at: number, end: number): number => {
  for (let i = 0; i < 10; i++) {
    if (at >= end) fail('truncated field', at);
    if (bytes[at++]! < 128) return at;
  }
  return fail('varint over 10 bytes', at);
};

/** Refuses a packed run whose length is not a whole number of elements. */
export const checkPackedFixed64 = (from: number, to: number): void => {
  if ((to - from) % 8 !== 0) fail('truncated field', to);
};

/** Refuses a packed run of varints that ends inside one. */
export const checkPackedVarints = (bytes: Uint8Array, from: number, to: number): void => {
  while (from < to) from = skipVarint(bytes, from, to);
};

/** The fixed32 at `at`, unsigned. */
export const fixed32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;

/** The sint32 whose varint has these low 32 bits. */
export const zigzag = (lo: number): number => (lo >>> 1) ^ -(lo & 1);
