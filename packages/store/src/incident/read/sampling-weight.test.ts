import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weightOfLog, weightOfSpan } from './sampling-weight.ts';

test('a span says in many ways how many it stands for', () => {
  const of = (traceState: string, attributes: Record<string, string> = {}) =>
    weightOfSpan(traceState, attributes);
  // OpenTelemetry's specification: th:c rejects 12 of 16, th:0 nothing, th:fd70a4 99 %.
  assert.equal(of('ot=th:c'), 4);
  assert.equal(of('congo=t61rcWkgMzE,ot=rv:9b8233f7e3a151;th:8,x=1'), 2);
  assert.equal(of('ot=th:0'), 1);
  assert.ok(Math.abs((of('ot=th:fd70a4') ?? 0) - 100) < 0.01);
  assert.equal(of('ot=p:3;r:5'), 8);
  assert.equal(of('', { 'sampling.threshold': 'c' }), 4);
  assert.equal(of('', { SampleRate: '25' }), 25);
  assert.equal(of('', { 'sampler.type': 'probabilistic', 'sampler.param': '0.05' }), 20);
  assert.equal(of('', { 'sampler.type': 'const', 'sampler.param': '1' }), undefined);
  assert.equal(weightOfLog('8'), 2);
});

test('what makes no sense says nothing, and no weight is absurd', () => {
  for (const traceState of ['', 'ot=', 'ot=th:', 'ot=th:xyz', 'not=th:c', 'ot=th:ffffffffffffff0', 'ot=p:99'])
    assert.equal(weightOfSpan(traceState, {}), undefined, traceState);
  for (const rate of ['', 'NaN', '-4', '0', 'Infinity', '1e999'])
    assert.equal(weightOfSpan('', { SampleRate: rate }), undefined, rate);
  assert.equal(weightOfSpan('', { SampleRate: '1e300' }), 1_000_000);
  assert.equal(weightOfSpan('', { SampleRate: '0.5' }), 1);
  assert.equal(weightOfLog('nonsense'), 1);
});
