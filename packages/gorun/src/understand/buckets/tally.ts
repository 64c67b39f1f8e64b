/** Counts by name; names may be anything, `__proto__` too. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, count: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + count);
  }

  has(name: string): boolean {
    return this.#counts.has(name);
  }

  /** The most frequent first, then in the order they came. */
  sorted(): { name: string; count: number }[] {
    return [...this.#counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
  }
}

/** Goroutines by state, the most frequent first. */
export function countStates(
  goroutines: readonly { state: string; count: number }[],
): { state: string; count: number }[] {
  const tally = new Tally();
  for (const { state, count } of goroutines) tally.add(state, count);
  return tally.sorted().map(({ name, count }) => ({ state: name, count }));
}
