import type { NightglassError } from '@nightglass/model';

/** Lets `places` in at once and a few wait; the others are told to come back. */
export class Gate {
  #free: number;
  readonly #mostWaiting: number;
  readonly #refusal: () => NightglassError;
  readonly #waiting: (() => void)[] = [];

  /** `refusal`: what those are told that may not even wait. */
  constructor(places: number, waiting: number, refusal: () => NightglassError) {
    this.#free = places;
    this.#mostWaiting = waiting;
    this.#refusal = refusal;
  }

  /** Runs the work when there is a place. Fails with the refusal when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else {
      if (this.#waiting.length >= this.#mostWaiting) throw this.#refusal();
      await new Promise<void>((enter) => this.#waiting.push(enter));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
