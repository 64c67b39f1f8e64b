import type { MetricsRegistry } from '@nightglass/model';

/**
 * One budget for every byte held in memory: bodies on their way in, the queue's tail cache, open blocks.
 * Whoever takes from it gives back the same number.
 */
export class ByteBudget {
  readonly limit: number;
  #used = 0;
  #peak = 0;

  constructor(limit: number, metrics?: MetricsRegistry) {
    this.limit = limit;
    if (metrics === undefined) return;
    metrics
      .gauge('nightglass_memory_budget_limit_bytes', 'Bytes the pipeline may hold in memory.')
      .set(limit);
    const used = metrics.gauge('nightglass_memory_budget_used_bytes', 'Bytes the pipeline holds in memory.');
    used.observe(() => used.set(this.#used));
    const peak = metrics.gauge('nightglass_memory_budget_peak_bytes', 'Most bytes held at once since start.');
    peak.observe(() => peak.set(this.#peak));
  }
  get used(): number {
    return this.#used;
  }
  get peak(): number {
    return this.#peak;
  }
  /** False when the bytes do not fit; nothing is taken then. */
  tryTake(bytes: number): boolean {
    if (this.#used + bytes > this.limit) return false;
    this.take(bytes);
    return true;
  }
  /** Takes the bytes even over the limit: for work that must finish. New work is refused until it is given back. */
  take(bytes: number): void {
    this.#used += bytes;
    if (this.#used > this.#peak) this.#peak = this.#used;
  }
  give(bytes: number): void {
    this.#used -= bytes;
  }
  lease(): Lease {
    return new Lease(this);
  }
}

/** What one request holds of the budget; given back once, as a whole. */
export class Lease {
  readonly #budget: ByteBudget;
  #held = 0;

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }
  get held(): number {
    return this.#held;
  }
  /** Brings the lease to `bytes`; false (and unchanged) when that does not fit. Shrinking always works. */
  resize(bytes: number): boolean {
    const more = bytes - this.#held;
    if (more > 0 && !this.#budget.tryTake(more)) return false;
    if (more < 0) this.#budget.give(-more);
    this.#held = bytes;
    return true;
  }
  release(): void {
    this.#budget.give(this.#held);
    this.#held = 0;
  }
}
