/** `--new-from-rev`: what `git diff --unified=0` says is new. */
import type { Finding } from '../model.ts';

/** Path -> changed lines (both ends in), or all of a new file. Paths are relative to where git was asked. */
export type ChangedLines = ReadonlyMap<string, 'all' | readonly { first: number; last: number }[]>;

/** C escapes in a name that git quotes: octal bytes of UTF-8, `\t`, `\"`, `\\`. */
const unquote = (name: string): string => {
  if (!name.startsWith('"')) return name;
  const bytes: number[] = [];
  const letters: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
  for (const match of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)) {
    const [, octal, letter, plain] = match;
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else if (letter !== undefined)
      bytes.push(...(letters[letter] === undefined ? Buffer.from(letter) : [letters[letter]]));
    else bytes.push(...Buffer.from(plain ?? ''));
  }
  return Buffer.from(bytes).toString('utf8');
};

/**
 * Reads the output of `git diff --unified=0 --no-color` with the prefixes `a/` and `b/`; `untracked` are new files that git
 * does not know. Lines that were only taken away leave nothing to point at.
 */
export const parseDiff = (diff: string, untracked: readonly string[]): ChangedLines => {
  const changed = new Map<string, 'all' | { first: number; last: number }[]>();
  let current: { first: number; last: number }[] = [];
  let body = 0;
  for (const line of diff.split('\n')) {
    if (body > 0 && /^[-+\\]/.test(line)) {
      if (!line.startsWith('\\')) body--;
      continue;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk !== null) {
      const first = Number(hunk[2]);
      const count = Number(hunk[3] ?? 1);
      body = Number(hunk[1] ?? 1) + count;
      if (count > 0) current.push({ first, last: first + count - 1 });
    } else if (line.startsWith('+++ ')) {
      const name = unquote(line.slice('+++ '.length).replace(/\t$/, ''));
      current = [];
      if (name.startsWith('b/')) changed.set(name.slice(2), current);
    }
  }
  for (const path of untracked) changed.set(path, 'all');
  return changed;
};

/** A finding is new when it, or one of the other sites it names, stands on a changed line. */
export const isNew = ({ location, related }: Finding, changed: ChangedLines): boolean =>
  [location, ...related.map((site) => site.location)].some(({ path, startLine }) => {
    const lines = changed.get(path);
    return (
      lines === 'all' || lines?.some(({ first, last }) => first <= startLine && startLine <= last) === true
    );
  });
