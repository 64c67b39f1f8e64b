/** What the tests of this package share: requests, folders, a store in memory, a disk that fails on demand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { MetricsRegistry, type Signal, silentLogger } from '@nightglass/model';
import { ProtoWriter } from '@nightglass/otlp';
import { ByteBudget } from '../byte-budget.ts';
import { systemClock } from '../clock.ts';
import type { Batch, ComponentContext } from '../component.ts';
import { IngestLedger, noCounts } from '../conservation.ts';
import type { BlockTarget, OpenBlock, StoredRequest } from '../queue/block-target.ts';
import type { Folder, LogFile } from '../queue/folder.ts';

export const tempFolder = async (t: TestContext): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'nightglass-pipeline-'));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
};

export const testContext = (dataDir: string, budgetBytes = 64 << 20): ComponentContext => {
  const metrics = new MetricsRegistry();
  return {
    id: 'test',
    logger: silentLogger,
    metrics,
    budget: new ByteBudget(budgetBytes, metrics),
    ledger: new IngestLedger(metrics),
    clock: systemClock,
    dataDir,
  };
};

/** An ExportTraceServiceRequest with `spans` spans whose ids come from `seed`, padded to about `nameBytes` each. */
export const traceRequest = (spans: number, seed = 1, nameBytes = 8): Uint8Array => {
  const w = new ProtoWriter();
  const tag = (n: number): number => (n << 3) | 2;
  w.message(tag(1), () =>
    w.message(tag(2), () => {
      for (let i = 0; i < spans; i++) {
        w.message(tag(2), () => {
          const id = Buffer.alloc(16);
          id.writeUInt32BE(seed, 0);
          id.writeUInt32BE(i + 1, 12);
          w.bytesField(tag(1), id);
          w.bytesField(tag(2), id.subarray(8));
          w.stringField(tag(5), 'n'.repeat(nameBytes));
        });
      }
    }),
  );
  return w.copy();
};

/** A batch of arbitrary bytes: the queue does not look inside. */
export const batchOf = (text: string | Uint8Array, records = 1, signal: Signal = 'traces'): Batch => ({
  signal,
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
  records,
  receivedAtUnixNano: 1_700_000_000_000_000_000n,
});

class MemoryBlock implements OpenBlock {
  readonly requests: { position: number; text: string }[] = [];
  readonly records = noCounts();
  rows = 0;
  byteLength = 0;
  readonly #rejects: (text: string) => boolean;
  constructor(rejects: (text: string) => boolean) {
    this.#rejects = rejects;
  }
  add({ bytes, signal, position }: StoredRequest): void {
    const text = Buffer.from(bytes).toString('latin1');
    if (this.#rejects(text)) throw new RangeError('this request cannot be encoded');
    this.requests.push({ position, text });
    this.rows++;
    this.records[signal]++;
    this.byteLength += bytes.length;
  }
}

/** Stores blocks once per token. Each request counts as one record and one row. */
export class MemoryTarget implements BlockTarget {
  readonly blocks = new Map<string, MemoryBlock>();
  readonly offers: string[] = [];
  /** Called before a block is stored; may throw or wait. */
  gate: (token: string) => Promise<void> | void = () => {};
  cannotEncode: (text: string) => boolean = () => false;

  newBlock(): OpenBlock {
    return new MemoryBlock((text) => this.cannotEncode(text));
  }
  async store(block: OpenBlock, token: string): Promise<void> {
    this.offers.push(token);
    await this.gate(token);
    const known = this.blocks.get(token);
    const same = (b: MemoryBlock): string => JSON.stringify(b.requests);
    if (known !== undefined && same(known) !== same(block as MemoryBlock)) {
      throw new Error(`token ${token} came with other rows`);
    }
    this.blocks.set(token, block as MemoryBlock);
  }
  /** The text of every stored request, in the order of the queue. */
  get texts(): string[] {
    return [...this.blocks.values()]
      .flatMap((b) => b.requests)
      .sort((a, b) => a.position - b.position)
      .map((r) => r.text);
  }
}

/** A folder whose writes and syncs fail while `error` is set. */
export class FaultyFolder implements Folder {
  error: NodeJS.ErrnoException | undefined;
  /** Bytes of a failing write that still reach the file, as on a disk that becomes full. */
  partial = 0;
  free = Number.POSITIVE_INFINITY;
  readonly #inner: Folder;

  constructor(inner: Folder) {
    this.#inner = inner;
  }
  get path(): string {
    return this.#inner.path;
  }
  fail(code: string): void {
    this.error = Object.assign(new Error(`${code}: simulated`), { code });
  }
  list(): Promise<{ name: string; bytes: number }[]> {
    return this.#inner.list();
  }
  async create(name: string): Promise<LogFile> {
    if (this.error !== undefined && this.partial === 0) throw this.error;
    return this.#wrap(await this.#inner.create(name));
  }
  async open(name: string): Promise<LogFile> {
    return this.#wrap(await this.#inner.open(name));
  }
  readText(name: string): Promise<string | undefined> {
    return this.#inner.readText(name);
  }
  async replace(name: string, text: string): Promise<void> {
    if (this.error !== undefined) throw this.error;
    await this.#inner.replace(name, text);
  }
  remove(name: string): Promise<void> {
    return this.#inner.remove(name);
  }
  async freeBytes(): Promise<number> {
    return this.free;
  }
  #wrap(file: LogFile): LogFile {
    return {
      write: async (buffers, at) => {
        if (this.error !== undefined) {
          if (this.partial > 0) await file.write([Buffer.concat(buffers).subarray(0, this.partial)], at);
          throw this.error;
        }
        await file.write(buffers, at);
      },
      sync: async () => {
        if (this.error !== undefined) throw this.error;
        await file.sync();
      },
      read: (into, at) => file.read(into, at),
      truncate: (length) => file.truncate(length),
      close: () => file.close(),
    };
  }
}

/** Resolves when `condition` holds; rejects after `ms`. */
export const until = async (condition: () => boolean, what: string, ms = 5000): Promise<void> => {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
