/**
 * Which files of a folder build together: `//go:build` and `// +build` lines, and the endings of file names, as
 * go/build reads them (https://pkg.go.dev/cmd/go#hdr-Build_constraints).
 */

/** GOOS values of go/build (internal/syslist), with those that are no longer built. */
const systems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  ),
);
const unixSystems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris'.split(' '),
);
const architectures = new Set(
  (
    '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ' +
    'ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);
/** A system whose files another one takes too. */
const alsoMatches: Readonly<Record<string, string>> = { android: 'linux', illumos: 'solaris', ios: 'darwin' };

/** The newest release whose `go1.N` tags are true. */
const newestMinor = 27;

/** For what a package is built. */
export interface BuildContext {
  system: string;
  architecture: string;
  /** Further tags that are true. */
  tags: ReadonlySet<string>;
}

/**
 * The context of `--tags`: linux/amd64 with cgo unless a tag names another system or architecture
 * (`windows,arm64,integration`).
 */
export const buildContext = (tags: readonly string[]): BuildContext => ({
  system: tags.findLast((tag) => systems.has(tag)) ?? 'linux',
  architecture: tags.findLast((tag) => architectures.has(tag)) ?? 'amd64',
  tags: new Set(tags.filter((tag) => !systems.has(tag) && !architectures.has(tag))),
});

const matchesTag = (tag: string, context: BuildContext): boolean => {
  if (tag === context.system || tag === context.architecture || tag === alsoMatches[context.system])
    return true;
  if (tag === 'unix') return unixSystems.has(context.system);
  if (tag === 'gc' || tag === 'cgo') return true;
  const release = /^go1\.(\d{1,3})$/.exec(tag);
  return release === null ? context.tags.has(tag) : Number(release[1]) <= newestMinor;
};

/** `name_linux_amd64_test.go`: what stands before the first `_` is only a name. */
export const fileNameMatches = (name: string, context: BuildContext): boolean => {
  const stem = name.replace(/\.go$/, '');
  const first = stem.indexOf('_');
  if (first < 0) return true;
  const parts = stem.slice(first + 1).split('_');
  if (parts.at(-1) === 'test') parts.pop();
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  if (architectures.has(last) && systems.has(before))
    return matchesTag(last, context) && matchesTag(before, context);
  return systems.has(last) || architectures.has(last) ? matchesTag(last, context) : true;
};

/** A constraint is short; a longer line, or one nested deeper, is a mistake and builds as if it were not there. */
const longestConstraint = 10_000;
const deepestConstraint = 100;

/** Evaluates `linux && (amd64 || !cgo)`; undefined when it is no expression. */
const evaluate = (text: string, context: BuildContext): boolean | undefined => {
  const tokens = text.match(/\|\||&&|[()!]|[^\s()!&|]+|\S/g) ?? [];
  let at = 0;
  let depth = 0;
  const atom = (): boolean | undefined => {
    let negated = false;
    for (; tokens[at] === '!'; at++) negated = !negated;
    const token = tokens[at++];
    let value: boolean | undefined;
    if (token === '(') {
      if (++depth > deepestConstraint) return undefined;
      value = either();
      depth--;
      if (tokens[at++] !== ')') return undefined;
    } else if (token !== undefined && /^[\p{L}\p{Nd}_.]+$/u.test(token)) value = matchesTag(token, context);
    return value === undefined ? undefined : value !== negated;
  };
  const both = (): boolean | undefined => {
    let value = atom();
    while (tokens[at] === '&&') {
      at++;
      const right = atom();
      value = value === undefined || right === undefined ? undefined : value && right;
    }
    return value;
  };
  const either = (): boolean | undefined => {
    let value = both();
    while (tokens[at] === '||') {
      at++;
      const right = both();
      value = value === undefined || right === undefined ? undefined : value || right;
    }
    return value;
  };
  const value = either();
  return at === tokens.length ? value : undefined;
};

/** `// +build a,!b c` means `(a && !b) || c`; several lines must all hold. */
const evaluateOld = (text: string, context: BuildContext): boolean =>
  text
    .trim()
    .split(/\s+/)
    .some((option) =>
      option
        .split(',')
        .every((term) =>
          term.startsWith('!') ? !matchesTag(term.slice(1), context) : matchesTag(term, context),
        ),
    );

/** The lines before the package clause: blank ones and comments. A `/* ... *\/` block holds no constraint. */
const headerLines = function* (text: string): Generator<string> {
  let inBlock = false;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    let line = text.slice(at, Math.min(end, at + longestConstraint)).trim();
    at = end + 1;
    if (!inBlock && line.startsWith('//')) {
      yield line;
      continue;
    }
    for (;;) {
      if (inBlock) {
        const close = line.indexOf('*/');
        if (close < 0) break;
        inBlock = false;
        line = line.slice(close + 2).trim();
      } else if (line.startsWith('/*')) {
        inBlock = true;
        line = line.slice(2);
      } else break;
    }
    if (!inBlock && line !== '') return;
  }
};

/** Whether the constraints in the head of a file hold. */
export const constraintHolds = (text: string, context: BuildContext): boolean => {
  let old: boolean | undefined;
  for (const line of headerLines(text)) {
    if (line.startsWith('//go:build ') || line.startsWith('//go:build\t'))
      return evaluate(line.slice('//go:build '.length).replace(/\/\/.*$/, ''), context) ?? true;
    const before = /^\/\/\s*\+build\s+(.*)$/.exec(line)?.[1];
    if (before !== undefined) old = (old ?? true) && evaluateOld(before, context);
  }
  return old ?? true;
};

const generatedPattern = /^\/\/ Code generated .* DO NOT EDIT\.$/;

/** Go's own mark (go/ast.IsGenerated): a whole line comment before the package clause. The head of a file is enough. */
export const isGenerated = (head: string): boolean => {
  for (const line of headerLines(head)) if (generatedPattern.test(line)) return true;
  return false;
};
