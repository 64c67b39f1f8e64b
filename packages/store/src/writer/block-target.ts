import type { EncodeCounters, EncodeLimits } from '../encode/limits.ts';
import { defaultLimits, newCounters } from '../encode/limits.ts';
import type { NativeBlock } from '../encode/native.ts';
import type { Engine } from '../engine/engine.ts';
import { defaultRetention, type Retention } from '../schema/table.ts';
import { BlockBuilder, EncodeMemory } from './block-builder.ts';

export interface BlockTargetOptions {
  limits?: Partial<EncodeLimits>;
  retention?: Retention;
  /** False leaves `red_1m`, `trace_index` and `attribute_values` empty: for measuring what they cost. Default true. */
  rollUps?: boolean;
}

/** Where the pipeline's blocks end: the tables. */
export interface BlockTarget {
  newBlock(): BlockBuilder;
  /**
   * Stores a block under its token and closes it. Safe to call again with the same block and token, or with a block of
   * the same requests after a restart: what is stored already is not stored twice.
   */
  store(block: BlockBuilder, token: string): Promise<void>;
  /** What had to be cut or changed, since the target was made. */
  readonly counters: Readonly<EncodeCounters>;
}

/** Builders kept for reuse, and how long: a full one holds about 100 MB that an idle process should not. */
const spare = 2;
const idleMs = 10_000;

const dimensions: ReadonlySet<string> = new Set(['resources', 'scopes', 'metric_series']);
/** Tables stored at once: as many as the engine has writers. */
const lanes = 2;

/** Runs the job on every item, `lanes` at a time. Waits for all that were begun, then throws the first failure. */
const inLanes = async <T>(items: readonly T[], job: (item: T) => Promise<void>): Promise<void> => {
  const queue = [...items];
  let failure: { error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && failure === undefined; item = queue.shift()) {
      await job(item).catch((error: unknown) => {
        failure ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failure !== undefined) throw failure.error;
};

export const createBlockTarget = (engine: Engine, options: BlockTargetOptions = {}): BlockTarget => {
  const counters = newCounters();
  const shared = {
    memory: new EncodeMemory(),
    limits: { ...defaultLimits, ...options.limits },
    counters,
    retention: options.retention ?? defaultRetention,
    rollUps: options.rollUps ?? true,
  };
  const pool: BlockBuilder[] = [];
  let idle: NodeJS.Timeout | undefined;
  return {
    counters,
    newBlock: () => pool.pop() ?? new BlockBuilder(shared),
    store: async (block, token) => {
      const insert = ({ table, columns, chunks }: NativeBlock): Promise<void> =>
        engine.insertNative(table, chunks, { token: `${token}:${table}`, columns });
      // What others refer to first: a reader never meets a span whose resource is not there yet.
      const blocks = block.take();
      const isDimension = ({ table }: NativeBlock): boolean => dimensions.has(table);
      for (const part of blocks.filter(isDimension)) await insert(part);
      await inLanes(
        blocks.filter((part) => !isDimension(part)),
        insert,
      );
      block.stored();
      if (pool.length >= spare) return;
      block.reset();
      pool.push(block);
      clearTimeout(idle);
      idle = setTimeout(() => {
        pool.length = 0;
      }, idleMs).unref();
    },
  };
};
