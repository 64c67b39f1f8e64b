/** The values of string literals. */
import type { BasicLit } from './ast.ts';
import { Token } from './tokens.ts';

/**
 * What a string literal stands for: quotes off, escapes resolved. Bytes that are no UTF-8 (`"\xff"`) become U+FFFD.
 * undefined for a literal of another sort.
 */
export const stringValue = (lit: BasicLit, source: string): string | undefined => {
  if (lit.tok !== Token.STRING) return undefined;
  const body = source.slice(lit.pos + 1, lit.end - 1);
  if (source[lit.pos] === '`') return body.replaceAll('\r', '');
  return body.includes('\\') ? resolve(body) : body;
};

const simple: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** The digits behind `\`, by the letter there. */
const digitsOf: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

const resolve = (body: string): string => {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = body.indexOf('\\'); at >= 0; at = body.indexOf('\\', from)) {
    parts.push(Buffer.from(body.slice(from, at), 'utf8'));
    const letter = body[at + 1] ?? '';
    const hex = digitsOf.get(letter);
    if (hex !== undefined) {
      from = at + 2 + hex;
      const value = Number.parseInt(body.slice(at + 2, from), 16);
      parts.push(letter === 'x' ? Buffer.from([value]) : Buffer.from(codePoint(value), 'utf8'));
    } else if (letter >= '0' && letter <= '7') {
      from = at + 4;
      parts.push(Buffer.from([Number.parseInt(body.slice(at + 1, from), 8)]));
    } else {
      from = at + 2;
      parts.push(Buffer.from(simple.get(letter) ?? letter, 'utf8'));
    }
  }
  parts.push(Buffer.from(body.slice(from), 'utf8'));
  return Buffer.concat(parts).toString('utf8');
};

const codePoint = (value: number): string =>
  value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
