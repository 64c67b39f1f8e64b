import assert from 'node:assert/strict';
import test from 'node:test';
import type { Crash } from '@nightglass/model';
import type { SiteIndex } from '../../model.ts';
import { block, firstDump, read, recorded, recordedNames, recordedText, VERSIONS } from '../testing/dumps.ts';
import { completeCrash } from './complete.ts';

function crashOf(version: string, path: string): Crash | null {
  const artifact = recorded(version, path).artifacts.find(
    (one) => one.format !== 'profile' && one.format !== 'godebug' && one.crash !== null,
  );
  return artifact === undefined ? null : completeCrash(artifact as Parameters<typeof completeCrash>[0]);
}

/** `nilderef 2` and `httppanic exit=0` lines of an EXIT_CODES.txt. */
function exitCodes(version: string, folder: string): [string, number][] {
  return recordedText(version, `${folder}/EXIT_CODES.txt`)
    .split('\n')
    .map((line) => /^(\S+) (?:exit=)?(\d+)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1] ?? '', Number(match[2])]);
}

test('every recorded way to die has the exit code it had', () => {
  let checked = 0;
  for (const version of VERSIONS) {
    for (const folder of ['panics', 'mapcrash', 'extra'] as const) {
      if (!recordedNames(version, '').includes(folder)) continue;
      for (const [name, code] of exitCodes(version, folder)) {
        if (name === 'exit2') continue; // os.Exit(2): nothing is printed
        const crash = crashOf(version, `${folder}/${name}.txt`);
        if (code === 0) assert.ok(crash === null || !crash.endedProcess, `${version} ${name}`);
        else assert.equal(crash?.exitCode, code, `${version} ${name}`);
        checked++;
      }
    }
  }
  assert.ok(checked > 200);
});

const REASONS: Record<string, [string, boolean | null]> = {
  nilderef: ['nil-dereference', true],
  nilmapwrite: ['nil-map-write', true],
  index: ['index-out-of-range', true],
  slice: ['slice-out-of-range', true],
  divide: ['divide-by-zero', true],
  typeassert: ['type-assertion', true],
  typeassert2: ['type-assertion', true],
  hashkey: ['unhashable-key', true],
  closeclosed: ['close-of-closed-channel', true],
  sendclosed: ['send-on-closed-channel', true],
  negwg: ['negative-waitgroup', true],
  nil: ['panic-nil', true],
  error: ['custom-error', true],
  struct: ['custom-error', true],
  unlock: ['unlock-of-unlocked-mutex', false],
  runlock: ['runlock-of-unlocked-rwmutex', false],
  deadlock: ['deadlock', false],
  'goexit-main': ['deadlock-main-goexit', false],
  stackoverflow: ['stack-overflow', false],
  oom: ['out-of-memory', false],
  hugealloc: ['out-of-memory', false],
  maxthreads: ['thread-exhaustion', false],
  badptr: ['memory-fault', false],
  abort: ['SIGABRT', null],
};

test('reasons, and whether recover could have caught it, in every version', () => {
  for (const version of VERSIONS) {
    for (const [name, [reason, recoverable]] of Object.entries(REASONS)) {
      const crash = crashOf(version, `panics/${name}.txt`);
      assert.deepEqual([crash?.reason, crash?.recoverable], [reason, recoverable], `${version} ${name}`);
    }
  }
});

const site = (crash: Crash | null, role: string) => {
  const found = crash?.sites.find((one) => one.role === role);
  return found === undefined ? null : `${found.function}:${found.line} ${found.access}`.trim();
};

test('the origin of a chain is where its first panic was raised, not where it was raised again', () => {
  for (const version of VERSIONS) {
    assert.equal(site(crashOf(version, 'panics/nested.txt'), 'origin'), 'main.inner:43', version);
    assert.equal(
      site(crashOf(version, 'panics/repanic.txt'), 'origin'),
      'main.(*order).Validate:35',
      version,
    );
    assert.equal(
      site(crashOf(version, 'panics/repanicwrapped.txt'), 'origin'),
      'main.(*order).Validate:35',
      version,
    );
    assert.equal(
      site(crashOf(version, 'panics/recoverthennew.txt'), 'origin'),
      'main.recoverThenNew:73',
      version,
    );
    assert.equal(site(crashOf(version, 'panics/negwg.txt'), 'origin'), 'main.main:176', version);
  }
});

