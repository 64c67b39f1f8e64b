import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { DumpArtifact, ReadResult } from './model.ts';
import { createReader, readArtifacts } from './read.ts';

const root = new URL('../testdata/go/', import.meta.url);
const versions = ['1.19', '1.22', '1.24', '1.26', '1.27'] as const;
const sample = (path: string): Buffer => readFileSync(new URL(path, root));
const read = (path: string): ReadResult => readArtifacts(sample(path));

const dumps = (result: ReadResult): DumpArtifact[] =>
  result.artifacts.filter((artifact): artifact is DumpArtifact => 'goroutines' in artifact);

const only = (path: string): DumpArtifact => {
  const found = dumps(read(path));
  assert.equal(found.length, 1, path);
  return found[0] as DumpArtifact;
};

const byState = (dump: DumpArtifact): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const g of dump.goroutines) counts[g.state] = (counts[g.state] ?? 0) + g.count;
  return counts;
};

const headersIn = (path: string): number =>
  sample(path)
    .toString()
    .match(/^goroutine \d+ /gm)?.length ?? 0;

for (const version of versions) {
  const minor = Number(version.slice(2));

  test(`fleet of Go ${version}: every goroutine, its state, labels and locks`, () => {
    const dump = only(`go${version}/fleet/goroutine.debug2.txt`);
    assert.equal(dump.variant, 'debug=2');
    assert.equal(dump.crash, null);
    assert.equal(dump.version.version, version);
    assert.equal(dump.goroutines.length, headersIn(`go${version}/fleet/goroutine.debug2.txt`));
    const states = byState(dump);
    assert.ok((states['chan receive'] ?? 0) >= 122);
    assert.equal(states['chan send'], 40);
    assert.equal(states['select (no cases)'], 3);
    assert.equal(states['chan receive (nil chan)'], 2);
    assert.equal(states['chan send (nil chan)'], 2);
    if (minor >= 20) {
      assert.equal(states['sync.Mutex.Lock'], 31);
      assert.equal(states['sync.RWMutex.RLock'], 10);
      assert.equal(states['sync.RWMutex.Lock'], 1);
    }
    assert.equal(states['sync.Cond.Wait'], 8);
    const locked = dump.goroutines.filter((g) => g.lockedToThread);
    assert.equal(locked.filter((g) => g.state === 'chan receive').length, 2);
    for (const g of dump.goroutines)
      for (const f of g.frames) assert.ok(f.file !== '' && f.line > 0, `${f.func} at line ${f.at}`);
    assert.ok(dump.goroutines.every((g) => !g.truncated));
    if (minor >= 27) {
      const shards = Map.groupBy(
        dump.goroutines.filter((g) => 'shard' in g.labels),
        (g) => g.labels.shard,
      );
      assert.deepEqual([...shards].map(([shard, of]) => [shard, of.length]).sort(), [
        ['0', 30],
        ['1', 30],
        ['2', 30],
        ['3', 30],
      ]);
      assert.ok(dump.goroutines.some((g) => g.marks.includes('leaked')));
    }
  });

  test(`SIGQUIT of Go ${version}: GC lines and the dump behind them, registers too`, () => {
    const path = `go${version}/fleet/stderr_gctrace_then_sigquit.log`;
    const result = read(path);
    assert.deepEqual(
      result.artifacts.map((a) => [a.format, a.variant]),
      [
        ['godebug', 'gctrace'],
        ['goroutine-dump', 'SIGQUIT'],
      ],
    );
    const [dump] = dumps(result);
    assert.equal(dump?.goroutines.length, headersIn(path));
    assert.equal(dump?.crash?.signal?.name, 'SIGQUIT');
    assert.equal(dump?.crash?.traceback, 'system');
    assert.equal(dump?.lines?.end, result.lines);
  });

  test(`map crash of Go ${version}: one goroutine from 1.26 on`, () => {
    for (const [kind, message] of [
      ['iter', 'concurrent map iteration and map write'],
      ['rw', 'concurrent map read and map write'],
      ['ww', 'concurrent map writes'],
    ]) {
      const dump = only(`go${version}/mapcrash/${kind}.txt`);
      assert.equal(dump.crash?.kind, 'fatal-error');
      assert.equal(dump.crash?.message, message);
      assert.equal(dump.goroutines.length, minor >= 26 ? 1 : 8);
      assert.equal(dump.crash?.traceback, minor >= 26 ? 'single' : 'all');
    }
    const all = only(`go${version}/mapcrash/iter.GOTRACEBACK_all.txt`);
    assert.equal(all.goroutines.length, 8);
    assert.equal(only(`go${version}/mapcrash/iter.GOTRACEBACK_none.txt`).goroutines.length, 0);
    assert.equal(only(`go${version}/mapcrash/iter.GOTRACEBACK_system.txt`).crash?.traceback, 'system');
  });

  test(`panics of Go ${version}: every way to die is read, and only those`, () => {
    const quiet = new Set(['EXIT_CODES.txt', 'exit2.txt', 'panic-goexit.txt']);
    for (const file of readdirSync(new URL(`go${version}/panics/`, root))) {
      const path = `go${version}/panics/${file}`;
      const text = sample(path).toString();
      const found = dumps(read(path));
      assert.equal(found.length, quiet.has(file) ? 0 : 1, path);
      const [dump] = found;
      if (dump === undefined) continue;
      const first = /^(?:panic: |fatal error: |SIG[A-Z]+: )(.*)$/m.exec(text)?.[1] ?? '';
      const outermost = dump.crash?.panics[0]?.message ?? dump.crash?.message ?? '';
      assert.ok(first.startsWith(outermost.split('\n')[0] ?? 'nothing'), path);
      if (file !== 'multiline.txt') assert.equal(dump.goroutines.length, headersIn(path), path);
      assert.deepEqual(
        dump.notes.filter((note) => note.code === 'cut-off'),
        [],
        path,
      );
      assert.equal(dump.lines?.end, text.trimEnd().split('\n').length, path);
    }
  });

  test(`chains and forms of panics of Go ${version}`, () => {
    const panics = (name: string) => only(`go${version}/panics/${name}.txt`).crash?.panics ?? [];
    assert.deepEqual(
      panics('nested').map((link) => link.message),
      ['first panic', 'second panic from deferred function', 'third: api error 500'],
    );
    const again = panics('repanic');
    assert.equal(again.length, minor >= 25 ? 1 : 2);
    assert.deepEqual([again[0]?.recovered, again[0]?.repanicked], [true, minor >= 25]);
    assert.deepEqual(
      panics('repanicwrapped').map((link) => [link.message, link.recovered]),
      [
        ['invalid_amount@ORD-7a9f: -1', true],
        ['wrapped: invalid_amount@ORD-7a9f: -1', false],
      ],
    );
    assert.equal(panics('goexit-panic')[0]?.goexit, true);
    assert.deepEqual(
      ['mystr', 'structptr', 'struct', 'index', 'error'].map((name) => panics(name)[0]?.type),
      ['main.myStr', '*main.plainStruct', 'main.plainStruct', 'runtime.Error', ''],
    );
    const signal = only(`go${version}/panics/nilderef.txt`).crash?.signal;
    assert.deepEqual([signal?.name, signal?.addr, signal?.code], ['SIGSEGV', '0x0', '0x1']);
  });

  test(`a message of Go ${version} that forges a goroutine forges nothing`, () => {
    const dump = only(`go${version}/panics/multiline.txt`);
    assert.equal(dump.goroutines.length, 1);
    assert.equal(dump.goroutines[0]?.frames[0]?.func, 'main.main');
    assert.ok(dump.crash?.message.startsWith('line one\nline two'));
    assert.equal(
      dump.notes.some((note) => note.code === 'forged-header'),
      minor < 23,
    );
  });
}

