/**
 * Every product query on one server and on two shards must answer the same. This is where a missing GLOBAL, a join
 * across shards or an aggregate that cannot be merged shows.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '../sql.ts';
import { freshEdges } from '../writer/service-edges.ts';
import type { StoreQueries } from './store-queries.ts';
import { nowMs, range, scenario, spanId, start, traceId } from './testing/scenario.ts';
import { openTestStore, type TestStore } from './testing/test-store.ts';

let store: TestStore;

before(async () => {
  store = await openTestStore(() => nowMs);
  await store.store(scenario(), range.to);
  await store.rollEdges(range.from, range.to);
});
after(() => store.close());

const short = { from: start, to: start + 10n * 60_000_000_000n };
const attribute = (key: string, value: string) => ({ attributes: [{ key, value }] });

const asked: Record<string, (q: StoreQueries) => Promise<unknown>> = {
  'services, long': (q) => q.services(range),
  'services, short': (q) => q.services(short),
  'operations, long': (q) => q.operations({ ...range, service: 'order' }),
  'operations, short': (q) => q.operations({ ...short, service: 'order' }),
  'service map': (q) => q.serviceMap(range),
  traces: (q) => q.traces(range),
  'traces of a service': (q) => q.traces({ ...range, service: 'order', status: 'error', limit: 7 }),
  'traces by duration': (q) => q.traces({ ...range, minDuration: 500_000_000n, maxDuration: 5_000_000_000n }),
  'traces by span attribute': (q) => q.traces({ ...range, ...attribute('user.id', 'u17') }),
  'traces by resource attribute': (q) => q.traces({ ...range, ...attribute('k8s.pod.name', 'order-pod-2') }),
  'traces by text': (q) => q.traces({ ...range, q: 'reserve', limit: 5 }),
  'trace by id': (q) => q.trace({ traceId: traceId(20) }),
  'trace, cut': (q) => q.trace({ traceId: traceId(20), limit: 2 }),
  logs: (q) => q.logs(range),
  'logs by words': (q) => q.logs({ ...range, query: 'handshake "certificate rejected"', severity: 17 }),
  'logs by beginning': (q) => q.logs({ ...range, query: 'hands* -u20' }),
  'logs forward': (q) => q.logs({ ...range, direction: 'forward', service: 'gateway', limit: 20 }),
  'logs of a span': (q) => q.logs({ ...range, traceId: traceId(30), spanId: spanId(30, 0) }),
  'logs by attribute': (q) => q.logs({ ...range, ...attribute('log.line', '42') }),
  'logs by resource': (q) => q.logs({ ...range, ...attribute('k8s.pod.name', 'order-pod-1'), limit: 5 }),
  'log context': async (q) => {
    const { logs } = await q.logs({ ...range, query: 'u300' });
    return q.logContext({ id: logs[0]?.id ?? '', before: 3, after: 4 });
  },
  'logs histogram': (q) => q.logsHistogram({ ...range, query: 'done' }),
  'log tail': async (q) => {
    const now = start + 5n * 60_000_000_000n;
    const { after } = await q.logTail({ now });
    const some = await q.logTail({ now, after: '0', limit: 10, severity: 17 });
    const without = some.logs.map((log) => log.id.replace(/.*-/, ''));
    const again = await q.logTail({ now, after: some.after, again: { after: '0', without }, severity: 17 });
    assert.ok(again.logs.length > 0 && again.logs.every((log) => !some.logs.some((s) => s.id === log.id)));
    assert.equal(again.after, some.after);
    return [after, some, again];
  },
  'metric names': (q) => q.metricNames(range),
  'gauge series': (q) =>
    q.metricSeries({ ...range, name: 'nodejs.eventloop.utilization', groupBy: ['service'] }),
  'gauge quantile': (q) =>
    q.metricSeries({ ...range, name: 'nodejs.eventloop.utilization', aggregation: 'p90' }),
  'sum series': (q) => q.metricSeries({ ...range, name: 'queue.length', groupBy: ['q', 'k8s.pod.name'] }),
  'counter rate': (q) => q.metricSeries({ ...range, name: 'requests', groupBy: ['service'], step: 60 }),
  'delta rate': (q) => q.metricSeries({ ...range, name: 'requests.delta', step: 60 }),
  'histogram p95': (q) => q.metricSeries({ ...range, name: 'duration', step: 60 }),
  'histogram max': (q) =>
    q.metricSeries({ ...range, name: 'duration', aggregation: 'max', service: 'order' }),
  'exponential p50': (q) => q.metricSeries({ ...range, name: 'size', aggregation: 'p50', step: 60 }),
  'exponential count': (q) => q.metricSeries({ ...range, name: 'size', aggregation: 'count', step: 120 }),
  'summary last': (q) => q.metricSeries({ ...range, name: 'latency.summary', groupBy: ['service'] }),
  'summary rate': (q) => q.metricSeries({ ...range, name: 'latency.summary', aggregation: 'rate' }),
  'gauge points': (q) => q.metricPoints({ ...range, name: 'nodejs.eventloop.utilization', limit: 5 }),
  'histogram points': (q) =>
    q.metricPoints({ ...range, name: 'duration', ...attribute('k8s.pod.name', 'order-pod-1') }),
  'exponential points': (q) => q.metricPoints({ ...range, name: 'size' }),
  'summary points': (q) => q.metricPoints({ ...range, name: 'latency.summary', service: 'gateway' }),
  'attribute keys': (q) => q.attributeKeys({ ...range, q: 'http' }),
  'attribute values': (q) => q.attributeValues({ ...range, key: 'http.route', signal: 'traces', q: 'pay' }),
  correlate: (q) => q.correlate({ traceId: traceId(20), spanId: spanId(20, 2) }),
  'correlate a trace': (q) => q.correlate({ traceId: traceId(40) }),
};

for (const [name, ask] of Object.entries(asked)) {
  test(`${name}: two shards answer as one server`, async () => {
    const [plain, sharded] = await Promise.all([ask(store.plain), ask(store.sharded)]);
    assert.deepEqual(sharded, plain);
    assert.ok(
      plain !== null && !isEmpty(plain),
      `${name} found nothing: ${JSON.stringify(plain)?.slice(0, 300)}`,
    );
  });
}

test('edges between services: two shards join as one server', async () => {
  const query = sql`${freshEdges(Number(range.from / 1_000_000_000n), Number(range.to / 1_000_000_000n))} ORDER BY ALL`;
  const plain = await store.engine.query<{ ServerKind: string }>(query);
  const sharded = await store.shards.query(query);
  assert.deepEqual(sharded.rows, plain.rows);
  assert.ok(plain.rows.some((row) => row.ServerKind === 'service'));
});

/** True when every list of the answer is empty: such a comparison would prove nothing. */
const isEmpty = (answer: unknown): boolean => {
  if (Array.isArray(answer)) return answer.every(isEmpty);
  if (typeof answer !== 'object' || answer === null) return true;
  return Object.values(answer).every((v) => (Array.isArray(v) ? v.length === 0 : true));
};
