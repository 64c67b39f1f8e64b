import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClient } from '@clickhouse/client';
import { silentLogger } from '@nightglass/model';
import { sql } from '../../sql.ts';
import { engineContract } from '../../testing/engine-contract.ts';
import { type HttpFront, openHttpFront } from '../../testing/http-front.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from '../embedded/embedded-engine.ts';
import type { Engine } from '../engine.ts';
import { openClusterEngine } from './cluster-engine.ts';

let dir: string;
let behind: EmbeddedEngine;
let front: HttpFront;
let engine: Engine;
const login = { user: 'ng', password: 'pä:ss' };

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ng-cluster-'));
  behind = await openEmbeddedEngine({ dir, logger: silentLogger });
  front = await openHttpFront(behind, login);
  engine = await openClusterEngine({
    url: front.url,
    ...login,
    database: 'of_cluster',
    logger: silentLogger,
  });
});
after(async () => {
  await engine.close();
  await engine.close();
  assert.equal((await engine.health()).status, 'failed');
  await assert.rejects(engine.query(sql`SELECT 1`), { code: 'NG_STORE_UNAVAILABLE' });
  await front.close();
  await behind.close();
  await rm(dir, { recursive: true });
});

engineContract('cluster', () => engine);

describe('cluster: over HTTP', () => {
  test('the database is made, and the engine’s version known', async () => {
    const { rows } = await behind.query(sql`SELECT engine FROM system.databases WHERE name = 'of_cluster'`);
    assert.deepEqual(rows, [{ engine: 'Atomic' }]);
    assert.match((await engine.health()).version ?? '', /^\d+\.\d+/);
  });

  test('every query carries its limits, every block its token', async () => {
    await engine.query(sql`SELECT 42 AS marked`, { maxSeconds: 7, maxMemoryBytes: 1e8 });
    const query = front.seen.findLast((s) => s.query.includes('marked'));
    assert.equal(query?.settings.max_execution_time, '7');
    assert.equal(query?.settings.max_memory_usage, '100000000');
    assert.equal(query?.settings.readonly, '2');
    assert.equal(query?.settings.database, 'of_cluster');
    const block = front.seen.find((s) => s.query.startsWith('INSERT INTO contract_once'));
    assert.equal(block?.settings.insert_deduplication_token, 'a');
    assert.equal(block?.settings.distributed_foreground_insert, '1');
    assert.equal(block?.settings.deduplicate_blocks_in_dependent_materialized_views, '1');
  });

  test('a wrong password and a closed port are told apart', async () => {
    const open = (url: string, password: string): Promise<Engine> =>
      openClusterEngine({ url, user: 'ng', password, logger: silentLogger });
    await assert.rejects(open(front.url, 'no'), {
      code: 'NG_STORE_UNAVAILABLE',
      message: /Authentication failed/,
    });
    await assert.rejects(open('http://127.0.0.1:1', 'x'), {
      code: 'NG_STORE_UNAVAILABLE',
      message: /^http:\/\/127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
    });
  });

  test('on a cluster, what makes and ends things runs ON CLUSTER', async () => {
    // The engine behind cannot execute ON CLUSTER, so only what is sent can be looked at.
    const opening = openClusterEngine({ url: front.url, ...login, cluster: 'prod', logger: silentLogger });
    await assert.rejects(opening);
    assert.ok(
      front.seen.some((s) =>
        s.query.includes('CREATE DATABASE IF NOT EXISTS `nightglass` ON CLUSTER `prod`'),
      ),
    );
  });

  test('the front understands the client itself: ping, parameters, errors', async () => {
    const client = createClient({ url: front.url, username: login.user, password: login.password });
    assert.deepEqual(await client.ping(), { success: true });
    const result = await client.query({
      query: 'SELECT {x:UInt8} + 1 AS y, {s:String} AS s',
      query_params: { x: 41, s: "o'clock" },
      format: 'JSONEachRow',
      clickhouse_settings: { readonly: '2' },
    });
    assert.deepEqual(await result.json(), [{ y: 42, s: "o'clock" }]);
    await assert.rejects(client.query({ query: 'SELECT nope', clickhouse_settings: { readonly: '2' } }), {
      code: '47',
    });
    await client.close();
  });
});
