import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import { finding } from '../detector.ts';
import { examine } from '../examine.ts';
import type { IncidentData, Resource } from '../incident.ts';
import { contextOf } from '../testing/context-of.ts';
import { draftOf } from '../testing/examination-of.ts';
import { callTo, ripple, seriesOf, serviceOf, silentCall, tracesOf } from '../testing/made-rows.ts';
import { smallShop } from '../testing/small-shop.ts';
import { feltFactor } from './felt.ts';

const [front, back] = [serviceOf('front'), serviceOf('back')];
const database: ExplanationEntity = { kind: 'database', name: 'db' };
const machine: ExplanationEntity = { kind: 'node', name: 'n1' };

const factor = (
  given: Partial<IncidentData>,
  entity: ExplanationEntity,
  faultClass: FaultClass = 'cpu',
  signal: 'metric' | 'log' = 'metric',
): number =>
  feltFactor(contextOf(given))(
    finding({ entity, faultClass, p: 0.9, evidence: [draftOf('cpu', { signal })] }),
  );

/** front -> back -> db; in the incident back, or the database, takes so long or fails. */
const requests = ({ back: own = 20, db = 5, fails = false, bad = 40 } = {}): Partial<IncidentData> => ({
  spans: tracesOf({ good: 60, bad }, (isBad, i) => ({
    service: 'front',
    name: 'GET /',
    calls: [
      callTo('front', {
        service: 'back',
        name: 'POST /do',
        own: (isBad ? own : 20) + ripple(i),
        given: { error: isBad && fails && i % 2 === 0 },
        calls: [silentCall('back', database, (isBad ? db : 5) + ripple(i))],
      }),
    ],
  })),
});
const figure = (entity: ExplanationEntity, name: string, unit: string, before: number, after: number) =>
  seriesOf(entity, name, unit, (bad, i) => (bad ? after : before) * (1 + 0.01 * ripple(i)));
const latency = (entity: ExplanationEntity, after: number) =>
  figure(entity, 'http.server.request.duration', 'ms', 20, after);

test('a busy processor counts less when the requests that it serves are as quick as ever', () => {
  assert.equal(factor(requests(), back), 0.4);
  for (const faultClass of ['memory', 'disk', 'throttling', 'gc_pressure', 'event_loop', 'node'] as const)
    assert.equal(factor(requests(), back, faultClass), 0.4, faultClass);
});

test('it counts in full when its requests take longer or fail', () => {
  assert.equal(factor(requests({ back: 60 }), back), 1);
  assert.equal(factor(requests({ fails: true }), back), 1);
});

test('that somebody else is slow does not make it felt', () => {
  const beside = tracesOf({ good: 60, bad: 40 }, (bad, i) => ({
    service: 'other',
    name: 'GET /other',
    own: (bad ? 900 : 20) + ripple(i),
  })).map((span) => ({ ...span, traceId: `o${span.traceId}`, spanId: `o${span.spanId}` }));
  assert.equal(factor({ spans: [...requests().spans!, ...beside] }, back), 0.4);
});

test('calls that it makes and can do without do not make it felt', () => {
  const spans = tracesOf({ good: 60, bad: 40 }, (bad, i) => ({
    service: 'front',
    name: 'GET /',
    own: 10 + ripple(i),
    calls: [callTo('front', { service: 'back', name: 'POST /do' }, 1, { error: bad })],
  }));
  assert.equal(factor({ spans }, front), 0.4);
  // Nor do those whose request was not kept.
  const lone = spans.filter((span) => span.name !== 'GET /');
  const kept = lone.map((span) => ({ ...span, traceId: `k${span.traceId}` }));
  assert.equal(factor({ spans: [...spans, ...kept] }, front), 0.4);
});

test('of a party that sends no spans the calls to it tell', () => {
  assert.equal(factor(requests(), database), 0.4);
  assert.equal(factor(requests({ db: 60 }), database), 1);
});

