/** Against the engine: what is read of an incident, in full and thinned. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LogRow, MetricSeries, SpanRow } from '@nightglass/rootcause';
import type { StoreQueries } from '../queries/store-queries.ts';
import { attrs, otlpRequest } from '../queries/testing/otlp-requests.ts';
import { nowMs, range, scenario, start, traceCount, traceId } from '../queries/testing/scenario.ts';
import { openTestStore, type TestStore } from '../queries/testing/test-store.ts';
import { type IncidentParams, type IncidentRows, incidentBudget, readIncident } from './index.ts';

const minute = 60_000_000_000n;
let store: TestStore;

before(async () => {
  store = await openTestStore(() => nowMs);
  await store.store(scenario(), range.to);
  await store.store([{ signal: 'traces', bytes: stranger() }], range.to);
  await store.rollEdges(range.from, range.to);
});
after(() => store.close());

/** A service of another system in the same store, sampled by its sender, with hostile names. */
const stranger = (): Uint8Array =>
  otlpRequest('traces', [
    {
      resource: { attributes: attrs({ 'service.name': "lone' OR 1=1 --" }) },
      scope: { name: 's' },
      records: [1, 2].map((n) => ({
        traceId: 'ab'.repeat(16),
        spanId: `000000000000000${n}`,
        ...(n > 1 ? { parentSpanId: '0000000000000001' } : { traceState: 'ot=th:c' }),
        name: 'work',
        kind: n > 1 ? 3 : 2,
        startTimeUnixNano: String(start + minute),
        endTimeUnixNano: String(start + minute + 5_000_000n),
        attributes: attrs({ 'server.address': 'lone.elsewhere', long: 'x'.repeat(5000) }),
      })),
    },
  ]);

const params = (more: Partial<IncidentParams> = {}): IncidentParams => ({
  baseline: { from: start, to: start + 10n * minute },
  incident: { from: start + 10n * minute, to: start + 16n * minute },
  service: 'order',
  operation: '',
  without: ["lone' OR 1=1 --"],
  budget: incidentBudget,
  ...more,
});
const read = async (more: Partial<IncidentParams> = {}, queries?: StoreQueries): Promise<IncidentRows> =>
  readIncident(await (queries ?? store.plain).incidentBlocks(params(more)));
const sum = (rows: readonly { weight: number }[]): number => rows.reduce((n, { weight }) => n + weight, 0);
const roots = ({ spans }: IncidentRows): SpanRow[] => spans.filter(({ parentId }) => parentId === '');
const near = (a: number, b: number): void =>
  assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, b), `${a}, not ${b}`);

test('what fits is read in full, as it was sent', async () => {
  const rows = await read();
  assert.equal(rows.spans.length, traceCount * 4);
  assert.equal(rows.logs.length, 600);
  assert.deepEqual(rows.truncated, []);
  assert.equal(rows.sampledShare, 1);
  assert.ok([...rows.spans, ...rows.logs].every(({ weight }) => weight === 1));
  const failed = rows.spans.find(
    ({ traceId: id, error, name }) => id === traceId(0) && error && name === 'reserve',
  );
  assert.equal(failed?.statusMessage, 'upstream said no');
  assert.deepEqual(failed?.exceptions, [{ type: 'TlsError', message: '' }]);
  assert.equal(failed?.kind, 'server');
  const resource = rows.resources[failed?.resource ?? ''];
  assert.deepEqual(
    [resource?.service, resource?.pod, resource?.instance],
    ['order', 'order-pod-1', 'order-1'],
  );
  const statement = rows.spans.find(({ traceId: id, name }) => id === traceId(0) && name === 'SELECT');
  assert.deepEqual(statement?.peer, { kind: 'database', name: 'sqlite' });
  assert.equal(statement?.startMs, Number(start / 1_000_000n) + 3);
  assert.equal(statement?.durationMs, 400);
  const error = rows.logs.find(({ severity }) => severity === 17);
  const found = await store.plain.logContext({ id: error?.id ?? '' });
  assert.equal(found?.logs.find(({ id }) => id === error?.id)?.body.stringValue, error?.body);
});

