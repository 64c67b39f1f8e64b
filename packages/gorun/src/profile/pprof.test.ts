import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Goroutine } from '@nightglass/model';
import fc from 'fast-check';
import { Line, Location } from 'pprof-format';
import { readPprof, readPprofArtifact } from './pprof.ts';
import { bytesOf, goVersions, makeProfile, profileOf, totals } from './testing/fixtures.ts';

const fleet = {
  heap_t0: 'heap',
  heap_t2: 'heap',
  allocs: 'allocs',
  mutex: 'mutex',
  block: 'block',
  cpu_5s: 'cpu',
  goroutine: 'goroutine',
  heap_delta_seconds20: 'heap',
};

for (const version of goVersions)
  test(`profiles of Go ${version} are told apart and dated`, () => {
    for (const [name, variant] of Object.entries(fleet)) {
      const read = readPprof(bytesOf(`go${version}/fleet/${name}.pb.gz`));
      assert.ok(!('error' in read), name);
      assert.equal(read.variant, variant, name);
      assert.equal(read.profile.difference, name === 'heap_delta_seconds20', name);
      assert.ok(read.profile.timeUnixNano > 1_700_000_000_000_000_000n, name);
      if (name !== 'heap_delta_seconds20') assert.equal(read.version.version, version, name);
      assert.equal(read.partial, false, name);
    }
  });

for (const version of goVersions)
  test(`the goroutine profile of Go ${version} gives counted goroutines with labels`, () => {
    const dump = readPprofArtifact(bytesOf(`go${version}/fleet/goroutine.pb.gz`));
    assert.ok(!('error' in dump) && dump.format === 'goroutine-profile');
    assert.equal(dump.variant, 'pprof');
    const total = dump.goroutines.reduce((sum, goroutine) => sum + goroutine.count, 0);
    assert.equal(total, ['1.19', '1.22'].includes(version) ? 319 : 320);
    for (const shard of ['0', '1', '2', '3']) {
      const workers: Goroutine[] = dump.goroutines.filter((goroutine) => goroutine.labels.shard === shard);
      assert.deepEqual(
        workers.map((goroutine) => [goroutine.count, goroutine.labels.worker]),
        [[30, 'settlement']],
      );
    }
  });

test('goroutines and frames behind the limits are counted, not kept', () => {
  const dump = readPprofArtifact(
    makeProfile(
      [
        { stack: [1, 2, 3, 4], values: [5] },
        { stack: [2, 3], values: [7] },
        { stack: [3], values: [9] },
      ],
      [['goroutine', 'count']],
    ),
    { goroutines: 1, frames: 3 },
  );
  assert.ok(!('error' in dump) && dump.format === 'goroutine-profile');
  assert.deepEqual(
    dump.goroutines.map((goroutine) => [goroutine.count, goroutine.frames.length, goroutine.elided]),
    [[5, 3, [{ before: 3, count: 1 }]]],
  );
  assert.deepEqual(dump.overflow, [{ state: '', count: 16 }]);
  assert.equal(dump.partial, true);
});

test('an empty heap difference says why it is empty', () => {
  const read = readPprof(bytesOf('go1.24/fleet/heap_delta_seconds20.pb.gz'));
  assert.ok(!('error' in read));
  assert.match(read.notes[0]?.message ?? '', /last finished GC cycle/);
});

test('calls inlined into one location are frames of their own, the innermost first', () => {
  const bytes = makeProfile([{ stack: [1, 2], values: [5] }], undefined, (profile) => {
    profile.location = [
      new Location({
        id: 1,
        line: [new Line({ functionId: 2, line: 20 }), new Line({ functionId: 1, line: 10 })],
      }),
    ];
    if (profile.sample[0] !== undefined) profile.sample[0].locationId = [1];
  });
  const profile = profileOf(bytes);
  assert.deepEqual(
    Array.from(profile.stackOf, (p) => [profile.functions[p], profile.lines[p]]),
    [
      ['main.f2', 20],
      ['main.f1', 10],
    ],
  );
});

test('recursion, locations that do not exist and ids given twice are survived and noted', () => {
  const bytes = makeProfile([{ stack: [1, 1, 1, 1], values: [7] }], undefined, (profile) => {
    profile.location.push(new Location({ id: 1, line: [] }));
    profile.sample[0]?.locationId.push(99);
  });
  const read = readPprof(bytes);
  assert.ok(!('error' in read));
  assert.equal(read.profile.stackOf.length, 4);
  assert.deepEqual(read.notes.map((note) => note.code).sort(), ['duplicate-location', 'missing-location']);
  assert.equal(read.partial, true);
});

test('values of 63 bits and negative ones keep their size and sign', () => {
  const bytes = makeProfile([
    { stack: [1], values: [2n ** 63n - 1n] },
    { stack: [2], values: [-(2n ** 40n)] },
    { stack: [3], values: [-1] },
  ]);
  const read = readPprof(bytes);
  assert.ok(!('error' in read));
  assert.deepEqual(Array.from(read.profile.values), [2 ** 63, -(2 ** 40), -1]);
  assert.ok(read.notes.some((note) => note.code === 'imprecise-value'));
  assert.equal(read.profile.difference, true);
});

