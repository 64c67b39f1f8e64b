import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyIncident, type IncidentData, type SpanRow } from '@nightglass/rootcause';
import { findStart } from './find-start.ts';

const start = 1_800_000_000_000;
const minute = 60_000;

/** One request a second with this duration and outcome. */
const incident = (
  minutes: number,
  of: (ms: number) => { durationMs: number; error?: boolean },
  hintMinutes = 4,
): IncidentData => ({
  ...emptyIncident(
    { service: 'order' },
    { startMs: start, endMs: start + hintMinutes * minute },
    { startMs: start + hintMinutes * minute, endMs: start + minutes * minute },
  ),
  spans: Array.from(
    { length: minutes * 60 },
    (_, i): SpanRow => ({
      traceId: `t${i}`,
      spanId: `s${i}`,
      parentId: '',
      service: 'order',
      name: 'GET /',
      kind: 'server',
      startMs: start + i * 1000,
      statusMessage: '',
      weight: 1,
      resource: '',
      peer: null,
      attributes: {},
      exceptions: [],
      error: false,
      ...of(i * 1000),
    }),
  ),
});
/** Between 20 and 60 ms, the same for the same moment. */
const usual = (ms: number): number => 20 + ((ms * 7919) % 40_000) / 1000;

test('the beginning moves to where requests became slow, or failed, inside what was asked about', () => {
  for (const of of [
    (ms: number) => ({ durationMs: usual(ms) * (ms >= 8 * minute ? 5 : 1) }),
    (ms: number) => ({ durationMs: usual(ms), error: ms >= 8 * minute && ms % 3000 === 0 }),
  ]) {
    const found = findStart(incident(12, of));
    assert.equal(found.incident.startMs, start + 8 * minute);
    assert.deepEqual(found.baseline, { startMs: start, endMs: start + 8 * minute });
    assert.equal(found.incident.endMs, start + 12 * minute);
  }
});

test('without a clear change, with one for the better, or with one long before, nothing moves', () => {
  for (const of of [
    (ms: number) => ({ durationMs: usual(ms) }),
    (ms: number) => ({ durationMs: usual(ms) * (ms >= 8 * minute ? 0.1 : 1) }),
    (ms: number) => ({ durationMs: usual(ms) * (ms >= 2 * minute ? 5 : 1) }),
  ]) {
    const given = incident(12, of, 5);
    assert.equal(findStart(given), given);
  }
});

test('a single slow request moves nothing; too few requests say nothing', () => {
  const spike = incident(12, (ms) => ({ durationMs: ms === 9 * minute ? 60_000 : usual(ms) }));
  assert.equal(findStart(spike), spike);
  const few = { ...spike, spans: spike.spans.slice(0, 20) };
  assert.equal(findStart(few), few);
});

test('the order of the spans does not matter', () => {
  const given = incident(12, (ms) => ({ durationMs: usual(ms) * (ms >= 8 * minute ? 5 : 1) }));
  const found = findStart({ ...given, spans: given.spans.toReversed() });
  assert.deepEqual(found.incident, findStart(given).incident);
});
