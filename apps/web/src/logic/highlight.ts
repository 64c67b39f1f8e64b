/** Marks the words of a log query in a line: the same words the server looked for, without its operators. */

/** `refused "by peer" -debug conn*` to `refused`, `by peer`, `conn`. */
export const queryWords = (query: string): string[] =>
  [...query.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)]
    .filter((m) => m[1] !== '-')
    .map((m) => (m[2] ?? m[3] ?? '').replace(/\*$/, '').toLowerCase())
    .filter((w) => w !== '');

export interface Part {
  text: string;
  hit: boolean;
  /** Offset in the line. */
  at: number;
}

export const splitWords = (text: string, words: readonly string[]): Part[] => {
  const escaped = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).filter((w) => w !== '');
  if (escaped.length === 0) return [{ text, hit: false, at: 0 }];
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(new RegExp(escaped.join('|'), 'gi'))) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), hit: false, at });
    parts.push({ text: match[0], hit: true, at: match.index });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false, at });
  return parts;
};
