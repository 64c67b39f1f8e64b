import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyIncident, type IncidentData, type SpanRow } from '../incident.ts';
import { buildSpanIndex } from './build-span-index.ts';
import { criticalPath } from './critical-path.ts';

const span = (given: Partial<SpanRow> & Pick<SpanRow, 'spanId' | 'startMs' | 'durationMs'>): SpanRow => ({
  traceId: 't',
  parentId: '',
  service: 's',
  name: given.spanId,
  kind: 'server',
  error: false,
  statusMessage: '',
  weight: 1,
  resource: '',
  peer: null,
  attributes: {},
  exceptions: [],
  ...given,
});

const index = (spans: SpanRow[], target: Partial<IncidentData['target']> = {}) => {
  const baseline = { startMs: 0, endMs: 1000 };
  const incident = { startMs: 1000, endMs: 2000 };
  const data = {
    ...emptyIncident(target, baseline, incident),
    spans: spans.toSorted((a, b) => a.startMs - b.startMs),
  };
  return buildSpanIndex(data, baseline, incident, 1000);
};

const path = (spans: SpanRow[], root: string): Record<string, number> => {
  const built = index(spans);
  const into = new Map();
  criticalPath(built.byId.get(root)!, into);
  return Object.fromEntries([...into].map(([s, ms]) => [s.row.spanId, ms]));
};

test('self time is the duration less the union of the children, consumers left out', () => {
  const built = index([
    span({ spanId: 'root', startMs: 0, durationMs: 100 }),
    span({ spanId: 'a', parentId: 'root', startMs: 10, durationMs: 40 }),
    span({ spanId: 'b', parentId: 'root', startMs: 30, durationMs: 40 }),
    span({ spanId: 'late', parentId: 'root', startMs: 90, durationMs: 500, kind: 'consumer' }),
    span({ spanId: 'beyond', parentId: 'b', startMs: 60, durationMs: 100 }),
  ]);
  assert.equal(built.byId.get('root')?.selfMs, 40);
  assert.equal(built.byId.get('b')?.selfMs, 30);
});

test('the critical path of parallel children goes through the one that ends last, and sums up to the whole', () => {
  const found = path(
    [
      span({ spanId: 'root', startMs: 0, durationMs: 100 }),
      span({ spanId: 'short', parentId: 'root', startMs: 10, durationMs: 20 }),
      span({ spanId: 'long', parentId: 'root', startMs: 10, durationMs: 80 }),
    ],
    'root',
  );
  assert.deepEqual(found, { long: 80, root: 20 });
});

test('sequential children share the path, a gap between them is the parent’s', () => {
  const found = path(
    [
      span({ spanId: 'root', startMs: 0, durationMs: 100 }),
      span({ spanId: 'one', parentId: 'root', startMs: 0, durationMs: 30 }),
      span({ spanId: 'two', parentId: 'root', startMs: 50, durationMs: 50 }),
    ],
    'root',
  );
  assert.deepEqual(found, { two: 50, one: 30, root: 20 });
});

test('parents that are missing, are their own child, or go in a circle leave roots and no loop', () => {
  const built = index([
    span({ spanId: 'orphan', parentId: 'nobody', startMs: 0, durationMs: 1 }),
    span({ spanId: 'own', parentId: 'own', startMs: 1, durationMs: 1 }),
    span({ spanId: 'x', parentId: 'y', startMs: 2, durationMs: 1 }),
    span({ spanId: 'y', parentId: 'x', startMs: 3, durationMs: 1 }),
  ]);
  assert.ok(built.roots.length >= 3);
  for (const s of built.all) assert.ok(Number.isFinite(s.selfMs));
});

test('requests enter at the target; bad ones failed, or took twice the usual', () => {
  const usual = Array.from({ length: 20 }, (_, i) => [
    span({
      traceId: `g${i}`,
      spanId: `gr${i}`,
      startMs: i * 10,
      durationMs: 50,
      service: 'front',
      name: 'GET',
    }),
    span({
      traceId: `g${i}`,
      spanId: `gc${i}`,
      parentId: `gr${i}`,
      startMs: i * 10,
      durationMs: 10,
      service: 'back',
      name: 'do',
    }),
  ]).flat();
  const bad = [
    span({ traceId: 'b1', spanId: 'r1', startMs: 1100, durationMs: 50, service: 'front', name: 'GET' }),
    span({
      traceId: 'b1',
      spanId: 'c1',
      parentId: 'r1',
      startMs: 1100,
      durationMs: 40,
      service: 'back',
      name: 'do',
    }),
    span({
      traceId: 'b2',
      spanId: 'r2',
      startMs: 1200,
      durationMs: 50,
      service: 'front',
      name: 'GET',
      error: true,
    }),
  ];
  const whole = index([...usual, ...bad]);
  assert.deepEqual(
    [...whole.badRoots].map((r) => r.row.spanId),
    ['r2'],
  );
  const back = index([...usual, ...bad], { service: 'back' });
  assert.deepEqual(
    [...back.badRoots].map((r) => r.row.spanId),
    ['c1'],
  );
  const strict = index([...usual, ...bad], { thresholdMs: 45 });
  assert.deepEqual([...strict.badRoots].map((r) => r.row.spanId).sort(), ['r1', 'r2']);
});

test('a service that is called again further down is entered once', () => {
  const again = index(
    [
      span({ spanId: 'a', startMs: 1100, durationMs: 50, service: 'back', name: 'do' }),
      span({ spanId: 'b', parentId: 'a', startMs: 1110, durationMs: 30, service: 'other', name: 'via' }),
      span({ spanId: 'c', parentId: 'b', startMs: 1120, durationMs: 10, service: 'back', name: 'do' }),
    ],
    { service: 'back', operation: 'do' },
  );
  assert.deepEqual(
    again.roots.map((r) => r.row.spanId),
    ['a'],
  );
});

test('the pause between a call that failed and its next attempt is no own work; other gaps are', () => {
  const selfMs = (first: Partial<SpanRow>, second: Partial<SpanRow> = {}) =>
    index([
      span({ spanId: 'root', startMs: 0, durationMs: 100 }),
      span({
        spanId: 'a',
        parentId: 'root',
        startMs: 10,
        durationMs: 10,
        name: 'call',
        kind: 'client',
        ...first,
      }),
      span({
        spanId: 'b',
        parentId: 'root',
        startMs: 60,
        durationMs: 10,
        name: 'call',
        kind: 'client',
        ...second,
      }),
    ]).byId.get('root')?.selfMs;
  assert.equal(selfMs({ error: true }), 40);
  assert.equal(selfMs({}), 80);
  assert.equal(selfMs({ error: true }, { name: 'other' }), 80);
  assert.equal(selfMs({ error: true, kind: 'producer' }), 80);
  // The attempt that fails last is followed by own work.
  assert.equal(selfMs({ error: true }, { error: true }), 40);
});
