/** What the queries answer, over real rows written by the encoder: content, order, odd traces, limits. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { StoreQueries } from './store-queries.ts';
import { attrs, type Json, otlpRequest } from './testing/otlp-requests.ts';
import { nowMs, range, scenario, spanId, start, traceCount, traceId } from './testing/scenario.ts';
import { openTestStore, type TestStore } from './testing/test-store.ts';

let store: TestStore;
let q: StoreQueries;
const ms = 1_000_000n;
const odd = { from: start - 3_600_000n * ms, to: start - 1_800_000n * ms };
const resource = { attributes: attrs({ 'service.name': 'odd', 'service.instance.id': 'odd-1' }) };
const time = (offset: number): string => String(odd.from + BigInt(offset) * ms);

const spanOf = (trace: string, id: string, parent: string, over: Json = {}): Json => ({
  traceId: trace,
  spanId: id,
  ...(parent === '' ? {} : { parentSpanId: parent }),
  name: 'odd',
  kind: 1,
  startTimeUnixNano: time(1000),
  endTimeUnixNano: time(1010),
  ...over,
});
const traceOf = (n: number): string => `${'e'.repeat(30)}${String(n).padStart(2, '0')}`;
const a = '1'.repeat(16);
const b = '2'.repeat(16);

before(async () => {
  store = await openTestStore(() => nowMs);
  q = store.plain;
  await store.store(scenario(), range.to);
  await store.rollEdges(range.from, range.to);
  const spans = [
    spanOf(traceOf(1), a, b),
    spanOf(traceOf(1), b, a),
    spanOf(traceOf(2), a, 'f'.repeat(16)),
    spanOf(traceOf(3), a, ''),
    spanOf(traceOf(3), a, ''),
    spanOf(traceOf(3), a, '', { name: 'other', kind: 2 }),
    spanOf(traceOf(4), a, a),
    spanOf(traceOf(5), a, '', { startTimeUnixNano: time(2000), endTimeUnixNano: time(1000) }),
  ];
  await store.store(
    [{ signal: 'traces', bytes: otlpRequest('traces', [{ resource, records: spans }]) }],
    odd.to,
  );
});
after(() => store.close());

test('a cycle of parents, a missing root, a span that is its own parent: all come back', async () => {
  const cycle = await q.trace({ traceId: traceOf(1) });
  assert.deepEqual(
    cycle?.spans.map((s) => [s.spanId, s.parentSpanId]),
    [
      [a, b],
      [b, a],
    ],
  );
  assert.equal((await q.trace({ traceId: traceOf(2) }))?.spans[0]?.parentSpanId, 'f'.repeat(16));
  assert.equal((await q.trace({ traceId: traceOf(4) }))?.spans.length, 1);
  const { traces } = await q.traces({ ...odd, service: 'odd' });
  const missing = Object.fromEntries(traces.map((t) => [t.traceId, t.rootMissing]));
  assert.deepEqual(missing, {
    [traceOf(1)]: true,
    [traceOf(2)]: true,
    [traceOf(3)]: false,
    [traceOf(4)]: true,
    [traceOf(5)]: false,
  });
});

test('a span received twice is shown once; different spans of one id are both shown', async () => {
  const trace = await q.trace({ traceId: traceOf(3) });
  assert.deepEqual(
    trace?.spans.map((s) => [s.spanId, s.name]),
    [
      [a, 'odd'],
      [a, 'other'],
    ],
  );
  assert.equal(trace?.totalSpans, 2);
});

test('a span that ends before it starts has no duration', async () => {
  assert.equal((await q.trace({ traceId: traceOf(5) }))?.spans[0]?.durationNano, 0);
});

test('a trace that is longer than the limit says so', async () => {
  const trace = await q.trace({ traceId: traceId(20), limit: 2 });
  assert.deepEqual([trace?.spans.length, trace?.truncated, trace?.totalSpans], [2, true, 4]);
  assert.equal(await q.trace({ traceId: 'f'.repeat(32) }), null);
});

test('every filter of a trace search must hold on one and the same span', async () => {
  const find = async (params: Partial<Parameters<StoreQueries['traces']>[0]>): Promise<number> =>
    (await q.traces({ ...range, limit: 1000, ...params })).traces.length;
  assert.equal(await find({}), traceCount);
  assert.equal(await find({ status: 'error' }), 30);
  assert.equal(await find({ service: 'order', operation: 'POST /pay' }), 0);
  assert.equal(await find({ service: 'order', operation: 'reserve', status: 'error' }), 10);
  assert.equal(await find({ minDuration: 1_600n * ms }), 15);
  assert.equal(await find({ minDuration: 1_600n * ms + 1n }), 0);
  assert.equal(await find({ maxDuration: 10n * ms, operation: 'POST /pay' }), 0);
  assert.equal(await find({ attributes: [{ key: 'order.amount', value: '20.5' }] }), 1);
  assert.equal(await find({ attributes: [{ key: 'k8s.pod.name', value: 'order-pod-2' }] }), 150);
  assert.equal(
    await find({
      attributes: [
        { key: 'k8s.pod.name', value: 'order-pod-2' },
        { key: 'urgent', value: 'true' },
      ],
    }),
    75,
  );
  assert.equal(
    await find({ attributes: [{ key: 'service.name', value: 'gateway' }], operation: 'reserve' }),
    0,
  );
  assert.equal(await find({ q: 'reserve' }), 100);
  assert.equal(await find({ q: 'UPSTREAM no' }), 30);
  assert.equal(await find({ q: traceId(7) }), 1);
});

test('a trace summary describes the whole trace and names the longest match', async () => {
  const { traces } = await q.traces({
    ...range,
    service: 'order',
    attributes: [{ key: 'order.amount', value: '20.5' }],
  });
  assert.deepEqual(traces[0], {
    traceId: traceId(20),
    rootService: 'gateway',
    rootOperation: 'POST /pay',
    rootMissing: false,
    startTimeUnixNano: String(start + 60_000n * ms),
    durationNano: 1_600_000_000,
    spanCount: 4,
    errorCount: 2,
    services: [
      { name: 'gateway', spans: 2, errors: 1 },
      { name: 'order', spans: 2, errors: 1 },
    ],
    matchedSpanId: spanId(20, 2),
  });
});

test('a page that goes on where spans of one trace straddle it repeats no trace', async () => {
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await q.traces({ ...range, limit: 11, cursor });
    seen.push(...page.traces.map((t) => t.traceId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  assert.equal(seen.length, traceCount);
  assert.equal(new Set(seen).size, traceCount);
});

test('services and operations: calls handled, errors, versions', async () => {
  for (const asked of [range, { from: start, to: start + 15n * 60_000n * ms }]) {
    const { services } = await q.services(asked);
    const order = services.find((s) => s.name === 'order');
    assert.deepEqual(
      [order?.calls, order?.errors, order?.errorRate, order?.language],
      [300, 30, 0.1, 'nodejs'],
    );
    assert.deepEqual(order?.versions.slice(-2), ['1.0.1', '1.0.2']);
    assert.equal(
      order?.sparkline.calls.reduce((n, c) => n + c, 0),
      300,
    );
    assert.ok(Math.abs((order?.p50 ?? 0) - 20e6) < 20e6 * 0.05, `${order?.p50}`);
    assert.ok(Math.abs((order?.p99 ?? 0) - 800e6) < 800e6 * 0.05, `${order?.p99}`);
  }
  const { operations } = await q.operations({ ...range, service: 'order' });
  assert.deepEqual(
    operations.map((o) => [o.name, o.kind, o.calls]),
    [
      ['SELECT', 'CLIENT', 300],
      ['charge', 'SERVER', 200],
      ['reserve', 'SERVER', 100],
    ],
  );
});

test('the service map knows who calls whom, and what sends nothing itself', async () => {
  const map = await q.serviceMap(range);
  assert.deepEqual(map.edges.map((e) => [e.client, e.server, e.calls, e.errors]).sort(), [
    ['gateway', 'order', 300, 30],
    ['order', 'sqlite', 300, 0],
  ]);
  assert.deepEqual(
    map.nodes.map((n) => [n.name, n.kind, n.calls]),
    [
      ['gateway', 'service', 300],
      ['order', 'service', 300],
      ['sqlite', 'database', 300],
    ],
  );
});

test('logs by words, phrases, severity, trace and attribute', async () => {
  const find = async (params: Partial<Parameters<StoreQueries['logs']>[0]>): Promise<number> =>
    (await q.logs({ ...range, limit: 1000, ...params })).logs.length;
  assert.equal(await find({}), 600);
  assert.equal(await find({ query: 'HANDSHAKE' }), 60);
  assert.equal(await find({ query: 'hand' }), 0, 'words are whole');
  assert.equal(await find({ query: 'hand*' }), 60);
  assert.equal(await find({ query: '"certificate rejected"' }), 60);
  assert.equal(await find({ query: '"rejected certificate"' }), 0);
  assert.equal(await find({ query: 'request -done' }), 0);
  assert.equal(await find({ query: 'handshake -u20' }), 59);
  assert.equal(await find({ severity: 17 }), 60);
  assert.equal(await find({ severity: 18 }), 0);
  assert.equal(await find({ service: 'order' }), 200);
  assert.equal(await find({ traceId: traceId(30) }), 1);
  assert.equal(await find({ traceId: traceId(30), spanId: spanId(30, 1) }), 0);
  assert.equal(await find({ attributes: [{ key: 'log.line', value: '42' }] }), 1);
  assert.equal(await find({ attributes: [{ key: 'k8s.pod.name', value: 'order-pod-1' }] }), 200);
});

test('context is the lines of the same process, in order', async () => {
  const { logs } = await q.logs({ ...range, query: 'u300' });
  const context = await q.logContext({ id: logs[0]?.id ?? '', before: 2, after: 3 });
  const lines = context?.logs.map((l) => l.attributes.find((x) => x.key === 'log.line')?.value.intValue);
  assert.deepEqual(lines, ['297', '298', '300', '301', '303', '304']);
  assert.equal(await q.logContext({ id: '1-1' }), null);
  await assert.rejects(q.logContext({ id: "1-1' OR 1=1" }), { code: 'NG_BAD_PARAMETER', parameter: 'id' });
});

test('the histogram counts what the search finds', async () => {
  const histogram = await q.logsHistogram({ ...range, service: 'order' });
  assert.equal(histogram.total, 200);
  assert.deepEqual(
    histogram.series.map((s) => [s.severity, s.counts.reduce((n, c) => n + c, 0)]),
    [
      ['info', 180],
      ['error', 20],
    ],
  );
});

test('rates of counters: per second, restarts never negative', async () => {
  const found = await q.metricSeries({ ...range, name: 'requests', groupBy: ['service'], step: 60 });
  for (const series of found?.series ?? []) {
    const expected = series.labels.service === 'order' ? 2 : 1;
    const rates = series.points.slice(0, 15).map(([, v]) => v);
    assert.ok(
      rates.every((v) => Math.abs((v ?? 0) - expected) < 1e-6),
      `${series.labels.service}: ${rates}`,
    );
  }
  assert.equal(found?.series.length, 2);
  const total = await q.metricSeries({ ...range, name: 'requests.delta', aggregation: 'sum', step: 60 });
  assert.ok(total?.series[0]?.points.slice(0, 15).every(([, v]) => Math.abs((v ?? 0) - 360) < 1e-6));
});

test('quantiles of histograms, and their exemplars', async () => {
  const explicit = await q.metricSeries({ ...range, name: 'duration', aggregation: 'p50', step: 60 });
  assert.ok(explicit?.series[0]?.points.slice(0, 15).every(([, v]) => Math.abs((v ?? 0) - 0.5) < 1e-9));
  assert.equal(explicit?.exemplars[0]?.traceId, traceId(20));
  const exponential = await q.metricSeries({ ...range, name: 'size', aggregation: 'p50', step: 60 });
  assert.ok(exponential?.series[0]?.points.slice(0, 15).every(([, v]) => Math.abs((v ?? 0) - 4) < 1e-9));
  await assert.rejects(q.metricSeries({ ...range, name: 'duration', aggregation: 'last' }), {
    code: 'NG_BAD_PARAMETER',
    parameter: 'aggregation',
  });
  assert.equal(await q.metricSeries({ ...range, name: 'nobody' }), null);
});

test('points come back as they were sent', async () => {
  const found = await q.metricPoints({ ...range, name: 'duration', service: 'order' });
  const second = found?.points.find((p) => p.exemplars.length > 0);
  assert.deepEqual(
    { ...second, resourceId: '', scope: undefined },
    {
      startTimeUnixNano: String(start),
      timeUnixNano: String(start + 120_000n * ms),
      flags: 0,
      attributes: [],
      service: 'order',
      resourceId: '',
      scope: undefined,
      count: '20',
      sum: 15,
      min: 0.3,
      max: 0.9,
      bucketCounts: ['0', '10', '10', '0'],
      explicitBounds: [0.25, 0.5, 1],
      exemplars: [
        {
          timeUnixNano: String(start + 60_000n * ms),
          value: 0.75,
          traceId: traceId(20),
          spanId: spanId(20, 0),
          attributes: [{ key: 'k', value: { intValue: '1' } }],
        },
      ],
    },
  );
  const queue = await q.metricPoints({ ...range, name: 'queue.length', limit: 1 });
  assert.deepEqual(
    [queue?.points[0]?.asInt, queue?.points[0]?.asDouble, queue?.truncated],
    ['15', undefined, true],
  );
});

test('what belongs to a span', async () => {
  const found = await q.correlate({ traceId: traceId(20), spanId: spanId(20, 0) });
  assert.equal(found?.span?.name, 'POST /pay');
  assert.equal(found?.spanLogs.length, 1);
  assert.equal(found?.traceLogs.length, 0);
  assert.equal(found?.red?.operation, 'POST /pay');
  assert.equal(
    found?.red?.calls.reduce((n, c) => n + c, 0),
    300,
  );
  assert.ok(found?.red?.exemplars.some((e) => e.error));
  assert.deepEqual(
    found?.runtimeMetrics.map((m) => m.name),
    ['nodejs.eventloop.utilization'],
  );
  assert.equal(
    (await q.correlate({ traceId: traceId(20) }))?.spanId,
    spanId(20, 0),
    'the root stands for its trace',
  );
});

test('an abort, a spent time limit and an empty range are errors of their own', async () => {
  await assert.rejects(q.services(range, { signal: AbortSignal.abort() }), { code: 'NG_QUERY_CANCELLED' });
  await assert.rejects(q.services(range, { maxSeconds: 0 }), { code: 'NG_QUERY_TIMEOUT' });
  await assert.rejects(q.logs({ from: 5n, to: 5n }), { code: 'NG_BAD_TIME_RANGE' });
});
