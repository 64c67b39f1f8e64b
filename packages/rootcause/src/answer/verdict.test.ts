import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hypothesis } from '@nightglass/model';
import { type AlertRow, emptyIncident, type IncidentData } from '../incident.ts';
import { contextOf, logRow, testBaseline, testIncident } from '../testing/context-of.ts';
import { examinationOf, targetOf } from '../testing/examination-of.ts';
import {
  callTo,
  type MadeCall,
  ripple,
  seriesOf,
  serviceOf,
  silentCall,
  tracesOf,
} from '../testing/made-rows.ts';
import { notSeen } from './not-seen.ts';
import { timeline } from './timeline.ts';
import { type Ranked, verdictOf } from './verdict.ts';

const request = (own: number): MadeCall => ({ service: 'front', name: 'GET /', own });
const usual = tracesOf({ good: 60, bad: 40 }, (_, i) => request(50 + ripple(i)));
const slow = tracesOf({ good: 60, bad: 40 }, (bad, i) => request((bad ? 500 : 50) + ripple(i)));

const ranked = (entityKey: string, score: number, confidence = score): Ranked => ({
  entityKey,
  score,
  confidence,
  title: { en: `${entityKey} is at fault.`, zh: `${entityKey} 有故障。` },
});
const verdict = (list: readonly Ranked[], given: Partial<IncidentData> = { spans: slow }) =>
  verdictOf(examinationOf({ target: targetOf('front'), ...given }), list);

test('a cause that is likely enough is named, with how sure it is', () => {
  const { verdict: v, summary } = verdict([ranked('a', 0.81), ranked('b', 0.4)]);
  assert.equal(v, 'diagnosed');
  assert.equal(summary.en, 'a is at fault (confidence 81 %).');
});

test('two parties that are as likely are both named; two faults of one party are one answer', () => {
  const { verdict: v, summary } = verdict([ranked('a', 0.81), ranked('b', 0.81)]);
  assert.equal(v, 'ambiguous');
  assert.match(summary.en, /a is at fault; or b is at fault\.$/);
  assert.equal(verdict([ranked('a', 0.81), ranked('a', 0.81), ranked('b', 0.5)]).verdict, 'diagnosed');
  assert.equal(verdict([ranked('a', 0.5), ranked('b', 0.5, 0.2)]).verdict, 'diagnosed');
});

test('nothing likely enough: unwell without a reason, or nothing unusual', () => {
  const unwell = verdict([ranked('a', 0.2)]);
  assert.equal(unwell.verdict, 'no_cause_in_telemetry');
  assert.match(unwell.summary.en, /front is unwell/);
  assert.match(verdict([], { spans: usual }).summary.en, /Nothing unusual was found in front/);
  assert.match(verdict([], { spans: usual, target: targetOf('') }).summary.en, /in the system/);
});

test('almost no rows, or no normal time, is not enough to say that nothing is wrong', () => {
  assert.equal(verdict([], {}).verdict, 'insufficient_data');
  const onlyNow = slow.filter((s) => s.startMs >= testIncident.startMs);
  assert.match(verdict([], { spans: onlyNow }).summary.en, /no normal time/);
  assert.equal(
    verdict([], { spans: onlyNow, series: [seriesOf('front', 'cpu', '1', () => 1)] }).verdict,
    'no_cause_in_telemetry',
  );
});

test('a normal time that was recorded afterwards is one', () => {
  const baseline = { startMs: 2_000_000, endMs: 2_600_000 };
  const spans = tracesOf({ good: 60, bad: 40 }, (_, i) => request(50 + ripple(i)), {
    baseline,
    incident: testIncident,
  });
  assert.equal(verdict([], { spans, baseline }).verdict, 'no_cause_in_telemetry');
  const logs = Array.from({ length: 40 }, (_, i) =>
    logRow(i < 20 ? 700_000 + i : 2_100_000 + i, 'front', 'x'),
  );
  assert.equal(verdict([], { logs, baseline }).verdict, 'no_cause_in_telemetry');
});

const kindsOf = (given: Partial<IncidentData>): string[] =>
  notSeen(examinationOf(given)).map(({ kind, entity }) =>
    entity === null ? kind : `${kind} ${entity.name}`,
  );

