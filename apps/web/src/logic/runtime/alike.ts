import type { Goroutine } from '@nightglass/model';

/** Goroutines of one list with the same state and calls, as one with their number; the first of each, in its order. */
export const alikeGoroutines = (goroutines: readonly Goroutine[]): { first: Goroutine; count: number }[] => {
  const found = new Map<string, { first: Goroutine; count: number }>();
  for (const g of goroutines) {
    const key = JSON.stringify([g.state, g.marks, g.frames.map((f) => [f.func, f.file, f.line])]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: g, count: g.count });
    else known.count += g.count;
  }
  return [...found.values()];
};
