import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CallEdge, LogRow, MetricSeries } from '../incident.ts';
import { contextOf, logRow, spanRow } from '../testing/context-of.ts';
import { tls } from './tls.ts';

const call = (from: string, to: string): CallEdge => ({
  from: { kind: 'service', name: from },
  to: { kind: 'service', name: to },
});
const usual = (service: string): LogRow[] =>
  Array.from({ length: 60 }, (_, i) => logRow(i * 15_000, service, `handled request ${i}`));
const trouble = (service: string, body: string, count = 12): LogRow[] =>
  Array.from({ length: count }, (_, i) => logRow(605_000 + i * 20_000, service, body, { severity: 17 }));

const detect = (logs: LogRow[], topology: CallEdge[], series: MetricSeries[] = []) =>
  tls.detect(contextOf({ logs: [...usual('shop'), ...usual('bank'), ...logs], topology, series }));
const top = (found: ReturnType<typeof detect>) => found.toSorted((a, b) => b.p - a.p)[0]!;

test('an expired certificate is the fault of who serves it, not of who says so', () => {
  const found = top(
    detect(
      trouble('shop', 'Post "https://bank.svc:8443/pay": x509: certificate has expired or is not yet valid'),
      [call('web', 'shop'), call('shop', 'bank')],
    ),
  );
  assert.deepEqual(found.entity, { kind: 'service', name: 'bank' });
  assert.equal(found.detail, 'certificate_expired');
  assert.ok(found.p > 0.8);
  assert.equal(found.onsetMs, 605_000);
  assert.match(found.evidence[0]!.quote, /x509/);
});

test('who only repeats what a party below says is left out', () => {
  const text = 'x509: certificate has expired or is not yet valid';
  const found = detect(
    [...trouble('shop', `call to bank failed: ${text}`), ...trouble('web', `call to shop failed: ${text}`)],
    [call('web', 'shop'), call('shop', 'bank')],
  );
  assert.deepEqual(
    found.map((f) => f.entity.name),
    ['bank'],
  );
});

test('an unknown authority: all clients fail, the server; one of several, that client', () => {
  const text = 'dial bank:443: x509: certificate signed by unknown authority';
  const edges = ['a', 'b', 'c', 'd'].map((client) => call(client, 'bank'));
  const all = top(
    detect(
      ['a', 'b', 'c', 'd'].flatMap((client) => trouble(client, text)),
      edges,
    ),
  );
  assert.equal(all.entity.name, 'bank');
  const one = top(detect(trouble('b', text), edges));
  assert.equal(one.entity.name, 'b');
  assert.equal(one.detail, 'unknown_authority');
});

test('a single client leaves it open, with the server ahead', () => {
  const found = detect(trouble('shop', 'call to bank failed: UNABLE_TO_VERIFY_LEAF_SIGNATURE'), [
    call('shop', 'bank'),
  ]);
  const p = (name: string) => found.find((f) => f.entity.name === name)!.p;
  assert.ok(p('bank') > p('shop') && p('shop') > 0.2);
});

test('a step of the handshake below a call to a party without telemetry', () => {
  const peer = { kind: 'external' as const, name: 'bank.example' };
  const spans = Array.from({ length: 40 }, (_, i) => {
    const bad = i >= 20;
    const at = bad ? 600_000 + i * 1000 : i * 10_000;
    const id = { traceId: `t${i}`, spanId: `a${i}` };
    return [
      spanRow(id, 'shop', 'POST /pay', at, { error: bad }),
      spanRow({ ...id, spanId: `b${i}`, parentId: `a${i}` }, 'shop', 'POST', at, {
        kind: 'client',
        peer,
        error: bad,
      }),
      spanRow({ ...id, spanId: `c${i}`, parentId: `b${i}` }, 'shop', 'tls.connect', at, {
        kind: 'internal',
        error: bad,
        exceptions: bad ? [{ type: 'ETIMEDOUT', message: 'connect timed out' }] : [],
      }),
    ];
  }).flat();
  const found = top(tls.detect(contextOf({ spans })));
  assert.deepEqual(found.entity, peer);
  assert.equal(found.detail, 'timeout');
  assert.equal(found.evidence[0]!.exemplars.length, 3);
});

const expiry = (name: string, unit: string, values: number[]): MetricSeries => ({
  entity: { kind: 'service', name: 'bank' },
  name,
  unit,
  aggregation: '',
  labels: {},
  timesMs: values.map((_, i) => i * 60_000),
  values,
});

test('the time left of a certificate passes zero, in seconds, days, or as a date', () => {
  const seconds = expiry(
    'tls_cert_seconds_until_expiry',
    's',
    Array.from({ length: 15 }, (_, i) => 620 - i * 60),
  );
  const found = top(detect([], [], [seconds]));
  assert.equal(found.entity.name, 'bank');
  assert.equal(found.onsetMs, 620_000);
  assert.ok(found.p >= 0.9);
  const days = expiry(
    'ssl_certificate_expiry_days',
    '',
    Array.from({ length: 15 }, (_, i) => (620 - i * 60) / 86_400),
  );
  assert.equal(top(detect([], [], [days])).onsetMs, 620_000);
  const valid = expiry(
    'tls_cert_seconds_until_expiry',
    's',
    Array.from({ length: 15 }, (_, i) => 90_000 - i * 60),
  );
  assert.deepEqual(detect([], [], [valid]), []);
  const gone = expiry(
    'tls_cert_seconds_until_expiry',
    's',
    Array.from({ length: 15 }, (_, i) => -500 - i * 60),
  );
  assert.deepEqual(detect([], [], [gone]), [], 'it was no news in the baseline');
});

test('lines that were usual are no news, and the order of the rows changes nothing', () => {
  const noise = Array.from({ length: 45 }, (_, i) =>
    logRow(i * 20_000, 'shop', 'http: TLS handshake error from 10.0.0.9:4711: EOF', { severity: 13 }),
  );
  for (const found of detect(noise, [call('web', 'shop')])) assert.ok(found.p < 0.35);
  const logs = [
    ...noise,
    ...trouble('web', 'x509: certificate signed by unknown authority https://shop:8443'),
  ];
  const expected = tls.detect(contextOf({ logs, topology: [call('web', 'shop')] }));
  fc.assert(
    fc.property(fc.shuffledSubarray(logs, { minLength: logs.length }), (shuffled) => {
      assert.deepEqual(tls.detect(contextOf({ logs: shuffled, topology: [call('web', 'shop')] })), expected);
    }),
    { numRuns: 10 },
  );
});
