/**
 * One session runs one statement at a time, so each class of caller has its own few places and its own bounded
 * queue: rules and background jobs never stand in front of a person.
 */

import { NightglassError } from '@nightglass/model';
import type { Pool } from './protocol.ts';
import { pools } from './protocol.ts';

interface Waiting {
  start: (place: number) => void;
  refuse: (error: Error) => void;
}

export interface PlacesOptions {
  places: Record<Pool, number>;
  /** How many may wait per class; the next one is refused with NG_STORE_UNAVAILABLE. */
  queueLimit: number;
}

const what: Record<Pool, string> = {
  writer: 'blocks to store',
  command: 'commands',
  interactive: 'queries',
  rules: 'rule evaluations',
  background: 'background queries',
};

/** Hands out places. While it is paused (the engine is being started) everybody waits. */
export class Places {
  readonly #free = new Map<Pool, number[]>();
  readonly #waiting = new Map<Pool, Waiting[]>();
  readonly #options: PlacesOptions;
  #open = false;

  constructor(options: PlacesOptions) {
    this.#options = options;
    for (const pool of pools) this.#waiting.set(pool, []);
    this.#fill();
  }

  /** The engine is (again) there: every place is free. */
  resume(): void {
    this.#fill();
    this.#open = true;
    for (const pool of pools) this.#next(pool);
  }

  /** The engine is gone; what waits keeps waiting. */
  pause(): void {
    this.#open = false;
  }

  /** Refuses everything that waits. */
  refuseAll(error: () => Error): void {
    for (const queue of this.#waiting.values()) for (const w of queue.splice(0)) w.refuse(error());
  }

  waitingCount(pool: Pool): number {
    return this.#waiting.get(pool)?.length ?? 0;
  }

  /** A place of that class, at once or when one gets free. Rejects when too many wait, on abort, and after `maxMs`. */
  take(pool: Pool, maxMs: number, signal: AbortSignal | undefined, onAbort: () => Error): Promise<number> {
    const free = this.#free.get(pool) ?? [];
    const queue = this.#waiting.get(pool) ?? [];
    if (this.#open && free.length > 0) return Promise.resolve(free.pop() ?? 0);
    if (queue.length >= this.#options.queueLimit) {
      const message = `${queue.length} ${what[pool]} already wait for the store`;
      return Promise.reject(
        new NightglassError('NG_STORE_UNAVAILABLE', message, { hint: 'Try again in a moment.' }),
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        const i = queue.indexOf(waiting);
        if (i >= 0) queue.splice(i, 1);
      };
      const waiting: Waiting = {
        start: (place) => {
          leave();
          resolve(place);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      };
      const abort = (): void => waiting.refuse(onAbort());
      const timer = setTimeout(() => {
        const seconds = Math.round(maxMs / 100) / 10;
        const message = `The store had no free place for ${seconds} s`;
        waiting.refuse(
          new NightglassError('NG_STORE_UNAVAILABLE', message, { hint: 'Try again in a moment.' }),
        );
      }, maxMs);
      signal?.addEventListener('abort', abort, { once: true });
      queue.push(waiting);
    });
  }

  give(pool: Pool, place: number): void {
    this.#free.get(pool)?.push(place);
    if (this.#open) this.#next(pool);
  }

  #next(pool: Pool): void {
    const free = this.#free.get(pool) ?? [];
    const queue = this.#waiting.get(pool) ?? [];
    while (free.length > 0 && queue.length > 0) queue.shift()?.start(free.pop() ?? 0);
  }

  #fill(): void {
    for (const pool of pools) {
      const numbers = Array.from({ length: this.#options.places[pool] }, (_, i) => i);
      this.#free.set(pool, numbers.reverse());
    }
  }
}
