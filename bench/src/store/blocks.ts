import { createBlockTarget, type Engine } from '@nightglass/store';
import { generateTraces } from '../payload/index.ts';

/** The blocks of one `store()`, copied. */
export interface Block {
  table: string;
  columns: readonly string[];
  bytes: Uint8Array;
}

const unused = (): never => {
  throw new Error('only insertNative is used here');
};

/** Encodes `count` blocks of `spansPerBlock` unique spans, a second of traffic each, and keeps them in memory. */
export const encodeBlocks = async (
  count: number,
  spansPerBlock: number,
  start: bigint,
): Promise<{ blocks: Block[][]; encodeSeconds: number }> => {
  let current: Block[] = [];
  const keeper: Engine = {
    kind: 'embedded',
    query: unused,
    queryBytes: unused,
    command: unused,
    health: unused,
    close: unused,
    insertNative: (table, chunks, options) => {
      current.push({ table, columns: options.columns ?? [], bytes: Buffer.concat(chunks) });
      return Promise.resolve();
    },
  };
  const target = createBlockTarget(keeper);
  const blocks: Block[][] = [];
  let sequence = 1;
  let encode = 0;
  for (let b = 0; b < count; b++) {
    const at = start + BigInt(b) * 1_000_000_000n;
    const block = target.newBlock();
    while (block.rows < spansPerBlock) {
      const records = Math.min(512, spansPerBlock - block.rows);
      const { bytes } = generateTraces({
        seed: sequence,
        records,
        firstSequence: sequence,
        startTimeUnixNano: at,
      });
      const before = process.cpuUsage();
      block.add({ signal: 'traces', bytes, receivedAtUnixNano: at, position: sequence });
      encode += seconds(before);
      sequence += records;
    }
    current = [];
    await target.store(block, `bench-${b}`);
    blocks.push(current);
  }
  return { blocks, encodeSeconds: encode };
};

const seconds = (before: NodeJS.CpuUsage): number => {
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
};
