/** Stacks as a person reads them: the program's own frames open, runs of the standard library's and of others' folded. */
import type { ElidedFrames, StackFrame } from '@nightglass/model';

/** First elements of the import paths of Go's standard library, 1.18 to 1.27 (`go list std`), and C's side of cgo. */
const standard = new Set(
  (
    'archive arena bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag ' +
    'fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices ' +
    'sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid vendor weak C'
  ).split(' '),
);

/** `net/http` of `net/http.(*conn).serve`; empty for what is no Go name. */
export const packageOf = (func: string): string => {
  // Type arguments hold paths of their own: main.Put[github.com/a/b.T].
  const bracket = func.indexOf('[');
  const name = bracket < 0 ? func : func.slice(0, bracket);
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  return dot < 0 ? '' : name.slice(0, dot);
};

/** The name without the path in front of its package: `http.(*conn).serve`. */
export const shortName = (func: string): string => {
  const path = packageOf(func);
  return func.slice(path.lastIndexOf('/') + 1);
};

export type FrameOrigin = 'program' | 'library' | 'standard';

/** Whose code a frame is: the program's, a module's it uses, or Go's own. */
export const originOf = (frame: { func: string; file: string }): FrameOrigin => {
  const path = packageOf(frame.func);
  const first = path.split('/', 1)[0] ?? '';
  if (first === '' || standard.has(first)) return 'standard';
  return /\/pkg\/mod\/|\/vendor\/|@v\d/.test(frame.file) ? 'library' : 'program';
};

/** The innermost frame of the program, or the innermost of all. */
export const programFrame = (frames: readonly StackFrame[]): StackFrame | undefined =>
  frames.find((f) => originOf(f) === 'program') ?? frames.find((f) => originOf(f) === 'library') ?? frames[0];

export type StackPart =
  | { kind: 'frame'; at: number; frame: StackFrame; origin: FrameOrigin }
  | { kind: 'fold'; at: number; frames: StackFrame[]; packages: string[] }
  | { kind: 'elided'; at: number; count: number | null };

/**
 * The parts of a stack from top to bottom; `at` is the index of the first frame of a part. A run of frames that are not
 * the program's is folded, also a run of one: its place is kept. A stack without a frame of the program stays open.
 */
export const foldStack = (
  frames: readonly StackFrame[],
  elided: readonly ElidedFrames[],
  unfolded: (at: number) => boolean = () => false,
): StackPart[] => {
  const origins = frames.map(originOf);
  const allOpen = !origins.includes('program');
  const gaps = new Map(elided.map((e) => [Math.min(e.before, frames.length), e.count]));
  const parts: StackPart[] = [];
  for (let i = 0; i < frames.length; ) {
    const gap = gaps.get(i);
    if (gap !== undefined) parts.push({ kind: 'elided', at: i, count: gap });
    let end = i;
    while (end < frames.length && origins[end] !== 'program' && (end === i || !gaps.has(end))) end++;
    const run = frames.slice(i, end);
    if (run.length > 0 && !allOpen && !unfolded(i)) {
      const packages = [...new Set(run.map((f) => packageOf(f.func) || f.func))];
      parts.push({ kind: 'fold', at: i, frames: run, packages });
      i = end;
      continue;
    }
    for (let at = i; at < Math.max(end, i + 1); at++) {
      const frame = frames[at];
      if (frame !== undefined) parts.push({ kind: 'frame', at, frame, origin: origins[at] ?? 'standard' });
    }
    i = Math.max(end, i + 1);
  }
  const last = gaps.get(frames.length);
  if (last !== undefined) parts.push({ kind: 'elided', at: frames.length, count: last });
  return parts;
};

/** Where the runs that can fold begin, whether or not they are open now. */
export const foldsOf = (frames: readonly StackFrame[], elided: readonly ElidedFrames[]): number[] =>
  foldStack(frames, elided).flatMap((p) => (p.kind === 'fold' ? [p.at] : []));

/** `main.go:25`, with the folder in front: `mapcrash/main.go:25`. Empty when unknown. */
export const shortFile = (file: string, line: number): string => {
  if (file === '') return '';
  const name = file.split(/[\\/]/).slice(-2).join('/');
  return line > 0 ? `${name}:${line}` : name;
};
