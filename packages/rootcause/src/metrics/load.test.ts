import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { contextOf, testIncident } from '../testing/context-of.ts';
import {
  callTo,
  type MadeCall,
  ripple,
  seriesOf,
  serviceOf,
  silentCall,
  tracesOf,
} from '../testing/made-rows.ts';
import { lagOf } from './lag.ts';
import { coveredMinutes, loadFactor, loadRatio } from './load.ts';
import { seriesShifts } from './shifts.ts';

const database: ExplanationEntity = { kind: 'database', name: 'db' };
const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };
const request: MadeCall = {
  service: 'front',
  name: 'GET /',
  calls: [
    { service: 'front', name: 'render', kind: 'internal' },
    callTo('front', { service: 'back', name: 'POST /do', calls: [silentCall('back', database, 5)] }),
  ],
};

test('load is requests per minute now over before, of services by their entries, of silent parties by their calls', () => {
  // Twice as long a normal time: 100 in ten minutes, 150 in five.
  const context = contextOf({ spans: tracesOf({ good: 100, bad: 150 }, () => request) });
  for (const entity of [serviceOf('front'), serviceOf('back'), database])
    assert.equal(loadRatio(context, entity), 3, entity.name);
  assert.equal(loadRatio(context, serviceOf('nobody')), null);
});

test('weights of a sample count', () => {
  const context = contextOf({
    spans: tracesOf({ good: 100, bad: 50 }, (bad) => ({
      ...request,
      calls: [],
      given: { weight: bad ? 4 : 1 },
    })),
  });
  assert.equal(loadRatio(context, serviceOf('front')), 4);
});

test('minutes in which nothing was traced do not count', () => {
  const spans = tracesOf({ good: 100, bad: 50 }, () => ({ ...request, calls: [] }));
  const half = spans.filter((s) => s.startMs < 300_000 || s.startMs >= testIncident.startMs);
  const context = contextOf({ spans: half });
  assert.deepEqual(coveredMinutes(context), { good: 5, bad: 5 });
  assert.equal(loadRatio(context, serviceOf('front')), 1);
});

test('a normal time that was recorded afterwards is counted as one', () => {
  const baseline = { startMs: 2_000_000, endMs: 2_600_000 };
  const spans = tracesOf({ good: 100, bad: 150 }, () => request, { baseline, incident: testIncident });
  const context = contextOf({ spans, baseline });
  assert.deepEqual(coveredMinutes(context), { good: 10, bad: 5 });
  assert.equal(loadRatio(context, serviceOf('front')), 3);
});

test('few requests tell no load; figures do, the larger of several, summed over the series of a name', () => {
  assert.equal(
    loadRatio(contextOf({ spans: tracesOf({ good: 9, bad: 20 }, () => request) }), serviceOf('front')),
    null,
  );
  const series = [
    seriesOf('front', 'http_requests_total', '/s', (bad) => (bad ? 40 : 10), { labels: { route: '/a' } }),
    seriesOf('front', 'http_requests_total', '/s', (bad) => (bad ? 10 : 10), { labels: { route: '/b' } }),
    seriesOf('front', 'rpc_calls_total', '/s', (bad) => (bad ? 12 : 10)),
  ];
  assert.equal(loadRatio(contextOf({ series }), serviceOf('front')), 2.5);
});

const factorOf = (load: number, name: string, after: number, given: Partial<IncidentData> = {}): number => {
  const context = contextOf({
    series: [
      seriesOf('a', 'http_requests_total', '/s', (bad, i) => (bad ? 100 * load : 100) + ripple(i)),
      seriesOf('a', name, '1', (bad, i) => (bad ? after : 0.2) + ripple(i) * 0.001),
    ],
    ...given,
  });
  return loadFactor(context, seriesShifts(context).find(({ series }) => series.name === name)!);
};

test('a processor that works as much more as it is asked more is hardly sick; one that works more is', () => {
  assert.ok(factorOf(3, 'process.cpu.utilization', 0.6) < 0.5);
  assert.equal(factorOf(3, 'process.cpu.utilization', 0.95), 1);
  assert.equal(factorOf(1, 'process.cpu.utilization', 0.24), 1);
});

test('memory does not grow with requests as a processor does', () => {
  assert.equal(factorOf(3, 'process.memory.utilization', 0.6), 1);
});

const lag = (depth: number, entity: ExplanationEntity = queue) => {
  const handover: MadeCall = {
    service: 'order',
    name: 'publish',
    kind: 'producer',
    given: { peer: queue },
    calls: [{ service: 'mailer', name: 'process', kind: 'consumer', given: { peer: queue } }],
  };
  return lagOf(
    contextOf({
      spans: tracesOf({ good: 20, bad: 20 }, () => handover),
      series: [
        seriesOf(entity, 'kafka.consumer_group.lag', '{message}', (bad, i) => (bad ? depth : 10) + ripple(i)),
      ],
    }),
  );
};

test('a queue that fills up has readers who should empty it and writers who may have to wait', () => {
  const full = lag(5000);
  assert.deepEqual([...full.readers], ['mailer']);
  assert.deepEqual([...full.writers], [['order', ['queue:orders']]]);
});

test('a queue that is as full as always concerns nobody; a lag that a service reports of itself concerns it', () => {
  const usual = lag(10);
  assert.deepEqual([usual.readers.size, usual.writers.size], [0, 0]);
  assert.deepEqual([...lag(5000, serviceOf('mailer')).readers], ['mailer']);
});
