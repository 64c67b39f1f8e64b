import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { IncidentData, MetricSeries } from '../incident.ts';
import { contextOf, testBaseline, testIncident } from '../testing/context-of.ts';
import { ripple, seriesOf, serviceOf } from '../testing/made-rows.ts';
import { meaningOfSeries, type SeriesShift, seriesShifts, shiftProbability } from './shifts.ts';

const shiftOf = (
  series: MetricSeries,
  given: Partial<IncidentData> = {},
): Pick<SeriesShift, 'z' | 'scale' | 'medianBefore' | 'medianAfter' | 'onsetMs'> => {
  const [shift] = seriesShifts(contextOf({ series: [series], ...given }));
  assert.ok(shift !== undefined);
  return shift;
};

test('a level that rises is measured in usual deviations, with the time it left its range', () => {
  const since = testIncident.startMs + 60_000;
  const shift = shiftOf(
    seriesOf('a', 'process.cpu.utilization', '1', (_, i, at) => (at >= since ? 0.9 : 0.2) + ripple(i) * 0.02),
  );
  assert.ok(Math.abs(shift.medianBefore - 0.2) < 1e-9 && Math.abs(shift.medianAfter - 0.9) < 1e-9);
  // 1.4826 times the median deviation of 0.02.
  assert.ok(Math.abs(shift.scale - 1.4826 * 0.02) < 1e-9, String(shift.scale));
  assert.ok(Math.abs(shift.z - 0.7 / shift.scale) < 1e-6);
  assert.equal(shift.onsetMs, since);
});

test('the bad way counts only: a processor that rests, a latency that falls, an availability that rises are no news', () => {
  const down = (bad: boolean, i: number): number => (bad ? 0.1 : 0.6) + ripple(i) * 0.001;
  assert.equal(shiftOf(seriesOf('a', 'process.cpu.utilization', '1', down)).z, 0);
  assert.equal(shiftOf(seriesOf('a', 'http.server.request.duration', 's', down)).z, 0);
  const up = (bad: boolean, i: number): number => down(!bad, i);
  assert.equal(shiftOf(seriesOf('a', 'availability', '1', up)).z, 0);
  assert.ok(shiftOf(seriesOf('a', 'availability', '1', down)).z > 20);
});

test('where either way is bad the sign tells which', () => {
  const down = (bad: boolean, i: number): number => (bad ? 10 : 100) + ripple(i);
  assert.ok(shiftOf(seriesOf('a', 'http_requests_total', '/s', down)).z < -5);
  assert.ok(shiftOf(seriesOf('a', 'http_requests_total', '/s', (bad, i) => down(!bad, i))).z > 5);
});

test('one more of what is counted is chance, and so is the root of many; means of counts are no such counts', () => {
  const count = (before: number, now: number): number =>
    shiftOf(seriesOf('a', 'http.server.active_requests', '{request}', (bad) => (bad ? now : before))).z;
  assert.ok(count(0, 1) < 3);
  assert.ok(count(100, 120) < 3);
  assert.ok(count(0, 40) > 20);
  assert.ok(count(0.01, 0.5) > 3);
});

test('a rate of a duration counts calls: traffic, not latency', () => {
  const series = seriesOf('a', 'http.server.request.duration', 's', () => 1);
  assert.equal(meaningOfSeries(series), 'latency');
  assert.equal(meaningOfSeries({ ...series, aggregation: 'rate' }), 'traffic');
});

test('what is smaller than the floor of its unit says nothing, however steady it was', () => {
  const cpu = (after: number) =>
    shiftOf(seriesOf('a', 'process.cpu.utilization', '1', (bad) => (bad ? after : 0.001)));
  assert.ok(cpu(0.012).z < 3);
  assert.ok(cpu(0.2).z > 3);
  const bytes = shiftOf(seriesOf('a', 'process.memory.usage', 'By', (bad) => (bad ? 500_000 : 0)));
  assert.ok(bytes.z < 1);
});

test('a unit that says nothing takes its floor from the large values of all series of the name', () => {
  const idle = seriesOf('a', 'shop.basket', '', (bad) => (bad ? 0.2 : 0));
  assert.ok(shiftOf(idle).z > 50);
  const busy = ['b', 'c', 'd'].map((name) => seriesOf(name, 'shop.basket', '', (_, i) => 1000 + ripple(i)));
  const [shift] = seriesShifts(contextOf({ series: [idle, ...busy] }));
  assert.ok(shift !== undefined && shift.series.entity.name === 'a' && shift.z < 1, String(shift?.z));
});

test('availability counts against the whole: three of a hundred failing are much, of 1 as of 100 %', () => {
  const level = (bad: boolean, i: number): number => (bad ? 0.97 : 0.9995) + ripple(i) * 1e-5;
  const share = shiftOf(seriesOf('a', 'availability', '1', level));
  const percent = shiftOf(seriesOf('a', 'availability', '%', (bad, i) => 100 * level(bad, i)));
  assert.ok(share.z > 20, String(share.z));
  assert.ok(Math.abs(share.z - percent.z) < 0.01);
});

