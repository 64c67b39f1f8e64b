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

/** Where the first panic of the chain was raised: the innermost frame of the program, else what there is. */
export function originFrame(frames: readonly StackFrame[]): StackFrame | null {
  return userFrame(frames, rootIndex(frames));
}

/** The program's own frames from the root outward, repeats of a recursion once. */
export function programFrames(frames: readonly StackFrame[], most: number): StackFrame[] {
  const own: StackFrame[] = [];
  for (const frame of frames.slice(rootIndex(frames))) {
    if (ownerOf(frame) !== 'program') continue;
    if (own.at(-1)?.func === frame.func) continue;
    own.push(frame);
    if (own.length === most) break;
  }
  return own;
}
