import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { CrashSighting } from '@nightglass/model';
import { readArtifacts } from '../read.ts';
import { completeCrash } from './crash/complete.ts';
import { groupCrashSightings } from './crash-groups.ts';

const stack = [
  'goroutine 7 [running]:',
  'go.opentelemetry.io/otel/sdk/trace.recordStackTrace()',
  '\t/go/pkg/mod/go.opentelemetry.io/otel/sdk@v1.28.0/trace/span.go:350 +0x2e',
  'main.(*payments).charge(0xc000010000)',
  '\t/src/shop/pay.go:41 +0x1d',
  'main.main()',
  '\t/src/shop/main.go:9 +0x25',
  '',
].join('\n');
let clock = 1000;
const sighting = (over: Partial<CrashSighting> = {}): CrashSighting => ({
  source: 'span',
  service: 'shop',
  timeUnixNano: String(clock++),
  traceId: 'a'.repeat(32),
  fingerprint: '',
  kind: '',
  reason: '',
  type: '*main.declined',
  message: 'card declined',
  stacktrace: stack,
  function: '',
  file: '',
  line: 0,
  ...over,
});

test('one panic on thirty nested spans counts once, in each trace', () => {
  const nested = Array.from({ length: 30 }, () => sighting());
  const other = sighting({ traceId: 'b'.repeat(32), service: 'gateway' });
  const groups = groupCrashSightings([...nested, other]);
  assert.equal(groups.length, 1);
  const [group] = groups;
  assert.equal(group?.count, 2);
  assert.deepEqual(
    group?.services.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    [
      { name: 'gateway', count: 1 },
      { name: 'shop', count: 1 },
    ],
  );
  assert.deepEqual(
    [group?.type, group?.function, group?.line],
    ['*main.declined', 'main.(*payments).charge', 41],
  );
});

test('an error that was recorded without a panic is told apart from a panic', () => {
  const kinds = (over: Partial<CrashSighting>) =>
    groupCrashSightings([sighting(over)]).map(({ kind }) => kind);
  assert.deepEqual(kinds({}), ['recorded-error']);
  assert.deepEqual(kinds({ message: 'runtime error: index out of range [3] with length 3', type: '' }), [
    'panic',
  ]);
  assert.deepEqual(
    kinds({
      stacktrace: stack.replace('main.(*pay', 'panic({0x1, 0x2})\n\t/go/panic.go:1 +0x1\nmain.(*pay'),
    }),
    ['panic'],
  );
});

test('wrapped on its way up, it is the innermost type that names the group', () => {
  const [group, ...rest] = groupCrashSightings([
    sighting({ type: '*fmt.wrapError', message: 'checkout: pay: card declined', stacktrace: '' }),
    sighting({ type: '*fmt.wrapError', message: 'pay: card declined', stacktrace: '' }),
    sighting({ type: '*errors.joinError', message: 'card declined\nand a refund', stacktrace: '' }),
    sighting({ type: '*shop.failure', message: 'cart: card declined', stacktrace: '' }),
    sighting(),
  ]);
  assert.deepEqual(rest, []);
  assert.deepEqual([group?.type, group?.message, group?.count], ['*main.declined', 'card declined', 1]);
});

test('texts that differ in their ids are one group, different errors of one trace are two', () => {
  const plain = (message: string, traceId = '') =>
    sighting({ type: '*errors.errorString', message, traceId, stacktrace: '' });
  const ids = groupCrashSightings([
    plain('order ORD-7a9f has no price'),
    plain('order ORD-81cc has no price'),
  ]);
  assert.deepEqual(
    ids.map(({ count, type }) => [count, type]),
    [[2, '']],
  );
  const traceId = 'c'.repeat(32);
  assert.equal(
    groupCrashSightings([plain('no such file', traceId), plain('no space left', traceId)]).length,
    2,
  );
});

test('a crash in a stack trace has the fingerprint of the artifact, and of the log processor', () => {
  const path = new URL('../../testdata/go/go1.24/panics/goroutinepanic.txt', import.meta.url);
  const bytes = readFileSync(path);
  const [artifact] = readArtifacts(bytes).artifacts;
  assert.ok(artifact !== undefined && artifact.format === 'crash');
  const { fingerprint, kind, reason } = completeCrash(artifact);
  const groups = groupCrashSightings([
    sighting({ stacktrace: String(bytes) }),
    sighting({ source: 'log', fingerprint, kind, reason, stacktrace: '' }),
    sighting({ source: 'log', fingerprint, kind, reason, stacktrace: '', traceId: '' }),
  ]);
  assert.deepEqual(
    groups.map((group) => [group.fingerprint, group.kind, group.count]),
    [[fingerprint, 'panic', 2]],
  );
});
