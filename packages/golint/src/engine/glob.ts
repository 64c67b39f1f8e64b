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

/** Which prefixes of `parts` the pattern read so far can have taken. */
const segmentsMatch = (wanted: readonly string[], parts: readonly string[]): boolean => {
  let reached = new Set([0]);
  for (const segment of wanted) {
    const next = new Set<number>();
    for (const at of reached) {
      if (segment === '**') for (let end = at; end <= parts.length; end++) next.add(end);
      else if (at < parts.length && segmentMatches(segment, parts[at]!)) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(parts.length);
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
