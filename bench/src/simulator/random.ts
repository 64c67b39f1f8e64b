/** Chance for the simulator: everything of one incident comes from one seed. */
import { Random } from '../payload/random.ts';

/** FNV-1a over the label, mixed with the seed: streams of different labels have nothing in common. */
const mix = (seed: number, label: string): number => {
  let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
};

export class Chance extends Random {
  readonly #seed: number;
  #spare: number | null = null;

  constructor(seed: number) {
    super(mix(seed, ''));
    this.#seed = seed;
  }
  /** A stream of its own: what one part draws does not move what another draws. */
  fork(label: string): Chance {
    return new Chance(mix(this.#seed, label));
  }
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }
  /** Whole number, both ends included. */
  integer(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }
  gaussian(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
  override logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.gaussian());
  }
  /** Count of a Poisson process; the normal approximation above 40. */
  poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.gaussian()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }
  weighted<T>(items: readonly T[], weight: (item: T) => number): T {
    let total = 0;
    for (const item of items) total += weight(item);
    let left = this.next() * total;
    for (const item of items) {
      left -= weight(item);
      if (left < 0) return item;
    }
    return items[items.length - 1]!;
  }
  shuffled<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }
}
