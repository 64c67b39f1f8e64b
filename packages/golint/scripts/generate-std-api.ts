/**
 * Makes src/facts/std-api.generated.ts from the exported API of Go's standard library as the Go tree lists it (BSD
 * licence; facts only: names, result types, fields). Run where Go is at hand:
 * `node packages/golint/scripts/generate-std-api.ts /usr/local/go/api > packages/golint/src/facts/std-api.generated.ts`.
 *
 * The lines it writes, by package (`P path`):
 *   `F name results`      a function; results as Go writes them in a tuple, `=0` the type of argument 0
 *   `M type method results`
 *   `T type underlying`   `struct`, `interface` or a type
 *   `S type field type`   exported and embedded fields (`*` in front of the name: embedded)
 *   `V name type`
 * A number at the end of a line (`@21`) is the minor of the first Go that has it, left out up to 1.18.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: generate-std-api.ts GOROOT/api');

const packages = new Map<string, Map<string, string>>();
const minorOf = (file: string): number => Number(/^go1(?:\.(\d+))?\.txt$/.exec(file)?.[1] ?? 0);

/** The end of the bracketed part that begins at `at`. */
const closing = (text: string, at: number): number => {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) depth++;
    else if (')]}'.includes(text[i]!) && --depth === 0) return i;
  }
  return text.length;
};

const splitList = (text: string): string[] => {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) i = closing(text, i);
    else if (text[i] === ',') {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (text.slice(start).trim() !== '') parts.push(text.slice(start).trim());
  return parts;
};

/** Results of `[$0 any]($0, int) ([]$0, error)`; type parameters that no argument gives become `_`. */
const resultsOf = (signature: string): string => {
  let rest = signature;
  if (rest.startsWith('[')) rest = rest.slice(closing(rest, 0) + 1);
  const end = closing(rest, 0);
  const params = splitList(rest.slice(1, end));
  const results = rest.slice(end + 1).trim();
  const same = params.indexOf(results);
  if (/^\$\d+$/.test(results) && same >= 0) return `=${same}`;
  return results.replace(/\$\d+/g, '_');
};

const add = (path: string, key: string, value: string, minor: number): void => {
  const lines = packages.get(path) ?? new Map<string, string>();
  packages.set(path, lines);
  if (!lines.has(key)) lines.set(key, `${key} ${value}${minor > 18 ? ` @${minor}` : ''}`);
};

const read = (line: string, minor: number): void => {
  const match = /^pkg (\S+?)(?: \([^)]*\))?, (func|method|type|var) (.*)$/.exec(line.replace(/ #\d+$/, ''));
  if (match === null) return;
  const [, path, what, text] = match as unknown as [string, string, string, string];
  if (path === 'syscall' || path.startsWith('debug/') || path.startsWith('runtime/internal')) return;
  if (what === 'func') {
    const [, name, signature] = /^(\w+)(.*)$/.exec(text)!;
    add(path, `F ${name}`, resultsOf(signature!), minor);
  } else if (what === 'method') {
    const found = /^\(\*?(\w+)[^)]*\) (\w+)(.*)$/.exec(text);
    if (found !== null) add(path, `M ${found[1]} ${found[2]}`, resultsOf(found[3]!), minor);
  } else if (what === 'var') {
    const [, name, type] = /^(\w+) ?(.*)$/.exec(text)!;
    add(path, `V ${name}`, type!, minor);
  } else readType(path, text, minor);
};

const readType = (path: string, text: string, minor: number): void => {
  const member = /^(\w+)(?:\[.*?\])? (struct|interface), (.*)$/.exec(text);
  if (member === null) {
    const plain = /^(\w+)(?:\[.*?\])? (.*)$/.exec(text);
    if (plain === null) return;
    const kind = /^(struct|interface)\b/.exec(plain[2]!)?.[1];
    add(path, `T ${plain[1]}`, kind ?? plain[2]!.replace(/\$\d+/g, '_'), minor);
    return;
  }
  const [, name, kind, rest] = member as unknown as [string, string, string, string];
  if (kind === 'struct') {
    const embedded = /^embedded (.*)$/.exec(rest)?.[1];
    const field = /^(\w+) (.*)$/.exec(rest);
    if (embedded !== undefined) add(path, `S ${name} *${embedded.replace(/^.*[.*]/, '')}`, embedded, minor);
    else if (field !== null) add(path, `S ${name} ${field[1]}`, field[2]!.replace(/\$\d+/g, '_'), minor);
  } else {
    const method = /^(\w+)(\(.*)$/.exec(rest);
    if (method !== null) add(path, `M ${name} ${method[1]}`, resultsOf(method[2]!), minor);
  }
};

const files = readdirSync(folder)
  .filter((file) => /^go1(\.\d+)?\.txt$/.test(file))
  .sort((a, b) => minorOf(a) - minorOf(b));
for (const file of files)
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) read(line, minorOf(file));

const out: string[] = [];
for (const path of [...packages.keys()].sort())
  out.push(`P ${path}`, ...[...packages.get(path)!.values()].map((l) => l.trimEnd()));
const text = out.join('\n').replace(/[\\`$]/g, '\\$&');
process.stdout.write(
  `/** Exported API of Go's standard library. Made by scripts/generate-std-api.ts; the lines are explained there. */\nexport const stdApi = \`\n${text}\n\`;\n`,
);
