import assert from 'node:assert/strict';
import test from 'node:test';
import { stackSimilarities } from '@nightglass/model';
import { block, firstDump, read, recorded, VERSIONS } from '../testing/dumps.ts';
import { bucketGoroutines } from './buckets.ts';
import { diffGoroutines, stillWaiting } from './diff.ts';
import { filterGoroutines } from './filter.ts';
import { signature } from './key.ts';

const worker = (id: number, pointer: string, line: number, value = '0x1') =>
  block(id, 'chan receive, 3 minutes', [
    `main.(*pool).work(${pointer}, ${value})`,
    `/app/pool.go:${line} +0x1d`,
    'created by main.start in goroutine 1',
    '/app/main.go:10 +0x2a',
  ]);

const dump = (...blocks: string[]) => firstDump(read(blocks.join('\n'))).goroutines;

test('the four similarities compare more and less of a stack', () => {
  const goroutines = dump(
    worker(7, '0xc000010000', 5),
    worker(8, '0xc000010000', 5),
    worker(9, '0xc000020000', 5),
    worker(10, '0xc000010000', 5, '0x2'),
    worker(11, '0xc000010000', 6),
  );
  const sizes = (similarity: (typeof stackSimilarities)[number]) =>
    bucketGoroutines(goroutines, similarity).map(({ count }) => count);
  assert.deepEqual(sizes('exact'), [2, 1, 1, 1]);
  assert.deepEqual(sizes('any-pointer'), [3, 1, 1]);
  assert.deepEqual(sizes('same-lines'), [4, 1]);
  assert.deepEqual(sizes('any-value'), [5]);
});

test('arguments that differ read *, ages and states are counted', () => {
  const goroutines = dump(worker(7, '0xc000010000', 5), worker(9, '0xc000020000', 5));
  const [bucket] = bucketGoroutines(goroutines, 'same-lines');
  assert.equal(bucket?.frames[0]?.args, '*');
  assert.deepEqual(bucket?.states, [{ state: 'chan receive', count: 2 }]);
  assert.deepEqual(bucket?.waitMinutes, { min: 3, max: 3 });
  assert.deepEqual(bucket?.goroutines, [7, 9]);
});

test('the key of a stack does not depend on the Go version, the build path or pointers', () => {
  const old = dump(
    block(5, 'chan receive', [
      'main.main.func1.1()',
      '/old/main.go:61 +0x3f',
      'created by main.main',
      '/old/main.go:72 +0x473',
    ]),
  );
  const inlined = dump(
    block(9, 'chan receive', [
      'main.main.main.func1.func9()',
      '/new/main.go:61 +0x34',
      'created by main.main in goroutine 1',
      '/new/main.go:72 +0x55f',
    ]),
  );
  for (const similarity of ['same-lines', 'any-value'] as const) {
    assert.equal(bucketGoroutines(old, similarity)[0]?.key, bucketGoroutines(inlined, similarity)[0]?.key);
  }
});

test('frames of the runtime, shown at GOTRACEBACK=system, do not change the key', () => {
  const hidden = dump(block(1, 'chan receive', ['main.main()', '/a/main.go:82 +0x5fe']));
  const shown = dump(
    block(1, 'chan receive', [
      'runtime.gopark(0x0?, 0x0?)',
      '/go/src/runtime/proc.go:435 +0xce',
      'runtime.chanrecv1(0x0?, 0x0?)',
      '/go/src/runtime/chan.go:506 +0x12',
      'main.main()',
      '/a/main.go:82 +0x5fe',
    ]),
  );
  assert.equal(signature(hidden[0] as never, 'same-lines'), signature(shown[0] as never, 'same-lines'));
});

test('buckets hold every goroutine of the recorded fleet once, and system goroutines are told apart', () => {
  for (const version of VERSIONS) {
    const { goroutines } = firstDump(recorded(version, 'fleet/goroutine.debug2.txt'));
    for (const similarity of stackSimilarities) {
      const total = bucketGoroutines(goroutines, similarity).reduce((sum, { count }) => sum + count, 0);
      assert.equal(total, goroutines.length, `${version} ${similarity}`);
    }
    const first = bucketGoroutines(goroutines, 'same-lines')[0];
    assert.equal(first?.count, 120, version);
    assert.equal(first?.system, false);
  }
  const [worker27] = bucketGoroutines(
    firstDump(recorded('1.27', 'fleet/goroutine.debug2.txt')).goroutines,
    'same-lines',
  );
  const shards = worker27?.labels.filter(({ key }) => key === 'shard').map(({ count }) => count);
  assert.deepEqual(shards, [30, 30, 30, 30]);
  const system = firstDump(recorded('1.24', 'mapcrash/iter.GOTRACEBACK_system.txt')).goroutines;
  const names = bucketGoroutines(system, 'same-lines').filter(({ system: own }) => own);
  assert.ok(names.length >= 3);
  assert.ok(names.every(({ frames }) => frames.every(({ func }) => !func.startsWith('main.'))));
});

test('a label named __proto__ is a label', () => {
  const [goroutine] = dump(worker(7, '0xc000010000', 5));
  const labels: Record<string, string> = Object.create(null);
  Object.defineProperty(labels, '__proto__', { value: 'x', enumerable: true });
  const [bucket] = bucketGoroutines([{ ...(goroutine as NonNullable<typeof goroutine>), labels }], 'exact');
  assert.deepEqual(bucket?.labels, [{ key: '__proto__', value: 'x', count: 1 }]);
});

test('a difference tells what grew, what is new and what went, growth first', () => {
  const before = dump(worker(7, '0xc000010000', 5), block(20, 'select', ['main.gone()', '/app/a.go:1 +0x1']));
  const after = dump(
    worker(7, '0xc000010000', 5),
    worker(8, '0xc000010000', 5),
    worker(9, '0xc000010000', 5),
    block(21, 'select', ['main.fresh()', '/app/a.go:9 +0x1']),
  );
  const changes = diffGoroutines(before, after, 'same-lines');
  assert.deepEqual(
    changes.map(({ change, before: b, after: a }) => [change, b, a]),
    [
      ['grown', 1, 3],
      ['new', 0, 1],
      ['gone', 1, 0],
    ],
  );
});

test('a goroutine that waited on is the same one under the same id and stack', () => {
  const sign = (g: Parameters<typeof signature>[0]) => signature(g, 'same-lines');
  const before = dump(worker(7, '0xc000010000', 5), worker(8, '0xc000010000', 5));
  const later = before.map((one) => ({ ...one, waitMinutes: 9 }));
  assert.deepEqual(stillWaiting(before, later.slice(0, 1), sign), [
    { id: 7, beforeMinutes: 3, afterMinutes: 9 },
  ]);
  assert.deepEqual(stillWaiting(before, before, sign), []);
});

test('filters look at state, marks, labels, functions and age', () => {
  const { goroutines } = firstDump(recorded('1.27', 'fleet/goroutine.debug2.txt'));
  const count = (filter: Parameters<typeof filterGoroutines>[1]) =>
    filterGoroutines(goroutines, filter).length;
  assert.equal(count({ label: 'shard=2' }), 30);
  assert.equal(count({ label: 'worker' }), 120);
  assert.equal(count({ label: 'worker=nobody' }), 0);
  assert.equal(count({ state: 'leaked' }), 173);
  assert.equal(count({ function: '(*sessionStore).updateUserSession' }), 1);
  assert.equal(count({ state: 'chan send', label: 'worker' }), 0);
  assert.equal(count({}), goroutines.length);
});
