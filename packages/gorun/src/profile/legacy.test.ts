import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLegacyProfileReader } from './legacy.ts';
import { scaleHeapSample } from './scale.ts';
import { goVersions, legacyOf, linesOf, profileArtifact, totals } from './testing/fixtures.ts';

const phases = ['0_start', '1_mid', '2_leaked', '3_all_deleted', '4_after_freeosmemory', '5_maps_replaced'];

for (const version of goVersions)
  test(`scaled heap text of Go ${version} equals the protobuf form of the same moment`, () => {
    for (const phase of phases) {
      const path = `go${version}/mapleak/heap_${phase}`;
      const { artifact, left } = legacyOf(linesOf(`${path}.debug1.txt`));
      assert.ok(artifact.format === 'profile');
      assert.equal(artifact.variant, 'heap');
      assert.deepEqual(left, [''], 'only the end of the file is not the profile');
      const { profile } = profileArtifact(`${path}.pb.gz`);
      assert.deepEqual(totals(artifact.profile), totals(profile), phase);
      assert.deepEqual(artifact.profile.sampleTypes, profile.sampleTypes);
      assert.equal(artifact.profile.period, profile.period);
      assert.equal(artifact.version.version, version);
      assert.ok((artifact.memStats?.HeapSys ?? 0) > 1e6);
    }
  });

for (const version of goVersions)
  test(`goroutine, mutex, block and threadcreate text of Go ${version}`, () => {
    const goroutines = legacyOf(linesOf(`go${version}/fleet/goroutine.debug1.txt`)).artifact;
    assert.ok(goroutines.format === 'goroutine-profile');
    const total = goroutines.goroutines.reduce((sum, goroutine) => sum + goroutine.count, 0);
    assert.equal(total, ['1.19', '1.22'].includes(version) ? 319 : 320);
    const shard = goroutines.goroutines.find((goroutine) => goroutine.labels.shard === '2');
    assert.equal(shard?.count, 30);
    assert.deepEqual(shard?.labels, { shard: '2', worker: 'settlement' });
    assert.ok(shard?.frames.some((frame) => frame.func === 'runtime/pprof.Do'));
    assert.deepEqual(goroutines.notes, []);

    for (const variant of ['mutex', 'block'] as const) {
      const { artifact, left } = legacyOf(linesOf(`go${version}/fleet/${variant}.debug1.txt`));
      assert.ok(artifact.format === 'profile');
      assert.equal(artifact.variant, variant);
      assert.deepEqual(left, []);
      // Taken some seconds after the protobuf form, while the contention goes on: close, not equal.
      const [count = 0, delay = 0] = totals(artifact.profile);
      const [pbCount = 0, pbDelay = 0] = totals(
        profileArtifact(`go${version}/fleet/${variant}.pb.gz`).profile,
      );
      assert.ok(count >= pbCount && count < pbCount * 1.1, variant);
      assert.ok(delay >= pbDelay && delay < pbDelay * 1.1, variant);
    }
    const threads = legacyOf(linesOf(`go${version}/fleet/threadcreate.debug1.txt`)).artifact;
    assert.ok(threads.format === 'profile');
    assert.deepEqual(totals(threads.profile), [17]);
  });

test('a goroutineleak profile marks its goroutines', () => {
  const { artifact } = legacyOf([
    'goroutineleak profile: total 2',
    '2 @ 0x1 0x2',
    '# labels: {"a\\"b":"c\\n", "__proto__":"x"}',
    '#\t0x1\tmain.leak+0x1\t/src/main.go:7',
    '',
  ]);
  assert.ok(artifact.format === 'goroutine-profile');
  assert.equal(artifact.variant, 'goroutineleak');
  const [leaked] = artifact.goroutines;
  assert.deepEqual(leaked?.marks, ['leaked']);
  assert.equal(leaked?.labels['a"b'], 'c\n');
  assert.equal(Object.getOwnPropertyDescriptor(leaked?.labels ?? {}, '__proto__')?.value, 'x');
  assert.deepEqual(leaked?.frames[0], {
    func: 'main.leak',
    args: null,
    file: '/src/main.go',
    line: 7,
    inlined: false,
    at: 4,
  });
});

test('a profile cut off says how much is missing', () => {
  const lines = linesOf('go1.27/fleet/goroutine.debug1.txt').slice(0, 40);
  const { artifact } = legacyOf(lines);
  assert.equal(artifact.partial, true);
  assert.match(artifact.notes[0]?.message ?? '', /says 320 .* add up to \d+/);
});

test('lines of a log between are not taken, and change nothing', () => {
  const lines = linesOf('go1.24/fleet/goroutine.debug1.txt');
  const noisy = lines.flatMap((line, i) => (i % 3 === 1 ? ['2026-11-24 INFO order stored', line] : [line]));
  const quiet = legacyOf(lines).artifact;
  const { artifact, left } = legacyOf(noisy);
  assert.ok(artifact.format === 'goroutine-profile' && quiet.format === 'goroutine-profile');
  assert.equal(left.length, Math.ceil((lines.length - 1) / 3));
  assert.deepEqual(
    artifact.goroutines.map((goroutine) => [goroutine.count, goroutine.frames.map((frame) => frame.func)]),
    quiet.goroutines.map((goroutine) => [goroutine.count, goroutine.frames.map((frame) => frame.func)]),
  );
});

test('other first lines start no profile', () => {
  for (const line of [
    '',
    'goroutine 1 [running]:',
    'heap profile: x',
    'goroutine profile: total',
    '--- FAIL: TestX',
  ])
    assert.equal(createLegacyProfileReader(line, 1), null);
});

test('scaling never gives less than was sampled, and more bytes for more bytes', () => {
  const count = fc.integer({ min: 1, max: 1e6 });
  const size = fc.integer({ min: 8, max: 1e6 });
  fc.assert(
    fc.property(count, size, size, fc.integer({ min: 2, max: 2 ** 24 }), (n, a, b, rate) => {
      const [few, small] = scaleHeapSample(n, n * Math.min(a, b), rate);
      const [, large] = scaleHeapSample(n, n * Math.max(a, b), rate);
      assert.ok(small >= n * Math.min(a, b) - 1 && few >= n - 1);
      assert.ok(large >= small);
    }),
  );
  assert.deepEqual(scaleHeapSample(0, 0, 512), [0, 0]);
  assert.deepEqual(scaleHeapSample(3, 300, 1), [3, 300]);
});
