/** Growing byte storage. Reused between blocks: `length` says how much of `data` is meant. */
export class ByteBuffer {
  data: Uint8Array;
  length = 0;

  constructor(capacity = 4096) {
    this.data = new Uint8Array(capacity);
  }

  /** Room for `more` bytes behind the end. */
  reserve(more: number): void {
    const wanted = this.length + more;
    if (wanted <= this.data.length) return;
    let capacity = this.data.length * 2;
    while (capacity < wanted) capacity *= 2;
    const wider = new Uint8Array(capacity);
    wider.set(this.data.subarray(0, this.length));
    this.data = wider;
  }

  /** Short copies by a loop: a subarray costs more than the bytes below about 40 of them. */
  copy(source: Uint8Array, from: number, to: number): void {
    const size = to - from;
    this.reserve(size);
    const data = this.data;
    let at = this.length;
    if (size > 40) data.set(source.subarray(from, to), at);
    else for (let i = from; i < to; i++) data[at++] = source[i] as number;
    this.length += size;
  }

  byte(value: number): void {
    this.reserve(1);
    this.data[this.length++] = value;
  }

  /** An unsigned LEB128 number below 2^31. */
  varint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 127) {
      this.data[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.data[this.length++] = rest;
  }

  ascii(value: string): void {
    this.reserve(value.length);
    for (let i = 0; i < value.length; i++) this.data[this.length++] = value.charCodeAt(i);
  }

  view(): Uint8Array {
    return this.data.subarray(0, this.length);
  }
}

/** How a varint of this many bytes is written before a text: strings in Native blocks begin with their length. */
export const varintSize = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;

/** The largest end <= `to` that does not cut a UTF-8 character of valid text in two. */
export const utf8Boundary = (source: Uint8Array, from: number, to: number, limit: number): number => {
  if (to - from <= limit) return to;
  let end = from + limit;
  // Step back over continuation bytes (10xxxxxx); a character has at most three.
  for (let i = 0; i < 3 && end > from && ((source[end] as number) & 0xc0) === 0x80; i++) end--;
  return end;
};

export const readUint32 = (b: Uint8Array, at: number): number =>
  ((b[at] as number) |
    ((b[at + 1] as number) << 8) |
    ((b[at + 2] as number) << 16) |
    ((b[at + 3] as number) << 24)) >>>
  0;
