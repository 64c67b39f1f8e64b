/** The lines of code around a place, for a terminal. */
import { printable } from '@nightglass/model';
import type { SourceLocation } from '../model.ts';
import type { LineIndex } from '../syntax/positions.ts';

const maxColumns = 160;
const tab = '    ';

/** Text as it is seen: tabs as four spaces, control characters by their name. */
const seen = (text: string): string =>
  text
    .split('\t')
    .map((part) => printable(part))
    .join(tab);

/**
 * The line before, the line, and a line of `^` under what is meant; of a long line the part around it. Each begins with
 * the line number. A place over several lines is marked to the end of its first.
 */
export const codeFrame = (lines: LineIndex, location: SourceLocation): string[] => {
  const { startLine, startColumn, endLine, endColumn } = location;
  const text = lines.lineText(startLine);
  const width = String(startLine).length;
  const line = (number: string, code: string): string => `${number.padStart(width)} | ${code}`.trimEnd();
  const from = startColumn - 1;
  const to = Math.max(from + 1, endLine === startLine ? endColumn - 1 : text.length);
  const cutFrom = from < maxColumns - 40 ? 0 : from - 40;
  const cutTo = cutFrom + maxColumns;
  const before = `${cutFrom > 0 ? '…' : ''}${seen(text.slice(cutFrom, from))}`;
  const marked = seen(text.slice(from, Math.min(to, cutTo)));
  const rest = `${seen(text.slice(Math.min(to, cutTo), cutTo))}${text.length > cutTo ? '…' : ''}`;
  const above = startLine > 1 ? lines.lineText(startLine - 1) : '';
  const shown = above.length <= maxColumns ? seen(above) : `${seen(above.slice(0, maxColumns))}…`;
  return [
    ...(above.trim() === '' ? [] : [line(String(startLine - 1), shown)]),
    line(String(startLine), `${before}${marked}${rest}`),
    line('', `${' '.repeat(before.length)}${'^'.repeat(Math.max(1, marked.length))}`),
  ];
};
