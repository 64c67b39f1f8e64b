import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyIncident, type IncidentData, type SpanRow } from '@nightglass/rootcause';
import { ablations, blindThird, moveOnset, sampleTraces } from './ablate.ts';
import { limitRows, maxLogs, maxSpans } from './limit.ts';
import { hashOf, randomFrom, shareOf, shuffled } from './random.ts';
import { shuffleIncident } from './shuffle.ts';

const span = (traceId: string, spanId: string, parentId: string, service: string): SpanRow => ({
  traceId,
  spanId,
  parentId,
  service,
  name: 'GET /',
  kind: parentId === '' ? 'server' : 'client',
  startMs: 0,
  durationMs: 1,
  error: false,
  statusMessage: '',
  weight: 1,
  resource: '',
  peer: null,
  attributes: {},
  exceptions: [],
});

const incident = (spans: SpanRow[]): IncidentData => ({
  ...emptyIncident({}, { startMs: 0, endMs: 600_000 }, { startMs: 600_000, endMs: 900_000 }),
  spans,
});

test('the same seed gives the same order, another seed another one, and no row is lost', () => {
  const rows = Array.from({ length: 100 }, (_, i) => i);
  assert.deepEqual(shuffled(rows, randomFrom(1)), shuffled(rows, randomFrom(1)));
  assert.notDeepEqual(shuffled(rows, randomFrom(1)), shuffled(rows, randomFrom(2)));
  assert.deepEqual(
    shuffled(rows, randomFrom(1)).sort((a, b) => a - b),
    rows,
  );
});

test('shares of hashes are spread evenly', () => {
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const place = Math.floor(shareOf(`trace ${i}`) * 10);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  assert.ok(
    counts.every((n) => Math.abs(n - 1000) < 120),
    counts.join(),
  );
  assert.notEqual(hashOf('a'), hashOf('b'));
});

test('a shuffled incident holds the same rows', () => {
  const spans = Array.from({ length: 50 }, (_, i) => span('t', String(i), '', 'carts'));
  const data = { ...incident(spans), resources: { a: resource('a'), b: resource('b') } };
  const other = shuffleIncident(data, 7);
  assert.notDeepEqual(other.spans, data.spans);
  assert.deepEqual(new Set(other.spans), new Set(data.spans));
  assert.deepEqual(other.resources, data.resources);
  assert.deepEqual(shuffleIncident(data, 7), other);
});

const resource = (service: string) => ({
  service,
  version: '',
  pod: '',
  node: '',
  instance: '',
  attributes: {},
});

test('sampling keeps whole traces and lets each stand for those that are gone', () => {
  const spans = Array.from({ length: 2000 }, (_, i) => span(`trace ${i >> 1}`, String(i), '', 'carts'));
  const { spans: kept, coverage } = sampleTraces(incident(spans), 0.1);
  assert.ok(kept.length > 120 && kept.length < 280, String(kept.length));
  const traces = new Set(kept.map(({ traceId }) => traceId));
  assert.equal(kept.length, traces.size * 2);
  assert.ok(kept.every(({ weight }) => weight === 10));
  assert.equal(coverage.sampledShare, 0.1);
});

test('a moved onset takes the end of a bordering normal time with it, and no other', () => {
  const data = incident([]);
  const earlier = moveOnset(data, -60_000);
  assert.equal(earlier.incident.startMs, 540_000);
  assert.equal(earlier.baseline.endMs, 540_000);
  const later = moveOnset(data, 60_000);
  assert.equal(later.baseline.endMs, 660_000);
  const apart = moveOnset({ ...data, baseline: { startMs: 0, endMs: 100_000 } }, -60_000);
  assert.equal(apart.baseline.endMs, 100_000);
  const after = moveOnset({ ...data, baseline: { startMs: 2_000_000, endMs: 3_000_000 } }, 60_000);
  assert.deepEqual(after.baseline, { startMs: 2_000_000, endMs: 3_000_000 });
});

test('a blind service sends nothing, and its callers name it as the other side', () => {
  const services = ['a', 'b', 'c', 'd', 'e', 'f'];
  const spans = services.map((service, i) => span('t', String(i), i === 0 ? '' : String(i - 1), service));
  const data = { ...incident(spans), logs: [] };
  const { spans: left } = blindThird(data, 5);
  assert.equal(left.length, 4);
  const gone = services.filter((service) => !left.some((one) => one.service === service));
  for (const service of gone) {
    const caller = left.find(({ spanId }) => Number(spanId) === services.indexOf(service) - 1);
    if (caller !== undefined) assert.deepEqual(caller.peer, { kind: 'external', name: service });
  }
  assert.deepEqual(blindThird(data, 5).spans, left);
});

test('an ablation that takes nothing does not apply', () => {
  const names = (data: IncidentData): string[] =>
    ablations.filter(({ applies }) => applies(data)).map(({ name }) => name);
  assert.deepEqual(names(incident([])), []);
  assert.ok(names(incident([span('t', '1', '', 'a')])).includes('no traces'));
  assert.ok(!names(incident([span('t', '1', '', 'a')])).includes('no logs'));
});

test('more rows than a reader would hand over are thinned out, and weigh what they stand for', () => {
  const few = incident([span('t', '1', '', 'a')]);
  assert.equal(limitRows(few), few);
  const spans = Array.from({ length: 2 * maxSpans }, (_, i) => span(`trace ${i}`, String(i), '', 'a'));
  const logs = Array.from({ length: 2 * maxLogs }, (_, i) => ({
    id: '',
    timeMs: i,
    service: 'a',
    severity: 9,
    body: '',
    traceId: '',
    spanId: '',
    resource: '',
    weight: 1,
  }));
  const limited = limitRows({ ...incident(spans), logs });
  const total = (rows: readonly { weight: number }[]): number =>
    rows.reduce((sum, { weight }) => sum + weight, 0);
  assert.ok(Math.abs(limited.spans.length / maxSpans - 1) < 0.03);
  assert.ok(Math.abs(total(limited.spans) / spans.length - 1) < 0.03);
  assert.ok(Math.abs(total(limited.logs) / logs.length - 1) < 0.03);
  assert.deepEqual(limited.coverage.truncated, ['logs']);
});