test('race reports, and the crash behind them', () => {
  for (const [path, reports] of [
    ['go1.19/race/iter.txt', 2],
    ['go1.27/race/iter.txt', 4],
  ] as const) {
    const found = dumps(read(path));
    assert.deepEqual(
      found.map((a) => a.format),
      [...Array.from({ length: reports }, () => 'race-report'), 'crash'],
    );
    const accesses = found[0]?.crash?.race?.accesses ?? [];
    assert.deepEqual(
      accesses.map((a) => [a.kind, a.previous]),
      [
        ['read', false],
        ['write', true],
      ],
    );
    assert.ok(accesses[0]?.frames.some((f) => f.func === 'main.(*cache).evict'));
    assert.ok(accesses[1]?.frames.some((f) => f.func === 'main.(*cache).touch'));
    assert.deepEqual(
      accesses.map((a) => a.createdAt[0]?.func),
      ['main.main', 'main.main'],
    );
  }
});

test('test time-outs, as text and as JSON', () => {
  for (const file of ['test_timeout.txt', 'test_timeout.json']) {
    const dump = only(`go1.27/extra/${file}`);
    assert.equal(dump.crash?.kind, 'test-timeout');
    assert.equal(dump.crash?.message, 'test timed out after 2s');
    assert.deepEqual(dump.crash?.runningTests, [{ name: 'TestTimeout', seconds: 2 }]);
    assert.equal(dump.goroutines.length, 3);
  }
  const json = only('go1.27/extra/test_timeout.json');
  assert.equal(json.timeUnixNano, BigInt(Date.parse('2026-11-23T05:43:28.160Z')) * 1_000_000n + 810_760n);
});

