import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CallEdge, ChangeRow, IncidentData, LogRow, MetricSeries, Resource } from '../incident.ts';
import { contextOf, logRow, spanRow } from '../testing/context-of.ts';
import { change } from './change.ts';

const row = (id: string, given: Partial<ChangeRow> = {}): ChangeRow => ({
  id,
  kind: 'commit',
  timeMs: 400_000,
  service: 'orders',
  summary: 'refactor: tidy the client',
  version: '',
  author: '',
  diff: '',
  files: [],
  deployedMs: 500_000,
  ...given,
});

const call = (from: string, to: string): CallEdge => ({
  from: { kind: 'service', name: from },
  to: { kind: 'service', name: to },
});

const tighter = row('aaaaaaaa1', {
  files: ['services/orders/client.go'],
  diff: '-\tctx, cancel := context.WithTimeout(ctx, 5*time.Second)\n+\tctx, cancel := context.WithTimeout(ctx, 250*time.Millisecond)',
});
const innocent = row('bbbbbbbb2', {
  summary: 'refactor: tidy reserve in orders',
  files: ['services/orders/reserve.go'],
  diff: '-\treturn s.stock.Reserve(ctx, order)\n+\tresult := s.stock.Reserve(ctx, order)\n+\treturn result',
  deployedMs: 590_000,
});

const usual = (service: string): LogRow[] =>
  Array.from({ length: 60 }, (_, i) => logRow(i * 15_000, service, `handled request ${i}`));
const failing = (service: string, body: string, fromMs = 605_000): LogRow[] =>
  Array.from({ length: 30 }, (_, i) => logRow(fromMs + i * 5000, service, body, { severity: 17 }));

const timeouts: Partial<IncidentData> = {
  topology: [call('web', 'orders'), call('orders', 'stock')],
  logs: [
    ...usual('orders'),
    ...usual('stock'),
    ...failing('orders', 'reserve failed: context deadline exceeded after 250ms'),
  ],
};

const ranked = (given: Partial<IncidentData>) =>
  change.detect(contextOf(given)).toSorted((a, b) => b.p - a.p);

test('the change whose content brings the symptom about is named, not the latest', () => {
  const [first, second] = ranked({ ...timeouts, changes: [tighter, innocent] });
  assert.equal(first!.change!.id, tighter.id);
  assert.deepEqual(first!.entity, { kind: 'service', name: 'orders' });
  assert.ok(first!.p > 0.8);
  assert.ok((second?.p ?? 0) < 0.1);
  assert.match(first!.evidence[0]!.text.en, /5\*time\.Second to 250\*time\.Millisecond/);
  assert.match(first!.evidence[0]!.quote, /WithTimeout/);
});

test('a change that began to run after the trouble is not its cause', () => {
  const late = { ...tighter, deployedMs: 800_000 };
  for (const found of ranked({ ...timeouts, changes: [late] })) assert.ok(found.p < 0.1);
});

test('no change is to blame for a certificate that ran out, whatever was deployed', () => {
  const ciphers = row('cccccccc3', {
    summary: 'chore: tidy the list of TLS cipher suites',
    files: ['internal/tls.go'],
    diff: '-\t\tCipherSuites: old,\n+\t\tCipherSuites: suites,',
  });
  const logs = [
    ...usual('orders'),
    ...failing('orders', 'https://stock:8443: x509: certificate has expired'),
  ];
  for (const found of ranked({ ...timeouts, logs, changes: [ciphers, tighter, innocent] }))
    assert.ok(found.p < 0.35, found.change!.id);
});

test('words alone are not enough', () => {
  const chatty = row('dddddddd4', {
    summary: 'docs: reserve, deadline, context, exceeded',
    files: ['docs/reserve.md'],
  });
  for (const found of ranked({ ...timeouts, changes: [chatty] })) assert.ok(found.p <= 0.3);
});

test('a deploy that names a commit is part of it; an unread flag counts little', () => {
  const commit = { ...tighter, service: '', deployedMs: null };
  const deploy = row('deploy-7', {
    kind: 'deploy',
    summary: `rolls out ${tighter.id}`,
    timeMs: 500_000,
    deployedMs: null,
  });
  const flag = row('new-basket', {
    kind: 'flag',
    summary: 'new-basket off -> on',
    timeMs: 595_000,
    deployedMs: null,
  });
  const found = ranked({ ...timeouts, changes: [commit, deploy, flag] });
  assert.equal(found[0]!.change!.id, tighter.id);
  assert.equal(found[0]!.change!.timeMs, 500_000);
  assert.ok(!found.some((one) => one.change!.id === 'deploy-7'));
  for (const one of found.slice(1)) assert.ok(one.p < 0.35);
});

