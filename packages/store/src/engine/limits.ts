/** The limits every statement carries, the same for both engines. */

import type { QueryOptions } from './engine.ts';

const mib = 1024 * 1024;
/** A result is held whole in memory by whoever reads it. */
const maxResultBytes = 256 * mib;

/** `memoryBytes`: what the engine may use in all; one query gets half of it unless it asks for something else. */
export const querySettings = (
  options: QueryOptions,
  memoryBytes: number,
): Record<string, string | number> => {
  const memory = Math.min(options.maxMemoryBytes ?? memoryBytes / 2, memoryBytes);
  return {
    max_execution_time: options.maxSeconds ?? 30,
    max_memory_usage: Math.round(memory),
    // Spill instead of failing when a sort or a group-by outgrows half of what it may use.
    max_bytes_before_external_group_by: Math.round(memory / 2),
    max_bytes_before_external_sort: Math.round(memory / 2),
    max_result_bytes: maxResultBytes,
    result_overflow_mode: 'throw',
    timeout_overflow_mode: 'throw',
  };
};

/** Settings of a block insert: the block is one piece, and twice the same token stores it once, views included. */
export const insertSettings = (memoryBytes: number): Record<string, string | number> => ({
  max_execution_time: 300,
  max_memory_usage: memoryBytes,
  ...exactlyOnce,
});

/** See docs/adr/003-exactly-once-inserts.md. Most are today's defaults; they are said because we depend on them. */
export const exactlyOnce = {
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  deduplicate_insert: 'enable',
  deduplicate_insert_select: 'enable_when_possible',
  // One block in, one block out: a token covers a block, so nothing may cut it or glue it to another.
  max_insert_threads: 1,
  max_insert_block_size: 100_000_000,
  min_insert_block_size_rows: 0,
  min_insert_block_size_bytes: 0,
} as const;