test('without spans its own series of latency or errors tell', () => {
  assert.equal(factor({ series: [latency(back, 20)] }, back), 0.4);
  assert.equal(factor({ series: [latency(back, 90)] }, back), 1);
  assert.equal(factor({ series: [figure(back, 'http_requests_errors', '/s', 1, 9)] }, back), 1);
  // What it waits for others says nothing of itself.
  const outbound = figure(back, 'http.client.request.duration', 'ms', 20, 90);
  assert.equal(factor({ series: [latency(back, 20), outbound] }, back), 0.4);
});

test('a restart or a growing queue is felt; that there is none tells nothing', () => {
  const restarts = (after: number) => ({ series: [figure(back, 'k8s.container.restarts', '', 1, after)] });
  assert.equal(factor(restarts(1), back), 1);
  assert.equal(factor({ series: [latency(back, 20), ...restarts(9).series] }, back), 1);
});

test('where nothing measures who uses it, a figure counts as it is', () => {
  assert.equal(factor({}, back), 1);
  assert.equal(factor({ series: [latency(front, 20)] }, back), 1);
  // Too few spans are no measure.
  assert.equal(factor(requests({ bad: 7 }), back), 1);
});

test('only figures of resources are asked for their effect', () => {
  assert.equal(factor(requests(), back, 'pool_exhaustion'), 1);
  assert.equal(factor(requests(), back, 'memory', 'log'), 1);
});

const resource = (service: string, pod: string): Resource => ({
  service,
  version: '',
  pod,
  node: 'n1',
  instance: pod,
  attributes: {},
});

test('a machine is felt by what runs on it', () => {
  const resources = { r1: resource('front', 'front-1'), r2: resource('back', 'back-1') };
  const on = (backAfter: number) => ({ resources, series: [latency(front, 20), latency(back, backAfter)] });
  assert.equal(factor(on(90), machine, 'node'), 1);
  assert.equal(factor(on(20), machine, 'node'), 0.4);
  assert.equal(factor({ resources }, machine, 'node'), 1);
});

test('a machine that only few of its services feel counts in part', () => {
  const names = ['a', 'b', 'c', 'd'];
  const resources = Object.fromEntries(names.map((name) => [name, resource(name, `${name}-1`)]));
  const felt = (count: number) =>
    factor(
      { resources, series: names.map((name, i) => latency(serviceOf(name), i < count ? 90 : 20)) },
      machine,
      'node',
    );
  assert.deepEqual([felt(0), felt(2), felt(4)], [0.4, 1, 1]);
  assert.ok(Math.abs(felt(1) - 0.7) < 1e-9, String(felt(1)));
});

test('a pod is felt by the requests of its service', () => {
  const resources = { r1: resource('back', 'back-1'), r2: resource('back', 'back-2') };
  const pod: ExplanationEntity = { kind: 'pod', name: 'back-1' };
  assert.equal(factor({ resources, series: [latency(back, 20)] }, pod), 0.4);
  assert.equal(factor({ resources, series: [latency(back, 90)] }, pod), 1);
});

test('a service is felt where one of its pods answers later', () => {
  const resources = { r1: resource('back', 'back-1'), r2: resource('back', 'back-2') };
  const ofPod = (after: number) => latency({ kind: 'pod', name: 'back-2' }, after);
  assert.equal(factor({ resources, series: [latency(back, 20), ofPod(20)] }, back), 0.4);
  assert.equal(factor({ resources, series: [latency(back, 20), ofPod(90)] }, back), 1);
});

test('in a diagnosis a processor that nobody feels ranks below one that slows its requests', () => {
  const p = (data: IncidentData): number =>
    Math.max(
      0,
      ...examine(data)
        .findings.filter(({ finding: f }) => f.entity.name === 'order' && f.faultClass === 'cpu')
        .map(({ finding: f }) => f.p),
    );
  const calm = smallShop('none');
  calm.series = smallShop('cpu-order').series;
  assert.ok(p(smallShop('cpu-order')) > 0.5);
  assert.ok(p(calm) > 0 && p(calm) <= 0.4, String(p(calm)));
});
