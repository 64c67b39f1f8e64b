import assert from 'node:assert/strict';
import test from 'node:test';
import type { RuntimeFinding } from '@nightglass/model';
import fc from 'fast-check';
import { explain } from './explain.ts';
import { explainTogether } from './explain-together.ts';
import { block, extra, extraText, read, recorded, recordedText, VERSIONS } from './testing/dumps.ts';

const findings = (result: ReturnType<typeof read>): RuntimeFinding[] =>
  explain(result).flatMap(({ findings: all }) => all);
const ids = (result: ReturnType<typeof read>) => findings(result).map(({ id }) => id);

function textOf(finding: RuntimeFinding | undefined): string {
  if (finding === undefined) return '';
  const advice = finding.advice.map(({ text, code }) => `${text}\n${code?.text ?? ''}`);
  return [finding.title, ...finding.detail, ...advice].join('\n');
}

test('a map crash of Go 1.24 is told with both sides, and why nothing could catch it', () => {
  const [finding] = findings(recorded('1.24', 'mapcrash/iter.txt'));
  const text = textOf(finding);
  assert.equal(finding?.id, 'map-crash');
  assert.match(text, /main\.\(\*cache\)\.evict \(main\.go:25\) iterated over it/);
  assert.match(text, /likely main\.\(\*cache\)\.touch/);
  assert.match(text, /fatal error, not a panic/);
  assert.match(text, /exit code 2/);
  assert.match(text, /legal in every Go version/);
  assert.match(text, /absence of a crash proves nothing/);
  assert.match(text, /func \(c \*cache\) evict\(/);
  assert.match(text, /func \(c \*cache\) touch\(/);
  assert.match(text, /CompareAndDelete/);
  assert.match(text, /-race/);
  assert.match(text, /NGG001/);
  assert.doesNotMatch(text, /set GOTRACEBACK=all\)/);
});

test('a map crash of Go 1.27 says that the other side is not in the output, and how to get it', () => {
  const [finding] = findings(recorded('1.27', 'mapcrash/iter.txt'));
  const text = textOf(finding);
  assert.match(text, /not in this output; set GOTRACEBACK=all/);
  assert.match(text, /From Go 1\.26 such a fatal error prints only the goroutine that noticed/);
  assert.doesNotMatch(text, /touch/, 'a function that is not printed must not be named');
});

test('without any goroutine the crash is still told, and neither side is made up', () => {
  const [finding] = findings(recorded('1.24', 'mapcrash/iter.GOTRACEBACK_none.txt'));
  assert.match(finding?.title ?? '', /shows neither of them/);
  assert.deepEqual(finding?.sites, []);
});

test('a copied sync.Map on Go 1.23 and older is named as the cause', () => {
  const text = `fatal error: concurrent map iteration and map write

${block(7, 'running', [
  'sync.(*Map).Range(0xc000010000, 0xc000012345)',
  '/usr/local/go1.23/src/sync/map.go:477 +0x1',
  'main.evict()',
  '/app/main.go:9 +0x1',
])}`;
  const [finding] = findings(read(text));
  assert.match(finding?.title ?? '', /it was copied after its first use/);
  assert.match(textOf(finding), /NGG006/);
});

test('the fleet: the findings its README names, in every version', () => {
  for (const version of VERSIONS) {
    const all = findings(recorded(version, 'fleet/goroutine.debug2.txt'));
    const starved = all.find(({ id }) => id === 'starved-writer');
    assert.match(
      starved?.title ?? '',
      /starved by long read holders: main\.\(\*sessionStore\)\.updateUserSession/,
      version,
    );
    assert.match(starved?.title ?? '', /6 goroutines in main\.main\.func23 at main\.go:215/, version);
    assert.notEqual(starved?.confidence, 'proved', 'the holder is inferred');
    assert.ok(starved?.evidence.some(({ stance }) => stance === 'contradicts'));
    const convoys = all.filter(({ id }) => id === 'lock-convoy').map(({ title }) => title);
    assert.ok(
      convoys.some((title) => /^25 goroutines .* main\.main\.func7 /.test(title)),
      version,
    );
    assert.ok(
      convoys.some((title) => /^13 goroutines .* main\.main\.func9 /.test(title)),
      version,
    );
    assert.ok(
      all.some(({ id }) => id === 'goroutine-leak'),
      version,
    );
  }
  const leak = findings(recorded('1.27', 'fleet/goroutine.debug2.txt')).find(
    ({ id }) => id === 'goroutine-leak',
  );
  assert.equal(leak?.confidence, 'proved');
  assert.match(
    leak?.evidence[0]?.text ?? '',
    /120 goroutines in main\.main\.func1 at main\.go:105.*worker=settlement/,
  );
});

test('a deadlock says who waits for what', () => {
  for (const version of VERSIONS) {
    const [finding] = findings(recorded(version, 'panics/deadlock.txt'));
    assert.equal(finding?.id, 'deadlock', version);
    assert.match(finding?.title ?? '', /receives from a channel in main\.main at main\.go:192/, version);
    assert.match(
      textOf(finding),
      /3 goroutines in main\.main\.func3 at main\.go:188: waits for a sync\.Mutex/,
      version,
    );
  }
});

test('a stack overflow names the cycle', () => {
  const text = `runtime: goroutine stack exceeds 1000000000-byte limit
fatal error: stack overflow

${block(
  1,
  'running',
  Array.from({ length: 40 }, (_, i) => [
    i % 2 === 0 ? 'main.even(0x1)' : 'main.odd(0x1)',
    '/app/m.go:5 +0x1',
  ]).flat(),
)}`;
  const [finding] = findings(read(text));
  assert.match(textOf(finding), /main\.odd -> main\.even -> main\.odd|main\.even -> main\.odd -> main\.even/);
});

test('a panic of a business error carries its key', () => {
  const [artifact] = explain(recorded('1.27', 'panics/goroutinepanic.txt'));
  assert.deepEqual(
    artifact?.crash?.businessKeys.map(({ value }) => value),
    ['ORD-7a9f'],
  );
  assert.ok(artifact?.findings[0]?.evidence.some(({ text }) => text.includes('`ORD-7a9f`')));
});

test('a race report names both sides', () => {
  const [finding] = findings(recorded('1.27', 'race/iter.txt'));
  assert.equal(finding?.id, 'data-race');
  assert.match(finding?.title ?? '', /\(\*cache\)\.(?:evict|touch).*\(\*cache\)\.(?:evict|touch)/);
});

test('every finding has evidence with lines, and advice that holds its own', () => {
  for (const version of VERSIONS) {
    for (const path of [
      'fleet/goroutine.debug2.txt',
      'mapcrash/ww.txt',
      'panics/nilderef.txt',
      'panics/unlock.txt',
    ]) {
      for (const finding of findings(recorded(version, path))) {
        assert.ok(finding.evidence.length > 0, finding.id);
        assert.ok(
          finding.evidence.some(({ lines }) => lines.length > 0),
          finding.id,
        );
        assert.ok(finding.title.endsWith('.'), finding.title);
      }
    }
  }
});

test('circles of locks, a lock taken twice and readers that hold on, from Go 1.26', () => {
  const [abba] = findings(extra('abba.txt'));
  assert.match(abba?.title ?? '', /^Deadlock: locks are taken in a circle: goroutine \d+ likely holds/);
  assert.deepEqual(ids(extra('self.txt')), ['deadlock']);
  assert.match(findings(extra('self.txt'))[0]?.title ?? '', /may wait for a lock that it holds itself/);
  // Recorded before Go had noted how long they waited: worth a word without ages, trouble with them.
  assert.deepEqual(
    findings(extra('rlock.txt')).map(({ id, severity }) => [id, severity]),
    [['starved-writer', 'info']],
  );
  const aged = extraText('rlock.txt').replace(/\[(chan receive|sync\.RWMutex\.R?Lock)\]/g, '[$1, 3 minutes]');
  const starved = findings(read(aged)).find(({ id }) => id === 'starved-writer');
  assert.match(starved?.title ?? '', /possible holder: 3 goroutines in main\.\(\*store\)\.export/);
  assert.match(starved?.evidence[1]?.text ?? '', /^4 goroutines more wait for the same lock/);
});

test('a race report in the same input names the writer that a map crash of Go 1.27 does not print', () => {
  const text = recordedText('1.27', 'race/iter.txt') + recordedText('1.27', 'mapcrash/iter.txt');
  const crash = explain(read(text)).find(({ format }) => format === 'crash');
  const other = crash?.crash?.sites.find(({ role }) => role === 'other');
  assert.deepEqual(
    [other?.function, other?.line, other?.from, other?.access],
    ['main.(*cache).touch', 36, 'race-report', 'write'],
  );
  const told = textOf(crash?.findings[0]);
  assert.match(told, /report of the race detector in the same input names the writer/);
  assert.doesNotMatch(told, /set GOTRACEBACK|have both sides printed/);
});

test('what is advised of a map crash fits what was printed', () => {
  const both = textOf(findings(recorded('1.24', 'mapcrash/iter.txt'))[0]);
  assert.doesNotMatch(both, /have both sides printed/);
  const none = textOf(findings(recorded('1.24', 'mapcrash/iter.GOTRACEBACK_none.txt'))[0]);
  assert.match(none, /No goroutine is printed at all/);
  assert.doesNotMatch(none, /Only the goroutine that noticed/);
  const reads = recordedText('1.24', 'mapcrash/iter.txt').replaceAll('evict', 'export');
  assert.doesNotMatch(textOf(findings(read(reads))[0]), /^\t+delete\(c\./m);
  assert.match(both, /^\t+delete\(c\./m);
});

const mutex = ['sync.(*Mutex).Lock(...)', '/usr/local/go/src/sync/mutex.go:90'];
const rwLock = [
  'sync.runtime_SemacquireRWMutex(0x0?, 0x0?, 0x0?)',
  '/usr/local/go/src/runtime/sema.go:105 +0x25',
  'sync.(*RWMutex).Lock(0x1?)',
  '/usr/local/go/src/sync/rwmutex.go:155 +0x6a',
];
const asleep = 'fatal error: all goroutines are asleep - deadlock!\n\n';

test('a deadlock over package locks is possibly a circle; Lock inside RLock is named', () => {
  const circle = read(
    `${asleep}${block(7, 'sync.Mutex.Lock', [...mutex, 'main.ab()', '/a/m.go:43 +0x1'])}\n${block(8, 'sync.Mutex.Lock', [...mutex, 'main.ba()', '/a/m.go:44 +0x1'])}`,
  );
  const [finding] = findings(circle);
  assert.equal(finding?.confidence, 'possible');
  assert.match(finding?.title ?? '', /possibly taken in a circle: goroutine 7 waits .* goroutine 8 waits/);
  const upgrade = read(
    `${asleep}${block(1, 'sync.RWMutex.Lock', [...rwLock, 'main.(*store).upgrade(0xc000012345)', '/a/m.go:33 +0x1'])}`,
  );
  assert.match(findings(upgrade)[0]?.title ?? '', /goroutine 1 .* likely holds its read lock itself/);
});

test('a deadlock says a sentence once, however many goroutines it fits', () => {
  const senders = Array.from({ length: 12 }, (_, i) =>
    block(i + 5, 'sync.Mutex.Lock', [
      'sync.(*Mutex).lockSlow(0xc0000123a0)',
      '/usr/local/go/src/sync/mutex.go:90 +0x1',
      ...mutex,
      `main.f${i}()`,
      '/a/m.go:9 +0x1',
    ]),
  );
  const text = textOf(findings(read(asleep + senders.join('\n')))[0]);
  assert.equal(text.split('Whoever holds it is gone').length, 2);
  assert.match(text, /Others wait as well/);
});

test('young waits for a lock with a likely holder are told: as information when few, as a warning from 20', () => {
  const holder = block(3, 'sleep', [
    'time.Sleep(0x1)',
    '/usr/local/go/src/runtime/time.go:300 +0x1',
    'main.(*acct).work(0xc000012340)',
    '/a/m.go:50 +0x1',
  ]);
  const stall = (count: number) =>
    read(
      [
        holder,
        ...Array.from({ length: count }, (_, i) =>
          block(i + 5, 'sync.Mutex.Lock', [...mutex, 'main.(*acct).move(0xc000012340)', '/a/m.go:16 +0x1']),
        ),
      ].join('\n'),
    );
  const severities = (count: number) => findings(stall(count)).map(({ id, severity }) => `${id} ${severity}`);
  assert.deepEqual(severities(4), []);
  assert.deepEqual(severities(6), ['lock-convoy info']);
  assert.deepEqual(severities(25), ['lock-convoy warning']);
  assert.match(textOf(findings(stall(25))[0]), /holder is|inferred|likely holder/);
});

test('a dump of SIGQUIT holds the same stacks as debug=2 of the same program', () => {
  for (const version of VERSIONS) {
    const inputs = ['fleet/goroutine.debug2.txt', 'fleet/stderr_gctrace_then_sigquit.log'].map((name) => ({
      name,
      result: recorded(version, name),
    }));
    assert.deepEqual(explainTogether(inputs), [], version);
  }
});

test('a stack that a recover printed names where the panic was raised', () => {
  const stack = block(34, 'running', [
    'runtime/debug.Stack()',
    '/usr/local/go/src/runtime/debug/stack.go:24 +0x5e',
    'main.recoverer.func1()',
    '/app/mw.go:19 +0x45',
    'panic({0x6d2f60?, 0x7c1a50?})',
    '/usr/local/go/src/runtime/panic.go:770 +0x132',
    'main.(*server).Pay(0x1)',
    '/app/s.go:9 +0x1',
  ]);
  const [finding] = findings(read(`level=error msg="recovered from panic: boom"\n${stack}`));
  assert.equal(
    finding?.title,
    'A panic in main.(*server).Pay at s.go:9 was caught by main.recoverer.func1 at mw.go:19, which printed this stack.',
  );
});

test('a test that hangs is found where Go 1.19 and older do not name it', () => {
  const text = `panic: test timed out after 1s\n\n${block(17, 'running', [
    'testing.(*M).startAlarm.func1()',
    '/usr/local/go/src/testing/testing.go:2029 +0x8e',
  ])}\n${block(18, 'select (no cases)', [
    'example.com/x.TestHang(0x0?)',
    '/app/x_test.go:9 +0x1',
    'testing.tRunner(0xc0, 0x1)',
    '/usr/local/go/src/testing/testing.go:1439 +0x102',
  ])}`;
  assert.match(findings(read(text))[0]?.title ?? '', /in example\.com\/x\.TestHang at x_test\.go:9/);
});

test('a healthy process has no finding', () => {
  assert.deepEqual(ids(extra('healthy.txt')), []);
});

test('idle workers, a parked main and short contention are no findings', () => {
  const idle = Array.from({ length: 200 }, (_, i) =>
    block(i + 10, 'chan receive, 30 minutes', ['main.worker()', '/app/w.go:5 +0x1']),
  );
  const contended = Array.from({ length: 8 }, (_, i) =>
    block(i + 500, 'sync.Mutex.Lock', [
      'sync.(*Mutex).Lock(...)',
      '/usr/local/go/src/sync/mutex.go:90',
      'main.f()',
      '/app/w.go:9 +0x1',
    ]),
  );
  const main = block(1, 'select (no cases), 30 minutes', ['main.main()', '/app/main.go:5 +0x1']);
  assert.deepEqual(ids(read([main, ...idle, ...contended].join('\n'))), []);
});

test('growth between dumps of one process is told, between two processes it is not', () => {
  const worker = (id: number) => block(id, 'select, 2 minutes', ['main.watch()', '/app/w.go:5 +0x1']);
  const dump = (from: number, count: number) =>
    read(Array.from({ length: count }, (_, i) => worker(from + i)).join('\n'));
  const grown = explainTogether([
    { name: 'a.txt', result: dump(10, 20) },
    { name: 'b.txt', result: dump(10, 90) },
  ]);
  assert.deepEqual(
    grown.map(({ id }) => id),
    ['goroutine-leak'],
  );
  assert.match(grown[0]?.title ?? '', /20 -> 90/);
  assert.notEqual(grown[0]?.confidence, 'proved');
  const restarted = explainTogether([
    { name: 'a.txt', result: dump(10, 20) },
    { name: 'b.txt', result: dump(1000, 90) },
  ]);
  assert.deepEqual(restarted, []);
});

test('a goroutine that runs at the same place in two dumps may be spinning', () => {
  const dump = () => read(block(9, 'running', ['main.spin()', '/app/w.go:5 +0x1']));
  const found = explainTogether([
    { name: 'a.txt', result: dump() },
    { name: 'b.txt', result: dump() },
  ]);
  assert.deepEqual(
    found.map(({ id, confidence }) => [id, confidence]),
    [['spinning-goroutine', 'possible']],
  );
});

test('whatever is cut off or torn apart, nothing throws', () => {
  const texts = ['1.19', '1.24', '1.27'].flatMap((version) =>
    ['mapcrash/iter.GOTRACEBACK_system.txt', 'panics/deadlock.txt', 'panics/repanicwrapped.txt'].map((path) =>
      recordedText(version, path),
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(40),
      (text, share, gap) => {
        const at = Math.floor(text.length * share);
        const result = read(text.slice(0, at) + text.slice(at + gap));
        for (const { findings: all } of explain(result))
          for (const { title } of all) assert.ok(title.length > 0);
        explainTogether([
          { name: 'a', result },
          { name: 'b', result },
        ]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a heap profile alone is no finding; a series of them tells the growth once', () => {
  assert.deepEqual(ids(recorded('1.24', 'mapleak/heap_0_start.pb.gz')), []);
  const inputs = ['heap_0_start', 'heap_1_mid', 'heap_2_leaked'].map((name) => ({
    name,
    result: recorded('1.24', `mapleak/${name}.pb.gz`),
  }));
  const found = explainTogether(inputs);
  assert.ok(
    found.some(({ title }) => title.includes('main.updateUserSession')),
    found.map(({ title }) => title).join(),
  );
  assert.equal(new Set(found.map(({ title }) => title)).size, found.length);
});
