import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inputHash } from './answer/hash.ts';
import { canonical, compareEntities, labelsText } from './canonical.ts';
import type { ChangeRow, IncidentData } from './incident.ts';
import { emptyIncident } from './incident.ts';
import { logRow, spanRow, testBaseline, testIncident } from './testing/context-of.ts';
import { seriesOf, serviceOf } from './testing/made-rows.ts';
import { shuffled } from './testing/small-shop.ts';

const change = (given: Partial<ChangeRow>): ChangeRow => ({
  id: 'c1',
  kind: 'deploy',
  timeMs: 5,
  service: 'a',
  summary: '',
  version: '',
  author: '',
  diff: '',
  files: [],
  deployedMs: null,
  ...given,
});

/** Rows that agree in all that is usually compared, and differ in one thing each. */
const twins: IncidentData = {
  ...emptyIncident({}, testBaseline, testIncident),
  spans: [
    spanRow({ traceId: 't', spanId: 's' }, 'a', 'op', 5),
    spanRow({ traceId: 't', spanId: 's' }, 'a', 'op', 5, { error: true }),
    spanRow({ traceId: 't', spanId: 's' }, 'a', 'op', 5, { weight: 3 }),
    spanRow({ traceId: 't', spanId: 'r' }, 'a', 'op', 5),
    spanRow({ traceId: 't', spanId: 'q' }, 'a', 'op', 1),
  ],
  logs: [
    logRow(5, 'a', 'same', { resource: 'pod-1' }),
    logRow(5, 'a', 'same', { resource: 'pod-2' }),
    logRow(5, 'a', 'same', { weight: 7 }),
    logRow(4, 'a', 'same'),
  ],
  series: [
    seriesOf('a', 'cpu', '1', () => 1),
    seriesOf('a', 'cpu', '1', () => 2),
    seriesOf('a', 'cpu', '1', () => 2, { labels: { pod: 'x' } }),
    seriesOf({ kind: 'pod', name: 'a' }, 'cpu', '1', () => 2),
  ],
  topology: [
    { from: serviceOf('a'), to: serviceOf('c') },
    { from: serviceOf('a'), to: serviceOf('b') },
  ],
  changes: [change({}), change({ summary: 'other' }), change({ timeMs: 1 })],
  alerts: ['page', 'warning'].map((severity) => ({
    name: 'A',
    entity: serviceOf('a'),
    startMs: 5,
    severity,
    text: '',
    firing: true,
  })),
  runtime: ['pod-1', 'pod-2'].map((instance) => ({
    artifactId: 'x',
    service: 'a',
    instance,
    timeMs: 5,
    finding: 'map-crash',
    severity: 'critical',
    confidence: 'proved',
    title: 'fatal error',
    site: '',
  })),
};

test('rows in any order come out in one, also where all that is usually compared is equal', () => {
  const expected = inputHash(canonical(twins));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      assert.equal(inputHash(canonical(shuffled(twins, seed))), expected);
    }),
    { numRuns: 60 },
  );
});

test('by time first; rows that come in order are kept as they are', () => {
  const sorted = canonical(twins);
  assert.deepEqual(
    sorted.spans.map((s) => [s.startMs, s.spanId]),
    [
      [1, 'q'],
      [5, 'r'],
      [5, 's'],
      [5, 's'],
      [5, 's'],
    ],
  );
  assert.equal(canonical(sorted).spans[0], sorted.spans[0]);
  assert.deepEqual(
    sorted.topology.map(({ to }) => to.name),
    ['b', 'c'],
  );
});

test('objects and events of a cluster, resources and what was cut come in any order as well', () => {
  const object = (kind: string, name: string, namespace: string) => ({ kind, metadata: { name, namespace } });
  const event = (timeMs: number | null, reason: string) => ({
    timeMs,
    type: 'Warning' as const,
    reason,
    message: '',
    count: 1,
    object: { kind: 'Pod', name: 'p', namespace: 'n' },
  });
  const check = (what: string) => ({
    kind: 'connectivity' as const,
    target: 'a',
    what,
    ok: true,
    text: '',
  });
  const resource = (service: string) => ({
    service,
    version: '',
    pod: '',
    node: '',
    instance: '',
    attributes: {},
  });
  const dataOf = (turn: <T>(list: T[]) => T[]): IncidentData => ({
    ...twins,
    resources: Object.fromEntries(
      turn([
        ['r1', resource('a')],
        ['r2', resource('b')],
      ]),
    ),
    kubernetes: {
      objects: turn([object('Pod', 'a', 'n'), object('Pod', 'a', 'm'), object('Node', 'z', '')]),
      events: turn([event(7, 'BackOff'), event(null, 'Failed'), event(3, 'Killing'), event(3, 'BackOff')]),
      checks: turn([check('80'), check('443')]),
    },
    coverage: { sampledShare: 1, droppedRecords: 0, truncated: turn(['spans', 'logs']) },
  });
  const [one, other] = [canonical(dataOf((list) => list)), canonical(dataOf((list) => list.toReversed()))];
  for (const part of ['resources', 'kubernetes', 'coverage'] as const)
    assert.equal(JSON.stringify(other[part]), JSON.stringify(one[part]));
});

test('rows that are not finite in time are left out, whatever they are', () => {
  const odd = canonical({
    ...twins,
    spans: [
      ...[Number.NaN, Number.POSITIVE_INFINITY].map((at) =>
        spanRow({ traceId: 't', spanId: 'n' }, 'a', 'op', at),
      ),
      ...[Number.NaN, -1, 1e13].map((durationMs) =>
        spanRow({ traceId: 't', spanId: 'd' }, 'a', 'op', 1, { durationMs }),
      ),
    ],
    logs: [logRow(Number.NaN, 'a', 'x')],
    changes: [change({ timeMs: Number.NaN }), change({ id: 'kept' })],
    alerts: [{ ...twins.alerts[0]!, startMs: Number.NaN }],
    runtime: [{ ...twins.runtime[0]!, timeMs: Number.NEGATIVE_INFINITY }],
  });
  assert.deepEqual([odd.spans, odd.logs, odd.alerts, odd.runtime], [[], [], [], []]);
  assert.deepEqual(
    odd.changes.map(({ id }) => id),
    ['kept'],
  );
});

test('entities by kind and name, labels by key', () => {
  const list = [serviceOf('b'), serviceOf('a'), { kind: 'database' as const, name: 'z' }];
  assert.deepEqual(
    list.sort(compareEntities).map(({ name }) => name),
    ['z', 'a', 'b'],
  );
  assert.equal(labelsText({ b: '2', a: '1' }), 'a=1,b=2');
  assert.equal(labelsText({}), '');
});
