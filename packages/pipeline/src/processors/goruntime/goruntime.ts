import type { Counter } from '@nightglass/model';
import { concat, spliceLogs } from '@nightglass/otlp';
import type { Batch, ComponentContext, ComponentHealth, Consumer, Processor } from '../../component.ts';
import { type AssembledRequest, assembleRequest } from './assemble.ts';
import type { GoruntimeConfig } from './config.ts';
import { resourceKey } from './stream-key.ts';
import { mayBeGoOutput } from './suspicion.ts';

/** Bytes of batches that wait: of one group, and of all. Over that nothing waits. */
const mostOfGroup = 4 << 20;
const mostHeld = 32 << 20;
/** A resource for which waiting brought nothing is not waited for again so long. */
const vainMs = 30_000;
const mostVain = 1000;

/** Batches that wait for the rest of a dump, and are stored and acknowledged together. */
interface Group {
  batches: Batch[];
  bytes: number;
  /** Resources in which a dump goes on. */
  open: ReadonlySet<string>;
  /** Forwards the group; its promise is that of every batch in it. */
  release(): void;
  done: Promise<void>;
}

/**
 * Joins the records that are lines of one Go crash or dump. Nothing is acknowledged before all of it is durable: a
 * batch that ends inside a dump is not answered until the rest came or the time for it is over.
 */
export class GoruntimeProcessor implements Processor {
  readonly #context: ComponentContext;
  readonly #config: GoruntimeConfig;
  readonly #next: Consumer;
  readonly #crashes: Counter;
  readonly #groups = new Set<Group>();
  readonly #vain = new Map<string, number>();
  #held = 0;
  #stopped = false;
  #failure: string | undefined;

  constructor(context: ComponentContext, config: GoruntimeConfig, next: Consumer) {
    this.#context = context;
    this.#config = config;
    this.#next = next;
    this.#crashes = context.metrics.counter(
      'nightglass_goruntime_crashes_total',
      'Crashes of Go programs recognised in log records, by kind.',
    );
  }
  async start(): Promise<void> {}
  async stop(): Promise<void> {
    this.#stopped = true;
    const groups = [...this.#groups];
    for (const group of groups) group.release();
    await Promise.allSettled(groups.map(({ done }) => done));
  }
  health(): ComponentHealth {
    return this.#failure === undefined ? { status: 'ok' } : { status: 'degraded', message: this.#failure };
  }

  async consume(batch: Batch): Promise<void> {
    const group = this.#groups.size > 0 ? this.#groupFor(batch) : undefined;
    if (group !== undefined) return this.#join(group, batch);
    if (!mayBeGoOutput(batch.bytes)) return this.#next.consume(batch);
    const result = this.#assemble(batch.bytes);
    if (!this.#isWorthWaiting(batch, result.open)) return this.#forward(batch, result);
    return this.#hold(batch, result.open);
  }

  /** The group that waits for a resource of this batch. */
  #groupFor({ bytes }: Batch): Group | undefined {
    let found: Group | undefined;
    spliceLogs(bytes, {
      resource: (view) => {
        if (found !== undefined) return;
        const key = resourceKey(view);
        for (const group of this.#groups) if (group.open.has(key)) found = group;
      },
    });
    return found;
  }
  #join(group: Group, batch: Batch): Promise<void> {
    group.batches.push(batch);
    group.bytes += batch.bytes.length;
    this.#held += batch.bytes.length;
    if (group.bytes > mostOfGroup) group.release();
    return group.done;
  }
  #isWorthWaiting(batch: Batch, open: ReadonlySet<string>): boolean {
    if (open.size === 0 || this.#stopped || this.#config.hold === 0) return false;
    if (batch.bytes.length > mostOfGroup || this.#held + batch.bytes.length > mostHeld) return false;
    const now = this.#context.clock.monotonicMs();
    return [...open].some((resource) => (this.#vain.get(resource) ?? 0) <= now);
  }
  #hold(batch: Batch, open: ReadonlySet<string>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#config.hold);
    const group: Group = {
      batches: [batch],
      bytes: batch.bytes.length,
      open,
      release: resolve,
      done: promise.then(() => {
        clearTimeout(timer);
        this.#groups.delete(group);
        this.#held -= group.bytes;
        return this.#forwardGroup(group);
      }),
    };
    this.#groups.add(group);
    this.#held += group.bytes;
    return group.done;
  }
  #forwardGroup({ batches, open }: Group): Promise<void> {
    const [first] = batches as [Batch];
    const until = this.#context.clock.monotonicMs() + vainMs;
    if (this.#vain.size > mostVain) this.#vain.clear();
    for (const resource of open) {
      if (batches.length === 1) this.#vain.set(resource, until);
      else this.#vain.delete(resource);
    }
    const bytes = concat(batches.map((batch) => batch.bytes));
    const records = batches.reduce((sum, batch) => sum + batch.records, 0);
    return this.#forward({ ...first, bytes, records }, this.#assemble(bytes));
  }

  /** A mistake in reading must not cost anybody a record: the request goes on as it came. */
  #assemble(bytes: Uint8Array): AssembledRequest {
    try {
      return assembleRequest(bytes, this.#config.max_size);
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#failure = 'a Go crash could not be read, its records are stored as they came';
      this.#context.logger.error(`${this.#failure}; please report this`, { reason });
      return { bytes, merged: 0, open: new Set(), crashes: [] };
    }
  }
  async #forward(batch: Batch, { bytes, merged, crashes }: AssembledRequest): Promise<void> {
    const { ledger } = this.#context;
    ledger.enter(batch.signal, merged);
    try {
      await this.#next.consume({ ...batch, bytes, records: batch.records - merged });
      ledger.count(batch.signal, 'merged', merged);
    } catch (error) {
      ledger.count(batch.signal, 'rejected', merged);
      throw error;
    } finally {
      ledger.leave(batch.signal, merged);
    }
    for (const kind of crashes) this.#crashes.add(1, { kind });
  }
}
