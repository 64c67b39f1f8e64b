import type { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { twoShardCluster } from '../engine/embedded/server-config.ts';
import type { Engine } from '../engine/engine.ts';
import { identifier } from '../engine/names.ts';
import { raw } from '../sql.ts';

/** What the catalogue needs to know of a table; the tables of the schema fit. */
export interface ShardedTable {
  name: string;
  /** A whole number expression over the columns; rows with the same value are on the same shard. */
  shardBy: string;
}

const database = 'nightglass_two_shards';

/**
 * The same rows, seen as a cluster of two shards sees them. Every named table of the database `nightglass` gets a
 * `Distributed` twin of the same name in another database, over two shards that both resolve to this process and
 * each show their half of the rows. Queries through the returned engine run the real two-stage distributed planner,
 * so a missing GLOBAL, a join across shards or an aggregate that cannot be merged shows here.
 *
 * ```ts
 * const plain = await openEmbeddedEngine({ dir, logger, twoShards: true });
 * await migrate(plain, migrations, { placement: { kind: 'single' }, logger });
 * // ... insert rows through `plain` ...
 * const sharded = await openTwoShardCatalogue(plain, tables);
 * assert.deepEqual((await sharded.query(q)).rows, (await plain.query(q)).rows);
 * ```
 *
 * Rows inserted later are seen, too (the shards are views). Limits: it cannot be written to, and FINAL or PREWHERE on
 * a table fails here though a real cluster takes them (a view stands where the local table would). Not shown: the
 * network, replication, ON CLUSTER, failover.
 */
export const openTwoShardCatalogue = async (
  engine: EmbeddedEngine,
  tables: readonly ShardedTable[],
): Promise<Engine> => {
  await engine.command(raw(`CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic`));
  for (const { name, shardBy } of tables) {
    const table = identifier(name);
    const local = identifier(`${name}_local`);
    await engine.command(
      raw(
        `CREATE OR REPLACE VIEW ${database}.${local} AS SELECT * FROM nightglass.${table} ` +
          `WHERE (${shardBy}) % 2 + 1 = shardNum()`,
      ),
    );
    await engine.command(
      raw(
        `CREATE TABLE IF NOT EXISTS ${database}.${table} AS nightglass.${table} ` +
          `ENGINE = Distributed('${twoShardCluster}', '${database}', '${name}_local', ${shardBy})`,
      ),
    );
  }
  return engine.withDatabase(database);
};