test('a leak is the change with which the rise began, not the one before the crash', () => {
  const memory: MetricSeries = {
    entity: { kind: 'service', name: 'orders' },
    name: 'process_resident_memory_bytes',
    unit: 'By',
    aggregation: '',
    labels: {},
    timesMs: Array.from({ length: 90 }, (_, i) => i * 10_000),
    values: Array.from({ length: 90 }, (_, i) => (i < 15 ? 2e8 + (i % 3) * 1e6 : 2e8 + (i - 15) * 5e6)),
  };
  const grows =
    'diff --git a/audit.py b/audit.py\n--- a/audit.py\n+++ b/audit.py\n@@ -1 +1,4 @@\n+AUDIT = []\n+def record(request):\n+    AUDIT.append(request)';
  const early = row('eeeeeeee5', { files: ['audit.py'], diff: grows, deployedMs: 150_000 });
  const later = row('ffffffff6', { files: ['audit.py'], diff: grows, deployedMs: 560_000 });
  const found = ranked({ ...timeouts, series: [memory], changes: [early, later] });
  assert.equal(found[0]!.change!.id, early.id);
  assert.ok(found[0]!.p > 0.8);
  assert.ok((found.find((one) => one.change!.id === later.id)?.p ?? 0) < 0.2);
});

const resource = (version: string): Resource => ({
  service: 'orders',
  version,
  pod: `orders-${version}`,
  node: '',
  instance: '',
  attributes: {},
});

const versioned = (newFails: boolean, sinceMs: number, oldUntilMs: number) => {
  const spans = Array.from({ length: 300 }, (_, i) => {
    const at = i * 3000;
    const isNew = at >= sinceMs && (at > oldUntilMs || i % 2 === 0);
    const error = isNew && newFails && i % 3 !== 0;
    return spanRow({ traceId: `t${i}`, spanId: `a${i}` }, 'orders', 'place', at, {
      error,
      resource: isNew ? 'new' : 'old',
    });
  });
  return { spans, resources: { old: resource('1.0.0'), new: resource('1.1.0') } };
};

test('two versions at the same time: the new one that fails is to blame, the one that does not is not', () => {
  const [found] = ranked(versioned(true, 600_000, 900_000));
  assert.equal(found!.detail, 'version');
  assert.equal(found!.change!.id, '1.1.0');
  assert.ok(found!.p > 0.9);
  assert.equal(found!.evidence[0]!.caveat, null);
  assert.deepEqual(ranked(versioned(false, 600_000, 900_000)), []);
});

test('one version after the other is weaker, and carries its caveat; the reported deploy is named', () => {
  const given = versioned(true, 600_000, 600_000);
  const deploy = row('release-42', {
    kind: 'deploy',
    version: '1.1.0',
    summary: 'orders 1.1.0',
    deployedMs: 599_000,
  });
  const found = ranked({ ...given, changes: [deploy] }).find((one) => one.detail === 'version')!;
  assert.equal(found.change!.id, 'release-42');
  assert.ok(found.p < 0.85);
  assert.notEqual(found.evidence[0]!.caveat, null);
});

test('a new version that was well before the onset is cleared only when that was no chance', () => {
  // One run in twelve fails from 600,000 ms on, where the incident begins.
  const p = (sinceMs: number): number => {
    const spans = Array.from({ length: 600 }, (_, i) => {
      const at = i * 1500;
      return spanRow({ traceId: `t${i}`, spanId: `a${i}` }, 'orders', 'place', at, {
        error: at >= 600_000 && i % 12 === 0,
        resource: at >= sinceMs ? 'new' : 'old',
      });
    });
    return ranked({ spans, resources: { old: resource('1.0.0'), new: resource('1.1.0') } })[0]?.p ?? 0;
  };
  const [shortly, long] = [p(580_000), p(400_000)];
  assert.ok(shortly > 0.2, String(shortly));
  assert.ok(long < 0.5 * shortly, `${long} ${shortly}`);
});

test('the order of the rows and hostile summaries change nothing', () => {
  const changes = [
    tighter,
    innocent,
    row('9', { summary: '"; DROP TABLE x -- <script>', diff: '+\u0000'.repeat(500) }),
  ];
  const expected = change.detect(contextOf({ ...timeouts, changes }));
  fc.assert(
    fc.property(fc.shuffledSubarray(changes, { minLength: 3 }), (shuffled) => {
      assert.deepEqual(
        change.detect(contextOf({ ...timeouts, logs: [...timeouts.logs!].reverse(), changes: shuffled })),
        expected,
      );
    }),
    { numRuns: 6 },
  );
});
