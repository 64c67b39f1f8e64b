import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { raw, sql } from '../sql.ts';
import { openTwoShardCatalogue } from './two-shards.ts';

describe('two shards', () => {
  let dir: string;
  let plain: EmbeddedEngine;
  let sharded: Engine;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'ng-shards-'));
    plain = await openEmbeddedEngine({ dir, logger: silentLogger, twoShards: true });
    await plain.command(
      raw('CREATE TABLE hits (Id UInt64, Trace String, Took UInt64) ENGINE = MergeTree ORDER BY Id'),
    );
    await plain.command(raw('CREATE TABLE names (Id UInt64, Name String) ENGINE = MergeTree ORDER BY Id'));
    const tables = [
      { name: 'hits', shardBy: 'sipHash64(Trace)' },
      { name: 'names', shardBy: 'Id' },
    ];
    sharded = await openTwoShardCatalogue(plain, tables);
    await openTwoShardCatalogue(plain, tables);
    await plain.command(
      sql`INSERT INTO hits SELECT number, toString(number % 1000), number % 97 FROM numbers(10000)`,
    );
    await plain.command(
      sql`INSERT INTO names SELECT number, concat('n', toString(number)) FROM numbers(100)`,
    );
  });
  after(async () => {
    await sharded.close();
    await plain.close();
    await rm(dir, { recursive: true });
  });

  test('each shard has its own rows, and together they are all of them', async () => {
    const { rows } = await sharded.query<{ s: number; n: string }>(
      sql`SELECT _shard_num AS s, count() AS n FROM hits GROUP BY s ORDER BY s`,
    );
    assert.deepEqual(
      rows.map((r) => r.s),
      [1, 2],
    );
    assert.equal(
      rows.reduce((sum, r) => sum + Number(r.n), 0),
      10_000,
    );
    for (const r of rows) assert.ok(Number(r.n) > 3000);
  });

  test('what is written with the cluster in mind gives the same rows', async () => {
    for (const text of [
      'SELECT Took, count() AS n, uniqExact(Trace) AS u FROM hits GROUP BY Took ORDER BY Took',
      'SELECT quantileExact(0.99)(Took) AS q FROM hits',
      'SELECT Id FROM hits WHERE Id GLOBAL IN (SELECT Id FROM names) ORDER BY Id LIMIT 5',
      'SELECT Name, Took FROM hits GLOBAL ANY LEFT JOIN names USING (Id) ORDER BY Id LIMIT 5',
      'SELECT Trace, max(Took) AS m FROM hits GROUP BY Trace ORDER BY m DESC, Trace LIMIT 3',
    ]) {
      const [a, b] = await Promise.all([plain.query(raw(text)), sharded.query(raw(text))]);
      assert.ok(a.rows.length > 0, text);
      assert.deepEqual(b.rows, a.rows, text);
    }
  });

  test('what would go wrong on a cluster goes wrong here', async () => {
    await assert.rejects(sharded.query(raw('SELECT count() FROM hits WHERE Id IN (SELECT Id FROM names)')), {
      code: 'NG_QUERY_INVALID',
      message: /Double-distributed/,
    });
  });

  test('it is a view: nothing can be written by a query', async () => {
    await assert.rejects(sharded.query(sql`INSERT INTO names SELECT 1, 'x'`), { code: 'NG_QUERY_INVALID' });
  });
});
