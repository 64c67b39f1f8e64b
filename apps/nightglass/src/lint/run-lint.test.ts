import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { type Finding, renderJson, writeBaseline } from '@nightglass/golint';
import { diffOf, fixFiles } from './fix-files.ts';
import { type LintRequest, type LintRun, runLint } from './run-lint.ts';

const made: string[] = [];
after(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

const folder = (files: Record<string, string>): string => {
  const dir = mkdtempSync(join(tmpdir(), 'nightglass-lint-'));
  made.push(dir);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
};

const lint = (cwd: string, over: Partial<LintRequest> = {}): Promise<LintRun> =>
  runLint({
    paths: [],
    cwd,
    profile: undefined,
    config: undefined,
    baseline: undefined,
    newFromRev: undefined,
    tags: [],
    tests: undefined,
    generated: undefined,
    jobs: 1,
    cache: null,
    nowMs: Date.now(),
    version: '0.1.0',
    docs: 'https://example.org',
    ...over,
  });
const places = (findings: readonly Finding[]): string[] =>
  findings.map(({ location, rule }) => `${location.path}:${location.startLine} ${rule}`);
const problems = ({ report }: LintRun): string[] =>
  report.problems.map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`);

const clears = (name = 'p'): string =>
  `package ${name}\n\nfunc clearAll(m map[string]int) {\n\tfor k := range m {\n\t\tdelete(m, k)\n\t}\n}\n`;

test('all below the folder, but what Go leaves out; go.mod gates per module', async () => {
  const dir = folder({
    'go.mod': 'module example.org/a\n\ngo 1.22\n',
    'a.go': clears(),
    'a_test.go': clears().replaceAll('clearAll', 'clearTest'),
    'a_windows.go': clears().replaceAll('clearAll', 'clearWindows'),
    'old/go.mod': 'module example.org/old\n\ngo 1.19\n',
    'old/a.go': clears(),
    'vendor/x/a.go': clears(),
    'testdata/a.go': clears(),
    '_x/a.go': clears(),
    '.x/a.go': clears(),
    'b/c/a.go': clears(),
  });
  const run = await lint(dir);
  assert.deepEqual(places(run.report.findings), ['a.go:4 NGG012', 'a_test.go:4 NGG012', 'b/c/a.go:4 NGG012']);
  assert.match(run.notices.join(), /1 file left out/);
  assert.deepEqual(places((await lint(dir, { tests: false })).report.findings), [
    'a.go:4 NGG012',
    'b/c/a.go:4 NGG012',
  ]);
  assert.deepEqual(places((await lint(dir, { paths: ['b/c/a.go'] })).report.findings), ['b/c/a.go:4 NGG012']);
  assert.deepEqual(places((await lint(dir, { paths: ['testdata', './b/...'] })).report.findings), [
    'b/c/a.go:4 NGG012',
    'testdata/a.go:4 NGG012',
  ]);
  const windows = await lint(dir, { tags: ['windows'], tests: false });
  assert.equal(windows.report.findings[1]?.location.path, 'a_windows.go');
  const elsewhere = await lint('/', { paths: [join(dir, 'b')] });
  assert.equal(elsewhere.report.findings[0]?.location.path, `${join(dir, 'b').slice(1)}/c/a.go`);
});

test('settings in manifests and images are read beside the source', async () => {
  const dir = folder({
    'a.go': 'package p\n',
    Dockerfile: 'FROM scratch\nENV GODEBUG=asyncpreemptoff=1\n',
    'deploy/x.yaml':
      'env:\n  # nightglass:ignore NGG019 looking for a bug in the GC\n  GODEBUG: asyncpreemptoff=1\n',
  });
  const { report } = await lint(dir);
  assert.deepEqual(places(report.findings), ['Dockerfile:2 NGG019']);
  assert.equal(report.suppressed[0]?.reason, 'looking for a bug in the GC');
  assert.deepEqual(report.stats, { files: 1, lines: 1, packages: 1 });
});

test('the nearest configuration upwards counts, and mistakes in it are told with their place', async () => {
  const dir = folder({
    '.nightglass-lint.yaml': 'rules: {NGG012: error}\nexclude: [mocks/, x/y.go]\ntests: false\n',
    'sub/a.go': clears(),
    'sub/a_test.go': clears(),
    'mocks/a.go': clears(),
    'x/y.go': clears(),
    'x/z.go': 'package p\n',
    'bad.yaml': 'profile: strickt\n',
  });
  const { report } = await lint(join(dir, 'sub'));
  assert.deepEqual(
    report.findings.map(({ level, location }) => [level, location.path]),
    [['error', 'a.go']],
  );
  const all = (await lint(dir)).report;
  assert.deepEqual(places(all.findings), ['sub/a.go:4 NGG012']);
  assert.deepEqual(
    all.suppressed.map((one) => one.reason),
    ['exclude: x/y.go'],
  );
  await assert.rejects(lint(dir, { config: 'bad.yaml' }), {
    code: 'NG_CONFIG_INVALID',
    message: 'bad.yaml:1:1: "profile" is one of recommended, strict, all',
  });
  await assert.rejects(lint(dir, { config: 'none.yaml' }), { code: 'NG_BAD_PARAMETER' });
});

test('a folder without Go, and arguments that are nothing', async () => {
  const dir = folder({ 'README.md': '# x', 'deploy.yaml': 'a: 1' });
  await assert.rejects(lint(dir), { code: 'NG_NOT_FOUND', message: `no Go files in ${dir}` });
  await assert.rejects(lint(dir, { paths: ['nope'] }), {
    code: 'NG_BAD_PARAMETER',
    message: 'nope does not exist',
  });
  await assert.rejects(lint(dir, { paths: ['README.md'] }), /neither a folder nor a file of Go/);
});

test('pipes, dangling links, loops and folders called x.go stop nothing', async () => {
  const dir = folder({ 'a.go': clears(), 'dir.go/b.go': clears() });
  execFileSync('mkfifo', [join(dir, 'pipe.go')]);
  symlinkSync('nowhere.go', join(dir, 'dangling.go'));
  symlinkSync('self.go', join(dir, 'self.go'));
  symlinkSync('..', join(dir, 'dir.go', 'up'));
  symlinkSync('dir.go', join(dir, 'linked.go'));
  symlinkSync('dir.go/b.go', join(dir, 'c.go'));
  const run = await lint(dir);
  assert.deepEqual(places(run.report.findings), ['a.go:4 NGG012', 'c.go:4 NGG012', 'dir.go/b.go:4 NGG012']);
  assert.deepEqual(problems(run), [
    'dangling.go:0:0 is a symbolic link to a file that does not exist',
    'pipe.go:0:0 is a named pipe, not a file of Go source',
    'self.go:0:0 is a symbolic link that leads back to itself',
  ]);
});

test('syntax errors and text that is not UTF-8 are problems with their place; the rest is analysed', async () => {
  const dir = folder({ 'a.go': `${clears()}\nfunc f() {\n\tx := := 1\n}\n`, 'b/b.go': '' });
  writeFileSync(
    join(dir, 'b/b.go'),
    Buffer.concat([Buffer.from(`${clears()}// `), Buffer.from([0xff, 0x0a])]),
  );
  const run = await lint(dir);
  assert.equal(run.report.findings.length, 2);
  assert.match(problems(run)[0] ?? '', /^a\.go:10:7 /);
  assert.match(problems(run)[1] ?? '', /^b\/b\.go:8:4 invalid UTF-8/);
  // Writing it back would change bytes that nobody asked to change.
  assert.match(fixFiles(run).notices.join('\n'), /1 finding fixed in 1 file\n.*b\/b\.go:4: NGG012 not fixed/);
});

