import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '@nightglass/model';
import fc from 'fast-check';
import { criticalPath, selfIntervals, totalOf } from './critical-path.ts';
import { deepestFailure, failureReason } from './failing.ts';
import { makeRows, type Row } from './rows.ts';
import { correctSkew } from './skew.ts';
import { buildTree, type TraceTree } from './tree.ts';

const base = 1_770_000_000_000_000_000n;
type Options = Partial<Span> & { service?: string };
/** A span from `start` to `end` milliseconds after the base. */
const span = (
  spanId: string,
  parentSpanId: string,
  start: number,
  end: number,
  more: Options = {},
): Span => ({
  traceId: '0'.repeat(32),
  spanId,
  parentSpanId,
  traceState: '',
  flags: 1,
  name: spanId,
  kind: 'INTERNAL',
  startTimeUnixNano: String(base + BigInt(start) * 1_000_000n),
  endTimeUnixNano: String(base + BigInt(end) * 1_000_000n),
  durationNano: (end - start) * 1e6,
  service: 'order',
  resourceId: more.service ?? 'order',
  scope: { name: '', version: '', attributes: [] },
  status: { code: 'UNSET', message: '' },
  attributes: [],
  droppedAttributesCount: 0,
  events: [],
  droppedEventsCount: 0,
  links: [],
  droppedLinksCount: 0,
  ...more,
});
const failed = { status: { code: 'ERROR' as const, message: 'boom' } };
const keys = (tree: TraceTree): string[] => tree.nodes.map((n) => n.key);
const ms = (tree: TraceTree): Record<string, number[][]> =>
  Object.fromEntries(
    [...criticalPath(tree)].map(([k, parts]) => [k, parts.map(([a, b]) => [a / 1e6, b / 1e6])]),
  );
const plain = { closed: new Set<string>(), opened: new Set<string>(), selected: undefined };
const rowKeys = (rows: Row[]): string[] => rows.map((r) => r.key);

test('a tree in order of start, with depth and failures below', () => {
  const tree = buildTree([
    span('c', 'b', 3, 4, failed),
    span('b', 'a', 2, 5),
    span('a', '', 0, 9),
    span('d', 'a', 1, 2),
  ]);
  assert.deepEqual(keys(tree), ['a', 'd', 'b', 'c']);
  assert.deepEqual(
    tree.nodes.map((n) => [n.depth, n.descendants, n.errorsBelow]),
    [
      [0, 3, 1],
      [1, 0, 0],
      [1, 1, 1],
      [2, 0, 0],
    ],
  );
  assert.equal(tree.duration, 9e6);
});

test('missing parents, cycles and duplicate ids keep every span and say so', () => {
  const tree = buildTree([
    span('a', 'gone', 0, 9),
    span('x', 'y', 2, 3),
    span('y', 'z', 1, 3),
    span('z', 'x', 2, 3),
    span('self', 'self', 5, 6),
    span('a', '', 4, 5),
  ]);
  assert.deepEqual(tree.problems, { missingParents: 1, cycles: 2, duplicateIds: 1 });
  assert.equal(tree.nodes.length, 6);
  assert.deepEqual(
    tree.roots.map((n) => [n.key, n.problem]),
    [
      ['a', 'missing-parent'],
      ['y', 'cycle'],
      ['a~2', 'duplicate-id'],
      ['self', 'cycle'],
    ],
  );
});

test('property: any parents at all give each span one row and a finite path', () => {
  const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '');
  const one = fc.tuple(ids, ids, fc.nat(50), fc.nat(50));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 24 }), (list) => {
      const tree = buildTree(
        list.map(([id, parent, start, long]) => span(id || 'q', parent, start, start + long)),
      );
      correctSkew(tree);
      assert.equal(tree.nodes.length, list.length);
      assert.equal(new Set(keys(tree)).size, list.length);
      const longest = Math.max(0, ...tree.roots.map((n) => n.end - n.start));
      const total = [...criticalPath(tree).values()].reduce((sum, parts) => sum + totalOf(parts), 0);
      assert.ok(total <= longest + 1e-6, `${total} is more than ${longest}`);
      const shown = makeRows(tree, plain).reduce((n, r) => n + (r.kind === 'run' ? r.nodes.length : 1), 0);
      assert.equal(shown, list.length);
    }),
  );
});

