import type { Crash, Goroutine, StackFrame } from '@nightglass/model';
import type { DumpArtifact } from '../../model.ts';
import { ownerOf, packageOf, userFrame } from '../functions.ts';

/** The goroutine that crashed: by id, else the first that has frames. Null when none was printed. */
export function crashedGoroutine(artifact: DumpArtifact, crash: Crash): Goroutine | null {
  const { goroutines } = artifact;
  if (crash.goroutineId !== null) {
    const found = goroutines.find(({ id }) => id === crash.goroutineId);
    if (found !== undefined) return found;
  }
  return goroutines.find(({ frames }) => frames.length > 0) ?? null;
}

/**
 * Index of the frame that raised the first panic of the chain: a deferred function that panics stands above the
 * `panic(...)` frame of the panic it runs for, so the root is below the outermost one. 0 when the stack holds none
 * (Go leaves out the frame of the newest panic). Frames of the runtime below it (`sigpanic`, `panicIndex`) are skipped.
 */
export function rootIndex(frames: readonly StackFrame[]): number {
  let at = -1;
  for (let i = 0; i < frames.length; i++) if (isPanicFrame((frames[i] as StackFrame).func)) at = i;
  let next = at + 1;
  while (next < frames.length - 1 && packageOf((frames[next] as StackFrame).func) === 'runtime') next++;
  return at < 0 && next === frames.length - 1 ? 0 : next;
}

export function isPanicFrame(func: string): boolean {
  return func === 'panic' || func === 'runtime.gopanic';
}

/**
 * Where it started: for a panic the innermost frame of the program where the first of the chain was raised, for all
 * else the innermost of the program; a dependency's or Go's own where the program has none on the stack.
 */
export function originFrame(frames: readonly StackFrame[], kind: Crash['kind']): StackFrame | null {
  return userFrame(frames, startIndex(frames, kind));
}

/** The program's own frames from the origin outward, repeats of a recursion once. */
export function programFrames(
  frames: readonly StackFrame[],
  most: number,
  kind: Crash['kind'],
): StackFrame[] {
  const own: StackFrame[] = [];
  const seen = new Set<string>();
  let repeats = 0;
  for (const frame of frames.slice(startIndex(frames, kind))) {
    if (ownerOf(frame) !== 'program') continue;
    if (seen.has(frame.func)) {
      // What called a deep recursion is often cut off: it must not count where it happens to be printed.
      if (++repeats === DEEP_RECURSION) break;
      continue;
    }
    seen.add(frame.func);
    own.push(frame);
    if (own.length === most) break;
  }
  return own;
}
const DEEP_RECURSION = 30;

function startIndex(frames: readonly StackFrame[], kind: Crash['kind']): number {
  return kind === 'panic' || kind === 'http-panic' ? rootIndex(frames) : 0;
}
