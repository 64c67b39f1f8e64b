import type { Goroutine, StackFrame } from '@nightglass/model';

/** First path elements of Go's standard library, 1.18 to 1.27. */
const STANDARD_ROOTS = new Set(
  (
    'archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar ' +
    'flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime ' +
    'simd slices sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid vendor weak'
  ).split(' '),
);

/** Whose code a frame is: Go's runtime, its standard library, a dependency of the program, or the program itself. */
export type FrameOwner = 'runtime' | 'standard' | 'dependency' | 'program';

/**
 * `net/http.(*conn).serve` -> `net/http`. Dots in the last path element are printed as `%2e`, so the package ends at
 * the first dot behind the last slash; type arguments may hold slashes of their own and are not looked at.
 * Builtins that Go prints without a package (`panic`) give ``.
 */
export function packageOf(func: string): string {
  const bracket = func.indexOf('[');
  const head = bracket < 0 ? func : func.slice(0, bracket);
  const slash = head.lastIndexOf('/');
  const dot = head.indexOf('.', slash + 1);
  return dot < 0 ? '' : head.slice(0, dot);
}

/** `net/http.(*conn).serve` -> `(*conn).serve`. */
export function nameInPackage(func: string): string {
  const pkg = packageOf(func);
  return pkg === '' ? func : func.slice(pkg.length + 1);
}

/** `main.(*cache).evict` -> `*cache`, `main.cache.len` is told by a capital or pointer only: value receivers give ``. */
export function receiverOf(func: string): string {
  const known = receivers.get(func);
  if (known !== undefined) return known;
  const receiver = computeReceiver(func);
  if (receivers.size >= MOST_REMEMBERED) receivers.clear();
  receivers.set(func, receiver);
  return receiver;
}
const receivers = new Map<string, string>();

