import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationChange, ExplanationEntity } from '@nightglass/model';
import fc from 'fast-check';
import type { IncidentData } from './incident.ts';
import { score } from './scoring.ts';
import { testIncident } from './testing/context-of.ts';
import { examinationOf, type MadeFinding, targetOf } from './testing/examination-of.ts';
import { callTo, type MadeCall, ripple, seriesOf, serviceOf, tracesOf } from './testing/made-rows.ts';
import { weights } from './weights.ts';

const [front, back, other] = ['front', 'back', 'other'].map(serviceOf) as [
  ExplanationEntity,
  ExplanationEntity,
  ExplanationEntity,
];
const topology = [{ from: front, to: back }];
const asked: Partial<IncidentData> = { topology, target: targetOf('front') };

const scored = (findings: readonly MadeFinding[], given: Partial<IncidentData> = asked) =>
  score(examinationOf(given, findings), weights);
const scoreOf = (
  findings: readonly MadeFinding[],
  name: string,
  given: Partial<IncidentData> = asked,
): number => scored(findings, given).find(({ entity }) => entity.name === name)?.score ?? 0;

const cpu: MadeFinding = { entity: back, faultClass: 'cpu', p: 0.8 };

test('one finding scores its weight times its probability', () => {
  assert.ok(Math.abs(scoreOf([cpu], 'back') - weights.metric_shift * 0.8) < 1e-9);
});

test('other detectors add to it, the same detector only with its strongest', () => {
  const again = [cpu, { ...cpu, p: 0.5 }];
  assert.equal(scoreOf(again, 'back'), scoreOf([cpu], 'back'));
  const more: MadeFinding = { ...cpu, by: 'saturation', independent: true, p: 0.5 };
  const both = 1 - (1 - weights.metric_shift * 0.8) * (1 - weights.saturation * 0.5);
  assert.ok(Math.abs(scoreOf([cpu, more], 'back') - both) < 1e-9);
});

test('findings in any order give the same ranks, and a likelier one never lowers its own hypothesis', () => {
  const list: MadeFinding[] = [
    cpu,
    { entity: back, faultClass: 'unknown', p: 0.7, inherits: true, by: 'residual' },
    { entity: front, faultClass: 'unknown', p: 0.9, inherits: true },
    { entity: front, faultClass: 'code_error', p: 0.4, by: 'error_origin' },
    { entity: other, faultClass: 'memory', p: 0.4, by: 'saturation', independent: true },
  ];
  const shape = (findings: readonly MadeFinding[]) =>
    JSON.stringify(scored(findings).map((h) => [h.key, h.score]));
  const expected = shape(list);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.shuffledSubarray(list, { minLength: list.length }), share, share, (mixed, a, b) => {
      assert.equal(shape(mixed), expected);
      const p = (value: number) => scoreOf([{ ...cpu, p: value }, ...list.slice(2)], 'back');
      assert.ok(p(Math.min(a, b)) <= p(Math.max(a, b)) + 1e-12);
    }),
    { numRuns: 30 },
  );
});

test('a sick callee takes from its caller what the caller inherits, and only that', () => {
  const symptom: MadeFinding = { entity: front, faultClass: 'unknown', p: 0.9, inherits: true };
  const alone = scoreOf([symptom], 'front');
  const hypotheses = scored([symptom, cpu]);
  const caller = hypotheses.find(({ entity }) => entity === front);
  assert.ok((caller?.score ?? 1) < 0.8 * alone);
  assert.equal(hypotheses[0]?.entity.name, 'back');
  assert.equal(caller?.findings[0]?.explainedBy?.key, 'service:back');
  assert.equal(scoreOf([{ ...symptom, inherits: false }, cpu], 'front'), alone);
  const lone = [
    { ...symptom, entity: back },
    { ...cpu, entity: front },
  ];
  assert.equal(scoreOf(lone, 'back'), alone);
});

test('trouble two steps down explains as well, less so', () => {
  const deep: Partial<IncidentData> = {
    ...asked,
    topology: [...topology, { from: back, to: other }],
  };
  const symptom: MadeFinding = { entity: front, faultClass: 'unknown', p: 0.9, inherits: true };
  const far = scoreOf([symptom, { ...cpu, entity: other }], 'front', deep);
  assert.ok(far < scoreOf([symptom], 'front', deep));
  assert.ok(far > scoreOf([symptom, cpu], 'front', deep));
});

test('what stands where it stands is not explained away by trouble below', () => {
  const limit: MadeFinding = {
    entity: front,
    faultClass: 'disk',
    p: 0.9,
    by: 'saturation',
    independent: true,
  };
  assert.equal(scoreOf([limit, cpu], 'front'), scoreOf([limit], 'front'));
});

