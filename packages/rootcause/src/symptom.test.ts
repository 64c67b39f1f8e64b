import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertRow, IncidentData } from './incident.ts';
import { findSymptom } from './symptom.ts';
import { contextOf, testBaseline, testIncident } from './testing/context-of.ts';
import { type MadeCall, ripple, seriesOf, serviceOf, tracesOf } from './testing/made-rows.ts';

const target = { service: 'front', operation: '', symptom: 'unknown', thresholdMs: null } as const;
const symptomOf = (given: Partial<IncidentData>) => findSymptom(contextOf({ target, ...given }));

const request = (own: number, given: MadeCall['given'] = {}): MadeCall => ({
  service: 'front',
  name: 'GET /',
  own,
  given,
});

test('nothing moved: no symptom, and the requests are counted', () => {
  const found = symptomOf({
    spans: tracesOf({ good: 100, bad: 50 }, (_, i) => request(50 + ripple(i))),
    series: [seriesOf('front', 'http.server.request.duration', 'ms', (_, i) => 50 + ripple(i))],
  });
  assert.deepEqual([found.kind, found.requests, found.badRequests], ['none', 50, 0]);
});

test('requests that fail are errors, also when the failing ones are fast', () => {
  const found = symptomOf({
    spans: tracesOf({ good: 100, bad: 50 }, (bad, i) => request(50, { error: bad && i % 2 === 0 })),
  });
  assert.equal(found.kind, 'errors');
  assert.ok(found.strength > 0.9);
  assert.deepEqual(found.errors, { before: 0, now: 0.5 });
  assert.equal(found.badRequests, 25);
});

test('as many errors as in normal times are no symptom, although they take longer', () => {
  const found = symptomOf({
    spans: tracesOf({ good: 100, bad: 50 }, (bad, i) =>
      request(i % 5 === 0 && bad ? 900 : 50 + ripple(i), { error: i % 5 === 0 }),
    ),
  });
  assert.equal(found.kind, 'none');
});

test('slower requests are latency; only a slower tail is one when there are requests enough to see it', () => {
  const slower = tracesOf({ good: 60, bad: 40 }, (bad, i) => request((bad ? 150 : 50) + ripple(i)));
  assert.equal(symptomOf({ spans: slower }).kind, 'latency');
  const tail = (good: number, bad: number) =>
    symptomOf({ spans: tracesOf({ good, bad }, (b, i) => request(b && i % 8 === 0 ? 500 : 50 + ripple(i))) });
  assert.equal(tail(200, 80).kind, 'latency');
  assert.equal(tail(20, 16).kind, 'none');
});

test('another mix of fast and slow operations is no symptom', () => {
  const spans = tracesOf({ good: 100, bad: 100 }, (bad, i) =>
    i % 10 < (bad ? 9 : 1) ? { ...request(900 + ripple(i)), name: 'GET /report' } : request(50 + ripple(i)),
  );
  const found = symptomOf({ spans });
  assert.equal(found.kind, 'none');
});

test('requests stand for as many as their weight says', () => {
  const spans = tracesOf({ good: 100, bad: 50 }, (bad, i) =>
    request(50 + ripple(i), { error: bad && i % 2 === 0, weight: bad && i % 2 === 0 ? 1 : 99 }),
  );
  const found = symptomOf({ spans });
  assert.equal(found.requests, 2500);
  assert.equal(found.badRequests, 25);
  assert.ok(Math.abs((found.errors?.now ?? 0) - 0.01) < 1e-9);
  // One in a hundred among so few rows may be chance.
  assert.ok(found.strength < 0.5, String(found.strength));
});

test('without requests the figures of the target tell; other services’ figures and improvements do not', () => {
  const level = (bad: boolean, i: number): number => (bad ? 300 : 100) + ripple(i);
  const latency = seriesOf('front', 'http.server.request.duration', 'ms', level);
  const found = symptomOf({ series: [latency] });
  assert.deepEqual([found.kind, found.requests, found.errors], ['latency', null, null]);
  assert.equal(symptomOf({ series: [{ ...latency, entity: serviceOf('back') }] }).kind, 'none');
  const better = seriesOf('front', 'http.server.request.duration', 'ms', (bad, i) => level(!bad, i));
  assert.equal(symptomOf({ series: [better] }).kind, 'none');
  const available = seriesOf('front', 'availability', '1', (bad, i) => (bad ? 0.9 : 0.999) + ripple(i) / 1e4);
  assert.equal(symptomOf({ series: [available] }).kind, 'errors');
});

const alert: AlertRow = {
  name: 'FrontSlow',
  entity: serviceOf('front'),
  startMs: testIncident.startMs + 1000,
  severity: 'page',
  text: '',
  firing: true,
};

test('an alert that fires in the time is a symptom; one that was evaluated and stayed quiet, or came later, is none', () => {
  assert.equal(symptomOf({ alerts: [alert] }).kind, 'unknown');
  assert.equal(symptomOf({ alerts: [{ ...alert, firing: false }] }).kind, 'none');
  assert.equal(symptomOf({ alerts: [{ ...alert, startMs: testIncident.endMs }] }).kind, 'none');
  assert.equal(symptomOf({ alerts: [{ ...alert, startMs: testBaseline.startMs - 1 }] }).kind, 'none');
});

test('with a normal time that was recorded afterwards alerts and requests count as well', () => {
  const baseline = { startMs: 2_000_000, endMs: 2_600_000 };
  assert.equal(symptomOf({ baseline, alerts: [alert] }).kind, 'unknown');
  assert.equal(symptomOf({ baseline, alerts: [{ ...alert, startMs: 2_100_000 }] }).kind, 'none');
  const spans = tracesOf({ good: 100, bad: 50 }, (bad, i) => request((bad ? 150 : 50) + ripple(i)), {
    baseline,
    incident: testIncident,
  });
  const found = symptomOf({ baseline, spans });
  assert.deepEqual([found.kind, found.requests], ['latency', 50]);
});

test('requests without a normal time: failing ones are a symptom, slow ones cannot be known', () => {
  const fails = symptomOf({
    spans: tracesOf({ good: 0, bad: 40 }, (_, i) => request(50, { error: i % 2 > 0 })),
  });
  assert.deepEqual([fails.kind, fails.errors], ['errors', null]);
  assert.equal(symptomOf({ spans: tracesOf({ good: 0, bad: 40 }, () => request(9000)) }).kind, 'none');
});
