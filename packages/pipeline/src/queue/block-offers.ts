import { type Logger, NightglassError, signals } from '@nightglass/model';
import type { ByteBudget } from '../byte-budget.ts';
import type { Clock } from '../clock.ts';
import type { IngestLedger } from '../conservation.ts';
import { Backoff } from './backoff.ts';
import type { BlockTarget } from './block-target.ts';
import type { Draft } from './draft.ts';
import type { Plan } from './journal.ts';
import type { DurableQueue } from './queue.ts';

export interface OfferOptions {
  /** Blocks offered at once. */
  inFlight: number;
  /** Attempts after which a block that the store calls invalid is set aside. */
  refusals: number;
  retryMs: { first: number; most: number };
}
export interface BlockEnvironment {
  logger: Logger;
  clock: Clock;
  budget: ByteBudget;
  ledger: IngestLedger;
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The blocks that are with the store: offered again until they are stored, counted, and ticked off in the journal. */
export class BlockOffers {
  readonly #queue: DurableQueue;
  readonly #target: BlockTarget;
  readonly #options: OfferOptions;
  readonly #env: BlockEnvironment;
  readonly #stopped: AbortSignal;
  readonly #storing = new Set<Promise<void>>();
  #trouble: string | undefined;

  /** `stopped` ends the attempts: what is not stored then is offered again after the next start. */
  constructor(
    queue: DurableQueue,
    target: BlockTarget,
    options: OfferOptions,
    env: BlockEnvironment,
    stopped: AbortSignal,
  ) {
    this.#queue = queue;
    this.#target = target;
    this.#options = options;
    this.#env = env;
    this.#stopped = stopped;
  }
  /** Why blocks are not being stored at the moment, if they are not. */
  get trouble(): string | undefined {
    return this.#trouble;
  }
  get underWay(): number {
    return this.#storing.size;
  }
  /** Whether the store has a hand free. */
  get free(): boolean {
    return this.#storing.size < this.#options.inFlight;
  }
  async settled(): Promise<void> {
    await Promise.all(this.#storing);
  }

  /** Hands the block over as soon as a hand is free; does not wait for it to be stored. */
  async offer(draft: Draft, plan: Plan): Promise<void> {
    while (!this.free) await Promise.race(this.#storing);
    const work = this.#store(draft, plan).finally(() => {
      this.#storing.delete(work);
      draft.discharge();
    });
    this.#storing.add(work);
  }
  /** Tries until it succeeds, waiting longer each time; undefined when the end came first. */
  async insist<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    const backoff = new Backoff(this.#options.retryMs, this.#stopped);
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.#complain(what, error, backoff.attempts);
        if (!(await backoff.wait())) return undefined;
      }
    }
  }

  async #store(draft: Draft, plan: Plan): Promise<void> {
    const startedAt = this.#env.clock.monotonicMs();
    // Read now: the target may free a block's memory once it is stored.
    const stored = { ...draft.block.records };
    let refusals = 0;
    const outcome = await this.insist('the store did not take a block', async () => {
      try {
        if (draft.block.rows > 0) await this.#target.store(draft.block, plan.token);
        return 'stored';
      } catch (error) {
        this.#queue.metrics.retried();
        if (!isRefusal(error) || ++refusals < this.#options.refusals) throw error;
        await this.#setAside(draft, plan, error);
        return 'refused';
      }
    });
    if (outcome === undefined) return;
    draft.discharge();
    if (outcome === 'stored') {
      this.#trouble = undefined;
      this.#queue.metrics.blockStored((this.#env.clock.monotonicMs() - startedAt) / 1000);
    }
    for (const signal of signals) {
      const kept = outcome === 'stored' ? stored[signal] : 0;
      this.#env.ledger.count(signal, 'stored', kept);
      // What the encoder left out of a request that it otherwise took, or all of it.
      this.#env.ledger.count(signal, 'dropped', draft.records[signal] - kept);
      this.#queue.queued[signal] -= draft.records[signal];
    }
    await this.insist('the queue cannot write its journal', async () => {
      await this.#queue.journal.done(plan);
      await this.#queue.discardDone();
    });
  }

  /** The store will never take it: kept in a file, counted as dropped, said loudly. */
  async #setAside(draft: Draft, plan: Plan, error: unknown): Promise<void> {
    await this.#queue.keepAside(plan.from, plan.to, 'refused');
    this.#queue.metrics.blockRefused();
    this.#env.logger.error(
      'the store refuses a block for good; it is kept beside the queue and counted as dropped',
      { ...draft.records, from: plan.from, reason: reasonOf(error) },
    );
  }
  #complain(what: string, error: unknown, attempt: number): void {
    const reason = reasonOf(error);
    this.#trouble = `${what}: ${reason}`;
    if (attempt > 0 && attempt % 10 !== 9) return;
    this.#env.logger.warn(`${what}; trying again`, { attempt: attempt + 1, reason });
  }
}

/** The store, or our own code, says that trying again cannot help. */
const isRefusal = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  (error instanceof NightglassError && error.code === 'NG_QUERY_INVALID');
