import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine } from './examine.ts';
import { emptyIncident, type IncidentData, type Resource } from './incident.ts';
import { score } from './scoring.ts';
import { testBaseline, testIncident } from './testing/context-of.ts';
import { ripple, seriesOf } from './testing/made-rows.ts';
import { smallShop } from './testing/small-shop.ts';
import { weights } from './weights.ts';

const pods = ['a-1', 'a-2', 'a-3', 'a-4'];
const resource = (service: string, pod: string): Resource => ({
  service,
  version: '',
  pod,
  node: '',
  instance: pod,
  attributes: {},
});

/** Four pods of one service, of which so many are at the limit of their processor. */
const withSick = (count: number): IncidentData => ({
  ...emptyIncident({}, testBaseline, testIncident),
  resources: Object.fromEntries(pods.map((pod) => [pod, resource('a', pod)])),
  series: pods.map((name, n) =>
    seriesOf({ kind: 'pod', name }, 'k8s.pod.cpu.utilization', '1', (bad, i) =>
      bad && n < count ? 0.97 : 0.2 + ripple(i) * 0.001,
    ),
  ),
});
const blamed = (data: IncidentData): string[] => [
  ...new Set(
    examine(data)
      .findings.filter(({ finding }) => finding.faultClass === 'cpu')
      .map(({ finding }) => `${finding.entity.kind}:${finding.entity.name}`),
  ),
];

test('one sick pod among many stays itself; what half of them show, the service shows', () => {
  assert.deepEqual(blamed(withSick(1)), ['pod:a-1']);
  assert.deepEqual(blamed(withSick(2)), ['service:a']);
  assert.deepEqual(blamed(withSick(4)), ['service:a']);
});

test('the only pod of a service is the service', () => {
  const data = withSick(1);
  assert.deepEqual(blamed({ ...data, resources: { r: resource('a', 'a-1') } }), ['service:a']);
});

test('only the detectors that were asked for are asked, and all findings have evidence', () => {
  const { findings } = examine(withSick(4), { detectors: ['saturation'] });
  assert.ok(findings.length > 0);
  for (const { detector, finding } of findings) {
    assert.equal(detector, 'saturation');
    assert.ok(finding.evidence.length > 0 && finding.p > 0.01);
  }
});

test('the ranking reads no rows: what it needs of them is in the examination', () => {
  for (const fault of ['slow-inventory', 'failing-inventory', 'surge'] as const) {
    const examination = examine(smallShop(fault));
    const { context } = examination;
    const expected = score(examination, weights);
    const spans = {
      ...context.spans,
      all: [],
      roots: [],
      byId: new Map(),
      byOperation: new Map(),
      badRoots: new Set<never>(),
    };
    const data = { ...context.data, spans: [], logs: [], series: [] };
    assert.deepEqual(score({ ...examination, context: { ...context, data, spans } }, weights), expected);
  }
});
