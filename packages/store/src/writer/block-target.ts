import type { EncodeCounters, EncodeLimits } from '../encode/limits.ts';
import { defaultLimits, newCounters } from '../encode/limits.ts';
import type { Engine } from '../engine/engine.ts';
import { defaultRetention, type Retention } from '../schema/table.ts';
import { BlockBuilder, EncodeMemory } from './block-builder.ts';

export interface BlockTargetOptions {
  limits?: Partial<EncodeLimits>;
  retention?: Retention;
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

export const createBlockTarget = (engine: Engine, options: BlockTargetOptions = {}): BlockTarget => {
  const counters = newCounters();
  const shared = {
    memory: new EncodeMemory(),
    limits: { ...defaultLimits, ...options.limits },
    counters,
    retention: options.retention ?? defaultRetention,
  };
  const pool: BlockBuilder[] = [];
  let idle: NodeJS.Timeout | undefined;
  return {
    counters,
    newBlock: () => pool.pop() ?? new BlockBuilder(shared),
    store: async (block, token) => {
      // One after the other: a reader never meets a span whose resource is not there yet, and memory stays low.
      for (const { table, columns, chunks } of block.take()) {
        await engine.insertNative(table, chunks, { token: `${token}:${table}`, columns });
      }
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
