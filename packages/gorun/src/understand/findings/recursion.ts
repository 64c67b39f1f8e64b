import type { Goroutine } from '@nightglass/model';
import { packageOf } from '../functions.ts';

export interface Recursion {
  /** The cycle, a caller after the one it is called by: `main.a`, `main.b`. */
  functions: string[];
  /** How many of the printed frames belong to it. */
  frames: number;
}

/** Longest cycle that is recognised; longer ones are as good as straight code for a reader. */
const LONGEST_CYCLE = 12;

/**
 * The cycle of functions that fills a stack: the shortest period that repeats over most of the printed frames. Null
 * when there is none.
 */
export function recursionOf({ frames }: Goroutine): Recursion | null {
  const names = frames.map(({ func }) => func).filter((func) => packageOf(func) !== 'runtime');
  let best: Recursion | null = null;
  for (let period = 1; period <= LONGEST_CYCLE && period * 3 <= names.length; period++) {
    const run = longestRun(names, period);
    if (run.length < period * 3 || run.length <= (best?.frames ?? 0) + period) continue;
    // Frames are innermost first: the caller stands behind its callee.
    const functions = names.slice(run.start, run.start + period).reverse();
    best = { functions, frames: run.length };
  }
  return best;
}

/** The longest stretch in which each name equals the one `period` before it. */
function longestRun(names: readonly string[], period: number): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (let i = period; i <= names.length; i++) {
    if (i < names.length && names[i] === names[i - period]) continue;
    if (i - start > best.length && i - start > period) best = { start, length: i - start };
    start = i - period + 1;
  }
  return best;
}