test('a generated file of 20 MB is not read, and says so; one that is not generated is a problem', async () => {
  const body = `package p\n\n${'var x = "0123456789012345678901234567890123456789"\n'.repeat(420_000)}`;
  const dir = folder({
    'gen.go': `// Code generated by x. DO NOT EDIT.\n\n${body}`,
    'a.go': clears(),
    'big.go': body,
  });
  const run = await lint(dir);
  assert.match(run.notices[0] ?? '', /^gen\.go is generated and 20\.\d MiB long: not read/);
  assert.match(
    problems(run).join('\n'),
    /^big\.go:0:0 is 20\.\d MiB long: not read \(the limit is 10 MiB\)$/,
  );
  assert.deepEqual(places(run.report.findings), ['a.go:4 NGG012']);
});

test('a fix keeps mode and line ends, --diff writes nothing', async () => {
  const text = clears().replaceAll('\n', '\r\n');
  const dir = folder({ 'a.go': text });
  writeFileSync(join(dir, 'run.go'), clears().replace('clearAll', 'other'), { mode: 0o640 });
  symlinkSync('run.go', join(dir, 'link.txt'));
  const run = await lint(dir);
  const { diff } = diffOf(run);
  assert.match(diff, /^--- a\/a\.go\n\+\+\+ b\/a\.go\n@@ -1,7 \+1,5 @@\n/);
  assert.match(diff, /-\tfor k := range m \{\n-\t\tdelete\(m, k\)\n-\t\}\n\+\tclear\(m\)\n/);
  assert.equal(readFileSync(join(dir, 'a.go'), 'utf8'), text);
  const fixed = fixFiles(run);
  assert.deepEqual(fixed.notices, ['2 findings fixed in 2 files']);
  assert.equal(
    readFileSync(join(dir, 'a.go'), 'utf8'),
    'package p\r\n\r\nfunc clearAll(m map[string]int) {\r\n\tclear(m)\r\n}\r\n',
  );
  assert.equal(statSync(join(dir, 'run.go')).mode & 0o777, 0o640);
  assert.deepEqual(fixed.run.report.findings, []);
  assert.deepEqual((await lint(dir)).report.findings, []);
  // A file that has changed since is left alone.
  writeFileSync(join(dir, 'a.go'), `// new\n${text}`);
  assert.match(fixFiles(run).notices.join(), /a\.go:4: NGG012 not fixed/);
});

