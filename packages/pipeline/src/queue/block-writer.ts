/**
 * Moves the queue into the store: builds blocks from contiguous stretches, writes the plan down, offers the block
 * under its token until it is stored. A crash at any point repeats the same block under the same token.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Logger, NightglassError, type Signal, signals } from '@nightglass/model';
import type { ByteBudget } from '../byte-budget.ts';
import type { Clock } from '../clock.ts';
import { addCounts, type IngestLedger, noCounts, type SignalCounts } from '../conservation.ts';
import { Backoff } from './backoff.ts';
import type { BlockTarget, OpenBlock } from './block-target.ts';
import type { Plan } from './journal.ts';
import type { DurableQueue } from './queue.ts';
import { QueueReader } from './reader.ts';
import type { QueuedRequest } from './tail-cache.ts';

export interface BlockOptions {
  maxRows: number;
  maxBytes: number;
  /** A block is offered this long after its first record, full or not. */
  maxAgeMs: number;
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

/** A block and what went into it. */
interface Draft {
  block: OpenBlock;
  from: number;
  to: number;
  records: SignalCounts;
  /** Bytes taken from the budget for it. */
  charged: number;
}

/** Longest stretch of encoding before timers and sockets get their turn. */
const SLICE_MS = 5;
const IDLE_MS = 1000;

export class BlockWriter {
  readonly #queue: DurableQueue;
  readonly #target: BlockTarget;
  readonly #options: BlockOptions;
  readonly #env: BlockEnvironment;
  readonly #storing = new Set<Promise<void>>();
  readonly #poisoned = new Set<number>();
  readonly #stopped = new AbortController();
  #stopping = false;
  #running: Promise<void> | undefined;
  #trouble: string | undefined;

