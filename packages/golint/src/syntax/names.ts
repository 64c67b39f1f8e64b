/** Names cut out of the source once and shared from then on: most identifiers of a program are a few thousand words. */

const slots = 1 << 14;
/** Longer names are rare; they are cut out each time. */
const maxShared = 64;

const hashes = new Int32Array(slots);
const names: string[] = new Array<string>(slots).fill('');

/** A string of its own: a substring of 13 characters or more would keep the whole source text alive. */
const copyOut = (units: Uint16Array, pos: number, end: number): string =>
  String.fromCharCode.apply(null, units.subarray(pos, end) as unknown as number[]);

/**
 * The name in `units[pos, end)`. Direct-mapped by `hash` (any function of the units): a newcomer takes the slot of the
 * older name, so the table never grows, whatever files it is fed.
 */
export const nameAt = (units: Uint16Array, text: string, pos: number, end: number, hash: number): string => {
  const length = end - pos;
  if (length > maxShared) return text.slice(pos, end);
  const slot = (hash ^ (hash >>> 15)) & (slots - 1);
  const known = names[slot]!;
  if (hashes[slot] === hash && known.length === length) {
    let i = 0;
    while (i < length && known.charCodeAt(i) === units[pos + i]) i++;
    if (i === length) return known;
  }
  const name = copyOut(units, pos, end);
  hashes[slot] = hash;
  names[slot] = name;
  return name;
};
