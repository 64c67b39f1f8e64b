import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonical } from './canonical.ts';
import { emptyIncident, type IncidentData } from './incident.ts';
import { findOnset } from './onset.ts';
import { testBaseline, testIncident } from './testing/context-of.ts';
import { callTo, ripple, seriesOf, serviceOf, traceOf } from './testing/made-rows.ts';

const startMs = testIncident.startMs;

/** A request every two seconds over both windows; slow (or failing) from `sinceMs` on. */
const requests = (sinceMs: number, fails = false): IncidentData['spans'] => {
  const rows: IncidentData['spans'] = [];
  for (let at = testBaseline.startMs; at < testIncident.endMs; at += 2000) {
    const bad = at >= sinceMs;
    const own = 50 + ripple(at / 2000) + (bad && !fails ? 200 : 0);
    rows.push(
      ...traceOf(`t${at}`, at, { service: 'front', name: 'GET /', own, given: { error: bad && fails } }),
    );
  }
  return rows;
};

const dataOf = (given: Partial<IncidentData>): IncidentData =>
  canonical({ ...emptyIncident({ service: 'front' }, testBaseline, testIncident), ...given });

for (const [what, fails] of [
  ['slow', false],
  ['failing', true],
] as const)
  test(`requests that are ${what} two minutes from the hint move both windows to the change`, () => {
    for (const off of [-120_000, -40_000, 0, 60_000, 120_000]) {
      const onset = findOnset(dataOf({ spans: requests(startMs + off, fails) }));
      // Ranks of a point or two beside the change are a matter of luck.
      assert.ok(Math.abs((onset.foundMs ?? 0) - startMs - off) <= 4000, String(off));
      assert.deepEqual(onset.incident, { startMs: onset.foundMs, endMs: testIncident.endMs });
      assert.deepEqual(onset.baseline, { startMs: 0, endMs: onset.foundMs });
    }
  });

test('requests that stay as they are, or get faster, have no onset: the windows are those given', () => {
  const faster = requests(startMs).map((s) => ({ ...s, durationMs: 400 - s.durationMs }));
  for (const spans of [requests(Number.POSITIVE_INFINITY), faster, []]) {
    const onset = findOnset(dataOf({ spans }));
    assert.equal(onset.foundMs, null);
    assert.deepEqual(onset.baseline, testBaseline);
    assert.deepEqual(onset.incident, testIncident);
  }
});

test('a change farther from the hint than two and a half minutes is not taken for the onset', () => {
  const early = findOnset(dataOf({ spans: requests(startMs - 290_000) }));
  assert.ok(early.foundMs === null || early.foundMs >= startMs - 150_000);
});

test('the target’s own figures tell it without traces; others’ figures and figures without a symptom do not', () => {
  const since = startMs + 60_000;
  const level = (_: boolean, i: number, at: number): number => (at >= since ? 400 : 100) + ripple(i);
  const latency = seriesOf('front', 'http.server.request.duration', 'ms', level);
  assert.equal(findOnset(dataOf({ series: [latency] })).foundMs, since);
  const other = { ...latency, entity: serviceOf('back') };
  assert.equal(findOnset(dataOf({ series: [other] })).foundMs, null);
  assert.equal(findOnset(dataOf({ series: [{ ...latency, name: 'shop.basket', unit: '' }] })).foundMs, null);
  const whole = dataOf({ series: [other], target: { ...dataOf({}).target, service: '' } });
  assert.equal(findOnset(whole).foundMs, since);
});

test('availability begins to be bad where it falls; gaps do not matter', () => {
  const since = startMs + 30_000;
  const falling = seriesOf('front', 'availability', '1', (_, i, at) =>
    i % 7 === 0 ? Number.NaN : (at >= since ? 0.8 : 0.999) + ripple(i) * 1e-4,
  );
  const found = findOnset(dataOf({ series: [falling] })).foundMs;
  assert.ok(found !== null && found >= since && found <= since + 15_000, String(found));
  const rising = { ...falling, values: Array.from(falling.values, (v) => 1.8 - v) };
  assert.equal(findOnset(dataOf({ series: [rising] })).foundMs, null);
});

test('a normal time that was recorded after the incident is left as it is', () => {
  const later = { startMs: 2_000_000, endMs: 2_600_000 };
  const spans = requests(startMs + 60_000).filter((s) => s.startMs >= startMs);
  for (let at = later.startMs; at < later.endMs; at += 2000)
    spans.push(...traceOf(`n${at}`, at, { service: 'front', name: 'GET /', own: 50 + ripple(at / 2000) }));
  const onset = findOnset(dataOf({ spans, baseline: later }));
  assert.deepEqual(onset.baseline, later);
  assert.ok(onset.incident.startMs >= startMs && onset.incident.endMs === testIncident.endMs);
});

