/** Three answers to "what does the queue hold?", each from the received bytes to the durable acknowledgement. */
import {
  DurableQueue,
  NightglassExporter,
  nightglassConfig,
  openFolder,
  testContext,
} from '@nightglass/pipeline/testing';
import { createBlockTarget, type Engine } from '@nightglass/store';

export interface Variant {
  readonly name: string;
  /** Resolves when the request is durable. */
  take(bytes: Uint8Array, records: number): Promise<void>;
  /** Bytes written to the log so far. */
  written(): number;
  /** Resolves when everything taken has become Native blocks. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const now = (): bigint => BigInt(Date.now()) * 1_000_000n;
const queueOptions = { maxBytes: 8 * 2 ** 30, segmentBytes: 64 << 20, minFreeBytes: 0, cacheBytes: 64 << 20 };

/** An engine that keeps nothing: what is measured ends with the Native block. */
const nowhere: Engine = {
  kind: 'embedded',
  query: async () => ({ rows: [], stats: { rowsRead: 0, bytesRead: 0, elapsedMs: 0 } }),
  queryBytes: () => Promise.reject(new Error('nothing is stored here')),
  command: async () => {},
  insertNative: async () => {},
  health: async () => ({ status: 'ok' }),
  close: async () => {},
};

/** The queue holds the received bytes; blocks are built behind it. What Nightglass does. */
export const receivedBytes = async (dataDir: string): Promise<Variant> => {
  const context = testContext(dataDir, 384 << 20);
  const target = createBlockTarget(nowhere);
  const config = nightglassConfig.parse({ queue: { min_free_space: '0', max_size: '8GiB' } });
  const exporter = new NightglassExporter(context, config, target);
  await exporter.start();
  let written = 0;
  return {
    name: 'received bytes',
    take: (bytes, records) => {
      written += bytes.length + 40;
      return exporter.consume({ signal: 'traces', bytes, records, receivedAtUnixNano: now() });
    },
    written: () => written,
    settle: async () => {
      while (context.ledger.check().traces.queued > 0) await new Promise((done) => setTimeout(done, 20));
    },
    stop: () => exporter.stop(5000),
  };
};

/** The queue holds Native blocks: one per request, or one for all requests that came during the last sync. */
export const nativeBlocks = async (dataDir: string, per: 'request' | 'commit'): Promise<Variant> => {
  const env = { ...testContext(dataDir), name: 'bench' };
  const queue = await DurableQueue.open(await openFolder(dataDir), queueOptions, env);
  const block = createBlockTarget(nowhere).newBlock();
  let waiting: PromiseWithResolvers<void>[] = [];
  let position = 1;
  let busy = false;
  let written = 0;

  const append = (): Promise<void> => {
    const bytes = Buffer.concat(block.take().flatMap((table) => table.chunks));
    block.stored();
    block.reset();
    written += bytes.length + 40;
    return queue.append({ signal: 'traces', bytes, records: 1, receivedAtUnixNano: now() });
  };
  const commit = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const mine = waiting;
      waiting = [];
      await append();
      for (const w of mine) w.resolve();
    }
    busy = false;
  };
  return {
    name: per === 'request' ? 'Native, a block per request' : 'Native, a block per commit',
    take: (bytes) => {
      block.add({ signal: 'traces', bytes, receivedAtUnixNano: now(), position });
      position += bytes.length + 40;
      if (per === 'request') return append();
      const mine = Promise.withResolvers<void>();
      waiting.push(mine);
      if (!busy) void commit();
      return mine.promise;
    },
    written: () => written,
    settle: async () => {},
    stop: () => queue.close(),
  };
};
