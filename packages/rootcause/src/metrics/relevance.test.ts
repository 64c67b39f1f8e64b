import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IncidentTarget, MetricSeries } from '../incident.ts';
import { contextOf } from '../testing/context-of.ts';
import { ripple, seriesOf, serviceOf } from '../testing/made-rows.ts';
import { relevance, support } from './relevance.ts';
import { shareOfSymptom } from './share-of-symptom.ts';
import { seriesShifts } from './shifts.ts';

const topology = [{ from: serviceOf('front'), to: serviceOf('back') }];
const contextWith = (series: MetricSeries[], target: Partial<IncidentTarget> = {}) =>
  contextOf({
    series,
    topology,
    target: { service: 'front', operation: '', symptom: 'unknown', thresholdMs: null, ...target },
  });

const rate = (service: string, perSecond: number) =>
  seriesOf(service, 'http_requests_total', '/s', (_, i) => perSecond + ripple(i) * 0.01, {
    aggregation: 'rate',
  });
const latency = (service: string, after: number, aggregation = 'avg') =>
  seriesOf(service, 'http.server.request.duration', 'ms', (bad, i) => (bad ? after : 100) + ripple(i) * 0.1, {
    aggregation,
  });
const level = (service: string, name: string, unit: string, before: number, after: number) =>
  seriesOf(service, name, unit, (bad) => (bad ? after : before));

const near = (found: number | null, expected: number): void =>
  assert.ok(found !== null && Math.abs(found - expected) < 0.02, `${found} is not ${expected}`);

test('time lost per second: slower by d at r requests a second, as share of the target’s', () => {
  const series = [rate('front', 10), latency('front', 300), rate('back', 5), latency('back', 300)];
  near(shareOfSymptom(contextWith(series), serviceOf('back'), 'latency'), 0.5);
  near(shareOfSymptom(contextWith(series), serviceOf('front'), 'latency'), 1);
});

test('more lost than the target lost is all of it; faster than usual is none', () => {
  const with_ = (after: number) =>
    shareOfSymptom(
      contextWith([rate('front', 10), latency('front', 300), rate('back', 100), latency('back', after)]),
      serviceOf('back'),
      'latency',
    );
  assert.equal(with_(300), 1);
  assert.equal(with_(50), 0);
});

test('what is missing, or cannot be compared, leaves the share unknown', () => {
  const whole = [rate('front', 10), latency('front', 300), rate('back', 5), latency('back', 300)];
  const share = (series: MetricSeries[], target: Partial<IncidentTarget> = {}) =>
    shareOfSymptom(contextWith(series, target), serviceOf('back'), 'latency');
  assert.ok(share(whole) !== null);
  for (let i = 0; i < whole.length; i++)
    assert.equal(share(whole.filter((_, j) => j !== i)), null, String(i));
  assert.equal(share(whole, { service: '' }), null);
  assert.equal(share([whole[0]!, latency('front', 100), whole[2]!, whole[3]!]), null);
  assert.equal(share([whole[0]!, whole[1]!, whole[2]!, { ...whole[3]!, unit: 's' }]), null);
  assert.equal(share([whole[0]!, latency('front', 300, 'p99'), whole[2]!, whole[3]!]), null);
});

test('failed requests per second: of shares, of percent, of availability and of rates the same', () => {
  const forms: [name: string, unit: string, before: number, after: number, aggregation: string][] = [
    ['http.errors', '1', 0.01, 0.11, 'avg'],
    ['http.errors', '%', 1, 11, 'avg'],
    ['availability', '1', 0.99, 0.89, 'avg'],
    ['availability', '%', 99, 89, 'avg'],
    ['http_errors_total', '/s', 0.05, 0.55, 'rate'],
  ];
  for (const [name, unit, before, after, aggregation] of forms) {
    const series = [
      rate('front', 10),
      level('front', 'http.errors', '1', 0, 0.1),
      rate('back', 5),
      { ...level('back', name, unit, before, after), aggregation },
    ];
    const share = shareOfSymptom(contextWith(series), serviceOf('back'), 'errors');
    assert.ok(share !== null && Math.abs(share - 0.5) < 0.02, `${name} in ${unit}: ${share}`);
  }
});

test('few points say less, before as well as now', () => {
  const of = (baseline: number, incident: number) =>
    support({ baseline: new Float64Array(baseline), incident: new Float64Array(incident) } as Parameters<
      typeof support
    >[0]);
  assert.ok(of(40, 1) < of(40, 2) && of(40, 2) < of(40, 20));
  assert.ok(of(3, 20) < of(10, 20) && of(10, 20) < of(100, 20));
  assert.ok(of(1000, 1000) > 0.95 && of(1000, 1000) <= 1);
});

const factorOf = (series: MetricSeries[], name: string, target: Partial<IncidentTarget> = {}) => {
  const context = contextWith(series, target);
  const shift = seriesShifts(context).find((s) => s.series.entity.name === 'back' && s.series.name === name)!;
  return relevance(context, shift);
};

test('a party whose loss explains little of the target’s counts less; half of it is enough', () => {
  const series = (perSecond: number) => [
    rate('front', 10),
    latency('front', 300),
    rate('back', perSecond),
    latency('back', 300),
  ];
  const name = 'http.server.request.duration';
  const [little, half, all] = [0.5, 5, 10].map((r) => factorOf(series(r), name));
  near(little!.coverage, 0.05);
  assert.ok(little!.factor < 0.5);
  near(half!.factor, 1);
  near(all!.factor, 1);
});

test('figures of the other symptom say less; those of neither are not judged by it', () => {
  const series = [latency('back', 300), level('back', 'process.cpu.utilization', '1', 0.2, 0.9)];
  const name = 'http.server.request.duration';
  assert.equal(factorOf(series, name).factor, 1);
  assert.equal(factorOf(series, name, { symptom: 'latency' }).factor, 1);
  assert.ok(factorOf(series, name, { symptom: 'errors' }).factor < 1);
  assert.deepEqual(factorOf(series, 'process.cpu.utilization', { symptom: 'errors' }), {
    factor: 1,
    coverage: null,
  });
});
