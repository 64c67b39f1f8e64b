/**
 * Repeated code: runs of at least `minLines` equal, meaningful lines that stand in two places.
 * White space, comments, imports and lone punctuation do not count.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, sourceFiles } from './sources.ts';

const minLines = 10;

interface Line {
  file: string;
  number: number;
  text: string;
}

const meaningful = (text: string): boolean =>
  /[a-z]/i.test(text) && !/^(\/\/|\/?\*|import\b|export \*|export \{|\} from)/.test(text) && text.length > 3;

/** Each repeated run as `a.ts:10-24 ~ b.ts:40-54`. */
export const findRepeatedLines = (root: string): string[] => {
  const lines: Line[] = [];
  for (const file of sourceFiles(root)) {
    if (isTest(file)) continue;
    const text = readFileSync(join(root, file), 'utf8').split('\n');
    let importing = false;
    text.forEach((t, i) => {
      const trimmed = t.trim().replace(/\s+/g, ' ');
      if (/^(import|export)( type)? \{$/.test(trimmed)) importing = true;
      if (!importing && meaningful(trimmed)) lines.push({ file, number: i + 1, text: trimmed });
      if (trimmed.startsWith('}')) importing = false;
    });
  }
  const firstSeen = new Map<string, number>();
  const found: string[] = [];
  let i = 0;
  while (i + minLines <= lines.length) {
    const window = lines.slice(i, i + minLines);
    if (window.some((l) => l.file !== window[0]?.file)) {
      i++;
      continue;
    }
    const key = window.map((l) => l.text).join('\n');
    const earlier = firstSeen.get(key);
    if (earlier === undefined) {
      firstSeen.set(key, i);
      i++;
      continue;
    }
    let length = minLines;
    while (same(lines, earlier, i, length)) length++;
    found.push(`${place(lines, earlier, length)} ~ ${place(lines, i, length)}`);
    i += length;
  }
  return found;
};

const same = (lines: readonly Line[], a: number, b: number, offset: number): boolean => {
  const x = lines[a + offset];
  const y = lines[b + offset];
  return (
    x !== undefined &&
    y !== undefined &&
    x.text === y.text &&
    x.file === lines[a]?.file &&
    y.file === lines[b]?.file
  );
};

const place = (lines: readonly Line[], from: number, length: number): string =>
  `${lines[from]?.file}:${lines[from]?.number}-${lines[from + length - 1]?.number}`;
