/** Names that people meant to be the same: a slip of the finger, a suffix too many, another separator. */

const longest = 64;

/** Levenshtein distance; names longer than 64 characters are cut. */
const editDistance = (a: string, b: string): number => {
  const left = a.slice(0, longest);
  const right = b.slice(0, longest);
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const swap = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** 0 to 1: 1 for equal but for case and separators, at least 0.8 when one begins or ends with the other. */
export const similarity = (a: string, b: string): number => {
  const left = plain(a);
  const right = plain(b);
  if (left === '' || right === '') return 0;
  if (left === right) return 1;
  const short = Math.min(left.length, right.length);
  const long = Math.max(left.length, right.length);
  const edits = 1 - editDistance(left, right) / Math.min(long, longest);
  const within =
    short >= 4 &&
    (left.startsWith(right) || right.startsWith(left) || left.endsWith(right) || right.endsWith(left));
  return within ? Math.max(0.8, edits) : edits;
};

/** The most alike of the names, when it is alike enough; ties by name. */
export const nearest = (name: string, names: Iterable<string>, least = 0.7): string | null => {
  let best: string | null = null;
  let bestSimilarity = least;
  for (const candidate of [...names].sort()) {
    const value = similarity(name, candidate);
    if (value > bestSimilarity || (value === bestSimilarity && best === null)) {
      best = candidate;
      bestSimilarity = value;
    }
  }
  return best;
};
