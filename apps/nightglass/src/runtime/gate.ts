import { NightglassError } from '@nightglass/model';

/** Lets `places` in at once and a few wait; the others are told to come back. */
export class Gate {
  #free: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number, waiting: number) {
    this.#free = places;
    this.#mostWaiting = waiting;
  }

  /** Runs the work when there is a place. NG_TOO_MANY_CLIENTS when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else {
      if (this.#waiting.length >= this.#mostWaiting) {
        throw new NightglassError('NG_TOO_MANY_CLIENTS', 'too many uploads are under way', {
          hint: 'Try again in a few seconds.',
        });
      }
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
