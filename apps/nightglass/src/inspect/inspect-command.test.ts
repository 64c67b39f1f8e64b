/** `nightglass inspect` as a script meets it: a real process, its exit codes, what is on which stream. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { InspectDiffResult, InspectResult } from '@nightglass/model';
import { inspectDiff } from './diff.ts';

const main = join(import.meta.dirname, '../main.ts');
const data = join(import.meta.dirname, '../../../../packages/gorun/testdata/go');
const recorded = (path: string): string => join(data, path);

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightglass-inspect-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const run = (
  args: string[],
  input?: string | Uint8Array,
): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'inspect', ...args], {
    input: input ?? '',
    // Compiling the sources is most of a run's time, and the same in each.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    maxBuffer: 64 * 1024 ** 2,
  });
  return { status, out: stdout.toString(), err: stderr.toString() };
};
const json = (out: string): InspectResult => JSON.parse(out) as InspectResult;

test('a map crash: the parties, recover, the lines it rests on; exit code 1', () => {
  const file = recorded('go1.24/mapcrash/iter.txt');
  const { status, out, err } = run([file]);
  assert.deepEqual([status, err], [1, '']);
  assert.match(out.split('\n')[0] ?? '', /map/);
  assert.match(out, /fatal error: concurrent map iteration and map write/);
  assert.match(out, /recover\? +no/);
  assert.match(out, /noticed by +main\.\(\*cache\)\.evict.*\n.*main\.go:25/);
  assert.match(out, /other party +main\.\(\*cache\)\.touch/);
  assert.match(out, /iter\.txt:\d+/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no colour without a terminal
  assert.doesNotMatch(out, /\u001b/);
});

test('--json is the documented shape, and alone on standard output', () => {
  const { status, out, err } = run([recorded('go1.27/mapcrash/iter.txt'), '--json']);
  assert.deepEqual([status, err], [1, '']);
  const { artifacts, findings, errors, inputs } = json(out);
  const [artifact] = artifacts;
  assert.deepEqual(
    [artifact?.format, artifact?.goVersion, artifact?.goroutineCount, artifact?.crash?.kind],
    ['crash', '1.27', 1, 'fatal-error'],
  );
  assert.deepEqual([artifact?.crash?.recoverable, artifact?.crash?.exitCode], [false, 2]);
  assert.ok(artifact?.crash?.sites.some((s) => s.function === 'main.(*cache).evict' && s.line === 25));
  assert.ok((artifact?.findings.length ?? 0) > 0);
  assert.deepEqual([findings, errors, inputs.length], [[], [], 1]);
});

test('standard input, named or not, and gzipped files say the same', () => {
  const file = recorded('go1.24/panics/nilmapwrite.txt');
  const bytes = readFileSync(file);
  const expected = json(run([file, '--json']).out).artifacts[0]?.crash;
  assert.equal(expected?.reason, 'nil-map-write');
  const packed = written('packed.log.gz', gzipSync(bytes));
  // Several members, as `cat a.gz b.gz` makes them.
  const half = bytes.length >> 1;
  const members = written(
    'members.gz',
    Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]),
  );
  // Tapes and block devices pad with zeros, here over more than one piece.
  const padded = written('padded.gz', Buffer.concat([gzipSync(bytes), Buffer.alloc(300_000)]));
  for (const [args, input] of [
    [['-', '--json', packed, members, padded], bytes],
    [['--json'], gzipSync(bytes)],
  ] as const) {
    const { status, out } = run([...args], input);
    assert.equal(status, 1);
    for (const { crash } of json(out).artifacts) assert.deepEqual(crash, expected);
    assert.equal(json(out).artifacts.length, args.length === 5 ? 4 : 1);
  }
});

test('a gzip stream that was cut gives what could be read, and says what is missing', () => {
  const noise = Array.from({ length: 20_000 }, (_, i) => `${i} ${Math.sin(i)}`).join('\n');
  const text = `${readFileSync(recorded('go1.24/panics/nilmapwrite.txt'), 'utf8')}\n${noise}`;
  const whole = gzipSync(text);
  const { status, out } = run([written('cut.gz', whole.subarray(0, whole.length >> 1)), '--json']);
  const { artifacts, inputs } = json(out);
  assert.equal(status, 1);
  assert.equal(artifacts[0]?.crash?.reason, 'nil-map-write');
  assert.equal(artifacts[0]?.partial, true);
  assert.match(inputs[0]?.notes.map((n) => n.message).join() ?? '', /ends in the middle/);
});

test('what cannot be read is exit code 2 with its reason, and stops nothing else', () => {
  const missing = join(folder, 'missing.txt');
  const cases: [string, RegExp][] = [
    [missing, /does not exist \[NG_NOT_FOUND\]/],
    [folder, /is a directory \[NG_BAD_PARAMETER\]\n +Name the files/],
    [written('empty.txt', ''), /is empty \[NG_RUNTIME_EMPTY\]/],
    [written('empty.gz', gzipSync('')), /empty\.gz .*\[NG_RUNTIME_\w+\]/],
    [
      written(
        'junk.bin',
        Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256),
      ),
      /junk\.bin .*\[NG_RUNTIME_\w+\]/,
    ],
    [written('broken.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3)), /broken\.gz .*\[NG_RUNTIME_\w+\]/],
    [recorded('go1.24/fleet/metrics_index.html'), /\.html .*\[NG_RUNTIME_UNRECOGNISED\]/],
  ];
  const nothing = run(cases.map(([file]) => file));
  assert.deepEqual([nothing.status, nothing.out], [2, '']);
  for (const [, expected] of cases) assert.match(nothing.err, expected);

  const { status, out, err } = run([missing, recorded('go1.24/panics/divide.txt'), folder]);
  assert.equal(status, 2);
  assert.match(out, /divide by zero/);
  assert.match(err, /NG_NOT_FOUND[\s\S]*NG_BAD_PARAMETER/);
  const both = json(run([missing, recorded('go1.24/panics/divide.txt'), '--json']).out);
  assert.deepEqual(
    [both.artifacts.length, both.errors.map((e) => [e.name, e.code])],
    [1, [[missing, 'NG_NOT_FOUND']]],
  );
});

test('a healthy profile is exit code 0', () => {
  const { status, out } = run([recorded('go1.24/fleet/heap_t0.pb.gz')]);
  assert.equal(status, 0, out);
  assert.match(out, /inuse_space/);
});

test('--goroutines lists buckets, at most as many as asked', () => {
  const dump = recorded('go1.26/fleet/goroutine.debug2.txt');
  const { out } = run([dump, '--goroutines', '--limit', '3']);
  assert.match(out, /120 goroutines \[chan receive/);
  assert.match(out, /and \d+ buckets more with \d+ goroutines; --limit \d+ shows all/);
});

test('--diff compares two dumps, or two profiles, and nothing else', async () => {
  const dump = readFileSync(recorded('go1.26/fleet/goroutine.debug2.txt'), 'utf8');
  const blocks = dump.split('\n\n');
  const fewer = written('fewer.txt', blocks.filter((_, i) => i % 2 === 0 || i < 3).join('\n\n'));
  const later = recorded('go1.26/fleet/goroutine.debug2.txt');
  const dumps = run(['--diff', fewer, later, '--json']);
  const { goroutines, profile } = JSON.parse(dumps.out) as InspectDiffResult;
  assert.equal(profile, null);
  assert.equal(goroutines?.after, 320);
  assert.ok(goroutines?.changes.some((c) => c.change === 'grown' && c.after === 120));
  assert.match(run(['--diff', fewer, later]).out, /grown, \d+ -> 120/);

  const heaps = [
    recorded('go1.24/mapleak/heap_0_start.pb.gz'),
    recorded('go1.24/mapleak/heap_2_leaked.pb.gz'),
  ];
  const grown = JSON.parse(run(['--diff', ...heaps, '--json']).out) as InspectDiffResult;
  assert.equal(grown.profile?.difference, true);
  assert.ok(grown.profile?.top.some((t) => t.func.includes('updateUserSession')));

  const [heap = ''] = heaps;
  for (const [args, reason] of [
    [[heap], /two files; 1 given/],
    [[heap, later], /of different kinds/],
  ] as const) {
    const { status, err, out } = run(['--diff', ...args]);
    assert.deepEqual([status, out], [2, ''], err);
    assert.match(err, reason);
  }
  for (const [other, reason] of [
    [recorded('go1.24/fleet/cpu_5s.pb.gz'), /cannot be compared/],
    [recorded('go1.24/mapleak/gctrace.log'), /nothing to compare/],
    [join(folder, 'none'), /does not exist/],
  ] as const)
    await assert.rejects(
      inspectDiff([heap, other], 'any-pointer', () => {}),
      reason,
    );
});

test('text of an attacker reaches the terminal as text', () => {
  const file = written(
    'evil\u001b[31m.txt',
    'panic: pay\u001b]0;owned\u0007 \u202egnp.exe \u009b31m\n\ngoroutine 1 [run\u001b[2Jning]:\nmain.main\u001b[1m()\n\t/x/main\u2028.go:1 +0x1\nexit status 2\n',
  );
  for (const args of [
    [file, '--goroutines', `${file}.missing`],
    [file, file, '--diff'],
  ]) {
    const { out, err } = run(args);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that there is none
    assert.doesNotMatch(out + err, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202a-\u202e]/);
  }
});

test('the help shows examples and exit codes; wrong options are exit code 2', () => {
  const { status, out } = run(['--help']);
  assert.equal(status, 0);
  assert.match(out, /Examples:\n {2}\$ nightglass inspect crash\.txt/);
  assert.match(out, /Exit codes: 0 nothing wrong, 1/);
  for (const args of [
    ['--similarity', 'nearly'],
    ['--limit', '0'],
    ['-', '-'],
  ])
    assert.equal(run(args).status, 2);
});
