import type { Reader } from './wire.ts';

/** The offset of the field the reader has just met when it is exactly `length` bytes long, else -1. */
export const idAt = (r: Reader, length: number): number => (r.to - r.from === length ? r.from : -1);

/** The same for a parent span id, where eight zero bytes also mean that there is none. */
export const parentIdAt = (r: Reader): number =>
  r.to - r.from === 8 && !isZero(r.bytes, r.from, 8) ? r.from : -1;

/** True when the `length` bytes at `at` are all zero: the invalid id of W3C Trace Context. */
export const isZero = (bytes: Uint8Array, at: number, length: number): boolean => {
  for (let i = at; i < at + length; i++) if (bytes[i] !== 0) return false;
  return true;
};
