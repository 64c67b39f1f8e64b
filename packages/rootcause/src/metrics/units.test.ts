import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contextOf, testIncident } from '../testing/context-of.ts';
import { seriesOf } from '../testing/made-rows.ts';
import { chartOf } from './chart.ts';
import { unitFloor, unitScale } from './units.ts';

test('units of time, size and share go back to seconds, bytes and 1', () => {
  for (const [unit, base, factor] of [
    ['ms', 's', 1e-3],
    ['µs', 's', 1e-6],
    ['ns', 's', 1e-9],
    [' s ', 's', 1],
    ['MiBy', 'By', 2 ** 20],
    ['GiBy', 'By', 2 ** 30],
    ['%', '1', 0.01],
    ['ratio', '1', 1],
  ] as const)
    assert.deepEqual(unitScale(unit), { base, factor }, unit);
  for (const unit of ['', '{request}', '/s', 'By/s']) assert.equal(unitScale(unit), null, unit);
});

test('the floor is the same amount whatever unit it is written in', () => {
  const same = (meaning: Parameters<typeof unitFloor>[0], units: readonly string[], floor: number) => {
    for (const unit of units) {
      const found = (unitFloor(meaning, unit) ?? Number.NaN) * unitScale(unit)!.factor;
      assert.ok(Math.abs(found - floor) <= 1e-9 * floor, `${meaning} in ${unit}: ${found}`);
    }
  };
  same('latency', ['s', 'ms', 'us', 'ns'], 1e-3);
  same('memory', ['By', 'KiBy', 'MiBy', 'GiBy'], 2 ** 20);
  same('cpu', ['1', '%'], 0.01);
  same('errors', ['1', '%'], 0.001);
  same('availability', ['1', '%'], 0.001);
  // Event loops are late by some milliseconds at any time.
  same('event_loop', ['s', 'ms'], 20e-3);
});

test('without a unit that tells, or a meaning that has one, there is no floor', () => {
  assert.equal(unitFloor('cpu', ''), null);
  assert.equal(unitFloor('traffic', '1'), null);
  assert.equal(unitFloor(null, '%'), null);
});

test('a chart covers twice the incident before it, in at most 120 steps, with gaps where nothing was', () => {
  const context = contextOf({});
  const chart = chartOf(
    context,
    seriesOf('a', 'cpu', '1', (bad, _, at) =>
      bad && at < testIncident.startMs + 100_000 ? Number.NaN : bad ? 4 : 2,
    ),
  );
  assert.equal(chart.startMs, testIncident.startMs - 600_000);
  assert.ok(chart.values.length <= 120);
  const at = (timeMs: number) => chart.values[Math.floor((timeMs - chart.startMs) / chart.stepMs)];
  assert.equal(at(testIncident.startMs - 15_000), 2);
  assert.equal(at(testIncident.startMs + 60_000), null);
  assert.equal(at(testIncident.startMs + 210_000), 4);
});

test('points of one step are averaged', () => {
  const chart = chartOf(
    contextOf({}),
    seriesOf('a', 'cpu', '1', (_, i) => i % 2, { stepMs: 1000 }),
  );
  assert.ok(chart.stepMs >= 2000);
  for (const value of chart.values) assert.ok(value !== null && Math.abs(value - 0.5) < 0.2);
});

test('a normal time far away, before or after, is not drawn; whatever the windows, no step lies outside', () => {
  const length = fc.integer({ min: 1, max: 90_000_000 });
  fc.assert(
    fc.property(length, length, fc.integer({ min: -1e9, max: 1e9 }), (long, usual, offset) => {
      const incident = { startMs: 0, endMs: long };
      const startMs = offset < 0 ? offset - usual : offset + long;
      const context = contextOf({ incident, baseline: { startMs, endMs: startMs + usual } });
      const chart = chartOf(
        context,
        seriesOf('a', 'cpu', '1', () => 1),
      );
      assert.ok(chart.values.length >= 1 && chart.values.length <= 120);
      assert.ok(chart.startMs <= 0 && chart.startMs >= -2 * long);
      const end = chart.startMs + chart.stepMs * chart.values.length;
      assert.ok(end >= long && end < long + chart.stepMs);
    }),
    { numRuns: 60 },
  );
});