test('a panic that net/http caught: one artifact each, the process goes on', () => {
  const found = dumps(read('go1.19/extra/httppanic.txt'));
  assert.deepEqual(
    found.map((a) => [a.crash?.kind, a.crash?.httpPeer, a.crash?.endedProcess]),
    [
      ['http-panic', '127.0.0.1:50120', false],
      ['http-panic', '127.0.0.1:50128', false],
    ],
  );
});

test('ancestors, synctest bubbles, C frames', () => {
  const [first] = only('go1.27/extra/tracebackancestors.txt').goroutines;
  assert.deepEqual(first?.ancestors.map((a) => [a.id, a.frames.length, a.createdBy?.func ?? null]).at(-1), [
    1,
    1,
    null,
  ]);
  assert.ok((first?.ancestors.length ?? 0) >= 2);
  const bubble = only('go1.27/extra/synctest_deadlock.txt');
  assert.deepEqual(
    bubble.goroutines.map((g) => [g.bubble, g.marks.join()]),
    [
      [null, ''],
      [1, 'durable'],
      [1, 'durable'],
      [1, 'durable'],
      [1, 'durable'],
    ],
  );
  const cgo = only('go1.27/extra/cgo_sigsegv.txt');
  assert.equal(cgo.crash?.signal?.duringCgo, true);
  assert.equal(cgo.goroutines[0]?.frames[1]?.file, '_cgo_gotypes.go');
});

test('frames left out are said to be', () => {
  assert.deepEqual(only('go1.27/panics/deep.txt').goroutines[0]?.elided, [{ before: 50, count: 102 }]);
  assert.deepEqual(only('go1.19/panics/deep.txt').goroutines[0]?.elided, [{ before: 99, count: null }]);
  assert.equal(only('go1.19/panics/deep.txt').partial, true);
});

