/** File patterns of the configuration. */

/**
 * Whether `path` (with `/`) matches `pattern`: `*` and `?` stay inside a folder, `**` crosses folders. A pattern without
 * a `/` matches at any depth, and one that matches a folder matches all below it, as in .gitignore.
 * Time is at most length of pattern times length of path.
 */
export const globMatches = (pattern: string, path: string): boolean => {
  const trimmed = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  if (trimmed === '') return false;
  const wanted = trimmed.split('/');
  if (wanted.length === 1) wanted.unshift('**');
  wanted.push('**');
  return segmentsMatch(wanted, path.split('/'));
};

const segmentsMatch = (wanted: readonly string[], parts: readonly string[]): boolean => {
  /** Whether the pattern so far can have taken the first `at` parts. */
  let reached = parts.map(() => false);
  reached.unshift(true);
  for (const segment of wanted) {
    if (segment === '**') {
      const from = reached.indexOf(true);
      reached = reached.map((_, at) => from >= 0 && at >= from);
    } else
      reached = reached.map((_, at) => at > 0 && reached[at - 1]! && segmentMatches(segment, parts[at - 1]!));
  }
  return reached[parts.length]!;
};

const segmentMatches = (pattern: string, name: string): boolean => {
  let p = 0;
  let n = 0;
  let star = -1;
  let starName = 0;
  while (n < name.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      starName = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++starName;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
};