test('both parties of a map crash, where they are printed', () => {
  for (const version of VERSIONS) {
    const iter = crashOf(version, 'mapcrash/iter.GOTRACEBACK_all.txt');
    assert.equal(site(iter, 'detected'), 'main.(*cache).evict:25 iterate', version);
    assert.match(site(iter, 'other') ?? '', /^main\.\(\*cache\)\.touch:3[56] write$/, version);
    assert.equal(
      site(crashOf(version, 'mapcrash/rw.txt'), 'detected'),
      'main.(*cache).lookup:42 read',
      version,
    );
    assert.equal(
      site(crashOf(version, 'mapcrash/ww.txt'), 'detected'),
      'main.(*cache).touch:36 write',
      version,
    );
  }
  for (const version of ['1.19', '1.22', '1.24'])
    assert.ok(site(crashOf(version, 'mapcrash/iter.txt'), 'other'));
  for (const version of ['1.26', '1.27'])
    assert.equal(site(crashOf(version, 'mapcrash/iter.txt'), 'other'), null);
  assert.equal(site(crashOf('1.27', 'mapcrash/iter.GOTRACEBACK_none.txt'), 'detected'), null);
});

test('a map walked by encoding/json is iterated by the function that marshals', () => {
  const crash = crashOf('1.24', 'extra/json.txt');
  assert.equal(site(crash, 'detected'), 'main.main:33 iterate');
  assert.equal(site(crash, 'other'), 'main.main.func1:29 write');
});

test('where one goroutine is printed, the index of the source names the other party', () => {
  const index: SiteIndex = {
    sitesOf: ({ function: name }) => {
      assert.equal(name, 'main.(*cache).evict');
      const base = { file: '/src/main.go', object: 'c.data' };
      return [
        { ...base, function: 'main.(*cache).lookup', line: 42, access: 'read', confidence: 0.9 },
        { ...base, function: 'main.(*cache).touch', line: 36, access: 'write', confidence: 0.9 },
      ];
    },
  };
  const crash = completeCrash(firstDump(recorded('1.27', 'mapcrash/iter.txt')), { sites: index });
  const other = crash.sites.filter(({ role }) => role === 'other');
  assert.deepEqual(
    other.map(({ function: name, line, from }) => [name, line, from]),
    [['main.(*cache).touch', 36, 'source']],
  );
});

const fatal = (...others: string[]) =>
  completeCrash(
    firstDump(
      read(
        [
          'fatal error: concurrent map read and map write\n',
          block(7, 'running', ['main.(*cache).get(0xc000010000, 0x1)', '/app/cache.go:9 +0x1']),
          ...others,
        ].join('\n'),
      ),
    ),
  );

test('a method of another object, a waiting goroutine or a stranger is no other party', () => {
  const crash = fatal(
    block(8, 'runnable', ['main.(*cache).put(0xc000099000, 0x1)', '/app/cache.go:20 +0x1']),
    block(9, 'chan receive', ['main.(*cache).put(0xc000010000, 0x1)', '/app/cache.go:20 +0x1']),
    block(10, 'running', ['main.serve()', '/app/main.go:20 +0x1']),
  );
  assert.equal(site(crash, 'other'), null);
});

test('a method of the same object is surer than one of the same type', () => {
  const same = fatal(block(8, 'runnable', ['main.(*cache).put(0xc000010000, 0x1)', '/app/cache.go:20 +0x1']));
  const type = fatal(block(8, 'runnable', ['main.(*cache).put(...)', '/app/cache.go:20']));
  const sure = (crash: Crash) => crash.sites.find(({ role }) => role === 'other')?.confidence ?? 0;
  assert.ok(sure(same) > sure(type) && sure(type) > 0.5);
});

test('fingerprints are equal over Go versions and differ between defects', () => {
  const seen = new Map<string, string>();
  for (const name of [
    'nilderef',
    'index',
    'error',
    'string',
    'unlock',
    'deep',
    'stackoverflow',
    'mystr',
    'float',
    'repanic',
  ]) {
    const prints = new Set(VERSIONS.map((version) => crashOf(version, `panics/${name}.txt`)?.fingerprint));
    assert.equal(prints.size, 1, name);
    const print = [...prints][0] ?? '';
    assert.equal(seen.get(print), undefined, `${name} and ${seen.get(print)}`);
    seen.set(print, name);
  }
});

test('a handler whose panic net/http recovered lives on, and is the same defect as one that did not', () => {
  const crash = crashOf('1.27', 'extra/httppanic.txt');
  assert.deepEqual(
    [crash?.endedProcess, crash?.exitCode, crash?.recoverable, crash?.reason],
    [false, null, true, 'nil-map-write'],
  );
  assert.equal(site(crash, 'origin'), 'main.main.func2:38');
});

test('a test time-out names where the test stands', () => {
  const crash = crashOf('1.27', 'extra/test_timeout.txt');
  assert.equal(site(crash, 'waiter'), 'synct.TestTimeout:19');
  assert.equal(crash?.recoverable, false);
});
