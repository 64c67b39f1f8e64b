/** Coordinate search over the weights: one at a time, by a few factors, in their order, until a round changes nothing. */
import type { Weights } from '@nightglass/rootcause';
import { mean } from '../figures/figures.ts';
import type { PreparedCase } from './prepare.ts';

const factors = [0.5, 0.75, 1.25, 1.5];
const rounds = 2;
/** A change must bring more than this in the mean over sets: less is chance. */
const leastGain = 0.002;

export class WeightSearch {
  readonly #sets: ReadonlyMap<string, readonly PreparedCase[]>;
  readonly #known = new Map<string, number>();
  /** Milliseconds that a set took when it was last asked. */
  readonly #costs = new Map<string, number>();

  constructor(sets: ReadonlyMap<string, readonly PreparedCase[]>) {
    this.#sets = sets;
  }

  #costOf(set: string): number {
    return this.#costs.get(set) ?? 0;
  }

  /** Mean value of a set's cases; asked before: remembered. */
  valueOf(set: string, weights: Weights): number {
    const key = `${set} ${JSON.stringify(weights)}`;
    let value = this.#known.get(key);
    if (value === undefined) {
      const started = performance.now();
      value = mean((this.#sets.get(set) ?? []).map((one) => one.value(weights)));
      this.#costs.set(set, performance.now() - started);
      this.#known.set(key, value);
    }
    return value;
  }

  /**
   * Every set counts the same, however large. Minus infinity when it is sure to stay below `least`: no set is worth more than
   * one, and the quick ones are asked first.
   */
  objective(sets: readonly string[], weights: Weights, least = Number.NEGATIVE_INFINITY): number {
    let sum = 0;
    let left = sets.length;
    for (const set of [...sets].sort((a, b) => this.#costOf(a) - this.#costOf(b))) {
      sum += this.valueOf(set, weights);
      left--;
      if ((sum + left) / sets.length < least) return Number.NEGATIVE_INFINITY;
    }
    return sum / sets.length;
  }

  choose(sets: readonly string[], start: Weights, tell: (text: string) => void): Weights {
    let best = start;
    let value = this.objective(sets, best);
    for (let round = 0; round < rounds; round++) {
      const before = value;
      for (const key of Object.keys(start) as (keyof Weights)[])
        for (const factor of factors) {
          const tried = {
            ...best,
            [key]: Number(Math.min(0.99, Math.max(0.02, start[key] * factor)).toFixed(3)),
          };
          const there = this.objective(sets, tried, value + leastGain);
          if (there < value + leastGain) continue;
          best = tried;
          value = there;
          tell(`${key} ${tried[key]}: ${value.toFixed(4)}`);
        }
      if (value === before) break;
    }
    return best;
  }
}