test('spans beyond the budget are thinned by whole traces, the bad ones are kept, and the weights make up for it', async () => {
  const rows = await read({ budget: { ...incidentBudget, spans: 400 } });
  assert.ok(rows.spans.length <= 400 && rows.spans.length >= 200, `${rows.spans.length}`);
  assert.match(rows.truncated[0] ?? '', /^spans: \d+ of 1200/);
  for (const spans of Map.groupBy(rows.spans, ({ traceId }) => traceId).values())
    assert.equal(spans.length, 4, 'a trace is whole');
  // Stratum size / taken: every trace is stood for once.
  near(sum(roots(rows)), traceCount);
  const inIncident = (s: SpanRow): boolean => s.startMs >= Number((start + 10n * minute) / 1_000_000n);
  near(sum(roots(rows).filter(inIncident)), 100);
  near(sum(roots(rows).filter(({ error }) => error)), traceCount / 10);
  const kept = (of: SpanRow[]): number => of.length / sum(of);
  const [failed, fine] = [true, false].map((bad) => roots(rows).filter(({ error }) => error === bad));
  assert.ok(kept(failed ?? []) > 2 * kept(fine ?? []), 'failures are preferred');
});

test('logs beyond the budget keep the errors of the incident, and their weights sum to the truth', async () => {
  const rows = await read({ budget: { ...incidentBudget, logs: 120 } });
  assert.ok(rows.logs.length <= 120 && rows.logs.length >= 60, `${rows.logs.length}`);
  // The ten minutes of records end with the baseline: an earlier start makes some of them the incident's.
  const earlier = await read({
    baseline: { from: start, to: start + 5n * minute },
    incident: { from: start + 5n * minute, to: start + 11n * minute },
    budget: { ...incidentBudget, logs: 120 },
  });
  const urgent = ({ severity, timeMs }: LogRow): boolean =>
    severity >= 17 && timeMs >= Number((start + 5n * minute) / 1_000_000n);
  assert.equal(earlier.logs.filter(urgent).length, 30);
  assert.ok(earlier.logs.filter(urgent).every(({ weight }) => weight === 1));
  for (const { logs } of [rows, earlier]) near(sum(logs), 600);
});

