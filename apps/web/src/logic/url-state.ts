/** Every state of every page is its URL: reading and writing it, without touching the browser. */

/** Parameters that travel with every link inside the product. */
const travelling = ['last', 'from', 'to', 'refresh'];

export type Changes = Record<string, string | readonly string[] | null | undefined>;

/** `search` with the changes made: null, undefined, '' and [] remove; a list becomes repeated parameters. */
export const changeSearch = (search: string, changes: Changes): string => {
  const params = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    params.delete(key);
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'string') params.set(key, value);
    else for (const one of value) params.append(key, one);
  }
  // Colons and commas are legal in a query and far easier to read than %3A.
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
};

/** A link to another page: the time range and the refresh come along, everything else is given. */
export const linkTo = (currentSearch: string, path: string, own: Changes = {}): string => {
  const current = new URLSearchParams(currentSearch);
  const kept: Changes = {};
  for (const key of travelling) kept[key] = current.get(key);
  return path + changeSearch('', { ...kept, ...own });
};

export type Route =
  | { page: 'overview' | 'services' | 'traces' | 'logs' | 'metrics' | 'explain' | 'runtime' | 'memory' }
  | { page: 'service'; name: string }
  | { page: 'trace'; traceId: string }
  | { page: 'explanation'; id: string }
  | { page: 'artifact'; id: string }
  | { page: 'missing' };

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The page of a path; names may hold any character, encoded. */
export const matchRoute = (path: string): Route => {
  const parts = path.split('/').filter((p) => p !== '');
  const [first, second] = parts;
  if (first === undefined) return { page: 'overview' };
  if (
    parts.length === 1 &&
    (first === 'services' ||
      first === 'traces' ||
      first === 'logs' ||
      first === 'explain' ||
      first === 'runtime')
  )
    return { page: first };
  if (parts.length === 2 && second !== undefined) {
    if (first === 'services') return { page: 'service', name: decode(second) };
    // `/metrics` alone is where the server shows its own metrics to a scraper.
    if (first === 'metrics' && second === 'explore') return { page: 'metrics' };
    if (first === 'explain') return { page: 'explanation', id: decode(second) };
    if (first === 'runtime')
      return second === 'memory' ? { page: 'memory' } : { page: 'artifact', id: decode(second) };
    if (first === 'traces') return { page: 'trace', traceId: decode(second).toLowerCase() };
  }
  return { page: 'missing' };
};

/** A set in one parameter, `a,b,c`; span keys and run keys hold no comma. */
export const readSet = (params: URLSearchParams, key: string): Set<string> =>
  new Set((params.get(key) ?? '').split(',').filter((s) => s !== ''));

export const toggled = (set: ReadonlySet<string>, member: string): string => {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return [...next].join(',');
};

/** What a person typed into the search box: an id to open, or words to look for. */
export const readSearch = (
  text: string,
): { kind: 'trace'; traceId: string } | { kind: 'words'; words: string } => {
  const trimmed = text.trim();
  // 55 characters is a traceparent header: 00-<trace>-<span>-<flags>.
  const match = /^(?:00-)?([0-9a-f]{32})(?:-[0-9a-f]{16}-[0-9a-f]{2})?$/i.exec(trimmed.replaceAll(' ', ''));
  return match?.[1] === undefined
    ? { kind: 'words', words: trimmed }
    : { kind: 'trace', traceId: match[1].toLowerCase() };
};
