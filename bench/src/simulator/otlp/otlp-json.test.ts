import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from '../simulate.ts';
import { otlpRequests } from './otlp-json.ts';
import { isLoopback } from './send.ts';

test('everything is sent once, shifted, in requests of a bounded size', () => {
  const { data } = simulate({ seed: 9, services: 10, degradation: [] });
  const shiftMs = 1_000_000_000;
  const ids = new Set<string>();
  const sent = { traces: 0, logs: 0, metrics: 0 };
  let latest = 0;
  for (const { signal, body, records } of otlpRequests(data, shiftMs)) {
    assert.ok(body.length < 4 * 2 ** 20, `${signal}: ${body.length} characters`);
    sent[signal] += records;
    if (signal !== 'traces') continue;
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { scopeSpans: { spans: { spanId: string; endTimeUnixNano: string }[] }[] }[];
    };
    for (const { spanId, endTimeUnixNano } of resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans),
    )) {
      ids.add(spanId);
      latest = Math.max(latest, Number(endTimeUnixNano) / 1e6);
    }
  }
  assert.equal(sent.traces, data.spans.length);
  assert.equal(ids.size, data.spans.length);
  assert.equal(sent.logs, data.logs.length);
  const points = data.series.reduce(
    (sum, { values }) => sum + Array.from(values).filter((value) => !Number.isNaN(value)).length,
    0,
  );
  assert.equal(sent.metrics, points);
  assert.ok(latest <= data.incident.endMs + shiftMs + 1);
});

test('only addresses of this machine are its own', () => {
  for (const url of [
    'http://localhost:4318',
    'http://127.0.0.1:4318',
    'http://127.9.9.9',
    'http://[::1]:4318',
  ])
    assert.ok(isLoopback(url), url);
  for (const url of [
    'http://example.com',
    'http://10.0.0.1',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
  ])
    assert.ok(!isLoopback(url), url);
});
