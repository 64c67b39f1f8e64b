/**
 * Protobuf fields in place, checked before anything is decoded: pprof-format trusts its input (it reads past the end
 * as zeros, builds one huge bigint out of an endless varint, and never notices a length that is too long).
 */

/** Why a message cannot be walked: a sentence for people. */
export class WireError extends Error {}

export interface WireField {
  number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  type: number;
  /** Where the value's bytes stand: payload only for type 2. */
  start: number;
  end: number;
}

/** Longest varint of a 64-bit number. */
const maxVarintBytes = 10;

/** Index behind the varint at `at`. */
const skipVarint = (bytes: Uint8Array, at: number, end: number): number => {
  const last = Math.min(end, at + maxVarintBytes);
  for (let i = at; i < last; i++) if ((bytes[i] as number) < 0x80) return i + 1;
  if (end - at < maxVarintBytes)
    throw new WireError(`it ends in the middle of a number at byte ${at.toLocaleString('en')}`);
  throw new WireError(`a number of more than 64 bits stands at byte ${at.toLocaleString('en')}`);
};

/** Varint as a number; exact below 2^53, which is enough for tags and lengths. */
const readSmall = (bytes: Uint8Array, at: number, next: number): number => {
  let value = 0;
  for (let i = next - 1; i >= at; i--) value = value * 128 + ((bytes[i] as number) & 0x7f);
  return value;
};

/** Calls `visit` for each field of the message in `bytes[start, end)`. Throws WireError; the field object is reused. */
export const walkFields = (
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (field: WireField) => void,
): void => {
  const field: WireField = { number: 0, type: 0, start: 0, end: 0 };
  let at = start;
  while (at < end) {
    const afterTag = skipVarint(bytes, at, end);
    const tag = readSmall(bytes, at, afterTag);
    field.number = Math.floor(tag / 8);
    field.type = tag % 8;
    field.start = afterTag;
    if (field.type === 0) field.end = skipVarint(bytes, afterTag, end);
    else if (field.type === 1) field.end = afterTag + 8;
    else if (field.type === 5) field.end = afterTag + 4;
    else if (field.type === 2) {
      const payload = skipVarint(bytes, afterTag, end);
      field.start = payload;
      field.end = payload + readSmall(bytes, afterTag, payload);
    } else
      throw new WireError(`byte ${at.toLocaleString('en')} starts a field of the unknown kind ${field.type}`);
    if (field.number === 0) throw new WireError(`byte ${at.toLocaleString('en')} starts a field numbered 0`);
    if (field.end > end)
      throw new WireError(
        `the field at byte ${at.toLocaleString('en')} needs ${field.end - end} bytes more than there are`,
      );
    at = field.end;
    visit(field);
  }
};

/** Checks that `bytes[start, end)` is a run of whole varints, and counts them. */
export const countVarints = (bytes: Uint8Array, start: number, end: number): number => {
  let count = 0;
  for (let at = start; at < end; count++) at = skipVarint(bytes, at, end);
  return count;
};