test('a series that drifts in the normal time is no news when it drifts on', () => {
  const drifting = seriesOf('a', 'process.memory.usage', 'By', (_, i) => 1e9 + i * 1e8);
  const steady = seriesOf('a', 'process.memory.usage', 'By', (bad, i) => (bad ? 6e9 : 1e9 + ripple(i) * 1e7));
  // Five sixths of the time steady, then elsewhere: it may be there again.
  const moves = seriesOf('a', 'process.memory.usage', 'By', (bad, i) => (i < 33 ? 1e9 : bad ? 3.5e9 : 3e9));
  assert.ok(shiftOf(moves).z < 3, String(shiftOf(moves).z));
  assert.ok(shiftOf(drifting).z < 3, String(shiftOf(drifting).z));
  assert.ok(shiftOf(steady).z > 20);
});

test('a tail that moves is seen, less than a middle that does', () => {
  const tail = shiftOf(
    seriesOf('a', 'http.server.request.duration', 'ms', (bad, i) => (bad && i % 5 === 0 ? 900 : 100)),
  );
  const middle = shiftOf(seriesOf('a', 'http.server.request.duration', 'ms', (bad) => (bad ? 900 : 100)));
  assert.equal(tail.medianAfter, 100);
  assert.ok(tail.z > 20 && Math.abs(tail.z - 0.7 * middle.z) < 1, `${tail.z} ${middle.z}`);
});

test('gaps are left out; too few points of the normal time, or none of the incident, leave nothing to compare', () => {
  const gaps = seriesOf('a', 'process.cpu.utilization', '1', (bad, i) =>
    i % 2 === 0 ? Number.NaN : i % 5 === 0 ? Number.POSITIVE_INFINITY : bad ? 0.9 : 0.2,
  );
  const shift = shiftOf(gaps);
  assert.ok(Number.isFinite(shift.z) && shift.z > 20 && shift.medianAfter === 0.9);
  const onlyWhere = (keep: (bad: boolean, i: number) => boolean) =>
    seriesShifts(
      contextOf({
        series: [
          seriesOf('a', 'process.cpu.utilization', '1', (bad, i) => (keep(bad, i) ? 0.5 : Number.NaN)),
        ],
      }),
    ).length;
  assert.equal(
    onlyWhere((bad, i) => bad || i < 2),
    0,
  );
  assert.equal(
    onlyWhere((bad, i) => bad || i < 3),
    1,
  );
  assert.equal(
    onlyWhere((bad) => !bad),
    0,
  );
});

test('a normal time of another day: what was as bad shortly before the incident is no news of it', () => {
  const yesterday = { startMs: -86_400_000, endMs: -86_400_000 + 600_000 };
  const before = { startMs: 0, endMs: 600_000 };
  const level = (was: number) => (_: boolean, i: number, at: number) =>
    (at >= testIncident.startMs ? 0.9 : at >= 0 ? was : 0.2) + ripple(i) * 0.01;
  const shift = (was: number) =>
    shiftOf(
      seriesOf('a', 'process.cpu.utilization', '1', level(was), {
        windows: [yesterday, before, testIncident],
      }),
      { baseline: yesterday },
    );
  assert.equal(shift(0.9).z, 0);
  assert.ok(shift(0.2).z > 20);
});

test('a normal time that was recorded afterwards: the same shift and its beginning', () => {
  const later = { startMs: 2_000_000, endMs: 2_600_000 };
  const since = testIncident.startMs + 60_000;
  const series = seriesOf(
    'a',
    'process.cpu.utilization',
    '1',
    (_, i, at) => (at >= since && at < testIncident.endMs ? 0.9 : 0.2) + ripple(i) * 0.01,
    { windows: [later, testIncident] },
  );
  const shift = shiftOf(series, { baseline: later });
  assert.ok(shift.z > 20);
  assert.equal(shift.onsetMs, since);
});

test('one point out of range is no beginning when the next is back; what never leaves has none', () => {
  const spike = testIncident.startMs + 30_000;
  const since = testIncident.startMs + 120_000;
  const level = (_: boolean, i: number, at: number): number =>
    (at === spike || at >= since ? 0.9 : 0.2) + ripple(i) * 0.01;
  assert.equal(shiftOf(seriesOf('a', 'process.cpu.utilization', '1', level)).onsetMs, since);
  const quiet = seriesOf('a', 'process.cpu.utilization', '1', (_, i) => 0.2 + ripple(i) * 0.01);
  assert.equal(shiftOf(quiet).onsetMs, null);
});

test('deviations are bounded, and a scale of the values changes none where the unit has no floor', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 60, maxLength: 60 }),
      (factor, values) => {
        const z = (by: number) =>
          shiftOf(seriesOf(serviceOf('a'), 'shop.basket', '{item}', (_, i) => by * values[i % 60]!)).z;
        assert.ok(Math.abs(z(1)) <= 200);
        assert.ok(Math.abs(z(factor) - z(1)) <= 1e-6 * (1 + Math.abs(z(1))));
      },
    ),
    { numRuns: 50 },
  );
});

test('a larger shift is never less probable, whatever its sign; even chance at five', () => {
  assert.equal(shiftProbability(5), 0.5);
  assert.ok(Math.abs(shiftProbability(20) - 0.94) < 0.01);
  const z = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(z, z, (a, b) => {
      const [low, high] = [shiftProbability(Math.min(a, b)), shiftProbability(Math.max(a, b))];
      assert.ok(low <= high && low >= 0 && high <= 1);
      assert.equal(shiftProbability(-a), shiftProbability(a));
    }),
  );
});

test('every context is computed once', () => {
  const context = contextOf({ series: [seriesOf('a', 'cpu', '1', () => 1)], baseline: testBaseline });
  assert.equal(seriesShifts(context), seriesShifts(context));
});
