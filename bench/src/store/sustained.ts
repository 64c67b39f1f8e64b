import { type EmbeddedEngine, raw } from '@nightglass/store';
import { cpuSeconds } from '../lib/process-usage.ts';
import type { Block } from './blocks.ts';
import { createVariant, type Variant } from './variants.ts';

/** The blocks stored `times` over with merges running, and the wait for the last merge: CPU µs per span of the engine. */
export const sustained = async (
  engine: EmbeddedEngine,
  variant: Variant,
  blocks: readonly Block[][],
  rows: number,
  times: number,
): Promise<string> => {
  const table = `spans_${variant.name}`;
  const cpu = (): number => cpuSeconds([engine.childPid ?? 0]);
  await engine.command(raw(createVariant(variant)));
  const before = cpu();
  let stored = 0;
  for (let round = 0; round < times; round++) {
    for (const block of blocks) {
      const part = block.find((b) => b.table === 'spans');
      if (part === undefined) continue;
      await engine.insertNative(table, [part.bytes], {
        token: `${table}-${stored++}`,
        columns: part.columns,
      });
    }
  }
  const during = cpu() - before;
  while ((await merges(engine)) > 0) await new Promise((done) => setTimeout(done, 500));
  const after = cpu() - before;
  await engine.command(raw(`DROP TABLE ${table} SYNC`));
  const per = (seconds: number): string => ((seconds / (stored * rows)) * 1e6).toFixed(2);
  return `${variant.name.padEnd(17)} ${per(during)} while inserting, ${per(after)} with the merges that follow (us CPU per span, ${stored} blocks)`;
};

const merges = async (engine: EmbeddedEngine): Promise<number> => {
  const { rows } = await engine.query<{ c: number }>(raw('SELECT toUInt32(count()) AS c FROM system.merges'));
  return rows[0]?.c ?? 0;
};
