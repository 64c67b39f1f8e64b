import type { StackFrame } from '@nightglass/model';

const hex = /^0x[0-9a-f]{1,16}$/;
const position = /^(.*):(\d{1,9})$/;

/**
 * One symbol line of a debug=1 profile: `#\t0x4e0a44\tmain.transient+0x24\t/src/main.go:41`, padded with TABs, or
 * `#\t0x0` when the runtime knows no name. Null when the line is no such line. Logs that turned TABs into blanks are
 * read too.
 */
export const readFrameLine = (text: string, at: number): StackFrame | null => {
  if (text.charCodeAt(0) !== 0x23 || text.length > 8192) return null;
  const rest = text.slice(1).trim();
  const gap = rest.search(/[\t ]/);
  const address = gap < 0 ? rest : rest.slice(0, gap);
  if (!hex.test(address)) return null;
  if (gap < 0) return { func: address, args: null, file: '', line: 0, inlined: false, at };
  const named = rest.slice(gap).trim();
  // Function and file are parted by TABs; a function's name holds no `+0x`, so its offset ends it in any case.
  const offset = /\+0x[0-9a-f]{1,16}(?=[\t ]|$)/.exec(named);
  const func = offset === null ? (named.split('\t', 1)[0] ?? named) : named.slice(0, offset.index);
  const behind = offset === null ? named.slice(func.length) : named.slice(offset.index + offset[0].length);
  const place = position.exec(behind.trim());
  return {
    func,
    args: null,
    file: place?.[1] ?? '',
    line: place === null ? 0 : Number(place[2]),
    inlined: false,
    at,
  };
};

/** `# labels: {"shard":"0", "worker":"settlement"}`: pairs with Go's %q strings, as text. Null for other lines. */
export const readLabelLine = (text: string): [string, string][] | null => {
  const open = /^#[\t ]*labels:[\t ]*\{/.exec(text);
  if (open === null) return null;
  const pairs: [string, string][] = [];
  const strings: string[] = [];
  let at = open[0].length;
  while (at < text.length && strings.length < 2000) {
    if (text[at] === '"') {
      const end = quotedEnd(text, at);
      strings.push(unquote(text.slice(at, end)));
      at = end;
    } else at++;
  }
  for (let i = 0; i + 1 < strings.length; i += 2)
    pairs.push([strings[i] as string, strings[i + 1] as string]);
  return pairs;
};

const quotedEnd = (text: string, start: number): number => {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
};

const plainEscapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Text of a Go %q string, also of one whose end is missing. */
const unquote = (quoted: string): string =>
  quoted
    .slice(1, quoted.endsWith('"') && quoted.length > 1 ? -1 : undefined)
    .replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (whole, x, u, long, plain) => {
      const code = x ?? u ?? long;
      if (code === undefined) return plainEscapes[plain as string] ?? (plain as string);
      const point = Number.parseInt(code as string, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : (whole as string);
    });
