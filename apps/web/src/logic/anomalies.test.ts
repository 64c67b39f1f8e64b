import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServiceSummary } from '@nightglass/model';
import { findAnomalies } from './anomalies.ts';

const start = 1_770_000_000;
const summary = (
  name: string,
  calls: number[],
  errors: number[],
  p95: (number | null)[] = calls.map(() => 40e6),
): ServiceSummary => ({
  name,
  versions: [],
  language: 'nodejs',
  calls: 0,
  errors: 0,
  rate: 0,
  errorRate: 0,
  p50: null,
  p95: null,
  p99: null,
  lastSeenUnixNano: '0',
  sparkline: { start, step: 15, calls, errors, p95 },
});
const flat = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

test('errors that began in the range: since when, how bad, what before', () => {
  const errors = [...flat(20, 0), ...flat(10, 35)];
  errors[3] = 1;
  const [finding, ...rest] = findAnomalies([summary('payment-gateway', flat(30, 100), errors)], []);
  assert.equal(rest.length, 0);
  assert.ok(finding);
  assert.deepEqual(
    [finding.kind, finding.since, finding.until, finding.during, finding.affected],
    ['errors', start + 20 * 15, null, 0.35, 350],
  );
  assert.ok(finding.before !== null && finding.before < 0.001);
});

test('errors that are over have an end', () => {
  const errors = [...flat(10, 0), ...flat(5, 50), ...flat(15, 0)];
  const [finding] = findAnomalies([summary('order', flat(30, 100), errors)], []);
  assert.deepEqual([finding?.since, finding?.until], [start + 150, start + 225]);
});

test('bad from end to end has no begin in sight; noise is not a finding', () => {
  const [finding] = findAnomalies([summary('order', flat(30, 100), flat(30, 20))], []);
  assert.deepEqual([finding?.since, finding?.before, finding?.during], [null, null, 0.2]);
  const noise = flat(30, 100).map((_, i) => (i % 7 === 0 ? 1 : 0));
  assert.deepEqual(findAnomalies([summary('order', flat(30, 100), noise)], []), []);
  assert.deepEqual(
    findAnomalies(
      [
        summary(
          'idle',
          flat(30, 0),
          flat(30, 0),
          flat(30, 0).map(() => null),
        ),
      ],
      [],
    ),
    [],
  );
});

test('latency that doubled, with gaps where there were no calls', () => {
  const p95: (number | null)[] = flat(30, 0).map((_, i) => (i < 20 ? 40e6 + (i % 3) * 2e6 : 900e6));
  p95[5] = null;
  const [finding] = findAnomalies([summary('inventory', flat(30, 10), flat(30, 0), p95)], []);
  assert.equal(finding?.kind, 'latency');
  assert.equal(finding?.since, start + 300);
  assert.equal(finding?.until, null);
  assert.equal(Math.round((finding?.during ?? 0) / 1e6), 900);
});

test('the callee comes first, and a caller names the call that fails', () => {
  const errors = [...flat(20, 0), ...flat(10, 35)];
  const edge = (client: string, server: string, failed: number) => ({
    client,
    server,
    calls: 100,
    errors: failed,
    p50: null,
    p95: 5e9,
  });
  const findings = findAnomalies(
    [summary('order', flat(30, 100), errors), summary('payment-gateway', flat(30, 100), errors)],
    [
      edge('order', 'payment-gateway', 30),
      edge('payment-gateway', 'risk', 98),
      edge('payment-gateway', 'order', 0),
    ],
  );
  assert.deepEqual(
    findings.map((f) => [f.service, f.callee?.name]),
    [
      ['payment-gateway', 'risk'],
      ['order', 'payment-gateway'],
    ],
  );
});