test('formats are told by their bytes, gzip or not', () => {
  const dump = sample('go1.24/fleet/goroutine.debug2.txt');
  assert.equal(dumps(readArtifacts(gzipSync(dump)))[0]?.goroutines.length, 320);
  const cut = gzipSync(dump).subarray(0, 6000);
  const partial = readArtifacts(cut);
  assert.ok(partial.notes.some((note) => note.code === 'cut-off'));
  assert.ok((dumps(partial)[0]?.goroutines.length ?? 0) > 10);
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(dump.toString(), 'utf16le')]);
  assert.equal(dumps(readArtifacts(wide))[0]?.goroutines.length, 320);
  const heap = read('go1.24/fleet/heap_t2.pb.gz').artifacts[0];
  assert.deepEqual([heap?.format, heap?.variant], ['profile', 'heap']);
  assert.equal(read('go1.24/fleet/goroutine.debug1.txt').artifacts[0]?.format, 'goroutine-profile');
  assert.equal(read('go1.24/mapleak/gctrace.log').artifacts[0]?.format, 'godebug');
});

test('what holds nothing says what it is', () => {
  const codes = (bytes: Uint8Array) => readArtifacts(bytes).notes.map((note) => note.code);
  assert.deepEqual(codes(Buffer.alloc(0)), ['empty-input']);
  assert.deepEqual(codes(sample('go1.27/fleet/trace_1s.out')), ['execution-trace']);
  assert.deepEqual(codes(sample('go1.27/fleet/metrics_index.html')), ['html-page']);
  assert.deepEqual(codes(Buffer.from('\u007fELF\u0002\u0001\u0001\u0000')), ['executable']);
  assert.deepEqual(codes(Buffer.from([1, 2, 3, 4, 0, 255])), ['binary']);
  assert.deepEqual(codes(Buffer.from('hello\n')), ['nothing-found']);
  assert.deepEqual(codes(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8])), ['damaged-gzip']);
  const bomb = readArtifacts(gzipSync(Buffer.alloc(5_000_000)), { limits: { inflatedBytes: 1_000_000 } });
  assert.deepEqual(
    bomb.notes.map((note) => note.code),
    ['limit-reached'],
  );
});

test('running tests before Go 1.23, whose messages are not indented', () => {
  const text =
    'panic: test timed out after 1m30s\nrunning tests:\n\tTestA/sub#01 (1m29s)\n\tTestB (2s)\n\ngoroutine 7 [running]:\ntesting.(*M).startAlarm.func1()\n\t/usr/local/go1.21.5/src/testing/testing.go:2259 +0x3b9\ncreated by time.goFunc\n\t/usr/local/go1.21.5/src/time/sleep.go:176 +0x2d\n';
  const [dump] = dumps(readArtifacts(Buffer.from(text)));
  assert.equal(dump?.version.version, '1.21.5');
  assert.deepEqual(dump?.crash?.runningTests, [
    { name: 'TestA/sub#01', seconds: 89 },
    { name: 'TestB', seconds: 2 },
  ]);
});

test('binary input that cannot be a profile is not gathered, one over the limit is let go', () => {
  /** Says which of its bytes a reader takes over; memory itself depends on when garbage is collected. */
  class Counted extends Uint8Array {
    static taken = 0;
    override subarray(begin?: number, end?: number): Uint8Array<ArrayBuffer> {
      const part = new Uint8Array(this.buffer as ArrayBuffer).subarray(begin, end);
      Counted.taken += part.length;
      return part;
    }
  }
  const takenOf = (first: number): number => {
    Counted.taken = 0;
    const chunk = new Counted(1 << 20);
    chunk[0] = first;
    const reader = createReader({ limits: { inflatedBytes: 16 << 20 } });
    for (let i = 0; i < 20; i++) reader.push(chunk);
    assert.deepEqual(
      reader.end().notes.map(({ code }) => code),
      ['binary'],
    );
    return Counted.taken;
  };
  assert.ok(takenOf(0) <= 2 << 20);
  const gathered = takenOf(0x0a);
  assert.ok(gathered >= 15 << 20 && gathered <= 18 << 20, String(gathered));
});

test('an input without a name is called the input', () => {
  for (const options of [{}, { name: '' }]) {
    const [note] = readArtifacts(Buffer.from('hello'), options).notes;
    assert.match(note?.message ?? '', /^the input holds no Go dump/);
  }
});
