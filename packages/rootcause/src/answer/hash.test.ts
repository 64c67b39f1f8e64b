import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyIncident, type IncidentData } from '../incident.ts';
import { logRow, spanRow, testBaseline, testIncident } from '../testing/context-of.ts';
import { seriesOf } from '../testing/made-rows.ts';
import { configHash, inputHash } from './hash.ts';

const ids = { traceId: 't', spanId: 's' };
const data: IncidentData = {
  ...emptyIncident({}, testBaseline, testIncident),
  spans: [spanRow(ids, 'ab', 'c', 1)],
  logs: [logRow(1, 'a', 'hello')],
  series: [seriesOf('a', 'cpu', '1', () => 1)],
};
const { spans, series } = data;

test('the same input has the same hash, of 16 hexadecimal digits', () => {
  assert.match(inputHash(data), /^[0-9a-f]{16}$/);
  assert.equal(inputHash(structuredClone(data)), inputHash(data));
});

test('an attribute or label that was written first does not change it', () => {
  const labelled = (labels: Record<string, string>): IncidentData => ({
    ...data,
    spans: [{ ...spans[0]!, attributes: labels }],
    series: [{ ...series[0]!, labels }],
  });
  assert.equal(inputHash(labelled({ a: '1', b: '2' })), inputHash(labelled({ b: '2', a: '1' })));
});

test('whatever is another question has another hash', () => {
  const others: Record<string, Partial<IncidentData>> = {
    target: { target: { ...data.target, service: 'x' } },
    window: { incident: { ...testIncident, endMs: testIncident.endMs + 1 } },
    'border between two names': { spans: [spanRow(ids, 'a', 'bc', 1)] },
    kind: { spans: [spanRow(ids, 'ab', 'c', 1, { kind: 'client' })] },
    status: { spans: [spanRow(ids, 'ab', 'c', 1, { statusMessage: 'refused' })] },
    peer: { spans: [spanRow(ids, 'ab', 'c', 1, { peer: { kind: 'cache', name: 'r' } })] },
    attribute: { spans: [spanRow(ids, 'ab', 'c', 1, { attributes: { a: '1' } })] },
    exception: { spans: [spanRow(ids, 'ab', 'c', 1, { exceptions: [{ type: 'E', message: 'm' }] })] },
    'resource of a span': { spans: [spanRow(ids, 'ab', 'c', 1, { resource: 'pod-1' })] },
    'one span more': { spans: [...spans, ...spans] },
    body: { logs: [logRow(1, 'a', 'hello!')] },
    'resource of a record': { logs: [logRow(1, 'a', 'hello', { resource: 'pod-1' })] },
    'weight of a record': { logs: [logRow(1, 'a', 'hello', { weight: 2 })] },
    'trace of a record': { logs: [logRow(1, 'a', 'hello', { traceId: 't' })] },
    unit: { series: [{ ...series[0]!, unit: '%' }] },
    value: { series: [seriesOf('a', 'cpu', '1', (_, i) => (i === 7 ? 2 : 1))] },
    time: { series: [seriesOf('a', 'cpu', '1', () => 1, { stepMs: 15_001 })] },
    'no series': { series: [] },
  };
  const seen = new Map([[inputHash(data), 'the input itself']]);
  for (const [what, given] of Object.entries(others)) {
    const hash = inputHash({ ...data, ...given });
    assert.equal(seen.get(hash), undefined, `${what} is the same as ${seen.get(hash)}`);
    seen.set(hash, what);
  }
});

test('another weight is another configuration', () => {
  assert.equal(configHash({ a: 1 }), configHash({ a: 1 }));
  assert.notEqual(configHash({ a: 1 }), configHash({ a: 1.0001 }));
});
