/**
 * A place where work queues: cores of a pod, threads, connections, workers of a database, a lock. Waiting follows M/G/c per
 * step of time: probability by Erlang's C formula, mean by Allen and Cunneen (M/M/c times (1 + cv^2) / 2); what a step could
 * not finish stays as backlog and delays the next.
 */
import type { Chance } from '../random.ts';

/** Probability that an arrival waits in M/M/c at utilisation rho < 1. */
export const erlangC = (servers: number, rho: number): number => {
  const offered = servers * rho;
  let inverse = 1;
  for (let k = 1; k <= servers; k++) inverse = 1 + (inverse * k) / offered;
  const blocked = 1 / inverse;
  return blocked / (1 - rho * (1 - blocked));
};

const steadiest = 0.97;

export class Station {
  /** May be a fraction: a quota of 0.3 cores. */
  servers: number;
  /** Waiting longer than this is refused, ms. */
  readonly patienceMs: number;
  /** Work of this step in ms, weighted; its squares; and how many. */
  #demandMs = 0;
  #squares = 0;
  #count = 0;
  /** Figures of the last step. */
  utilisation = 0;
  meanMs = 0;
  backlogMs = 0;
  delayMs = 0;
  refusedShare = 0;
  #waitProbability = 0;
  #waitMeanMs = 0;

  constructor(servers: number, patienceMs: number) {
    this.servers = servers;
    this.patienceMs = patienceMs;
  }

  add(weight: number, ms: number): void {
    this.#demandMs += weight * ms;
    this.#squares += weight * ms * ms;
    this.#count += weight;
  }

  /** Waiting of one arrival in ms; -1 when it is turned away. */
  wait(chance: Chance): number {
    if (this.refusedShare > 0 && chance.next() < this.refusedShare) return -1;
    let ms = this.delayMs > 0 ? this.delayMs * (0.75 + 0.5 * chance.next()) : 0;
    if (this.#waitProbability > 0 && chance.next() < this.#waitProbability)
      ms += chance.exponential(this.#waitMeanMs);
    return ms;
  }

  /** Waiting where nobody is turned away: the longest queue is the longest wait. */
  waitAlways(chance: Chance): number {
    const ms = this.wait(chance);
    return ms >= 0 ? ms : this.delayMs * (0.75 + 0.5 * chance.next());
  }

  /** Work waiting, in arrivals of the mean size. */
  get queued(): number {
    return this.meanMs > 0 ? this.backlogMs / this.meanMs : 0;
  }

  /** Ends a step of `stepMs`: its demand sets the waiting of the next. */
  advance(stepMs: number): void {
    const capacity = Math.max(1e-6, this.servers) * stepMs;
    const demand = this.#demandMs;
    const raw = demand / capacity;
    this.utilisation += 0.5 * (raw - this.utilisation);
    if (this.#count > 0) {
      const mean = demand / this.#count;
      this.meanMs = this.meanMs === 0 ? mean : this.meanMs + 0.4 * (mean - this.meanMs);
    }
    this.backlogMs = Math.max(0, this.backlogMs + demand - capacity);
    // A step's demand comes from few sampled requests: work left over from their noise alone is not kept.
    if (this.utilisation < 0.8) this.backlogMs = Math.max(0, this.backlogMs - capacity * 0.5);
    const most = this.patienceMs * Math.max(1e-6, this.servers);
    this.refusedShare =
      this.backlogMs > most && demand > 0 ? Math.min(0.95, Math.max(0, 1 - capacity / demand)) : 0;
    this.backlogMs = Math.min(this.backlogMs, most);
    this.delayMs = this.backlogMs / Math.max(1e-6, this.servers);
    const rho = Math.min(steadiest, this.utilisation);
    if (rho > 0.01 && this.#count > 0) {
      const mean = demand / this.#count;
      const variation =
        mean > 0 ? Math.min(9, Math.max(0, this.#squares / this.#count / (mean * mean) - 1)) : 1;
      const places = Math.min(400, Math.max(1, Math.round(this.servers)));
      this.#waitProbability = erlangC(places, rho);
      this.#waitMeanMs = ((this.meanMs / Math.max(0.05, this.servers)) * (1 + variation)) / 2 / (1 - rho);
    } else {
      this.#waitProbability = 0;
      this.#waitMeanMs = 0;
    }
    this.#demandMs = 0;
    this.#squares = 0;
    this.#count = 0;
  }
}
