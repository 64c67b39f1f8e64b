/** The first line of a goroutine's block, in every form since Go 1.18 (grammar: runtime/traceback.go, goroutineheader). */

import { quotedEnd, unquote } from './quoted.ts';

export interface GoroutineHeader {
  id: number;
  state: string;
  marks: string[];
  waitMinutes: number;
  lockedToThread: boolean;
  bubble: number | null;
  labels: Record<string, string>;
  /** `gp=0x... m=... mp=0x...` was printed: Go 1.22 and later at GOTRACEBACK system and above. */
  pointers: boolean;
  /** Form of the labels, when there are any: Go 1.27 prints them behind the brackets, 1.26 inside. */
  labelled: 'inside' | 'behind' | null;
}

const marks = new Set(['scan', 'leaked', 'durable']);
/** Shared by all that have none. */
const noMarks = Object.freeze<string[]>([]) as string[];
const noLabels: Record<string, string> = Object.freeze(Object.create(null));
const opening = 'goroutine ';
const maxLabels = 64;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Reads a number at `at`; the end of it, or `at` when there is none. */
const digitsEnd = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && end - at < 16 && isDigit(text.charCodeAt(end))) end++;
  return end;
};

/** End of a label's key or value: a quoted string, or everything up to one of `stops`. -1 when it does not end. */
const partEnd = (text: string, at: number, stops: readonly string[]): number => {
  if (text.charCodeAt(at) === 34) return quotedEnd(text, at);
  let end = -1;
  for (const stop of stops) {
    const found = text.indexOf(stop, at);
    if (found >= 0 && (end < 0 || found < end)) end = found;
  }
  return end;
};

/**
 * `{k: v, k: v}` from the brace at `at`; null when it is not one. Keys may be anything, `__proto__` too: the record has
 * no prototype.
 */
const readLabels = (text: string, at: number): { labels: Record<string, string>; end: number } | null => {
  const labels: Record<string, string> = Object.create(null);
  let from = at + 1;
  for (let count = 0; count < maxLabels; count++) {
    const keyEnd = partEnd(text, from, [': ']);
    if (keyEnd < 0 || !text.startsWith(': ', keyEnd)) return null;
    const valueEnd = partEnd(text, keyEnd + 2, [', ', '}']);
    if (valueEnd < 0) return null;
    labels[unquote(text.slice(from, keyEnd))] = unquote(text.slice(keyEnd + 2, valueEnd));
    if (text.startsWith('}', valueEnd)) return { labels, end: valueEnd + 1 };
    if (!text.startsWith(', ', valueEnd)) return null;
    from = valueEnd + 2;
  }
  return null;
};

/** Status and attributes between the brackets, labels already taken off. */
const readStatus = (inside: string, header: GoroutineHeader): void => {
  const parts = inside.split(', ');
  header.state = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    if (part === 'locked to thread') header.lockedToThread = true;
    else if (/^\d{1,9} minutes$/.test(part)) header.waitMinutes = Number.parseInt(part, 10);
    else if (/^synctest bubble \d{1,15}$/.test(part)) header.bubble = Number(part.slice(16));
    else header.state += `, ${part}`;
  }
  for (;;) {
    const open = header.state.lastIndexOf(' (');
    if (open < 0 || !header.state.endsWith(')')) return;
    const mark = header.state.slice(open + 2, -1);
    if (!marks.has(mark)) return;
    header.marks = [mark, ...header.marks];
    header.state = header.state.slice(0, open);
  }
};

/** Null when the line is no goroutine header. */
export const readGoroutineHeader = (text: string): GoroutineHeader | null => {
  if (!text.startsWith(opening) || !text.endsWith(':') || text.length > 65_536) return null;
  const idEnd = digitsEnd(text, opening.length);
  if (idEnd === opening.length) return null;
  const open = text.indexOf('[', idEnd);
  if (open < 0) return null;
  const between = text.slice(idEnd, open);
  const pointers = between !== ' ';
  if (pointers && !/^ gp=[0-9a-fx]+ m=(?:nil|-?\d+)(?: mp=[0-9a-fx]+)? $/.test(between)) return null;
  const header: GoroutineHeader = {
    id: Number(text.slice(opening.length, idEnd)),
    state: '',
    marks: noMarks,
    waitMinutes: 0,
    lockedToThread: false,
    bubble: null,
    labels: noLabels,
    pointers,
    labelled: null,
  };
  const inner = text.indexOf(' labels:{', open);
  let close = text.indexOf(']', open);
  if (inner >= 0 && (close < 0 || inner < close)) {
    const read = readLabels(text, inner + 8);
    if (read === null || !text.startsWith(']:', read.end)) return null;
    header.labels = read.labels;
    header.labelled = 'inside';
    readStatus(text.slice(open + 1, inner), header);
    return header;
  }
  if (close < 0) return null;
  readStatus(text.slice(open + 1, close), header);
  close++;
  if (close === text.length - 1) return header;
  if (!text.startsWith(' {', close)) return null;
  const read = readLabels(text, close + 1);
  if (read === null || read.end !== text.length - 1) return null;
  header.labels = read.labels;
  header.labelled = 'behind';
  return header;
};
