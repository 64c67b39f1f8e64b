/** Comma separated values (RFC 4180), also of gzip files: one row at a time, blank lines left out. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const readText = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

export function* csvRows(text: string): Generator<string[]> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      const cell = text[at] === '"' ? quoted(text, at) : plain(text, at);
      row.push(cell.value);
      at = cell.end;
      if (text[at] !== ',') break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    if (row.length > 1 || row[0] !== '') yield row;
  }
}

const plain = (text: string, from: number): { value: string; end: number } => {
  let end = from;
  while (end < text.length) {
    const c = text.charCodeAt(end);
    if (c === 44 || c === 10 || c === 13) break;
    end++;
  }
  return { value: text.slice(from, end), end };
};

const quoted = (text: string, from: number): { value: string; end: number } => {
  let close = from;
  do close = text.indexOf('"', close + 1);
  while (close !== -1 && text[close + 1] === '"' && ++close > 0);
  if (close === -1) return { value: text.slice(from + 1), end: text.length };
  return { value: text.slice(from + 1, close).replaceAll('""', '"'), end: close + 1 };
};

/** The rows as a function from a column's name to its cell ('' when the row is short); throws when a column is missing. */
export function* csvRecords<C extends string>(
  text: string,
  columns: readonly C[],
  path: string,
): Generator<Record<C, string>> {
  let places: [C, number][] | undefined;
  for (const row of csvRows(text)) {
    if (places === undefined) {
      places = columns.map((name) => [name, row.indexOf(name)]);
      const missing = places.find(([, place]) => place === -1);
      if (missing !== undefined) throw new Error(`${path} has no column "${missing[0]}"`);
      continue;
    }
    yield Object.fromEntries(places.map(([name, place]) => [name, row[place] ?? ''])) as Record<C, string>;
  }
}

/** NaN for an empty cell, which `Number` would read as zero. */
export const figure = (cell: string | undefined): number =>
  cell === undefined || cell.trim() === '' ? Number.NaN : Number(cell);
