import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, inspect, MalformedOtlp, withoutRefused } from './index.ts';
import { encode, type JsonObject, normal, requestTypes } from './testdata/oracle.ts';
import { walked } from './testdata/walked.ts';

const ids = { traceId: '0102030405060708090a0b0c0d0e0f10', spanId: '0102030405060708' };
const traces = (...spans: JsonObject[]) =>
  encode(requestTypes.traces, { resourceSpans: [{ scopeSpans: [{ spans }] }] });
const metrics = (...list: JsonObject[]) =>
  encode(requestTypes.metrics, { resourceMetrics: [{ scopeMetrics: [{ metrics: list }] }] });

test('spans without valid ids are counted and taken out, the others stay', () => {
  const good = { ...ids, name: 'good' };
  const bytes = traces(
    good,
    { ...ids, traceId: '00'.repeat(16) },
    { ...ids, spanId: '00'.repeat(8) },
    { ...ids, traceId: 'ab' },
    { ...ids, spanId: 'ab'.repeat(9) },
    { name: 'none' },
  );
  const { records, rejected, reason } = inspect('traces', bytes);
  assert.deepEqual([records, rejected], [6, 5]);
  assert.match(reason, /^5 spans without a valid trace_id .* or span_id/);
  assert.deepEqual(withoutRefused('traces', bytes), traces(good));
});

test('when nothing is refused nothing is copied', () => {
  const bytes = traces(ids);
  assert.deepEqual(inspect('traces', bytes), { records: 1, rejected: 0, reason: '' });
  assert.equal(withoutRefused('traces', bytes), bytes);
});

test('log records with ids of another length stay; the ids do not', () => {
  const bytes = encode(requestTypes.logs, {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: 'abcd', spanId: 'ab', eventName: 'e' }] }] }],
  });
  assert.deepEqual(inspect('logs', bytes), { records: 1, rejected: 0, reason: '' });
  assert.equal(withoutRefused('logs', bytes), bytes);
  assert.deepEqual(normal(walked('logs', bytes)), {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ eventName: 'e' }] }] }],
  });
});

test('metrics without a name or without data are taken out, and their points counted', () => {
  const good = { name: 'good', sum: { dataPoints: [{ asInt: '1' }, { asInt: '2' }] } };
  const bytes = metrics(good, { gauge: { dataPoints: [{}, {}, {}] } }, { name: 'empty' });
  assert.deepEqual(inspect('metrics', bytes), {
    records: 5,
    rejected: 3,
    reason: '1 metric without a name (3 data points); 1 metric without data',
  });
  assert.deepEqual(withoutRefused('metrics', bytes), metrics(good));
});

test('what walkers leave to later readers is read as well', () => {
  // One span with an event that ends in the middle of its name.
  const bytes = Uint8Array.from([10, 9, 18, 7, 18, 5, 0x5a, 3, 0x12, 5, 97]);
  assert.throws(() => inspect('traces', bytes), MalformedOtlp);
});

test('joining: none is the empty request, one is itself', () => {
  const bytes = traces(ids);
  assert.equal(concat([]).length, 0);
  assert.equal(concat([bytes]), bytes);
  assert.equal(inspect('traces', concat([bytes, bytes, bytes])).records, 3);
});
