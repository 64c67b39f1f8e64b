import { readUint32 } from './bytes.ts';

/** Low and high half of the 64-bit number read last; one object, so that reading one makes no garbage. */
export const word = { low: 0, high: 0 };

/** Reads the varint at `at` (checked by the walker) into `word`; returns the offset behind it. */
export const readVarint = (b: Uint8Array, at: number): number => {
  let low = 0;
  let high = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = b[at++] as number;
    const bits = byte & 127;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >>> 4;
    } else if (shift < 64) high |= bits << (shift - 32);
    if (byte < 128) break;
  }
  word.low = low >>> 0;
  word.high = high >>> 0;
  return at;
};

/** Reads eight bytes, little endian, into `word`; an absent one (offset -1) is 0. */
export const readFixed64 = (b: Uint8Array, at: number): void => {
  word.low = at < 0 ? 0 : readUint32(b, at);
  word.high = at < 0 ? 0 : readUint32(b, at + 4);
};

const bits = new Uint32Array(2);
const double = new Float64Array(bits.buffer);

export const toDouble = (low: number, high: number): number => {
  bits[0] = low;
  bits[1] = high;
  return double[0] as number;
};

/** The bits of the double nearest to a signed 64-bit integer, into `word`. */
export const doubleBitsOfInt = (low: number, high: number): void => {
  double[0] = (high | 0) * 4294967296 + low;
  word.low = bits[0] as number;
  word.high = bits[1] as number;
};

const wide = new BigUint64Array(1);
const halves = new Uint32Array(wide.buffer);

export const toBigInt = (low: number, high: number): bigint => {
  halves[0] = low;
  halves[1] = high;
  return wide[0] as bigint;
};

/** The decimal text of a signed 64-bit integer. */
export const intText = (low: number, high: number): string => {
  if (high === 0) return String(low);
  const top = high | 0;
  if (top >= -0x200000 && top < 0x200000) return String(top * 4294967296 + low);
  return BigInt.asIntN(64, toBigInt(low, high)).toString();
};

/** The shortest text that reads back to the same double; `-0` keeps its sign. */
export const doubleText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
