import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const dir = mkdtempSync(join(tmpdir(), 'nightglass-lint-cli-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const main = join(import.meta.dirname, '..', 'main.ts');

const lint = (...args: string[]) => {
  const env = {
    ...process.env,
    XDG_CACHE_HOME: join(dir, '.cache'),
    NODE_COMPILE_CACHE: join(dir, '.compiled'),
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'lint', ...args], {
    cwd: dir,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
};

test('exit codes and formats of the command', () => {
  assert.deepEqual(lint(), {
    status: 2,
    stdout: '',
    stderr: `nightglass: no Go files in ${dir} [NG_NOT_FOUND]\n  vendor, testdata, third_party, node_modules and folders that begin with "_" or "." are left out; name one to lint it.\n`,
  });
  writeFileSync(
    join(dir, 'a.go'),
    'package p\n\nfunc f(m map[string]int) {\n\tfor k := range m {\n\t\tdelete(m, k)\n\t}\n}\n',
  );
  const note = lint();
  assert.deepEqual([note.status, note.stdout.split(' NGG012')[0]], [0, 'a.go:4:2: note']);
  assert.equal(lint('--fail-on', 'note', '--json').status, 1);
  const merged = 'other.sarif';
  writeFileSync(
    join(dir, merged),
    '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"golangci-lint"}}}]}',
  );
  const sarif = lint('--format', 'sarif', '--merge', merged, '--output', 'out.sarif');
  assert.deepEqual([sarif.status, sarif.stdout], [0, '']);
  const log = JSON.parse(readFileSync(join(dir, 'out.sarif'), 'utf8')) as {
    runs: { tool: { driver: { name: string } } }[];
  };
  assert.deepEqual(
    log.runs.map((run) => run.tool.driver.name),
    ['nightglass', 'golangci-lint'],
  );
  assert.equal(lint('--merge', 'a.go', '--format', 'sarif').status, 2);
  assert.deepEqual(
    [lint('--diff').stdout.split('\n')[0], lint('--profile', 'paranoid').status],
    ['--- a/a.go', 2],
  );
  const baseline = lint('--write-baseline', 'base.json');
  assert.deepEqual([baseline.status, baseline.stderr], [0, 'nightglass: 1 finding written to base.json\n']);
  writeFileSync(join(dir, 'bad.go'), 'package p\n\nfunc {\n');
  const bad = lint('--baseline', 'base.json', '--format', 'github');
  assert.equal(bad.status, 2);
  assert.match(bad.stdout, /^::error file=bad\.go,line=3,col=6,title=not read::/);
});
