/** FOR TESTS: an embedded engine with the schema in a temporary folder, seen plain and as two shards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Signal, silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { Engine } from '../../engine/engine.ts';
import { migrate } from '../../migrate/migrate.ts';
import { migrations, tables } from '../../schema/index.ts';
import { openTwoShardCatalogue } from '../../testing/index.ts';
import { createBlockTarget, rollServiceEdges } from '../../writer/index.ts';
import { createQueries, type StoreQueries } from '../store-queries.ts';

export interface TestStore {
  engine: EmbeddedEngine;
  /** The same rows over two shards. */
  shards: Engine;
  plain: StoreQueries;
  sharded: StoreQueries;
  /** Stores requests in one block, received at this time. */
  store(requests: readonly { signal: Signal; bytes: Uint8Array }[], receivedAt: bigint): Promise<void>;
  /** Makes the service map of the minutes that hold these times. */
  rollEdges(from: bigint, to: bigint): Promise<void>;
  close(): Promise<void>;
}

export const openTestStore = async (now: () => number): Promise<TestStore> => {
  const dir = await mkdtemp(join(tmpdir(), 'ng-queries-'));
  const engine = await openEmbeddedEngine({ dir, logger: silentLogger, twoShards: true });
  await migrate(engine, migrations, { placement: { kind: 'single' }, program: 'test', logger: silentLogger });
  const shards = await openTwoShardCatalogue(engine, tables);
  const target = createBlockTarget(engine);
  let position = 1;
  let blocks = 0;
  return {
    engine,
    shards,
    plain: createQueries(engine, now),
    sharded: createQueries(shards, now),
    async store(requests, receivedAtUnixNano) {
      const block = target.newBlock();
      for (const { signal, bytes } of requests) {
        block.add({ signal, bytes, receivedAtUnixNano, position });
        position += 1_000_000;
      }
      await target.store(block, `block-${blocks++}`);
    },
    rollEdges: (from, to) =>
      rollServiceEdges(engine, Number(from / 60_000_000_000n), Number(to / 60_000_000_000n)),
    async close() {
      await engine.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