test('a normal time of another day stays whole, and nothing before the hint is searched', () => {
  const yesterday = { startMs: -86_400_000, endMs: -86_400_000 + 600_000 };
  const level = (bad: boolean, i: number): number => (bad ? 300 : 100) + ripple(i);
  const series = [
    seriesOf('front', 'http.server.request.duration', 'ms', level, { windows: [yesterday, testIncident] }),
  ];
  const onset = findOnset(dataOf({ baseline: yesterday, series }));
  assert.deepEqual(onset.baseline, yesterday);
  assert.equal(onset.incident.startMs, startMs);
});

test('fewer than twelve points have no onset', () => {
  const level = (bad: boolean): number => (bad ? 900 : 100);
  const few = seriesOf('front', 'http.server.request.duration', 'ms', level, { stepMs: 100_000 });
  assert.equal(few.values.length, 9);
  assert.equal(findOnset(dataOf({ series: [few] })).foundMs, null);
});

test('whatever the unit of the figure, the onset is the same', () => {
  const since = startMs + 45_000;
  const level = (_: boolean, i: number, at: number): number => (at >= since ? 0.3 : 0.1) + ripple(i) * 0.001;
  const given = seriesOf('front', 'http.server.request.duration', 's', level);
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (factor) => {
      const scaled = { ...given, values: Array.from(given.values, (v) => v * factor) };
      assert.equal(findOnset(dataOf({ series: [scaled] })).foundMs, since);
    }),
    { numRuns: 20 },
  );
});

/** Requests of which every sixth takes another way; calls to `back` lose time from `sinceMs` on. */
const mixed = (sinceMs: number): IncidentData['spans'] => {
  const rows: IncidentData['spans'] = [];
  for (let i = 0; i < 180; i++) {
    const at = i * 5000;
    const way = at >= sinceMs ? 300 : 2 + ripple(i) * 0.5;
    const calls = i % 6 === 0 ? [callTo('front', { service: 'back', name: 'GET /b', own: 40 }, way)] : [];
    // What the others take varies more than what is lost.
    rows.push(
      ...traceOf(`t${i}`, at, { service: 'front', name: 'GET /', own: 20 + ((i * 379) % 2000), calls }),
    );
  }
  return rows;
};

test('a step that few requests take tells it, where it hides among all requests', () => {
  for (const off of [-60_000, 60_000]) {
    const { foundMs } = findOnset(dataOf({ spans: mixed(startMs + off) }));
    assert.ok(Math.abs((foundMs ?? 0) - startMs - off) <= 1000, String(foundMs));
  }
  assert.equal(findOnset(dataOf({ spans: mixed(Number.POSITIVE_INFINITY) })).foundMs, null);
});

test('a start that is told late is moved back however little of the incident is left', () => {
  const incident = { startMs, endMs: startMs + 60_000 };
  const since = startMs - 90_000;
  const spans = requests(since).filter((s) => s.startMs < incident.endMs);
  const { foundMs } = findOnset(dataOf({ spans, incident }));
  assert.ok(Math.abs((foundMs ?? 0) - since) <= 4000, String(foundMs));
});

test('that slow operations are asked for more often is no onset', () => {
  const spans: IncidentData['spans'] = [];
  for (let i = 0; i < 450; i++) {
    const slow = i * 2000 < startMs ? i % 10 === 0 : i % 10 !== 0;
    const own = (slow ? 900 : 50) + ((i * 7) % 31);
    spans.push(
      ...traceOf(`t${i}`, i * 2000, { service: 'front', name: slow ? 'POST /report' : 'GET /', own }),
    );
  }
  assert.equal(findOnset(dataOf({ spans })).foundMs, null);
});

test('of many figures of a system the one that moved most by chance is no onset', () => {
  const level = (_: boolean, i: number, at: number): number => (at >= startMs ? 110 : 100) + ((i * 5) % 13);
  const series = Array.from({ length: 40 }, (_, i) =>
    seriesOf(
      `s${i}`,
      'http.server.request.duration',
      'ms',
      i === 7 ? level : (_b, j) => 100 + ((j * 7) % 5),
      {
        stepMs: 25_000,
      },
    ),
  );
  const target = { ...dataOf({}).target, service: '' };
  const alone = findOnset(dataOf({ series: series.slice(7, 8), target })).foundMs;
  assert.notEqual(alone, null);
  assert.equal(findOnset(dataOf({ series, target })).foundMs, null);
});