test('a base marked by go tool pprof -diff_base makes a difference and parts no stacks', () => {
  const bytes = makeProfile([
    { stack: [1], values: [-5], labels: { 'pprof::base': 'true', shard: '1' } },
    { stack: [1], values: [9], labels: { shard: '1' } },
  ]);
  const profile = profileOf(bytes);
  assert.equal(profile.difference, true);
  assert.deepEqual(profile.labels, [{ shard: '1' }, { shard: '1' }]);
});

test('a label called __proto__ is a label', () => {
  const profile = profileOf(
    makeProfile([{ stack: [1], values: [1], labels: Object.fromEntries([['__proto__', 'x']]) }]),
  );
  assert.equal(Object.getPrototypeOf(profile.labels[0]), Object.prototype);
  assert.equal(Object.getOwnPropertyDescriptor(profile.labels[0], '__proto__')?.value, 'x');
});

test('strings outside the table are empty names with a note', () => {
  const read = readPprof(
    makeProfile([{ stack: [1], values: [1] }], undefined, (profile) => {
      if (profile.function[0] !== undefined) profile.function[0].name = 1_000_000;
    }),
  );
  assert.ok(!('error' in read));
  assert.equal(read.profile.functions[0], '?');
  assert.ok(read.notes.some((note) => note.code === 'missing-string'));
});

test('a profile of another runtime is read and called unknown', () => {
  const read = readPprof(makeProfile([{ stack: [1], values: [3] }], [['wall', 'nanoseconds']]));
  assert.ok(!('error' in read));
  assert.equal(read.variant, 'unknown');
  assert.equal(read.profile.difference, false);
});

test('contentions without samples are neither mutex nor block', () => {
  const types = [
    ['contentions', 'count'],
    ['delay', 'nanoseconds'],
  ] as const;
  const read = readPprof(makeProfile([], types));
  assert.ok(!('error' in read));
  assert.equal(read.variant, 'unknown');
});

test('a gzip bomb stops at the limit', () => {
  const bomb = gzipSync(Buffer.alloc(8 * 2 ** 20));
  const read = readPprof(bomb, { inflatedBytes: 2 ** 20 });
  assert.ok('error' in read);
  assert.equal(read.error.code, 'limit-reached');
});

test('millions of empty samples are not kept', () => {
  const head = makeProfile([{ stack: [1], values: [1] }]);
  const empty = Buffer.alloc(2 * 1_500_000);
  for (let i = 0; i < empty.length; i += 2) empty[i] = 0x12;
  const read = readPprof(Buffer.concat([head, empty]));
  assert.ok(!('error' in read));
  assert.equal(read.profile.labels.length, 1);
  assert.ok(read.notes.some((note) => note.code === 'limit-reached'));
});

test('a number that never ends is refused, not added up', () => {
  const endless = Buffer.alloc(4_000_000, 0xff);
  const read = readPprof(Buffer.concat([Buffer.from([0x48]), endless]));
  assert.ok('error' in read);
  assert.match(read.error.message, /more than 64 bits/);
});

test('nothing, text and JSON are no profiles', () => {
  for (const input of ['', 'goroutine 1 [running]:\n', '{"a":1}', '\x1f\x8b', '\x0a\x00'])
    assert.ok('error' in readPprof(Buffer.from(input, 'latin1')), JSON.stringify(input));
});

test('a profile cut anywhere, or with any byte changed, never throws', () => {
  const whole = bytesOf('go1.27/fleet/heap_t2.pb.gz');
  const plain = makeProfile([
    { stack: [1, 2, 3], values: [5], labels: { a: 'b' } },
    { stack: [2, 3], values: [2n ** 60n] },
  ]);
  for (let at = 0; at < plain.length; at++) readPprof(plain.subarray(0, at));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (at) => {
      assert.ok('error' in readPprof(whole.subarray(0, at)));
    }),
    { numRuns: 100 },
  );
  fc.assert(
    fc.property(fc.nat(plain.length - 1), fc.nat(255), (at, byte) => {
      const changed = Uint8Array.from(plain);
      changed[at] = byte;
      readPprof(changed);
    }),
    { numRuns: 2000 },
  );
});

test('any bytes at all give an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readPprof(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('what was written is read', () => {
  const stack = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.record({ stack, value: fc.maxSafeInteger() }), { minLength: 1 }), (samples) => {
      const made = samples.map((sample) => ({ stack: sample.stack, values: [sample.value] }));
      const profile = profileOf(makeProfile(made));
      assert.deepEqual(
        Array.from(profile.stackOf, (p) => profile.lines[p]),
        samples.flatMap((sample) => sample.stack),
      );
      assert.deepEqual(
        Array.from(profile.values),
        samples.map((sample) => sample.value),
      );
      assert.equal(totals(profile).length, 1);
    }),
    { numRuns: 200 },
  );
});
