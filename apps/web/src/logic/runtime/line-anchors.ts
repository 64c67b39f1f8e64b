/** Lines of the raw text as they stand in the URL: `12-30`, `7`. */
import type { LineRange } from '@nightglass/model';

/** Undefined for what is no range; the ends may come in any order. */
export const readLines = (text: string | null): LineRange | undefined => {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [a, b] = [Number(match[1]), Number(match[2] ?? match[1])];
  return a < 1 || b < 1 ? undefined : { start: Math.min(a, b), end: Math.max(a, b) };
};

export const writeLines = ({ start, end }: LineRange): string =>
  start === end ? String(start) : `${start}-${end}`;

/** A click picks one line; with shift, everything from the start of what is picked. */
export const pickLine = (line: number, picked: LineRange | undefined, extend: boolean): LineRange =>
  extend && picked !== undefined
    ? { start: Math.min(picked.start, line), end: Math.max(picked.start, line) }
    : { start: line, end: line };

/** At most this much of a raw text is shown in a page; the rest can be downloaded. */
export const rawShown = 4 * 1024 * 1024;
/** A line longer than this is cut, with its length said. */
const lineShown = 2000;

/** Lines for the viewer. `binary` when the bytes are no text: NUL, or the magic of gzip. */
export const splitRaw = (bytes: Uint8Array): { binary: boolean; cut: boolean; lines: string[] } => {
  const head = bytes.subarray(0, 8192);
  const binary = head.includes(0) || (head[0] === 0x1f && head[1] === 0x8b);
  const cut = bytes.length > rawShown;
  if (binary) return { binary, cut, lines: [] };
  const lines = new TextDecoder().decode(bytes.subarray(0, rawShown)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return {
    binary,
    cut,
    lines: lines.map((l) => (l.length > lineShown ? `${l.slice(0, lineShown)}… (${l.length})` : l)),
  };
};
