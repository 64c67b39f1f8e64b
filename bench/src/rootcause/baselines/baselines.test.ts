import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyIncident, type MetricSeries, type SpanRow } from '@nightglass/rootcause';
import { largestZScore, robustScorer } from './baselines.ts';

const empty = emptyIncident({}, { startMs: 0, endMs: 60_000 }, { startMs: 60_000, endMs: 120_000 });

/** One point each six seconds, ten before and ten during. */
const series = (name: string, values: number[]): MetricSeries => ({
  entity: { kind: 'service', name },
  name: 'cpu',
  unit: '',
  aggregation: '',
  labels: {},
  timesMs: values.map((_, i) => i * 6000),
  values,
});

const before = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

test('the robust scorer is the largest distance from the median in quartile ranges', () => {
  const during = [5, 5, 19, Number.NaN, 5, 5, 5, 5, 5, 5];
  const [score] = robustScorer({ ...empty, series: [series('carts', [...before, ...during])] });
  // median 5.5, quartiles 3.25 and 7.75
  assert.deepEqual(score, { entity: { kind: 'service', name: 'carts' }, score: (19 - 5.5) / 4.5 });
});

test('a figure that never moved before has a range of one', () => {
  const data = { ...empty, series: [series('carts', [...before.map(() => 4), 4, 4, 4, 7])] };
  assert.equal(robustScorer(data)[0]?.score, 3);
  assert.equal(largestZScore(data)[0]?.score, 3);
});

test('the largest z-score is in standard deviations from the mean', () => {
  const [score] = largestZScore({ ...empty, series: [series('carts', [...before, 20])] });
  assert.ok(Math.abs((score?.score ?? 0) - (20 - 5.5) / Math.sqrt(8.25)) < 1e-9);
});

test('series with nothing on one side are left out, points outside both windows do not count', () => {
  const late = { ...series('carts', [1, 99]), timesMs: [0, 500_000] };
  assert.deepEqual(robustScorer({ ...empty, series: [late, series('orders', before)] }), []);
});

test('spans give the mean duration and the errors of each service', () => {
  const span = (service: string, startMs: number, durationMs: number, error: boolean): SpanRow => ({
    traceId: '',
    spanId: '',
    parentId: '',
    service,
    name: '',
    kind: 'server',
    startMs,
    durationMs,
    error,
    statusMessage: '',
    weight: 1,
    resource: '',
    peer: null,
    attributes: {},
    exceptions: [],
  });
  const spans = [0, 20_000, 40_000, 61_000].flatMap((startMs) => [
    span('carts', startMs, startMs < 60_000 ? 10 : 25, false),
    span('carts', startMs, startMs < 60_000 ? 10 : 35, startMs > 60_000),
    span('orders', startMs, 7, false),
  ]);
  const scores = robustScorer({ ...empty, spans });
  const of = (name: string): number[] =>
    scores.filter(({ entity }) => entity.name === name).map(({ score }) => score);
  assert.deepEqual(of('carts'), [20, 1]);
  assert.deepEqual(of('orders'), [0, 0]);
});
