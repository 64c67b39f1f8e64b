/** A whole stack as one quoted string inside a line: logrus' `msg="panic: x\n\ngoroutine 1 ..."`, logfmt, zap's console. */
import type { Piece } from './piece.ts';
import { quotedEnd, unquote } from './quoted.ts';

const isEscaped = (text: string, at: number): boolean => {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
  return slashes % 2 === 1;
};

/** The quote before `at` that is not escaped; -1 when there is none. */
const quoteBefore = (text: string, at: number): number => {
  let quote = text.lastIndexOf('"', at);
  while (quote > 0 && isEscaped(text, quote)) quote = text.lastIndexOf('"', quote - 1);
  return quote;
};

/** False when the line holds no quoted stack; else the piece is that stack. */
export const unwrapQuoted = (piece: Piece): boolean => {
  const { text } = piece;
  const header = text.indexOf('goroutine ');
  if (header <= 0 || !text.includes('\\n', header)) return false;
  const from = quoteBefore(text, header);
  const end = from < 0 ? -1 : quotedEnd(text, from);
  if (end < 0) return false;
  const inner = unquote(text.slice(from, end));
  if (!/(?:^|\n)goroutine \d+ (?:\[|gp=)/.test(inner)) return false;
  piece.text = inner;
  piece.key += '|quoted';
  piece.weak = true;
  piece.whole = true;
  return true;
};