test('the cache gives the same result, and no change of a file escapes it', async () => {
  const dir = folder({ 'a/a.go': clears(), 'b/b.go': clears() });
  const at = join(dir, 'a/a.go');
  const cache = { dir: join(dir, '.cache'), program: 'one' };
  const old = new Date(Date.now() - 60_000);
  for (const path of [at, join(dir, 'b/b.go')]) utimesSync(path, old, old);
  const first = await lint(dir, { cache });
  assert.equal(renderJson((await lint(dir, { cache })).report), renderJson(first.report));
  // Same size and time: the content counts, because the file was touched just now.
  writeFileSync(at, clears().replace('delete(m, k)', 'printl(m, k)'));
  utimesSync(at, old, old);
  assert.deepEqual(places((await lint(dir, { cache })).report.findings), ['b/b.go:4 NGG012']);
  rmSync(at);
  assert.equal((await lint(dir, { cache })).report.stats.files, 1);
  writeFileSync(join(dir, 'b/c.go'), clears().replace('clearAll', 'more'));
  assert.equal((await lint(dir, { cache })).report.findings.length, 2);
  assert.equal((await lint(dir, { cache, profile: 'all' })).report.findings.length >= 2, true);
  writeFileSync(join(dir, 'go.mod'), 'module x\n\ngo 1.18\n');
  assert.equal((await lint(dir, { cache })).report.findings.length, 0);
  // Damaged, or not to be written: only slower.
  for (const name of execFileSync('ls', [cache.dir], { encoding: 'utf8' }).trim().split('\n'))
    writeFileSync(join(cache.dir, name), '{"entr');
  assert.equal((await lint(dir, { cache })).report.stats.files, 2);
  const blocked = await lint(dir, {
    cache: { dir: join(dir, 'b/c.go', 'x'), program: 'two' },
    paths: ['b'],
  });
  assert.equal(blocked.report.stats.files, 2);
  assert.match(blocked.notices.join(), /the cache could not be written/);
});

test('threads find what one finds', async () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < 12; i++) files[`p${i}/a.go`] = `${clears()}\n/*${'x'.repeat(250_000)}*/\n`;
  const dir = folder(files);
  const one = renderJson((await lint(dir, { jobs: 1 })).report);
  assert.equal(renderJson((await lint(dir, { jobs: 3 })).report), one);
});

test('a baseline takes out the old ones, a revision the older ones', async () => {
  const dir = folder({ 'a.go': clears(), 'b.go': clears().replace('clearAll', 'b') });
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: dir, stdio: 'pipe' });
  await assert.rejects(lint(dir, { newFromRev: 'HEAD' }), /is not in a git repository/);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'x');
  await assert.rejects(lint(dir, { newFromRev: '--output=/tmp/x' }), /git knows no revision/);
  writeFileSync(join(dir, 'base.json'), writeBaseline((await lint(dir)).all));
  writeFileSync(
    join(dir, 'a.go'),
    `// moved\n\n${clears()}\n${clears('x').slice('package x\n'.length).replace('clearAll', 'fresh')}`,
  );
  writeFileSync(join(dir, 'new.go'), clears().replace('clearAll', 'untracked'));
  const fresh = ['a.go:13 NGG012', 'new.go:4 NGG012'];
  assert.deepEqual(places((await lint(dir, { baseline: 'base.json' })).report.findings), fresh);
  const run = await lint(dir, { newFromRev: 'HEAD' });
  assert.deepEqual(places(run.report.findings), fresh);
  assert.deepEqual(run.notices, ['2 older than HEAD: not shown']);
  mkdirSync(join(dir, 'sub'));
  writeFileSync(join(dir, 'sub/s.go'), clears());
  assert.deepEqual(places((await lint(join(dir, 'sub'), { newFromRev: 'HEAD' })).report.findings), [
    's.go:4 NGG012',
  ]);
  await assert.rejects(lint(dir, { baseline: 'none.json' }), /the baseline none\.json does not exist/);
});