test('a chain of 20,000 spans does not overflow the stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) =>
    span(`s${i}`, i === 0 ? '' : `s${i - 1}`, 0, 30_000 - i),
  );
  const tree = buildTree(chain);
  assert.equal(tree.nodes.at(-1)?.depth, 19_999);
  assert.equal(criticalPath(tree).size, 20_000);
  assert.equal(makeRows(tree, plain).length, 20_000);
});

test('the critical path follows what the parent waited for', () => {
  const tree = buildTree([
    span('root', '', 0, 100),
    span('quick', 'root', 10, 20),
    span('slow', 'root', 10, 60),
    span('deep', 'slow', 30, 50),
    span('last', 'root', 70, 90),
    span('forgotten', 'root', 80, 140),
  ]);
  assert.deepEqual(ms(tree), {
    root: [
      [0, 10],
      [60, 70],
      [90, 100],
    ],
    last: [[70, 90]],
    slow: [
      [10, 30],
      [50, 60],
    ],
    deep: [[30, 50]],
  });
});

test('self time leaves out children, and counts overlaps once', () => {
  const tree = buildTree([
    span('a', '', 0, 100),
    span('b', 'a', 10, 40),
    span('c', 'a', 30, 50),
    span('d', 'a', 90, 120),
  ]);
  const self = selfIntervals(tree.nodes[0]!);
  assert.deepEqual(
    self.map(([a, b]) => [a / 1e6, b / 1e6]),
    [
      [0, 10],
      [50, 90],
    ],
  );
  assert.equal(totalOf(self), 50e6);
});

test('clock skew: another process is moved into its caller, with everything below it', () => {
  const tree = buildTree([
    span('call', '', 1000, 1100),
    span('serve', 'call', 400, 480, { service: 'payment' }),
    span('inner', 'serve', 420, 440, { service: 'payment' }),
  ]);
  const skews = correctSkew(tree);
  assert.deepEqual(skews, [{ service: 'payment', shift: 610e6 }]);
  assert.deepEqual(
    tree.nodes.map((n) => [n.key, n.start / 1e6, n.end / 1e6]),
    [
      ['call', 0, 100],
      ['serve', 10, 90],
      ['inner', 30, 50],
    ],
  );
  assert.equal(tree.startUnixNano, base + 1_000_000_000n);
  assert.equal(tree.duration, 100e6);
});

test('clock skew: nothing moves within a process, or for a consumer', () => {
  const tree = buildTree([
    span('a', '', 100, 110),
    span('b', 'a', 0, 5),
    span('c', 'a', 500, 600, { service: 'x', kind: 'CONSUMER' }),
  ]);
  assert.deepEqual(correctSkew(tree), []);
});

test('runs of alike siblings become one row, and open again', () => {
  const list = [span('root', '', 0, 100)];
  for (let i = 0; i < 6; i++) list.push(span(`q${i}`, 'root', 10 + i, 11 + i, { name: 'SELECT' }));
  list.push(span('other', 'root', 50, 60), span('q9', 'root', 70, 71, { name: 'SELECT' }));
  const tree = buildTree(list);
  assert.deepEqual(rowKeys(makeRows(tree, plain)), ['root', 'run:q0', 'other', 'q9']);
  const run = makeRows(tree, plain)[1];
  assert.ok(run?.kind === 'run' && run.nodes.length === 6 && run.total === 6e6);
  assert.equal(makeRows(tree, { ...plain, opened: new Set(['run:q0']) }).length, 9);
  assert.equal(makeRows(tree, { ...plain, selected: 'q3' }).length, 9);
  assert.deepEqual(rowKeys(makeRows(tree, { ...plain, closed: new Set(['root']) })), ['root']);
});

test('the deepest failure and its reason', () => {
  const exception = {
    timeUnixNano: '0',
    name: 'exception',
    attributes: [
      { key: 'exception.type', value: { stringValue: 'Error' } },
      { key: 'exception.message', value: { stringValue: 'certificate has expired' } },
    ],
    droppedAttributesCount: 0,
  };
  const tree = buildTree([
    span('a', '', 0, 9, failed),
    span('b', 'a', 1, 8, failed),
    span('c', 'b', 2, 3, { ...failed, events: [exception] }),
    span('d', 'b', 1, 3, failed),
  ]);
  assert.equal(deepestFailure(tree)?.key, 'c');
  assert.equal(failureReason(deepestFailure(tree)!.span), 'Error: certificate has expired');
  assert.equal(failureReason(tree.nodes[0]!.span), 'boom');
  assert.equal(deepestFailure(buildTree([span('a', '', 0, 1)])), undefined);
});
