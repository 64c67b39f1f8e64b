import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { IncidentData } from '../incident.ts';
import { score } from '../scoring.ts';
import { examinationOf, type MadeFinding, targetOf } from '../testing/examination-of.ts';
import { messagesOf } from '../testing/made-messages.ts';
import { ripple, seriesOf, serviceOf, silentCall } from '../testing/made-rows.ts';
import { weights } from '../weights.ts';

const queue: ExplanationEntity = { kind: 'queue', name: 'mails' };
const database: ExplanationEntity = { kind: 'database', name: 'db' };
const partner: ExplanationEntity = { kind: 'external', name: 'partner.example' };
const [front, back, order, mailer] = ['front', 'back', 'order', 'mailer'].map(serviceOf) as [
  ExplanationEntity,
  ExplanationEntity,
  ExplanationEntity,
  ExplanationEntity,
];

/** order writes to the queue, mailer empties it and calls the database; nothing is slow. */
const handedOver: Partial<IncidentData> = {
  target: targetOf('order'),
  spans: messagesOf(queue, {
    bad: 30,
    wait: (_bad, i) => 20 + ripple(i),
    calls: [silentCall('mailer', database, 5)],
  }),
};
const scoreOf = (
  findings: readonly MadeFinding[],
  { entity: { name }, faultClass }: { entity: ExplanationEntity; faultClass: FaultClass },
  given: Partial<IncidentData> = handedOver,
): number =>
  score(examinationOf(given, findings), weights).find(
    (h) => h.entity.name === name && h.faultClass === faultClass,
  )?.score ?? 0;
/** What is left of the first finding beside the others, 0 to 1. */
const left = (
  one: MadeFinding,
  others: readonly MadeFinding[],
  given: Partial<IncidentData> = handedOver,
): number => scoreOf([one, ...others], one, given) / scoreOf([one], one, given);

const sick = (entity: ExplanationEntity): MadeFinding => ({
  entity,
  faultClass: 'slow_code',
  p: 0.9,
  inherits: true,
});
const backlog: MadeFinding = { entity: queue, faultClass: 'queue_lag', p: 0.9, inherits: true };
const busy = (entity: ExplanationEntity): MadeFinding => ({ entity, faultClass: 'cpu', p: 0.9 });

test('a slow reader is not excused by the backlog that it leaves, nor by time-outs and figures of the queue', () => {
  assert.equal(left(sick(mailer), [backlog]), 1);
  assert.equal(left(sick(mailer), [{ ...backlog, faultClass: 'unknown' }]), 1);
  assert.equal(left(sick(mailer), [{ ...backlog, faultClass: 'dependency_down', detail: 'timeout' }]), 1);
});

test('a queue that has trouble of its own excuses its reader', () => {
  assert.ok(left(sick(mailer), [{ ...backlog, faultClass: 'disk' }]) < 0.7);
  assert.ok(left(sick(mailer), [{ ...backlog, faultClass: 'dependency_down', detail: '' }]) < 0.7);
});

test('a slow reader is not excused by who writes, whatever is wrong there', () => {
  assert.equal(left(sick(mailer), [busy(order)]), 1);
});

test('a slow reader is excused by whom it calls', () => {
  assert.ok(left(sick(mailer), [busy(database)]) < 0.7);
});

test('a backlog is excused by who should empty the queue, and by whom that one waits for', () => {
  const [near, far] = [left(backlog, [busy(mailer)]), left(backlog, [busy(database)])];
  assert.ok(near < 0.7, String(near));
  assert.ok(far > near && far < 0.8, String(far));
  assert.equal(left(backlog, [busy(order)]), 1);
});

test('who waits to hand over is excused by the backlog', () => {
  assert.ok(left(sick(order), [backlog]) < 0.7);
});

const called: Partial<IncidentData> = {
  target: targetOf('front'),
  topology: [
    { from: front, to: back },
    { from: back, to: database },
  ],
};
const load = (ratio: number): Partial<IncidentData> => ({
  ...called,
  series: [seriesOf('back', 'http_requests_total', '/s', (bad, i) => (bad ? 100 * ratio : 100) + ripple(i))],
});
const surge: MadeFinding = { entity: front, faultClass: 'traffic_surge', p: 0.9, by: 'traffic' };

test('a callee that is only overloaded is no excuse for its callers: load is taken off first', () => {
  const late: MadeFinding = { ...sick(front), faultClass: 'unknown' };
  const [calm, flooded] = [1, 4].map((ratio) => {
    const given = load(ratio);
    return scoreOf([late, busy(back), surge], late, given) / scoreOf([late, surge], late, given);
  });
  assert.ok(calm! < 0.7, String(calm));
  assert.ok(flooded! > 0.8, String(flooded));
});

test('a surge reaches callees of which no load is known, and nobody whom it does not flow to', () => {
  const stranger = serviceOf('stranger');
  const given: Partial<IncidentData> = {
    ...called,
    topology: [...called.topology!, { from: stranger, to: serviceOf('elsewhere') }],
  };
  assert.ok(left(busy(back), [surge], given) < 0.5);
  assert.ok(left(busy(database), [surge], given) < 0.5);
  assert.equal(left(busy(stranger), [surge], given), 1);
  // What load does not bring about stays.
  assert.equal(left({ ...busy(back), faultClass: 'go_panic' }, [surge], given), 1);
});

test('a callee whose load is known to be as usual is not reached by the surge', () => {
  assert.equal(left(busy(back), [surge], load(1)), 1);
});

test('a doubtful surge reaches nobody whose load is unknown', () => {
  assert.equal(left(busy(back), [{ ...surge, p: 0.3 }], called), 1);
});

test('a surge does not flow from a reader back to its queue or to who writes', () => {
  const atReader: MadeFinding = { ...surge, entity: mailer };
  const given: Partial<IncidentData> = { ...handedOver, spans: handedOver.spans!.slice(0, 12) };
  assert.equal(left(busy(order), [atReader], given), 1);
  assert.ok(left(busy(database), [atReader], given) < 0.5);
});

const gateway = (backCalls: boolean): Partial<IncidentData> => ({
  target: targetOf('front'),
  topology: [
    { from: front, to: back },
    { from: front, to: partner },
    ...(backCalls ? [{ from: back, to: partner }] : []),
  ],
});

test('what may stand behind a silent party excuses it; who calls that party does not stand behind it', () => {
  const silent: MadeFinding = { entity: partner, faultClass: 'dependency_down', p: 0.9, inherits: true };
  assert.ok(left(silent, [busy(back)], gateway(false)) < 0.7);
  assert.equal(left(silent, [busy(back)], gateway(true)), 1);
});

test('what one load explains is one observation, however many detectors see it', () => {
  const seen = (by: MadeFinding['by'], p: number): MadeFinding => ({ ...busy(back), by, p });
  const p = (findings: MadeFinding[], ratio: number): number =>
    scoreOf([...findings, surge], busy(back), load(ratio));
  const [one, two] = [seen('metric_shift', 0.9), seen('saturation', 0.8)];
  assert.equal(p([one, two], 4), p([one], 4));
  assert.ok(p([one, two], 1) > p([one], 1));
});
