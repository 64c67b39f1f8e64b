import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { raw, sql } from '../../sql.ts';
import { engineContract } from '../../testing/engine-contract.ts';
import { type EmbeddedEngine, openEmbeddedEngine } from './embedded-engine.ts';

let dir: string;
let engine: EmbeddedEngine;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ng-embedded-'));
  engine = await openEmbeddedEngine({ dir, logger: silentLogger, queueLimit: 10 });
});
after(async () => {
  await engine.close();
  await engine.close();
  assert.deepEqual(await engine.health(), { status: 'failed', message: 'closed' });
  await assert.rejects(engine.query(sql`SELECT 1`), { code: 'NG_STORE_UNAVAILABLE' });
  assert.ok(!existsSync(join(dir, 'nightglass.lock')));
  await rm(dir, { recursive: true });
  assert.ok(!existsSync('/tmp/nightglass-must-not-exist'), 'a typed statement wrote a file');
});

engineContract('embedded', () => engine);

const timed = async (work: Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work;
  return performance.now() - started;
};

describe('embedded: places', () => {
  const nap = (seconds: number, options = {}): Promise<unknown> =>
    engine.query(sql`SELECT sleep(${seconds})`, options);

  test('queries of one class run side by side, and files are not starved meanwhile', async () => {
    const naps = timed(Promise.all([1, 2, 3, 4].map(() => nap(0.8))));
    const reading = await timed(readFile(join(dir, 'engine.xml')));
    assert.ok(reading < 300, `${reading} ms for a file`);
    const took = await naps;
    assert.ok(took < 2200, `${took} ms for four naps of 0.8 s`);
  });

  test('a busy background does not delay a person', async () => {
    const background = [1, 2, 3].map(() => nap(0.5, { class: 'background' }));
    const quick = await timed(engine.query(sql`SELECT 1`));
    assert.ok(quick < 400, `${quick} ms`);
    await Promise.all(background);
  });

  test('the queue is bounded, and who waits can leave', async () => {
    const abort = new AbortController();
    const running = nap(0.5, { class: 'background' });
    const waiting = Array.from({ length: 10 }, () => nap(0.1, { class: 'background', signal: abort.signal }));
    const left = Promise.all(waiting.map((w) => assert.rejects(w, { code: 'NG_QUERY_CANCELLED' })));
    await assert.rejects(nap(0.1, { class: 'background' }), {
      code: 'NG_STORE_UNAVAILABLE',
      message: '10 background queries already wait for the store',
    });
    abort.abort();
    await left;
    await running;
    await nap(0.1, { class: 'background' });
  });
});

describe('embedded: the engine’s own configuration', () => {
  test('caps are taken by the engine', async () => {
    const { rows } = await engine.query<{ name: string; value: string; changed: number }>(
      sql`SELECT name, value, changed FROM system.server_settings WHERE name IN ('max_server_memory_usage',
        'mark_cache_size', 'index_mark_cache_size', 'primary_index_cache_size', 'text_index_postings_cache_size',
        'text_index_tokens_cache_size', 'uncompressed_cache_size')`,
    );
    assert.equal(rows.length, 7);
    const mib = 1024 * 1024;
    for (const r of rows) {
      assert.equal(r.changed, 1, r.name);
      assert.ok(
        Number(r.value) <= (r.name === 'max_server_memory_usage' ? 800 : 64) * mib,
        `${r.name} ${r.value}`,
      );
    }
  });

  test('nothing listens: no port is opened', async () => {
    const tcp = readFileSync(`/proc/${engine.childPid}/net/tcp`, 'utf8').split('\n').slice(1);
    const inodes = new Set(
      tcp.filter((l) => l.split(/\s+/)[4] === '0A').map((l) => l.trim().split(/\s+/)[9]),
    );
    const fds = readdirSync(`/proc/${engine.childPid}/fd`);
    assert.ok(fds.length > 0);
    const { readlinkSync } = await import('node:fs');
    for (const fd of fds) {
      const link = ((): string => {
        try {
          return readlinkSync(`/proc/${engine.childPid}/fd/${fd}`);
        } catch {
          return '';
        }
      })();
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      assert.ok(inode === undefined || !inodes.has(inode), 'a listening socket');
    }
  });

  test('block files do not stay behind', async () => {
    await engine.command(raw('CREATE TABLE left_over (x Int8) ENGINE = MergeTree ORDER BY x'));
    const { bytes } = await engine.queryBytes(sql`SELECT toInt8(1) AS x`, 'Native');
    await engine.insertNative('left_over', [bytes], { token: 'a' });
    await assert.rejects(engine.insertNative('left_over', [bytes.subarray(0, 3)], { token: 'b' }));
    assert.deepEqual(readdirSync(join(dir, 'blocks')), []);
  });
});
