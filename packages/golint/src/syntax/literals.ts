/** Reads literals. Each function takes the position of the first unit, reports what is wrong, and gives the end. */
import { codePointAt } from './units.ts';

/** Told about errors: position and message. */
export type Report = (pos: number, message: string) => void;

const isDecimal = (c: number): boolean => c >= 48 && c <= 57;
const digitValue = (c: number): number => {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : 16;
};

const show = (codePoint: number): string =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(codePoint)}'`;

const literalName = (base: number): string =>
  base === 16
    ? 'hexadecimal literal'
    : base === 8
      ? 'octal literal'
      : base === 2
        ? 'binary literal'
        : 'decimal literal';

export type NumberClass = 'int' | 'float' | 'imag';
/** What the last call of `numberEnd` read. */
export let numberClass: NumberClass = 'int';

/** The end of a number in any of Go's forms: `0x1p-2`, `0b1_0`, `017`, `1e9`, `.5`, each also with `i`. */
export const numberEnd = (units: Uint16Array, pos: number, report: Report): number => {
  let at = pos;
  let base = 10;
  let prefixed = false;
  let digits = false;
  let separators = false;
  let invalid = -1;
  numberClass = 'int';
  const readDigits = (radix: number): boolean => {
    let any = false;
    for (; ; at++) {
      const c = units[at]!;
      if (c === 95) separators = true;
      else if (radix === 16 ? digitValue(c) < 16 : isDecimal(c)) {
        any = true;
        if (radix < 10 && c - 48 >= radix && invalid < 0) invalid = at;
      } else return any;
    }
  };

  if (units[at] === 48) {
    at++;
    const letter = units[at]! | 32;
    if (letter === 120 || letter === 111 || letter === 98) {
      base = letter === 120 ? 16 : letter === 111 ? 8 : 2;
      prefixed = true;
      at++;
    } else {
      base = 8;
      digits = true;
    }
  }
  if (readDigits(base)) digits = true;
  if (units[at] === 46) {
    numberClass = 'float';
    if (prefixed && base !== 16) report(at, `invalid radix point in ${literalName(base)}`);
    at++;
    if (readDigits(base)) digits = true;
  }
  if (!digits) report(at, `${literalName(base)} has no digits`);
  const exponent = units[at]! | 32;
  if (exponent === 101 || exponent === 112) {
    if (exponent === 101 && prefixed) report(at, "'e' exponent requires decimal mantissa");
    if (exponent === 112 && base !== 16) report(at, "'p' exponent requires hexadecimal mantissa");
    numberClass = 'float';
    at++;
    if (units[at] === 43 || units[at] === 45) at++;
    if (!readDigits(10)) report(at, 'exponent has no digits');
  } else if (base === 16 && numberClass === 'float') {
    report(at, "hexadecimal mantissa requires a 'p' exponent");
  }
  if (units[at] === 105) {
    numberClass = 'imag';
    at++;
  }
  if (numberClass === 'int' && invalid >= 0)
    report(invalid, `invalid digit '${String.fromCharCode(units[invalid]!)}' in ${literalName(base)}`);
  if (separators) checkSeparators(units, prefixed ? pos + 1 : pos, at, base, report);
  return at;
};

/** `_` stands only between digits, or behind a prefix (`from` is then the letter of the prefix). */
const checkSeparators = (
  units: Uint16Array,
  from: number,
  end: number,
  base: number,
  report: Report,
): void => {
  const isDigit = (at: number): boolean => {
    const c = units[at]!;
    return at < end && (base === 16 ? digitValue(c) < 16 : isDecimal(c));
  };
  for (let at = from; at < end; at++) {
    if (units[at] !== 95) continue;
    const afterPrefix = at === from + 1 && base !== 10 && !isDecimal(units[from]!);
    if ((isDigit(at - 1) || afterPrefix) && (isDigit(at + 1) || units[at + 1] === 95)) continue;
    report(at, "'_' must separate successive digits");
    return;
  }
};

/** The end of the escape whose backslash stands at `pos`; an unfinished one ends where it stops making sense. */
const escapeEnd = (units: Uint16Array, pos: number, end: number, quote: number, report: Report): number => {
  let at = pos + 1;
  const c = at < end ? units[at]! : 10;
  let count = 0;
  let base = 16;
  let max = 0x10ffff;
  if (c >= 48 && c <= 55) {
    count = 3;
    base = 8;
    max = 255;
  } else if (c === 120) {
    count = 2;
    max = 255;
  } else if (c === 117) count = 4;
  else if (c === 85) count = 8;
  else {
    const known =
      c === quote ||
      c === 92 ||
      c === 110 ||
      c === 116 ||
      c === 114 ||
      (c >= 97 && c <= 98) ||
      c === 102 ||
      c === 118;
    if (known) return at + 1;
    report(at, at < end ? 'unknown escape sequence' : 'escape sequence not terminated');
    return at;
  }
  const first = at;
  if (base === 16) at++;
  let value = 0;
  for (; count > 0; count--, at++) {
    const digit = at < end ? digitValue(units[at]!) : 16;
    if (digit >= base) {
      report(
        at,
        at < end
          ? `illegal character ${show(codePointAt(units, at))} in escape sequence`
          : 'escape sequence not terminated',
      );
      return at;
    }
    value = value * base + digit;
  }
  if (value > max || (base === 16 && max > 255 && value >= 0xd800 && value < 0xe000))
    report(first, 'escape sequence is invalid Unicode code point');
  return at;
};

/** The end of a string in double quotes, or the end of its line. `end` is that of the text. */
export const stringEnd = (units: Uint16Array, pos: number, end: number, report: Report): number => {
  let at = pos + 1;
  for (;;) {
    const c = units[at]!;
    if (c === 34) return at + 1;
    if (c === 92) at = escapeEnd(units, at, end, 34, report);
    else if (c === 10 || at >= end) {
      report(pos, 'string literal not terminated');
      return Math.min(at, end);
    } else at++;
  }
};

/** The end of a rune in single quotes, or the end of its line. */
export const runeEnd = (units: Uint16Array, pos: number, end: number, report: Report): number => {
  let at = pos + 1;
  let runes = 0;
  let valid = true;
  const reportOnce: Report = (where, message) => {
    valid = false;
    report(where, message);
  };
  for (;;) {
    const c = units[at]!;
    if (c === 10 || at >= end) {
      if (valid) report(pos, 'rune literal not terminated');
      return Math.min(at, end);
    }
    if (c === 39) {
      if (valid && runes !== 1) report(pos, 'illegal rune literal');
      return at + 1;
    }
    runes++;
    if (c === 92) at = escapeEnd(units, at, end, 39, reportOnce);
    else at += codePointAt(units, at) > 0xffff ? 2 : 1;
  }
};
