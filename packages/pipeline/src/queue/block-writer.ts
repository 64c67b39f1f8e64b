/**
 * Moves the queue into the store: builds blocks from contiguous stretches, writes the plan down, offers the block
 * under its token until it is stored. A crash at any point repeats the same block under the same token.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { signals } from '@nightglass/model';
import { type BlockEnvironment, BlockOffers, type OfferOptions, reasonOf } from './block-offers.ts';
import type { BlockTarget } from './block-target.ts';
import { Draft } from './draft.ts';
import type { Plan } from './journal.ts';
import type { DurableQueue } from './queue.ts';
import { QueueReader } from './reader.ts';
import type { QueuedRequest } from './tail-cache.ts';

export interface BlockOptions extends OfferOptions {
  maxRows: number;
  maxBytes: number;
  /** A block is offered this long after its first record, full or not. */
  maxAgeMs: number;
}

/** Longest stretch of encoding before timers and sockets get their turn. */
const SLICE_MS = 5;
const IDLE_MS = 1000;
const CROWDED_MS = 10;

export class BlockWriter {
  readonly #queue: DurableQueue;
  readonly #target: BlockTarget;
  readonly #options: BlockOptions;
  readonly #env: BlockEnvironment;
  readonly #offers: BlockOffers;
  /** Positions of requests that cannot be encoded. */
  readonly #poisoned = new Set<number>();
  readonly #stopped = new AbortController();
  /** Plans from before a crash that are not offered yet. */
  #replays: Plan[];
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(queue: DurableQueue, target: BlockTarget, options: BlockOptions, env: BlockEnvironment) {
    this.#queue = queue;
    this.#target = target;
    this.#options = options;
    this.#env = env;
    this.#offers = new BlockOffers(queue, target, options, env, this.#stopped.signal);
    this.#replays = [...queue.journal.pending];
  }
  /** Why blocks are not being stored at the moment, if they are not. */
  get trouble(): string | undefined {
    return this.#offers.trouble;
  }

  start(): void {
    // What fails here is reading: a disk that comes back is read again, from the last plan on.
    this.#running ??= this.#offers.insist('the queue cannot be read', () => this.#run());
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
    const finished = Promise.resolve(this.#running).then(() => this.#offers.settled());
    await Promise.race([finished, aborted]);
    clearTimeout(timer);
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    for (let plan = this.#replays[0]; plan !== undefined && !this.#stopping; plan = this.#replays[0]) {
      const draft = await this.#build(plan.from, (d, reader) => this.#refill(d, reader, plan));
      if (draft === undefined) continue;
      draft.to = plan.to;
      this.#replays = this.#replays.slice(1);
      await this.#offers.offer(draft, plan);
    }
    let reader = this.#readerAt(this.#queue.journal.plannedTo);
    while (!this.#stopping) {
      const from = reader.position;
      const draft = await this.#build(from, (d) => this.#fill(d, reader));
      if (draft === undefined) {
        reader = this.#readerAt(from);
        continue;
      }
      draft.to = reader.position;
      if (draft.to === from) {
        this.#accountForDamage();
        continue;
      }
      const write = (): Promise<Plan> => this.#queue.journal.plan(draft.from, draft.to);
      const plan = await this.#offers.insist('the queue cannot write its journal', write);
      if (plan === undefined) return draft.discharge();
      await this.#offers.offer(draft, plan);
    }
  }

  /** A draft as `fill` leaves it; undefined when it came upon a request that cannot be encoded: begin again. */
  async #build(
    from: number,
    fill: (draft: Draft, reader: QueueReader) => Promise<boolean>,
  ): Promise<Draft | undefined> {
    const draft = new Draft(this.#target, from, this.#env.budget);
    let whole = false;
    try {
      whole = await fill(draft, this.#readerAt(from));
    } finally {
      if (!whole) draft.discharge();
    }
    return whole ? draft : undefined;
  }
  /** Builds the block of a plan exactly as it was. */
  async #refill(draft: Draft, reader: QueueReader, plan: Plan): Promise<boolean> {
    while (reader.position < plan.to) {
      const request = await reader.next(0);
      if (request === undefined || request.header.position >= plan.to) break;
      if (!this.#add(draft, request)) return false;
      await nextTurn();
    }
    return true;
  }
  /** Fills a block until it is full, or old enough and the store has a hand free. */
  async #fill(draft: Draft, reader: QueueReader): Promise<boolean> {
    const { maxRows, maxBytes, maxAgeMs } = this.#options;
    const { clock } = this.#env;
    let due = Number.POSITIVE_INFINITY;
    let sliceEnd = clock.monotonicMs() + SLICE_MS;
    while (draft.block.rows < maxRows && draft.block.byteLength < maxBytes) {
      const now = clock.monotonicMs();
      if (this.#stopping || (now >= due && this.#offers.free)) break;
      if (now >= sliceEnd) {
        await nextTurn();
        sliceEnd = clock.monotonicMs() + SLICE_MS;
      }
      // The store is slow: leave memory to what comes in, the rest of the queue can wait on disk.
      if (!this.#offers.free && this.#env.budget.used > this.#env.budget.limit / 2) {
        await pause(CROWDED_MS);
        continue;
      }
      const wait = due === Number.POSITIVE_INFINITY ? IDLE_MS : Math.max(10, due - now);
      const request = reader.fresh() ?? (await reader.next(wait));
      if (request === undefined) {
        if (reader.position === draft.from) break;
        continue;
      }
      if (!this.#add(draft, request)) return false;
      if (due === Number.POSITIVE_INFINITY) due = clock.monotonicMs() + maxAgeMs;
    }
    return true;
  }

  /** False when the request cannot be encoded: it is set aside, and the block has to be begun again without it. */
  #add(draft: Draft, request: QueuedRequest): boolean {
    const { signal, records, position } = request.header;
    if (this.#poisoned.has(position)) return true;
    try {
      draft.add(request);
      return true;
    } catch (error) {
      this.#poisoned.add(position);
      this.#env.ledger.count(signal, 'dropped', records);
      this.#queue.queued[signal] -= records;
      void this.#queue.keepAside(position, request.end, 'refused');
      this.#env.logger.error('a request cannot be turned into rows and is set aside; please report this', {
        signal,
        records,
        position,
        reason: reasonOf(error),
      });
      return false;
    }
  }
  /** Once everything readable is stored, what is still counted as queued was swallowed by damage. */
  #accountForDamage(): void {
    if (this.#offers.underWay > 0 || this.#queue.journal.cursor < this.#queue.end) return;
    for (const signal of signals) {
      this.#env.ledger.count(signal, 'dropped', this.#queue.queued[signal]);
      this.#queue.queued[signal] = 0;
    }
  }
  #readerAt(position: number): QueueReader {
    return new QueueReader(this.#queue, position, (from, end) => {
      // What opening found is counted and kept aside already.
      if (this.#queue.report.damaged.some((gap) => gap.from <= from && end <= gap.end)) return;
      this.#queue.metrics.damaged();
      void this.#queue.keepAside(from, end, 'damaged');
      this.#env.logger.error('a stretch of the queue cannot be read and is passed over', {
        from,
        bytes: end - from,
      });
    });
  }
}
