import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeFakeGo, writeScript } from './testing/fake-go.ts';
import { findToolchains, goEnvironment, type Places } from './toolchains.ts';

const folder = mkdtempSync(join(tmpdir(), 'nightglass-lab-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const places = (more: Partial<Places> = {}): Places => ({
  env: { PATH: '/usr/bin:/bin' },
  home: folder,
  named: [],
  roots: [],
  ...more,
});
const shells = { PATH: '/usr/bin:/bin' };

test('toolchains are found on PATH, in GOROOT, in known folders and by name, oldest first', async () => {
  const one = join(folder, 'all');
  writeFakeGo(join(one, 'path'), 'go1.26.8 linux/amd64');
  writeFakeGo(join(one, 'goroot'), 'go1.25.12 X:nodwarf5 linux/amd64');
  writeFakeGo(join(one, 'sdk/go1.27rc1'), 'go1.27rc1 darwin/arm64');
  writeFakeGo(join(one, 'sdk/other'), 'go1.20 linux/amd64');
  const named = writeFakeGo(
    join(one, 'named'),
    'devel go1.28-a1b2c3 Mon Nov 23 10:00:00 2026 +0000 linux/amd64',
  );
  const { toolchains, notes } = await findToolchains(
    places({
      env: { PATH: `${join(one, 'path/bin')}:/usr/bin:/bin`, GOROOT: join(one, 'goroot') },
      named: [named],
      roots: [{ folder: join(one, 'sdk'), name: /^go/ }],
    }),
  );
  assert.deepEqual(notes, []);
  assert.deepEqual(
    toolchains.map((t) => [t.version, t.minor]),
    [
      ['1.25.12', 25],
      ['1.26.8', 26],
      ['1.27rc1', 27],
      ['1.28', 28],
    ],
  );
});

test('the same toolchain behind a link or found twice is used once', async () => {
  const one = join(folder, 'twice');
  writeFakeGo(join(one, 'go'), 'go1.24.4 linux/amd64');
  mkdirSync(join(one, 'bin'));
  symlinkSync(join(one, 'go/bin/go'), join(one, 'bin/go'));
  const { toolchains } = await findToolchains(
    places({ env: { PATH: `${join(one, 'bin')}:/usr/bin:/bin` }, named: [join(one, 'go')] }),
  );
  assert.deepEqual(
    toolchains.map((t) => t.path),
    [join(one, 'go/bin/go')],
  );
});

test('what is no usable Go is told and passed over', async () => {
  const one = join(folder, 'bad');
  const old = writeFakeGo(join(one, 'old'), 'go1.17.13 linux/amd64');
  const other = writeScript(join(one, 'other/bin/go'), 'echo "usage: go [dir]"; exit 3');
  const hangs = writeScript(join(one, 'hangs/bin/go'), 'sleep 30');
  const { toolchains, notes } = await findToolchains(
    places({ env: shells, named: [old, other, hangs, join(one, 'nowhere')], seconds: 0.3 }),
  );
  assert.deepEqual(toolchains, []);
  assert.match(notes[0] ?? '', /1\.17\.13 is older than 1\.18/);
  assert.match(notes[1] ?? '', /did not tell a version \(exit 3\)/);
  assert.match(notes[2] ?? '', /said nothing for 0\.3 s/);
  assert.match(notes[3] ?? '', /no such file/);
});

test('nothing is downloaded, and settings of the caller do not change what is measured', () => {
  const env = goEnvironment({
    HOME: '/h',
    GOFLAGS: '-race',
    GOROOT: '/x',
    GODEBUG: 'a=1',
    GOTOOLCHAIN: 'auto',
  });
  assert.deepEqual(
    [env.HOME, env.GOFLAGS, env.GOROOT, env.GODEBUG, env.GOTOOLCHAIN, env.GOPROXY],
    ['/h', '', undefined, undefined, 'local', 'off'],
  );
});
