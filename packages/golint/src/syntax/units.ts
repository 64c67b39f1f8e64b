/** The text of a file as UTF-16 code units in a typed array: reading that is several times faster than charCodeAt. */

/** Files up to this length share one array; parsing is synchronous, so only one of them is read at a time. */
const sharedLength = 1 << 20;
/** Zeros behind the text, so that looking a few units ahead needs no bounds check. */
const padding = 4;

let shared = new Uint16Array(1 << 16);

/** `text.length` code units and at least four zeros. Valid until the next call. */
export const unitsOf = (text: string): Uint16Array => {
  const needed = text.length + padding;
  let units = shared;
  if (units.length < needed) {
    units = new Uint16Array(needed > sharedLength ? needed : 2 * needed);
    if (needed <= sharedLength) shared = units;
  }
  Buffer.from(units.buffer).write(text, 0, 'utf16le');
  units.fill(0, text.length, needed);
  return units;
};

const isLetterPattern = /^[\p{L}_]$/u;
const isDigitPattern = /^\p{Nd}$/u;

/** Whether a code point beyond ASCII is a letter (Go: Unicode category L). */
export const isUnicodeLetter = (codePoint: number): boolean =>
  isLetterPattern.test(String.fromCodePoint(codePoint));

/** Whether a code point beyond ASCII is a digit (Go: Unicode category Nd). */
export const isUnicodeDigit = (codePoint: number): boolean =>
  isDigitPattern.test(String.fromCodePoint(codePoint));

/** The code point at `at`; a lone surrogate is itself. */
export const codePointAt = (units: Uint16Array, at: number): number => {
  const first = units[at]!;
  if ((first & 0xfc00) !== 0xd800) return first;
  const second = units[at + 1]!;
  return (second & 0xfc00) === 0xdc00 ? ((first - 0xd800) << 10) + (second - 0xdc00) + 0x10000 : first;
};
