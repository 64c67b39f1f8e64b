/** A seeded source of chance, so that two runs with one seed see the same arrivals, amounts and latencies. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Exponential with this mean: the gap between two arrivals of a Poisson process. */
  exponential(mean: number): number;
  /** Log-normal: what latencies look like. `median` in any unit, `sigma` 0.3 (narrow) to 1 (long tail). */
  logNormal(median: number, sigma: number): number;
  /** Whole number in [low, high]. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, good enough for a demonstration. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  /** Box-Muller. 1 - u is never zero, so the logarithm is finite. */
  const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    exponential: (mean) => -mean * Math.log(1 - next()),
    logNormal: (median, sigma) => median * Math.exp(sigma * gaussian()),
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
};

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
