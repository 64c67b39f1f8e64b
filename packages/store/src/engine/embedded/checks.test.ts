import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { sql } from '../../sql.ts';
import { checkCpu, cpuError } from './cpu.ts';
import { checkDataDir, lockDataDir, lockOwner } from './data-dir.ts';
import { openEmbeddedEngine } from './embedded-engine.ts';
import { engineVersion } from './engine-version.ts';
import { serverConfig } from './server-config.ts';

const dir = mkdtempSync(join(tmpdir(), 'ng-checks-'));
after(() => rmSync(dir, { recursive: true, force: true }));

const run = (command: string, args: string[]): void => {
  execFileSync(command, args, { stdio: 'ignore' });
};

/** A file system of its own, if this user may mount one. */
const mounted = (name: string, options: string): string | undefined => {
  const at = join(dir, name);
  mkdirSync(at);
  try {
    run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at]);
    after(() => run('umount', ['-l', at]));
    return at;
  } catch {
    return undefined;
  }
};

describe('the processor', () => {
  const info = (flags: string): string =>
    `processor\t: 0\nmodel name\t: Old One\nflags\t\t: fpu sse4_2 ${flags}\n`;

  test('needs AVX2 on x86, and the message says what to do', () => {
    assert.equal(checkCpu('x64', info('avx avx2 bmi')).ok, true);
    const old = checkCpu('x64', info('avx'));
    assert.equal(old.ok, false);
    assert.match(old.message, /Old One.*no AVX2/);
    assert.equal(cpuError(old).code, 'NG_CPU_UNSUPPORTED');
    assert.match(cpuError(old).hint ?? '', /-cpu host/);
    assert.equal(checkCpu('x64', info('avx2x')).ok, false);
  });
  test('is not asked elsewhere', () => {
    assert.equal(checkCpu('arm64', info('')).ok, true);
    assert.equal(checkCpu('x64', undefined).ok, true);
  });
});

describe('the engine’s build', () => {
  test('its versions are told without loading it', async () => {
    assert.match(await engineVersion(), /^chDB 3\.4\.0 \(ClickHouse \d+\.\d+/);
  });
  test('a missing one is named with what to run', async () => {
    const missing = (): never => {
      throw new Error('MODULE_NOT_FOUND');
    };
    await assert.rejects(engineVersion('linux-x64', missing), {
      code: 'NG_ENGINE_MISSING',
      hint: /npm install --include=optional/,
    });
    await assert.rejects(engineVersion('win32-x64'), { code: 'NG_ENGINE_MISSING', hint: /WSL2/ });
  });
});

describe('the folder', () => {
  test('that does not exist yet is fine and is not made by looking', () => {
    const at = join(dir, 'a', 'b');
    assert.deepEqual([checkDataDir(at).ok, checkDataDir(join(dir, 'a')).ok], [true, true]);
    assert.equal(lockOwner(at), undefined);
  });

  test('that is a file is refused', async () => {
    const at = join(dir, 'file');
    writeFileSync(at, '');
    assert.equal(checkDataDir(at).ok, false);
    await assert.rejects(openEmbeddedEngine({ dir: at, logger: silentLogger }), {
      code: 'NG_DATA_DIR_UNUSABLE',
      message: /Cannot write to .*file: it is a file/,
    });
  });

  test('on a read-only file system is refused, for root as well', async (t) => {
    const at = mounted('read-only', 'ro');
    if (at === undefined) return t.skip('may not mount');
    assert.match(checkDataDir(at).message, /read-only/);
    await assert.rejects(openEmbeddedEngine({ dir: at, logger: silentLogger }), {
      code: 'NG_DATA_DIR_UNUSABLE',
      message: /the file system is read-only/,
    });
  });

  test('that is in use is told with its owner', () => {
    const at = join(dir, 'used');
    mkdirSync(at);
    const release = lockDataDir(at);
    assert.equal(lockOwner(at), process.pid);
    assert.match(checkDataDir(at).message, new RegExp(`process ${process.pid}`));
    assert.throws(() => lockDataDir(at), { code: 'NG_DATA_DIR_LOCKED' });
    release();
    release();
    assert.equal(checkDataDir(at).message.includes('in use'), false);
  });

  test('that is full: the insert is refused with the reason, nothing is half there, and it goes on after', async (t) => {
    const at = mounted('full', 'size=32m');
    if (at === undefined) return t.skip('may not mount');
    const engine = await openEmbeddedEngine({ dir: at, logger: silentLogger });
    t.after(() => engine.close());
    await engine.command(
      sql`CREATE TABLE t (x String CODEC(NONE)) ENGINE = MergeTree ORDER BY tuple() SETTINGS non_replicated_deduplication_window = 10`,
    );
    const { bytes } = await engine.queryBytes(
      sql`SELECT randomString(1000) AS x FROM numbers(3000)`,
      'Native',
    );
    // Room for the block's file, not for the part as well.
    const { bavail, bsize } = statfsSync(at);
    writeFileSync(join(at, 'ballast'), Buffer.alloc(bavail * bsize - 4 * 1024 * 1024));
    const insert = (): Promise<void> => engine.insertNative('t', [bytes], { token: 'a', columns: ['x'] });
    await assert.rejects(insert(), { code: 'NG_STORE_UNAVAILABLE', message: /space|full/ });
    rmSync(join(at, 'ballast'));
    await insert();
    assert.deepEqual((await engine.query(sql`SELECT count() AS n FROM t`)).rows, [{ n: '3000' }]);
  });
});

test('the configuration is XML whatever the folder is called', () => {
  const text = serverConfig({ memoryBytes: 100, cores: 2, tmpDir: '/a<&b' });
  assert.match(text, /<tmp_path>\/a&lt;&amp;b\/<\/tmp_path>/);
  assert.doesNotMatch(text, /remote_servers/);
});
