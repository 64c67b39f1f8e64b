/** Writes protobuf into one growing buffer. Nested messages are opened and closed; lengths are fixed when they close. */
const utf8 = new TextEncoder();

export class ProtoWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** The bytes written so far, as a view that the next write may overwrite. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
  /** The bytes written so far, as a copy. */
  copy(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
  clear(): this {
    this.length = 0;
    return this;
  }

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    wider.set(this.bytes.subarray(0, this.length));
    this.bytes = wider;
  }

  /** An unsigned integer up to 2^53, a tag too. */
  varint(value: number): void {
    this.reserve(10);
    const { bytes } = this;
    let at = this.length;
    while (value > 0x7fffffff) {
      bytes[at++] = (value % 128) | 128;
      value = Math.floor(value / 128);
    }
    while (value > 127) {
      bytes[at++] = (value & 127) | 128;
      value >>>= 7;
    }
    bytes[at++] = value;
    this.length = at;
  }
  /** A 64-bit integer as its low and high 32 bits (any signedness), as a varint. */
  varint64(lo: number, hi: number): void {
    this.reserve(10);
    const { bytes } = this;
    let at = this.length;
    while (hi !== 0 || lo >>> 0 > 127) {
      bytes[at++] = (lo & 127) | 128;
      lo = (lo >>> 7) | (hi << 25);
      hi >>>= 7;
    }
    bytes[at++] = lo;
    this.length = at;
  }
  fixed32(value: number): void {
    this.reserve(4);
    const { bytes } = this;
    const at = this.length;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.length = at + 4;
  }
  /** A 64-bit integer as its low and high 32 bits, little endian. */
  fixed64(lo: number, hi: number): void {
    this.fixed32(lo);
    this.fixed32(hi);
  }
  double(value: number): void {
    doubles[0] = value;
    this.raw(doubleBytes);
  }
  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
  /** The bytes `[from, to)` of `source` as they are. */
  range(source: Uint8Array, from: number, to: number): void {
    const size = to - from;
    this.reserve(size);
    const { bytes } = this;
    let at = this.length;
    this.length = at + size;
    // Below about 32 bytes a loop is faster than making a subarray to copy from.
    if (size > 32) bytes.set(source.subarray(from, to), at);
    else while (from < to) bytes[at++] = source[from++]!;
  }
  /** A character as UTF-8. */
  codePoint(code: number): void {
    this.reserve(4);
    const { bytes } = this;
    let at = this.length;
    if (code < 0x80) bytes[at++] = code;
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 63);
    } else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 63);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    }
    this.length = at;
  }
  /** A length-delimited field. */
  bytesField(tag: number, bytes: Uint8Array): void {
    this.varint(tag);
    this.varint(bytes.length);
    this.raw(bytes);
  }
  stringField(tag: number, text: string): void {
    this.varint(tag);
    const at = this.open();
    this.reserve(text.length * 3);
    this.length += utf8.encodeInto(text, this.bytes.subarray(this.length)).written;
    this.close(at);
  }
  varintField(tag: number, value: number): void {
    this.varint(tag);
    this.varint(value);
  }
  /** An int64, uint64, fixed64 or sfixed64 field: the tag says which. */
  int64Field(tag: number, value: bigint): void {
    const lo = Number(BigInt.asIntN(32, value));
    const hi = Number(BigInt.asIntN(32, value >> 32n));
    this.varint(tag);
    if ((tag & 7) === 1) this.fixed64(lo, hi);
    else this.varint64(lo, hi);
  }
  doubleField(tag: number, value: number): void {
    this.varint(tag);
    this.double(value);
  }
  /** A nested message: everything `fill` writes is in it. */
  message(tag: number, fill: () => void): void {
    this.varint(tag);
    const at = this.open();
    fill();
    this.close(at);
  }

  /** Starts a length-delimited payload (its tag is written already); give the result to `close`. */
  open(): number {
    this.reserve(1);
    return ++this.length;
  }
  /** Writes the length of the payload opened at `at`, and moves the payload when the length needs more than a byte. */
  close(at: number): void {
    const size = this.length - at;
    const extra = varintWidth(size) - 1;
    if (extra > 0) {
      this.reserve(extra);
      this.bytes.copyWithin(at + extra, at, this.length);
      this.length += extra;
    }
    putVarint(this.bytes, at - 1, size, extra + 1);
  }
}

const doubles = new Float64Array(1);
const doubleBytes = new Uint8Array(doubles.buffer);

/** How many bytes the varint of a length (below 2^31) takes. */
export const varintWidth = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;

/** Writes a length at `at` in exactly `width` bytes, padded (legally) when it needs fewer. */
export const putVarint = (bytes: Uint8Array, at: number, value: number, width: number): void => {
  for (let i = 1; i < width; i++) {
    bytes[at++] = (value & 127) | 128;
    value >>>= 7;
  }
  bytes[at] = value;
};