function computeReceiver(func: string): string {
  const name = nameInPackage(func);
  if (!name.startsWith('(')) return '';
  const end = name.indexOf(').');
  return end < 0 ? '' : name.slice(1, end).replace(/\[.*$/, '');
}

/** `main *cache`: the type a method belongs to, with its package; `` for functions. */
export function receiverType(func: string): string {
  const receiver = receiverOf(func);
  return receiver === '' ? '' : `${packageOf(func)} ${receiver}`;
}

/** Whose code a frame is; remembered by function, since dumps repeat a few thousand of them. */
export function ownerOf(frame: StackFrame): FrameOwner {
  const known = owners.get(frame.func);
  if (known !== undefined && known.file === frame.file) return known.owner;
  const owner = computeOwner(frame);
  if (owners.size >= MOST_REMEMBERED) owners.clear();
  owners.set(frame.func, { file: frame.file, owner });
  return owner;
}
const owners = new Map<string, { file: string; owner: FrameOwner }>();
const MOST_REMEMBERED = 50_000;

function computeOwner(frame: StackFrame): FrameOwner {
  const pkg = packageOf(frame.func);
  if (pkg === '' || pkg === 'runtime' || pkg.startsWith('internal/runtime/')) return 'runtime';
  if (pkg.startsWith('runtime/internal/')) return 'runtime';
  const slash = pkg.indexOf('/');
  const root = slash < 0 ? pkg : pkg.slice(0, slash);
  if (STANDARD_ROOTS.has(root) && inGoRoot(frame.file, pkg)) return 'standard';
  if (/\/pkg\/mod\/|\/vendor\/|@v\d/.test(frame.file)) return 'dependency';
  return 'program';
}

/**
 * Go's own files lie in `GOROOT/src/<package>/`, or are named `<package>/file.go` when built with -trimpath. Functions
 * that the runtime implements for others (`time.Sleep`, `sync.runtime_Semacquire`) stand in the runtime's files.
 */
function inGoRoot(file: string, pkg: string): boolean {
  return (
    file === '' ||
    file.includes(`/src/${pkg}/`) ||
    file.startsWith(`${pkg}/`) ||
    file.includes('/src/runtime/') ||
    file.startsWith('runtime/')
  );
}

export function isProgramFrame(frame: StackFrame): boolean {
  return ownerOf(frame) === 'program';
}

/**
 * The name without what differs between Go versions and builds for the same source: the numbers of closures and
 * wrappers (`main.main.main.func1.func9` of 1.21 to 1.26, `main.main.func1.func1` of 1.27 and `main.main.func1.1` of
 * 1.20 all are a function literal of main.main), `gowrap1`, `deferwrap1`, `-fm`, `-range1`, type arguments.
 */
export function stableName(func: string): string {
  const known = stableNames.get(func);
  if (known !== undefined) return known;
  const name = computeStableName(func);
  if (stableNames.size >= MOST_REMEMBERED) stableNames.clear();
  stableNames.set(func, name);
  return name;
}
const stableNames = new Map<string, string>();

function computeStableName(func: string): string {
  const plain = withoutTypeArguments(func);
  const pkg = packageOf(plain);
  const name = pkg === '' ? plain : plain.slice(pkg.length + 1);
  const parts = name.replace(/-(?:fm|range\d+)/g, '').split('.');
  const prefix = pkg === '' ? '' : `${pkg}.`;
  let end = parts.length;
  while (end > 1 && CLOSURE_PART.test(parts[end - 1] ?? '')) end--;
  if (end === parts.length) return prefix + parts.join('.');
  // A closure is named after the function that holds it in the source: of `main.main.func1`, the last name.
  const start = parts[end - 2]?.startsWith('(') ? end - 2 : end - 1;
  return `${prefix}${parts.slice(start, end).join('.')}.func`;
}
const CLOSURE_PART = /^(?:(?:func|gowrap|deferwrap)?\d+)?$/;

/** `main.Map[go.shape.int,...].func1` -> `main.Map.func1`. */
function withoutTypeArguments(func: string): string {
  if (!func.includes('[')) return func;
  let depth = 0;
  let out = '';
  for (const char of func) {
    if (char === '[') depth++;
    else if (char === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0) out += char;
  }
  return out;
}

/** `/home/build/shop/main.go` -> `main.go`. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** `main.go:25`, or `` when no position is known. */
export function position(frame: { file: string; line: number }): string {
  if (frame.file === '') return '';
  return frame.line > 0 ? `${baseName(frame.file)}:${frame.line}` : baseName(frame.file);
}

/** `main.(*cache).evict at main.go:25`. */
export function place(frame: { func: string; file: string; line: number }): string {
  const at = position(frame);
  return at === '' ? frame.func : `${frame.func} at ${at}`;
}

/**
 * The innermost frame a reader of the program knows: its own, else a dependency's, else the standard library's, else
 * the innermost of all. `from` starts the search further out. Null for an empty stack.
 */
export function userFrame(frames: readonly StackFrame[], from = 0): StackFrame | null {
  let best: StackFrame | null = null;
  let bestRank = 4;
  for (let i = from; i < frames.length; i++) {
    const frame = frames[i] as StackFrame;
    const rank = OWNER_RANK[ownerOf(frame)];
    if (rank < bestRank) {
      best = frame;
      bestRank = rank;
    }
    if (bestRank === 0) break;
  }
  return best;
}
const OWNER_RANK: Record<FrameOwner, number> = { program: 0, dependency: 1, standard: 2, runtime: 3 };

/**
 * Does Go itself run this goroutine (GC workers, the scavenger, the finalizer thread while it idles)? As
 * runtime.isSystemGoroutine: its outermost function is of the runtime and it runs nobody else's code.
 */
export function isSystemGoroutine(goroutine: Goroutine): boolean {
  const frames = goroutine.frames;
  if (frames.length === 0) {
    return goroutine.createdBy !== null && packageOf(goroutine.createdBy.func) === 'runtime';
  }
  return frames.every((frame) => ownerOf(frame) === 'runtime' && frame.func !== 'runtime.main');
}

/** First word of printed arguments: `0xc000138320, {0x1, 0x2}` -> `0xc000138320`; `?` (perhaps stale) and `...` give null. */
export function firstPointer(args: string | null): string | null {
  if (args === null) return null;
  let start = 0;
  while (args.charCodeAt(start) === 123) start++; // {
  if (!args.startsWith('0x', start)) return null;
  let end = start + 2;
  while (end - start < 18 && isHex(args.charCodeAt(end))) end++;
  // Words of up to four digits are small numbers, not addresses.
  if (end - start < 7 || args.charCodeAt(end) === 63) return null; // ?
  return args.slice(start, end);
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
}
