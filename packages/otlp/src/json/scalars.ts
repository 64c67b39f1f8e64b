/** Texts of JSON scalars (a number's digits, a string's content) turned into what protobuf stores. */
import type { ProtoWriter } from '../writer.ts';
import { hexDigits } from './json-reader.ts';

/** A 64-bit integer: its low and high 32 bits, in two's complement when negative. */
export class Int64 {
  lo = 0;
  hi = 0;
  negative = false;

  /**
   * Reads decimal digits, exactly; also `1.0` and `1e3`, when the value is whole. False when it is no whole number
   * from -2^63 to 2^64 - 1.
   */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.negative = bytes[from] === 0x2d;
    const first = this.negative ? from + 1 : from;
    // Up to 20 digits as high * 10^9 + low; each part is exact as a double.
    const split = Math.max(to - 9, first);
    if (first >= to || to - first > 20) return this.#readOdd(bytes, from, to);
    let high = 0;
    for (let i = first; i < split; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return this.#readOdd(bytes, from, to);
      high = high * 10 + digit;
    }
    let low = 0;
    for (let i = split; i < to; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return this.#readOdd(bytes, from, to);
      low = low * 10 + digit;
    }
    // high * 10^9 + low in base 2^16, so that no step exceeds 2^53.
    const lower = (high % 65536) * 1e9 + low;
    const upper = Math.floor(high / 65536) * 1e9;
    const sum = lower + (upper % 65536) * 65536;
    this.lo = sum | 0;
    const hi = Math.floor(upper / 65536) + Math.floor(sum / 4294967296);
    this.hi = hi | 0;
    return hi < 4294967296 && this.#applySign();
  }

  /** Spellings of whole numbers that are not just digits. */
  #readOdd(bytes: Uint8Array, from: number, to: number): boolean {
    const text = asciiText(bytes, from, to);
    if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return false;
    const value = Number(text);
    if (!Number.isInteger(value) || value < -(2 ** 63) || value >= 2 ** 64) return false;
    this.negative = value < 0;
    const whole = BigInt(value);
    this.lo = Number(BigInt.asIntN(32, whole));
    this.hi = Number(BigInt.asIntN(32, whole >> 32n));
    return true;
  }

  #applySign(): boolean {
    if (!this.negative) return true;
    this.lo = -this.lo | 0;
    this.hi = (~this.hi + (this.lo === 0 ? 1 : 0)) | 0;
    if (this.lo === 0 && this.hi === 0) this.negative = false;
    return this.hi < 0 || !this.negative;
  }

  get isZero(): boolean {
    return this.lo === 0 && this.hi === 0;
  }
  /** Within int64 (a value over 2^63 - 1 is a uint64 only). */
  get isInt64(): boolean {
    return this.negative || this.hi >= 0;
  }
  get isInt32(): boolean {
    return this.negative ? this.hi === -1 && this.lo < 0 : this.hi === 0 && this.lo >= 0;
  }
  get isUint32(): boolean {
    return !this.negative && this.hi === 0;
  }
}

const asciiText = (bytes: Uint8Array, from: number, to: number): string =>
  to - from > 400 ? '' : String.fromCharCode(...bytes.subarray(from, to));

const specialDoubles: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A double from its text; undefined when it is none. `quoted` texts may be NaN and infinities. */
export const readDouble = (
  bytes: Uint8Array,
  from: number,
  to: number,
  quoted: boolean,
): number | undefined => {
  const plain = readPlainDecimal(bytes, from, to);
  if (plain >= 0) return plain;
  const text = asciiText(bytes, from, to);
  if (quoted && specialDoubles.has(text)) return specialDoubles.get(text);
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
};

/**
 * Digits with at most one point among them, 15 digits at most: the digits as a whole number divided by a power of ten
 * are both exact doubles, so the quotient is the nearest one. -1 for any other spelling.
 */
const readPlainDecimal = (bytes: Uint8Array, from: number, to: number): number => {
  if (to - from > 16 || from === to || bytes[from] === 0x2e || bytes[to - 1] === 0x2e) return -1;
  let digits = 0;
  let scale = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      scale *= 10;
    } else if (digit === -2 && scale === 0) scale = 1;
    else return -1;
  }
  if (scale === 0) return to - from > 15 ? -1 : digits;
  return digits / scale;
};

/** Writes the bytes that hex digits stand for; false when they are none or their number is odd. */
export const writeHex = (w: ProtoWriter, bytes: Uint8Array, from: number, to: number): boolean => {
  if ((to - from) % 2 !== 0) return false;
  w.reserve((to - from) / 2);
  const digits = hexDigits;
  const out = w.bytes;
  let at = w.length;
  for (let i = from; i < to; i += 2) {
    const high = digits[bytes[i]!]!;
    const low = digits[bytes[i + 1]!]!;
    if (high < 0 || low < 0) return false;
    out[at++] = (high << 4) | low;
  }
  w.length = at;
  return true;
};

/** Value of a base64 digit (either alphabet) by its byte, -1 for other bytes. */
const base64Digits = new Int8Array(256).fill(-1);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((c, i) => {
  base64Digits[c.charCodeAt(0)] = i;
});
base64Digits[0x2d] = 62;
base64Digits[0x5f] = 63;

/** Writes the bytes of a base64 text, standard or URL-safe, padded or not; false when it is none. */
export const writeBase64 = (w: ProtoWriter, bytes: Uint8Array, from: number, to: number): boolean => {
  while (to > from && bytes[to - 1] === 0x3d) to--;
  if ((to - from) % 4 === 1) return false;
  w.reserve(Math.ceil(((to - from) * 3) / 4));
  const out = w.bytes;
  let at = w.length;
  let bits = 0;
  let held = 0;
  for (let i = from; i < to; i++) {
    const digit = base64Digits[bytes[i]!]!;
    if (digit < 0) return false;
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = held >> bits;
    }
  }
  w.length = at;
  return true;
};
