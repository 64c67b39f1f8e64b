import { z } from 'zod';
import { byteSize, duration, section } from '../../config/units.ts';

const MiB = 1024 ** 2;

const queue = section({
  /** Below the data folder when relative; default: `queue`. */
  directory: z.string().min(1).default('queue'),
  max_size: byteSize('4GiB', { min: 128 * MiB }),
  segment_size: byteSize('64MiB', { min: MiB, max: 1024 * MiB }),
  min_free_space: byteSize('256MiB'),
  cache_size: byteSize('64MiB'),
});

const block = section({
  max_rows: z.int().min(1).max(4_000_000).default(131_072),
  max_size: byteSize('64MiB', { min: MiB, max: 1024 * MiB }),
  max_age: duration('1s', { min: 10, max: 60_000 }),
  in_flight: z.int().min(1).max(8).default(2),
});

const retry = section({
  initial_interval: duration('200ms', { min: 10 }),
  max_interval: duration('10s', { min: 10 }),
  /** Attempts after which a block the store calls invalid is set aside. */
  max_refusals: z.int().min(1).max(1000).default(10),
});

export const nightglassConfig = section({
  queue: queue.prefault({}),
  block: block.prefault({}),
  retry: retry.prefault({}),
});
export type NightglassConfig = z.infer<typeof nightglassConfig>;