test('what began well after the symptom counts less; at once, before, or unknown it does not', () => {
  const from = (onsetMs: number | null) => scored([{ ...cpu, onsetMs }])[0];
  const whole = from(null)?.score ?? 0;
  assert.equal(from(testIncident.startMs + 5000)?.score, whole);
  assert.equal(from(testIncident.startMs - 300_000)?.score, whole);
  const late = from(testIncident.startMs + 120_000);
  assert.ok(Math.abs((late?.score ?? 0) - whole * weights.late) < 1e-9);
  assert.equal(late?.findings[0]?.late, true);
});

test('a party that the target does not depend on counts less, unless it proves itself or no calls are known', () => {
  const far: MadeFinding = { ...cpu, entity: other };
  assert.ok(Math.abs(scoreOf([far], 'other') - weights.unreachable * scoreOf([cpu], 'back')) < 1e-9);
  assert.equal(scored([far])[0]?.reachable, false);
  assert.equal(scoreOf([far], 'other', { target: targetOf('front') }), scoreOf([cpu], 'back'));
  const proved: MadeFinding = { ...far, by: 'saturation', independent: true };
  assert.equal(scoreOf([proved], 'other'), scoreOf([{ ...proved, entity: back }], 'back'));
});

/** front -> back; stranger -> other. */
const apart: Partial<IncidentData> = {
  ...asked,
  topology: [...topology, { from: serviceOf('stranger'), to: other }],
};

test('a limit that is reached at a party whose known callers do not lead to the target counts less', () => {
  const limit: MadeFinding = { ...cpu, entity: other, by: 'saturation', independent: true };
  const near = scoreOf([{ ...limit, entity: back }], 'back', apart);
  assert.ok(Math.abs(scoreOf([limit], 'other', apart) - weights.unreachable * near) < 1e-9);
  // Of its pod, those of the service; of a machine, whom else it carries is not known.
  const on = (pods: string[]): Partial<IncidentData> => ({
    ...apart,
    resources: Object.fromEntries(
      pods.map((pod) => [
        pod,
        { service: 'other', version: '', pod, node: 'n1', instance: pod, attributes: {} },
      ]),
    ),
  });
  const ofPod: MadeFinding = { ...limit, entity: { kind: 'pod', name: 'other-1' } };
  const pods = on(['other-1', 'other-2']);
  assert.ok(Math.abs(scoreOf([ofPod], 'other-1', pods) - weights.unreachable * near) < 1e-9);
  const ofNode: MadeFinding = { ...limit, entity: { kind: 'node', name: 'n1' } };
  assert.equal(scoreOf([ofNode], 'n1', on(['other-1'])), near);
});

test('a limit that is reached at a caller of the target counts in full, whoever calls that one', () => {
  const limit: MadeFinding = { ...cpu, entity: other, by: 'saturation', independent: true };
  const calls = { ...apart, topology: [...apart.topology!, { from: other, to: front }] };
  assert.equal(scoreOf([limit], 'other', calls), scoreOf([{ ...limit, entity: back }], 'back', calls));
});

const surge: MadeFinding = { entity: front, faultClass: 'traffic_surge', p: 0.9, by: 'traffic' };
const load = (ratio: number): Partial<IncidentData> => ({
  ...asked,
  series: [seriesOf('back', 'http_requests_total', '/s', (bad, i) => (bad ? 100 * ratio : 100) + ripple(i))],
});

test('a surge takes from those it reaches what load brings about by itself', () => {
  assert.ok(scoreOf([cpu, surge], 'back', load(3)) < 0.5 * scoreOf([cpu], 'back', load(3)));
  assert.equal(scoreOf([cpu, surge], 'back', load(1)), scoreOf([cpu], 'back', load(1)));
  const panic: MadeFinding = { ...cpu, faultClass: 'go_panic' };
  assert.equal(scoreOf([panic, surge], 'back', load(3)), scoreOf([panic], 'back', load(3)));
});

test('who calls more than usual takes from those it calls, not from itself', () => {
  const storm: MadeFinding = { entity: front, faultClass: 'retry_storm', p: 0.9, by: 'retry' };
  assert.ok(scoreOf([cpu, storm], 'back', load(3)) < scoreOf([cpu], 'back', load(3)));
  assert.equal(scoreOf([storm, cpu], 'front', load(3)), scoreOf([storm], 'front', load(3)));
});

test('that a party is sick makes an explanation of it likelier, a weak one little, a surge not at all', () => {
  const sick: MadeFinding = { entity: back, faultClass: 'unknown', p: 0.5, by: 'residual' };
  const of = (p: number, faultClass: MadeFinding['faultClass'] = 'cpu') => {
    const find = (list: MadeFinding[]) => scored(list).find((h) => h.faultClass === faultClass)?.score ?? 0;
    return find([{ ...cpu, faultClass, p }, sick]) - find([{ ...cpu, faultClass, p }]);
  };
  assert.ok(of(0.7) > of(0.05) && of(0.05) >= 0 && of(0.7) > 0.02);
  assert.equal(of(0.7, 'traffic_surge'), 0);
});

