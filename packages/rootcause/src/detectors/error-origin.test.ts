import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { findingsOf, only, shortly } from '../testing/found.ts';
import { callTo, type MadeCall, ripple, seriesOf, silentCall, tracesOf } from '../testing/made-rows.ts';
import { errorOrigin } from './error-origin.ts';

const fails = { error: true };
const message = "Cannot read properties of undefined (reading 'stock')";
const raises = { ...fails, exceptions: [{ type: 'TypeError', message }] };

/** front -> back: where it fails, and whether the request fails with it. */
const request = (at: 'none' | 'back' | 'front', joined = true): MadeCall => {
  const above = at !== 'none' && joined ? fails : {};
  const back = callTo(
    'front',
    { service: 'back', name: 'POST /do', given: at === 'back' ? raises : {} },
    1,
    at === 'back' ? fails : {},
  );
  return { service: 'front', name: 'GET /', calls: [back], given: at === 'front' ? raises : above };
};
const failing = (at: (bad: boolean, i: number) => MadeCall, given: Partial<IncidentData> = {}, bad = 40) =>
  findingsOf(errorOrigin, { spans: tracesOf({ good: 80, bad }, at), ...given });

test('failing requests go to the deepest origin, with its share of them and its words', () => {
  const found = failing((bad, i) => request(bad && i % 2 === 0 ? 'back' : 'none'));
  assert.deepEqual(shortly(found), ['service:back code_error/null_reference']);
  const one = only(found, 'service:back');
  assert.equal(one.coverage, 1);
  assert.ok(one.p > 0.8, String(one.p));
  const [evidence] = one.evidence;
  assert.deepEqual([evidence?.before, evidence?.after, evidence?.effect], [0, 0.5, 1]);
  assert.equal(evidence?.quote, `TypeError: ${message}`);
});

test('as many failures as in the normal time are none', () => {
  assert.deepEqual(
    failing((_, i) => request(i % 4 === 0 ? 'back' : 'none')),
    [],
  );
});

test('a single failure may be chance', () => {
  assert.deepEqual(
    failing((bad, i) => request(bad && i === 7 ? 'back' : 'none')),
    [],
  );
});

test('an origin of few of the failures covers and counts less', () => {
  const found = failing((bad, i) => request(!bad ? 'none' : i % 10 < 2 ? 'front' : 'back'));
  const [few, many] = [only(found, 'service:front'), only(found, 'service:back')];
  assert.ok(Math.abs((few.coverage ?? 0) - 0.2) < 1e-9 && Math.abs((many.coverage ?? 0) - 0.8) < 1e-9);
  assert.ok(few.p < 0.6 * many.p);
});

test('where most bad requests are slow and not failing, failures explain only their part', () => {
  const slow = (i: number): MadeCall => ({ ...request('none'), own: 900 + ripple(i) });
  const found = failing((bad, i) => (!bad ? request('none') : i % 5 === 0 ? request('back') : slow(i)));
  const one = only(found, 'service:back');
  assert.ok(Math.abs((one.coverage ?? 0) - 0.2) < 1e-9, String(one.coverage));
  assert.ok(
    one.p <
      0.6 *
        only(
          failing((bad) => request(bad ? 'back' : 'none')),
          'service:back',
        ).p,
  );
});

test('rows of a sample count by their weight', () => {
  const found = failing((bad, i) => ({
    ...request(bad && i % 2 === 0 ? 'back' : 'none'),
    given: { error: bad && i % 2 === 0, weight: bad && i % 2 === 0 ? 1 : 9 },
  }));
  const after = found[0]?.evidence[0]?.after ?? 0;
  assert.ok(Math.abs(after - 0.1) < 1e-9, String(after));
});

test('without a normal time many failures are still told', () => {
  const spans = tracesOf({ good: 0, bad: 40 }, (_, i) => request(i % 2 === 0 ? 'back' : 'none'));
  assert.deepEqual(shortly(findingsOf(errorOrigin, { spans }), 0.3), [
    'service:back code_error/null_reference',
  ]);
});

test('calls that fail while their request goes on tell less, and only when they fail more than before', () => {
  const swallowed = (share: number) =>
    failing((bad, i) => request((bad ? i % 10 < 8 : i % 10 < share) ? 'back' : 'none', false));
  const one = only(swallowed(0), 'service:back');
  assert.equal(one.coverage, null);
  const whole = only(
    failing((bad) => request(bad ? 'back' : 'none')),
    'service:back',
  );
  assert.ok(one.p > 0.15 && one.p < 0.7 * whole.p, String(one.p));
  assert.deepEqual(swallowed(8), []);
});

test('a consumer fails nobody’s request; that its queue fills up makes it matter', () => {
  const queue: ExplanationEntity = { kind: 'queue', name: 'orders' };
  const p = (depth: number): number => {
    const spans = tracesOf({ good: 60, bad: 40 }, (bad) => ({
      service: 'order',
      name: 'publish',
      kind: 'producer',
      given: { peer: queue },
      calls: [
        {
          service: 'mailer',
          name: 'process',
          kind: 'consumer',
          given: { peer: queue, ...(bad ? raises : {}) },
        },
      ],
    }));
    const lag = seriesOf(
      queue,
      'kafka.consumer_group.lag',
      '{message}',
      (bad, i) => (bad ? depth : 10) + ripple(i),
    );
    const target = { service: 'order', operation: '', symptom: 'unknown', thresholdMs: null } as const;
    return only(findingsOf(errorOrigin, { spans, series: [lag], target }), 'service:mailer code_error').p;
  };
  assert.ok(p(10_000) > 1.3 * p(10), `${p(10_000)} ${p(10)}`);
});

test('a silent party that its callers fail at is blamed, as one that may suffer from whom it calls', () => {
  const database: ExplanationEntity = { kind: 'database', name: 'db' };
  const found = failing((bad) => ({
    service: 'front',
    name: 'GET /',
    given: bad ? fails : {},
    calls: [silentCall('front', database, 5, bad ? { ...fails, statusMessage: 'ECONNREFUSED' } : {})],
  }));
  const one = only(found, 'database:db');
  assert.ok(one.p > 0.5 && one.p < 0.95);
});
