/** Seeded damage to requests. */
import type { Dice } from './scramble.ts';

/** A seeded sequence of numbers (xorshift32). */
export const numbers = (seed: number): Dice => {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

/** A copy with one to four small damages; `other` is another request to take a piece from. */
export const mutate = (whole: Uint8Array, other: Uint8Array, roll: Dice): Uint8Array => {
  let bytes = whole.slice();
  for (let times = 1 + roll(roll(3) === 0 ? 4 : 1); times > 0 && bytes.length > 0; times--) {
    const at = roll(bytes.length);
    switch (roll(8)) {
      case 0:
        bytes[at] = roll(256);
        break;
      case 1:
        bytes[at]! ^= 1 << roll(8);
        break;
      case 2:
        bytes[at] = [0, 1, 0x7f, 0x80, 0xff][roll(5)]!;
        break;
      case 3:
        bytes = bytes.slice(0, at);
        break;
      case 4:
        bytes = joined(bytes.subarray(0, at), bytes.subarray(at + 1 + roll(10)));
        break;
      case 5:
        bytes = joined(
          bytes.subarray(0, at),
          Uint8Array.from({ length: 1 + roll(12) }, () => (roll(2) ? 0xff : roll(256))),
          bytes.subarray(at),
        );
        break;
      case 6: {
        const from = roll(other.length);
        bytes = joined(bytes.subarray(0, at), other.subarray(from, from + roll(40)), bytes.subarray(at));
        break;
      }
      default: {
        // Two bytes near each other change places: fields in another order, lengths off by a little.
        const second = Math.min(bytes.length - 1, at + 1 + roll(4));
        [bytes[at], bytes[second]] = [bytes[second]!, bytes[at]!];
      }
    }
  }
  return bytes;
};

const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
