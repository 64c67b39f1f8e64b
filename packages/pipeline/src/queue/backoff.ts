/** Waits longer after each failure: `first`, doubled up to `most`, each between half and the whole of it. */
export class Backoff {
  readonly #first: number;
  readonly #most: number;
  readonly #signal: AbortSignal;
  attempts = 0;

  constructor(ms: { first: number; most: number }, signal: AbortSignal) {
    this.#first = ms.first;
    this.#most = ms.most;
    this.#signal = signal;
  }
  /** False when the wait was cut short by the signal: give up. */
  async wait(): Promise<boolean> {
    if (this.#signal.aborted) return false;
    const whole = Math.min(this.#most, this.#first * 2 ** Math.min(this.attempts++, 30));
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, whole * (0.5 + Math.random() / 2));
    const stop = (): void => resolve();
    this.#signal.addEventListener('abort', stop, { once: true });
    await promise;
    clearTimeout(timer);
    this.#signal.removeEventListener('abort', stop);
    return !this.#signal.aborted;
  }
}