test('a near explanation goes before "it is sick", a far one does not; the party keeps its score', () => {
  const sick: MadeFinding = { entity: back, faultClass: 'unknown', p: 1, by: 'self_time' };
  const near = scored([sick, { ...cpu, p: 0.75 }]);
  assert.equal(near[0]?.faultClass, 'cpu');
  const far = scored([sick, { ...cpu, p: 0.1 }]);
  assert.equal(far[0]?.faultClass, 'unknown');
  assert.ok((near[0]?.score ?? 0) >= weights.self_time - 1e-9);
});

test('what goes on inside a process goes before what anybody measures of it outside, when it is about as likely', () => {
  const busy: MadeFinding = { entity: back, faultClass: 'cpu', p: 1, by: 'metric_shift' };
  const loop = (p: number): MadeFinding => ({ entity: back, faultClass: 'event_loop', p, by: 'go_runtime' });
  assert.equal(scored([busy, loop(0.9)])[0]?.faultClass, 'event_loop');
  assert.equal(scored([busy, loop(0.3)])[0]?.faultClass, 'cpu');
});

test('states of a cluster and changes are told apart, details of one fault are not', () => {
  const change = (id: string): ExplanationChange => ({
    id,
    kind: 'deploy',
    timeMs: 0,
    service: 'back',
    summary: '',
  });
  const count = (findings: MadeFinding[]) => scored(findings).length;
  const state: MadeFinding = { entity: back, faultClass: 'kubernetes', p: 0.9, by: 'kubernetes' };
  assert.equal(
    count([
      { ...state, detail: 'oom_killed' },
      { ...state, detail: 'image_pull' },
    ]),
    2,
  );
  assert.equal(count([{ ...cpu, detail: 'saturated' }, cpu]), 1);
  assert.equal(scored([cpu, { ...cpu, detail: 'saturated', p: 0.1 }])[0]?.detail, 'saturated');
  const changed: MadeFinding = { entity: back, faultClass: 'change', p: 0.9, by: 'change' };
  assert.equal(
    count([
      { ...changed, change: change('a') },
      { ...changed, change: change('b') },
    ]),
    2,
  );
});

/** Requests of which `slower` is what became slow in the incident, and what is handed to a queue on the way. */
const queue: ExplanationEntity = { kind: 'queue', name: 'mails' };
const traced = (slower: 'front' | 'back'): Partial<IncidentData> => ({
  target: targetOf('front'),
  spans: tracesOf(
    { good: 60, bad: 40 },
    (bad, i): MadeCall => ({
      service: 'front',
      name: 'GET /',
      own: (bad && slower === 'front' ? 500 : 10) + ripple(i),
      calls: [
        callTo('front', {
          service: 'back',
          name: 'POST',
          own: (bad && slower === 'back' ? 500 : 10) + ripple(i),
        }),
        { service: 'front', name: 'publish', kind: 'producer', own: 2, given: { peer: queue } },
      ],
    }),
  ),
});

test('that work is taken up late makes likelier what keeps its reader from it, and the other way round', () => {
  const pair = (one: MadeFinding['faultClass'], beside: MadeFinding['faultClass']) => {
    const found = (list: MadeFinding[]) => scored(list).find((h) => h.faultClass === one)?.score ?? 0;
    const own: MadeFinding = { entity: back, faultClass: one, p: 0.7 };
    return found([own, { entity: back, faultClass: beside, p: 0.5, by: 'self_time' }]) - found([own]);
  };
  assert.ok(pair('cpu', 'queue_lag') > 0.02);
  assert.ok(pair('queue_lag', 'slow_code') > 0.02);
  assert.equal(pair('disk', 'queue_lag'), 0);
});

test('traces tell whose the bad requests are: a party with no part in them counts less', () => {
  assert.ok(scoreOf([cpu], 'back', traced('front')) < 0.7 * scoreOf([cpu], 'back', traced('back')));
  assert.ok(Math.abs(scoreOf([cpu], 'back', traced('back')) - scoreOf([cpu], 'back')) < 1e-9);
});

test('nobody waits for a queue that takes what it is given at once', () => {
  const full: MadeFinding = { entity: queue, faultClass: 'queue_lag', p: 0.9 };
  const waited = scoreOf([full], 'mails', {
    topology: [{ from: front, to: queue }],
    target: targetOf('front'),
  });
  assert.ok(scoreOf([full], 'mails', traced('back')) < 0.7 * waited);
});

test('the strongest coverage and the earliest onset of its own findings are the hypothesis’s', () => {
  const [first] = scored([
    { ...cpu, coverage: 0.2, onsetMs: testIncident.startMs + 2000 },
    { ...cpu, by: 'self_time', coverage: 0.7, onsetMs: testIncident.startMs + 1000 },
  ]);
  assert.deepEqual([first?.coverage, first?.onsetMs], [0.7, testIncident.startMs + 1000]);
});
