/** The engine's process killed, its parent killed, the folder's owner: what must hold when things die. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { raw, sql } from '../../sql.ts';
import { lockOwner } from './data-dir.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from './embedded-engine.ts';

let dir: string;
let engine: EmbeddedEngine;

const until = async (check: () => boolean | Promise<boolean>, maxMs: number): Promise<void> => {
  const started = Date.now();
  while (!(await check())) {
    assert.ok(Date.now() - started < maxMs, `not within ${maxMs} ms`);
    await new Promise((done) => setTimeout(done, 10));
  }
};
const isRunning = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const killEngine = (): void => {
  assert.ok(engine.childPid !== undefined);
  process.kill(engine.childPid, 'SIGKILL');
};

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ng-crash-'));
  engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  const once_ = 'SETTINGS non_replicated_deduplication_window = 1000';
  for (const s of [
    `CREATE TABLE spans (Day Date, Key String, Block UInt32, N UInt64) ENGINE = MergeTree PARTITION BY Day ORDER BY (Key, N) ${once_}`,
    `CREATE TABLE red (Key String, N UInt64) ENGINE = SummingMergeTree ORDER BY Key ${once_}`,
    `CREATE TABLE slow (Block UInt32, N UInt64) ENGINE = SummingMergeTree ORDER BY Block ${once_}`,
    'CREATE MATERIALIZED VIEW red_view TO red AS SELECT Key, count() AS N FROM spans GROUP BY Key',
    // Slow on purpose: a kill finds the table written and this view not.
    'CREATE MATERIALIZED VIEW slow_view TO slow AS SELECT Block, sum(1 + sleepEachRow(0.00001)) AS N FROM spans GROUP BY Block',
  ])
    await engine.command(raw(s));
});
after(async () => {
  await engine.close();
  await rm(dir, { recursive: true });
});

describe('the engine’s process is killed', () => {
  test('in the middle of a query: the caller is told, the next query is answered within a second', async (t) => {
    const query = engine.query(sql`SELECT sleep(2.5)`);
    const rejected = assert.rejects(query, { code: 'NG_STORE_UNAVAILABLE', hint: /restarted/ });
    await new Promise((done) => setTimeout(done, 100));
    killEngine();
    await rejected;
    const health = await engine.health();
    assert.equal(health.status, 'degraded');
    assert.match(health.message ?? '', /restarted \(SIGKILL\)/);
    const started = Date.now();
    assert.deepEqual((await engine.query(sql`SELECT 1 AS x`)).rows, [{ x: 1 }]);
    const took = Date.now() - started;
    t.diagnostic(`answered ${took} ms later`);
    // A quarter of a second on an idle machine; tests run beside others.
    assert.ok(took < 4000, `${took} ms`);
    assert.equal((await engine.health()).status, 'ok');
  });

  test('when it hangs it is ended and started again', async () => {
    const other = await mkdtemp(join(tmpdir(), 'ng-hang-'));
    const stuck = await openEmbeddedEngine({ dir: other, logger: silentLogger, graceSeconds: 1.5 });
    await stuck.query(sql`SELECT 1`);
    process.kill(stuck.childPid ?? 0, 'SIGSTOP');
    await assert.rejects(stuck.query(sql`SELECT 1`, { maxSeconds: 0.1 }), { code: 'NG_STORE_UNAVAILABLE' });
    assert.deepEqual((await stuck.query(sql`SELECT 2 AS x`)).rows, [{ x: 2 }]);
    assert.equal(stuck.restarts, 1);
    await stuck.close();
    await rm(other, { recursive: true });
  });

  test('in the middle of inserts, again and again: every block is there once, in the table and in its views', async (t) => {
    const rows = 5_000;
    let blocks = 0;
    let kills = 0;
    let interrupted = 0;
    let inTableOnly = 0;
    const look = async (n: number): Promise<void> => {
      const { rows: found } = await untilAnswered(() =>
        engine.query<{ base: string; views: string }>(
          sql`SELECT (SELECT count() FROM spans WHERE Block = ${n}) AS base, (SELECT sum(N) FROM slow WHERE Block = ${n}) AS views`,
        ),
      );
      if (found[0]?.base !== found[0]?.views) inTableOnly++;
    };
    const store = async (bytes: Uint8Array, n: number): Promise<void> => {
      const token = `block-${n}`;
      for (;;) {
        try {
          await engine.insertNative('spans', [bytes], { token, columns: ['Day', 'Key', 'Block', 'N'] });
          return;
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'NG_STORE_UNAVAILABLE', String(error));
          interrupted++;
          await look(n);
        }
      }
    };
    // Bounded by what happened, not by time: the machine may be busy with other things.
    const wanted = 4;
    const last = Date.now() + 25_000;
    const sender = async (lane: number): Promise<void> => {
      while (kills < wanted && Date.now() < last) {
        const n = lane * 100_000 + blocks;
        blocks++;
        const { bytes } = await untilAnswered(() =>
          engine.queryBytes(
            sql`SELECT toDate('2026-01-01') + number % 3 AS Day, toString(number % 7) AS Key, toUInt32(${n}) AS Block, number AS N
              FROM numbers(${rows}) SETTINGS max_block_size = 1000000`,
            'Native',
          ),
        );
        await store(bytes, n);
      }
    };
    const killer = async (): Promise<void> => {
      while (kills < wanted && Date.now() < last) {
        // A fixed rhythm would always meet the same moment.
        await new Promise((done) => setTimeout(done, 100 + ((kills * 137) % 300)));
        if ((await engine.health()).status !== 'ok') continue;
        killEngine();
        kills++;
      }
    };
    await Promise.all([sender(0), sender(1), killer()]);
    assert.ok(kills > 0 && interrupted > 0, `${kills} kills, ${interrupted} interrupted`);
    t.diagnostic(
      `${kills} kills, ${blocks} blocks, ${interrupted} interrupted, ${inTableOnly} of them left half stored`,
    );
    const { rows: totals } = await engine.query<Record<string, string>>(
      sql`SELECT (SELECT count() FROM spans) AS spans, (SELECT uniqExact(Block, N) FROM spans) AS different,
        (SELECT sum(N) FROM red) AS red, (SELECT sum(N) FROM slow) AS slow`,
    );
    const expected = String(blocks * rows);
    assert.deepEqual(totals, [{ spans: expected, different: expected, red: expected, slow: expected }]);
  });

  test('between the note of a block and its part: the block is taken again when repeated', async () => {
    await engine.command(
      raw(
        'CREATE TABLE noted (X UInt32) ENGINE = MergeTree ORDER BY X SETTINGS non_replicated_deduplication_window = 100',
      ),
    );
    const { bytes } = await engine.queryBytes(sql`SELECT toUInt32(number) AS X FROM numbers(10)`, 'Native');
    for (const token of ['a', 'b']) await engine.insertNative('noted', [bytes], { token, columns: ['X'] });
    const { rows } = await engine.query<{ path: string }>(
      sql`SELECT path FROM system.parts WHERE table = 'noted' AND active ORDER BY name DESC LIMIT 1`,
    );
    await engine.close();
    // What the kill leaves: the note is written, the part was never renamed into place.
    await rm(rows[0]?.path ?? '', { recursive: true });
    engine = await openEmbeddedEngine({ dir, logger: silentLogger });
    const count = async (): Promise<unknown> =>
      (await engine.query(sql`SELECT count() AS n FROM noted`)).rows;
    assert.deepEqual(await count(), [{ n: '10' }]);
    for (const token of ['a', 'b', 'b'])
      await engine.insertNative('noted', [bytes], { token, columns: ['X'] });
    assert.deepEqual(await count(), [{ n: '20' }]);
  });

  test('when it dies at once every time, the pauses grow; closing ends it', async () => {
    const other = await mkdtemp(join(tmpdir(), 'ng-crash-loop-'));
    const said: Record<string, unknown>[] = [];
    const logger = {
      ...silentLogger,
      error: (_: string, f?: Record<string, unknown>) => void said.push(f ?? {}),
    };
    const frail = await openEmbeddedEngine({ dir: other, logger });
    for (let i = 0; i < 3; i++) {
      await until(async () => (await frail.health()).status === 'ok', 5000);
      process.kill(frail.childPid ?? 0, 'SIGKILL');
      await until(() => said.length === i + 1, 2000);
    }
    assert.deepEqual(
      said.map((s) => s.delayMs),
      [0, 200, 400],
    );
    assert.equal(frail.restarts, 3);
    const waiting = assert.rejects(frail.query(sql`SELECT 1`), { code: 'NG_STORE_UNAVAILABLE' });
    await frail.close();
    await waiting;
    await rm(other, { recursive: true });
  });
});

const untilAnswered = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'NG_STORE_UNAVAILABLE', String(error));
    }
  }
};

describe('the owner of the folder', () => {
  const program = (folder: string): string => `
    const { openEmbeddedEngine } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-engine.ts'))});
    const quiet = { debug() {}, info() {}, warn() {}, error() {} };
    try {
      const engine = await openEmbeddedEngine({ dir: ${JSON.stringify(folder)}, logger: quiet });
      console.log(JSON.stringify({ child: engine.childPid }));
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(JSON.stringify({ code: error.code, message: error.message }));
    }`;
  const start = async (folder: string) => {
    const owner = spawn(process.execPath, ['--input-type=module', '-e', program(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    return {
      owner,
      said: JSON.parse(line.toString()) as { child?: number; code?: string; message?: string },
    };
  };

  test('a second process is refused and told who has it', async () => {
    const { owner, said } = await start(dir);
    assert.equal(said.code, 'NG_DATA_DIR_LOCKED');
    assert.match(said.message ?? '', new RegExp(`in use by another nightglass \\(process ${process.pid}\\)`));
    if (owner.exitCode === null) await once(owner, 'exit');
    await assert.rejects(openEmbeddedEngine({ dir, logger: silentLogger }), { code: 'NG_DATA_DIR_LOCKED' });
  });

  test('killed: its engine ends by itself, the lock is recognised as stale, and the next one opens', async () => {
    const other = await mkdtemp(join(tmpdir(), 'ng-owner-'));
    const { owner, said } = await start(other);
    assert.ok(said.child !== undefined);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    // At once: the engine of the dead one may still be there for a moment.
    const next = await openEmbeddedEngine({ dir: other, logger: silentLogger });
    assert.equal(lockOwner(other), process.pid);
    const dead = said.child;
    await until(() => !isRunning(dead), 2000);
    await next.close();
    assert.equal(lockOwner(other), undefined);
    assert.deepEqual(
      readdirSync(other).filter((f) => f.includes('.lock')),
      [],
    );
    await rm(other, { recursive: true });
  });

  test('a pid that now belongs to another process is no owner; garbage is none either', async () => {
    const other = await mkdtemp(join(tmpdir(), 'ng-stale-'));
    const lock = join(other, 'nightglass.lock');
    const mine = { pid: process.pid, started: '1', host: hostname() };
    writeFileSync(lock, JSON.stringify(mine));
    assert.equal(lockOwner(other), undefined);
    const first = await openEmbeddedEngine({ dir: other, logger: silentLogger });
    await first.close();
    writeFileSync(lock, '\u0000\u0000');
    const second = await openEmbeddedEngine({ dir: other, logger: silentLogger });
    await second.close();
    assert.ok(!existsSync(lock));
    await rm(other, { recursive: true });
  });

  test('what a killed process left in the folder for blocks is swept', async () => {
    const other = await mkdtemp(join(tmpdir(), 'ng-sweep-'));
    const first = await openEmbeddedEngine({ dir: other, logger: silentLogger });
    await first.close();
    writeFileSync(join(other, 'blocks', 'left.native'), 'x');
    const second = await openEmbeddedEngine({ dir: other, logger: silentLogger });
    assert.ok(!existsSync(join(other, 'blocks', 'left.native')));
    await second.close();
    await rm(other, { recursive: true });
  });
});