  constructor(queue: DurableQueue, target: BlockTarget, options: BlockOptions, env: BlockEnvironment) {
    this.#queue = queue;
    this.#target = target;
    this.#options = options;
    this.#env = env;
  }
  /** Why blocks are not being stored at the moment, if they are not. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  start(): void {
    this.#running ??= this.#run();
  }
  /**
   * Stops reading and gives what is under way `deadlineMs` to be stored. What is not stored by then stays in the
   * queue and is offered again after the next start.
   */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopping = true;
    this.#queue.wake();
    const timer = setTimeout(() => this.#stopped.abort(), deadlineMs);
    const aborted = new Promise<void>((resolve) => {
      this.#stopped.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const finished = Promise.resolve(this.#running).then(() => Promise.all(this.#storing));
    await Promise.race([finished, aborted]);
    clearTimeout(timer);
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    for (const plan of [...this.#queue.journal.pending]) await this.#replay(plan);
    let reader = this.#readerAt(this.#queue.journal.plannedTo);
    while (!this.#stopping) {
      const from = reader.position;
      const draft = await this.#fill(reader, from);
      if (draft === undefined) {
        reader = this.#readerAt(from);
        continue;
      }
      if (draft.to === from) {
        this.#accountForDamage();
        continue;
      }
      const plan = await this.#writeDown(draft);
      if (plan === undefined) return;
      await this.#offer(draft, plan);
    }
  }

  /** Builds the block of a plan that was made before a crash, exactly as it was. */
  async #replay(plan: Plan): Promise<void> {
    while (!this.#stopping) {
      const reader = this.#readerAt(plan.from);
      const draft = this.#newDraft(plan.from);
      let whole = true;
      while (reader.position < plan.to) {
        const request = await reader.next(0);
        if (request === undefined || request.header.position >= plan.to) break;
        whole = this.#add(draft, request);
        if (!whole) break;
        await nextTurn();
      }
      if (!whole) {
        this.#discharge(draft);
        continue;
      }
      draft.to = plan.to;
      return this.#offer(draft, plan);
    }
  }

  /** Fills a block from the reader until it is full, or old enough and the store has a hand free. */
  async #fill(reader: QueueReader, from: number): Promise<Draft | undefined> {
    const { maxRows, maxBytes, maxAgeMs, inFlight } = this.#options;
    const { clock } = this.#env;
    const draft = this.#newDraft(from);
    let due = Number.POSITIVE_INFINITY;
    let sliceEnd = clock.monotonicMs() + SLICE_MS;
    while (draft.block.rows < maxRows && draft.block.byteLength < maxBytes) {
      const now = clock.monotonicMs();
      if (this.#stopping || (now >= due && this.#storing.size < inFlight)) break;
      if (now >= sliceEnd) {
        await nextTurn();
        sliceEnd = clock.monotonicMs() + SLICE_MS;
      }
      const wait = due === Number.POSITIVE_INFINITY ? IDLE_MS : Math.max(10, due - now);
      const request = reader.fresh() ?? (await reader.next(wait));
      if (request === undefined) {
        if (draft.to === from && reader.position === from) break;
        continue;
      }
      if (!this.#add(draft, request)) {
        this.#discharge(draft);
        return undefined;
      }
      if (due === Number.POSITIVE_INFINITY) due = clock.monotonicMs() + maxAgeMs;
    }
    draft.to = reader.position;
    return draft;
  }

  /** False when the request cannot be encoded: it is set aside, and the block has to be begun again without it. */
  #add(draft: Draft, { header, bytes, end }: QueuedRequest): boolean {
    const { signal, records, receivedAtUnixNano, position } = header;
    draft.to = end;
    if (this.#poisoned.has(position)) return true;
    try {
      draft.block.add({ signal, bytes, receivedAtUnixNano, position });
    } catch (error) {
      this.#poisoned.add(position);
      this.#drop(signal, records);
      void this.#queue.keepRefused(position, end);
      this.#env.logger.error('a request cannot be turned into rows and is set aside; please report this', {
        signal,
        records,
        position,
        reason: error instanceof Error ? error.message : String(error),
      });
      return false;
    }
    draft.records[signal] += records;
    const more = draft.block.byteLength - draft.charged;
    if (more > 0) {
      this.#env.budget.take(more);
      draft.charged += more;
    }
    return true;
  }

  async #writeDown(draft: Draft): Promise<Plan | undefined> {
    const backoff = new Backoff(this.#options.retryMs, this.#stopped.signal);
    for (;;) {
      try {
        return await this.#queue.journal.plan(draft.from, draft.to);
      } catch (error) {
        this.#complain('the queue cannot write its journal', error, backoff.attempts);
        if (!(await backoff.wait())) return undefined;
      }
    }
  }

  /** Hands the block to the store as soon as a hand is free; does not wait for it to be stored. */
  async #offer(draft: Draft, plan: Plan): Promise<void> {
    while (this.#storing.size >= this.#options.inFlight) await Promise.race(this.#storing);
    const work = this.#store(draft, plan).finally(() => {
      this.#storing.delete(work);
      this.#discharge(draft);
    });
    this.#storing.add(work);
  }

  async #store(draft: Draft, plan: Plan): Promise<void> {
    const backoff = new Backoff(this.#options.retryMs, this.#stopped.signal);
    const startedAt = this.#env.clock.monotonicMs();
    // Read now: the target may free a block's memory once it is stored.
    const stored = { ...draft.block.records };
    let refusals = 0;
    for (;;) {
      try {
        if (draft.block.rows > 0) await this.#target.store(draft.block, plan.token);
        break;
      } catch (error) {
        this.#queue.metrics.retried();
        this.#complain('the store did not take a block', error, backoff.attempts);
        if (isRefusal(error) && ++refusals >= this.#options.refusals)
          return this.#setAside(draft, plan, error);
        if (!(await backoff.wait())) return;
      }
    }
    this.#queue.metrics.blockStored((this.#env.clock.monotonicMs() - startedAt) / 1000);
    for (const signal of signals) {
      this.#env.ledger.count(signal, 'stored', stored[signal]);
      // What the encoder left out of a request that it otherwise took.
      this.#env.ledger.count(signal, 'dropped', draft.records[signal] - stored[signal]);
    }
    this.#trouble = undefined;
    await this.#finish(draft, plan);
  }

  /** The store will never take it: kept in a file, counted as dropped, said loudly. */
  async #setAside(draft: Draft, plan: Plan, error: unknown): Promise<void> {
    await this.#queue.keepRefused(plan.from, plan.to);
    for (const signal of signals) this.#env.ledger.count(signal, 'dropped', draft.records[signal]);
    this.#queue.metrics.blockRefused();
    this.#env.logger.error(
      'the store refuses a block for good; it is kept beside the queue and counted as dropped',
      {
        ...draft.records,
        from: plan.from,
        reason: error instanceof Error ? error.message : String(error),
      },
    );
    await this.#finish(draft, plan);
  }

  async #finish(draft: Draft, plan: Plan): Promise<void> {
    for (const signal of signals) this.#queue.queued[signal] -= draft.records[signal];
    const backoff = new Backoff(this.#options.retryMs, this.#stopped.signal);
    for (;;) {
      try {
        await this.#queue.journal.done(plan);
        await this.#queue.discardDone();
        return;
      } catch (error) {
        this.#complain('the queue cannot write its journal', error, backoff.attempts);
        if (!(await backoff.wait())) return;
      }
    }
  }

  #drop(signal: Signal, records: number): void {
    this.#env.ledger.count(signal, 'dropped', records);
    this.#queue.queued[signal] -= records;
  }
  /** Once everything readable is stored, what is still counted as queued was swallowed by damage. */
  #accountForDamage(): void {
    if (this.#storing.size > 0 || this.#queue.journal.cursor < this.#queue.end) return;
    const left = noCounts();
    addCounts(left, this.#queue.queued);
    for (const signal of signals) this.#drop(signal, left[signal]);
  }
  #complain(what: string, error: unknown, attempt: number): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#trouble = `${what}: ${reason}`;
    if (attempt === 0 || attempt % 10 === 9)
      this.#env.logger.warn(`${what}; trying again`, { attempt: attempt + 1, reason });
  }
  #newDraft(from: number): Draft {
    return { block: this.#target.newBlock(), from, to: from, records: noCounts(), charged: 0 };
  }
  #discharge(draft: Draft): void {
    this.#env.budget.give(draft.charged);
    draft.charged = 0;
  }
  #readerAt(position: number): QueueReader {
    return new QueueReader(this.#queue, position, (from, end) => {
      this.#queue.metrics.damaged();
      this.#env.logger.error('a stretch of the queue cannot be read and is passed over', {
        from,
        bytes: end - from,
      });
    });
  }
}

/** The store, or our own code, says that trying again cannot help. */
const isRefusal = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  (error instanceof NightglassError && error.code === 'NG_QUERY_INVALID');
