/**
 * Why the engine is driven as it is. Each test shows a trap of chDB in a process of its own; when one of them fails,
 * the trap may be gone and the code that avoids it can be simplified.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const chdb = createRequire(import.meta.url).resolve('chdb');
let dir: string;

before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ng-traps-'));
});
after(() => rm(dir, { recursive: true, force: true }));

/** Runs the script with `Session` and a folder at hand; what it passes to `tell` comes back. */
const run = async (
  name: string,
  script: string,
): Promise<{ said: unknown; signal: string | null; code: number | null }> => {
  const text = `
    // Not loaded before a script needs it.
    Object.defineProperty(globalThis, 'Session', { get: () => require(chdbPath).Session });
    const chdbPath = ${JSON.stringify(chdb)};
    const path = ${JSON.stringify(join(dir, name))};
    const tell = (x) => require('node:fs').writeSync(3, JSON.stringify(x));
    (async () => { ${script} })().catch((e) => tell({ error: e.message })).finally(() => process.exit(0));`;
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', text], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
  });
  let out = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { said: out === '' ? undefined : JSON.parse(out), signal, code };
};

describe('traps of chDB', { concurrency: 2 }, () => {
  test('a failed statement leaves its output in the session: the next result begins with it', async () => {
    const { said } = await run(
      'leak',
      `const s = new Session(path);
       await s.queryAsync('SELECT throwIf(number = 9) AS x FROM numbers(10)', { format: 'JSONColumns' }).catch(() => {});
       const again = (await s.queryAsync('SELECT 1 AS x', { format: 'TSV' })).text();
       const fresh = (await new Session(path).queryAsync('SELECT 1 AS x', { format: 'TSV' })).text();
       tell({ again, fresh });`,
    );
    const { again, fresh } = said as { again: string; fresh: string };
    assert.equal(fresh, '1\n');
    assert.notEqual(again, '1\n');
    assert.ok(again.endsWith('1\n'));
  });

  test('binary data inside the statement is cut at the first blank line; from a file it is whole', async () => {
    const { said } = await run(
      'inline',
      `const fs = require('node:fs');
       const s = new Session(path);
       s.query('CREATE DATABASE d ENGINE = Atomic'); s.query('USE d');
       s.query('CREATE TABLE t (x String) ENGINE = MergeTree ORDER BY x');
       const one = (text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
       const data = Buffer.concat([one('a'), one('b\\n\\nc'), one('d')]);
       const native = require(require('node:path').join(require('node:path').dirname(chdbPath), 'dist/loader.js')).loadNative();
       await native.InsertRawAsyncConnection?.(s.connection, 'INSERT INTO t FORMAT RowBinary\\n', data, false).catch(() => {});
       const inline = s.query('SELECT count() FROM t', 'TSV').trim();
       s.query('TRUNCATE TABLE t');
       fs.writeFileSync(path + '.bin', data);
       s.query("INSERT INTO t SELECT * FROM file('" + path + ".bin', RowBinary, 'x String')");
       tell({ inline, file: s.query('SELECT count() FROM t', 'TSV').trim() });`,
    );
    const { inline, file } = said as { inline: string; file: string };
    assert.equal(file, '3');
    assert.notEqual(inline, '3');
  });

  test('one session runs one statement at a time; two sessions of one folder run two', async () => {
    const { said } = await run(
      'sessions',
      `const a = new Session(path), b = new Session(path);
       const timed = async (work) => { const t = Date.now(); await Promise.all(work); return Date.now() - t; };
       const nap = (s) => s.queryAsync('SELECT sleep(0.5)', { format: 'Null' });
       tell({ one: await timed([nap(a), nap(a)]), two: await timed([nap(a), nap(b)]) });`,
    );
    const { one, two } = said as { one: number; two: number };
    assert.ok(one >= 980, `${one} ms on one session`);
    assert.ok(two < one, `${two} ms on two, ${one} ms on one`);
  });

  test('a process has one folder, a folder one process', async () => {
    const { said } = await run(
      'single',
      `const s = new Session(path);
       let other; try { new Session(path + '-other'); } catch (e) { other = e.message; }
       const code = "try { new (require(" + JSON.stringify(chdbPath) + ").Session)(" + JSON.stringify(path) + ") } catch (e) { process.stdout.write('refused') }; process.exit(0)";
       const { spawnSync } = require('node:child_process');
       tell({ other, second: spawnSync(process.execPath, ['-e', code]).stdout.toString() });`,
    );
    const { other, second } = said as { other?: string; second: string };
    assert.match(other ?? '', /director/i);
    assert.match(second, /refused/);
  });

  test('the signal of a query tells the caller, not the engine', async () => {
    const { said } = await run(
      'abort',
      `const s = new Session(path), other = new Session(path);
       const abort = new AbortController();
       const q = s.queryAsync('SELECT sum(sleepEachRow(0.05)) FROM numbers(40) SETTINGS max_block_size = 1', { format: 'Null', signal: abort.signal }).catch((e) => e.name);
       await new Promise((r) => setTimeout(r, 200));
       abort.abort();
       const name = await q;
       const count = "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow(0.05)%' AND query NOT LIKE '%system.processes%'";
       const still = other.query(count, 'TSV').trim();
       tell({ name, still });`,
    );
    assert.deepEqual(said, { name: 'AbortError', still: '1' });
  });

  test('a worker thread that loaded the engine takes the process with it when it ends', async () => {
    const { said, signal } = await run(
      'worker',
      `const { Worker } = require('node:worker_threads');
       const code = "const { Session } = require(" + JSON.stringify(chdbPath) + "); const s = new Session(" + JSON.stringify(path) + "); s.query('SELECT 1'); s.close();";
       const w = new Worker(code, { eval: true });
       await new Promise((r) => w.on('exit', r));
       await new Promise((r) => setTimeout(r, 300));
       tell('survived');`,
    );
    assert.equal(said, undefined);
    assert.notEqual(signal, null);
  });
});