test('the same question has the same answer, on one server and on two shards', async () => {
  for (const budget of [incidentBudget, { spans: 400, logs: 120, series: 30 }]) {
    const sorted = (rows: IncidentRows) => ({
      ...rows,
      spans: rows.spans.toSorted((a, b) => (`${a.traceId}${a.spanId}` < `${b.traceId}${b.spanId}` ? -1 : 1)),
      logs: rows.logs.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
    const once = sorted(await read({ budget }));
    assert.deepEqual(sorted(await read({ budget })), once);
    assert.deepEqual(sorted(await read({ budget }, store.sharded)), once);
  }
});

test('metrics are levels, rates and quantiles, at the time of their points', async () => {
  const { series } = await read();
  const of = (name: string, aggregation: string, entity = 'order', labels = {}): MetricSeries => {
    const found = series.filter(
      (s) =>
        s.name === name &&
        s.aggregation === aggregation &&
        s.entity.kind === 'service' &&
        s.entity.name === entity &&
        Object.entries(labels).every(([key, value]) => s.labels[key] === value),
    );
    assert.equal(found.length, 1, `${name} ${aggregation}: ${found.length}`);
    return found[0]!;
  };
  const values = (...args: Parameters<typeof of>): number[] => Array.from(of(...args).values);
  const at = (m: number): number => Number(start / 1_000_000n) + m * 60_000;
  const level = of('nodejs.eventloop.utilization', 'avg', 'gateway');
  assert.deepEqual(
    Array.from(level.timesMs),
    Array.from({ length: 15 }, (_, m) => at(m + 1)),
  );
  assert.deepEqual(Array.from(level.values).slice(0, 5), [0.1, 0.2, 0.3, 0.4, 0]);
  // The counter starts anew after seven minutes and never goes down as a rate.
  assert.deepEqual(new Set(values('requests', 'rate').map((v) => Math.round(v * 1e6) / 1e6)), new Set([2]));
  assert.equal(of('requests', 'rate').unit, '/s');
  assert.deepEqual(new Set(values('requests.delta', 'rate')), new Set([4]));
  assert.deepEqual(values('queue.length', 'avg', 'order', { q: 'b' }).slice(0, 3), [1, 2, 3]);
  for (const p of values('duration', 'p50')) near(p, 0.5);
  for (const p of values('duration', 'p95')) near(p, 0.95);
  for (const rate of values('duration', 'rate')) near(rate, 10 / 60);
  assert.equal(of('duration', 'p99').unit, 's');
  for (const p of values('size', 'p50')) near(p, 4);
  assert.deepEqual(new Set(values('latency.summary', 'p99')), new Set([5]));
  for (const rate of values('latency.summary', 'rate')) near(rate, 1 / 60);
});

test("the sender's own sampling counts, for spans that do not repeat it, too; long values are cut", async () => {
  const { spans, sampledShare } = await read({ service: '', without: [] });
  const lone = spans.filter(({ service }) => service.startsWith('lone'));
  assert.deepEqual(
    lone.map(({ weight }) => weight),
    [4, 4],
  );
  assert.equal(lone[0]?.attributes.long?.length, 256);
  near(sampledShare, spans.length / (spans.length + 6));
});

test('services that no chain of calls connects with the target are known, and who sent anything', async () => {
  assert.deepEqual(await store.plain.unconnected('order', range), ["lone' OR 1=1 --", 'lone.elsewhere']);
  assert.deepEqual(await store.plain.unconnected('nobody', range), []);
  assert.deepEqual(await store.plain.serviceNames(range), ['gateway', "lone' OR 1=1 --", 'order']);
});

test('the beginning of the data is found, and that there is none', async () => {
  assert.equal(await store.plain.firstSeen({ from: start - 60n * minute, to: range.to }), start);
  assert.equal(
    await store.plain.firstSeen({ from: start + 90_000_000_000n, to: range.to }),
    start + 90_000_000_000n,
  );
  assert.equal(await store.plain.firstSeen({ from: start - 90n * minute, to: start - minute }), null);
});

test('records that tell of a cluster or a deployment come with their attributes, and are no lines of a program', async () => {
  const record = (body: object, attributes: Record<string, string>, at = start + minute) => ({
    timeUnixNano: String(at),
    severityText: 'Warning',
    body,
    attributes: attrs(attributes),
  });
  const pod = {
    kvlistValue: {
      values: [
        { key: 'kind', value: { stringValue: 'Pod' } },
        { key: 'spec', value: { kvlistValue: { values: [{ key: 'priority', value: { intValue: '7' } }] } } },
      ],
    },
  };
  const bytes = otlpRequest('logs', [
    {
      resource: { attributes: attrs({ 'k8s.object.name': 'order-pod-1' }) },
      scope: { name: 's' },
      records: [
        record(pod, { 'k8s.resource.name': 'pods' }),
        record({ stringValue: 'Back-off' }, { 'k8s.event.reason': 'BackOff' }),
        record({ stringValue: 'rolled out' }, { 'deployment.name': 'order' }, start - 60n * minute),
        record({ stringValue: 'an ordinary line' }, { 'http.route': '/pay' }),
      ],
    },
  ]);
  const before = await read();
  assert.deepEqual(before.notices, []);
  await store.store([{ signal: 'logs', bytes }], range.to);
  const rows = await read();
  assert.equal(rows.logs.length, before.logs.length + 1);
  const notices = rows.notices.toSorted((a, b) => (a.body < b.body ? -1 : 1));
  assert.deepEqual(
    notices.map(({ body, severity, attributes }) => [body, severity, attributes['k8s.object.name']]),
    [
      ['Back-off', 'Warning', 'order-pod-1'],
      ['rolled out', 'Warning', 'order-pod-1'],
      ['{"kind":"Pod","spec":{"priority":7}}', 'Warning', 'order-pod-1'],
    ],
  );
});

test('a time without anything is no rows, and a question that is given up ends', async () => {
  const before = { from: start - 20n * minute, to: start - 10n * minute };
  const rows = await read({ baseline: before, incident: { from: before.to, to: start - minute } });
  assert.deepEqual([rows.spans.length, rows.logs.length, rows.series.length], [0, 0, 0]);
  const signal = AbortSignal.abort();
  await assert.rejects(store.plain.incidentBlocks(params(), { signal }), { code: 'NG_QUERY_CANCELLED' });
});