test('what is missing is told, what is there is not', () => {
  assert.deepEqual(kindsOf({}), ['no_traces', 'no_logs', 'no_metrics', 'no_changes', 'no_kubernetes']);
  const whole: Partial<IncidentData> = {
    spans: usual,
    logs: [logRow(1, 'front', 'x')],
    series: [seriesOf('front', 'cpu', '1', () => 1)],
    changes: [
      {
        id: 'c',
        kind: 'deploy',
        timeMs: 1,
        service: 'front',
        summary: '',
        version: '',
        author: '',
        diff: '',
        files: [],
        deployedMs: null,
      },
    ],
    kubernetes: { objects: [], events: [], checks: [] },
  };
  assert.deepEqual(kindsOf(whole), []);
  assert.deepEqual(
    kindsOf({
      ...whole,
      coverage: { sampledShare: 0.1, droppedRecords: 3, truncated: ['spans', 'logs'] },
      baseline: { startMs: 500_000, endMs: 600_000 },
    }),
    ['sampled', 'dropped', 'budget', 'budget', 'short_baseline'],
  );
});

test('parties that are only called are blind spots; those that send anything are not', () => {
  const spans = tracesOf({ good: 20, bad: 20 }, () => ({
    ...request(5),
    calls: [
      silentCall('front', { kind: 'database', name: 'db' }, 5),
      callTo('front', { service: 'back', name: 'x' }),
    ],
  }));
  const blind = (given: Partial<IncidentData>) =>
    kindsOf({ spans, ...given }).filter((kind) => kind.startsWith('blind'));
  assert.deepEqual(blind({}), ['blind_service db']);
  const series = [seriesOf({ kind: 'database', name: 'db' }, 'cpu', '1', () => 1)];
  assert.deepEqual(blind({ series }), []);
});

test('calls that begin before their callers tell of clocks that differ; a millisecond does not', () => {
  const skewed = (ms: number) =>
    kindsOf({
      spans: tracesOf({ good: 20, bad: 20 }, () => ({
        ...request(50),
        calls: [callTo('front', { service: 'back', name: 'x' })],
      })).map((s) => (s.service === 'back' ? { ...s, startMs: s.startMs - ms } : s)),
    }).includes('clock_skew');
  assert.equal(skewed(1), false);
  assert.equal(skewed(500), true);
});

const alertAt = (startMs: number, name = 'A'): AlertRow => ({
  name,
  entity: serviceOf('front'),
  startMs,
  severity: '',
  text: '',
  firing: true,
});
const suspect = { onsetMs: testIncident.startMs + 5000, entity: serviceOf('front'), supports: ['e1'] };
const lines = (given: Partial<IncidentData>, hypotheses: Partial<Hypothesis>[] = []) =>
  timeline(
    examinationOf({ target: targetOf('front'), spans: slow, ...given }),
    hypotheses.map((h) => ({ ...suspect, title: { en: 'Suspect.', zh: '嫌疑。' }, ...h }) as Hypothesis),
  );

test('what happened stands in order of time; what is far off, quiet or only committed is left out', () => {
  const { startMs } = testIncident;
  const alerts = [
    alertAt(startMs + 60_000),
    alertAt(startMs - 3_700_000, 'old'),
    { ...alertAt(startMs, 'quiet'), firing: false },
  ];
  const entries = lines({ alerts }, [{}]);
  assert.deepEqual(
    entries.map(({ kind, text }) => [kind, text.en]),
    [
      ['onset', 'The trouble begins.'],
      ['metric', 'Suspect.'],
      ['alert', 'Alert A fires.'],
    ],
  );
  assert.deepEqual(
    lines({ spans: usual }).map(({ kind }) => kind),
    [],
  );
});

test('a storm of alerts does not push the onset out', () => {
  const storm = (from: number) => Array.from({ length: 300 }, (_, i) => alertAt(from + i * 100, `A${i}`));
  for (const from of [testIncident.startMs - 600_000, testIncident.startMs + 60_000]) {
    const entries = lines({ alerts: storm(from) }, [{}]);
    assert.equal(entries.length, 40);
    assert.ok(entries.some(({ kind }) => kind === 'onset') && entries.some(({ kind }) => kind === 'metric'));
    assert.deepEqual(
      entries,
      entries.toSorted((a, b) => a.timeMs - b.timeMs),
    );
  }
});

test('an onset that was not found is told as the time that was asked about', () => {
  const examination = { ...examinationOf({ spans: slow, target: targetOf('front') }), foundOnsetMs: null };
  assert.match(timeline(examination, [])[0]?.text.en ?? '', /asked about/);
});

test('an empty incident has an answer as well', () => {
  const examination = examinationOf(emptyIncident({}, testBaseline, testIncident));
  assert.equal(verdictOf(examination, []).verdict, 'insufficient_data');
  assert.deepEqual(timeline(examination, []), []);
  assert.ok(notSeen(examination).length > 0);
  assert.deepEqual(contextOf({}).graph.nodes, []);
});
