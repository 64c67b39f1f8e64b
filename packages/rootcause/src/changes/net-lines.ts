/** What a hunk takes away and puts in, without lines that were only moved or indented. */
import { codeLines, type Hunk } from './diff.ts';

const bare = (line: string): string => line.replace(/\s+/g, ' ').trim().replace(/[,;]$/, '');

export interface NetLines {
  removed: string[];
  added: string[];
}

export const netLines = (hunk: Hunk): NetLines => {
  const removed = codeLines(hunk.removed);
  const added = codeLines(hunk.added);
  const counts = new Map<string, number>();
  for (const line of added) counts.set(bare(line), (counts.get(bare(line)) ?? 0) + 1);
  const takes = (line: string, from: Map<string, number>): boolean => {
    const left = from.get(bare(line)) ?? 0;
    if (left > 0) from.set(bare(line), left - 1);
    return left > 0;
  };
  const gone = removed.filter((line) => !takes(line, counts));
  const old = new Map<string, number>();
  for (const line of removed) old.set(bare(line), (old.get(bare(line)) ?? 0) + 1);
  const fresh = added.filter((line) => !takes(line, old));
  return { removed: gone, added: fresh };
};

export const countOf = (lines: readonly string[], pattern: RegExp): number =>
  lines.reduce((count, line) => count + (pattern.test(line) ? 1 : 0), 0);

/** First line that matches; '' for none. */
export const lineOf = (lines: readonly string[], pattern: RegExp): string =>
  lines.find((line) => pattern.test(line)) ?? '';
