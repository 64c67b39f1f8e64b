import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { MalformedOtlp } from '@nightglass/otlp';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { migrate } from '../migrate/migrate.ts';
import { dropSearchIndexes, migrations, tables } from '../schema/index.ts';
import { raw } from '../sql.ts';
import type { BlockBuilder } from './block-builder.ts';
import { createBlockTarget } from './block-target.ts';
import { request, Telemetry } from './testing/telemetry.ts';

const dir = mkdtempSync(join(tmpdir(), 'block-target-'));
const now = BigInt(Date.now()) * 1_000_000n;
let engine: EmbeddedEngine;

before(async () => {
  engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  await migrate(engine, migrations, { placement: { kind: 'single' }, logger: silentLogger });
});
after(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const one = async (text: string): Promise<Record<string, unknown>> =>
  (await engine.query(raw(text))).rows[0] ?? {};

/** Requests of all signals, the same for the same seed. */
const requests = (seed: number) => {
  const t = new Telemetry(seed, now);
  const resource = t.resource('shop');
  const scope = t.scope();
  const make = (n: number, one: (i: number) => unknown): unknown[] =>
    Array.from({ length: n }, (_, i) => one(i));
  return [
    {
      signal: 'traces' as const,
      bytes: request('traces', {
        resourceSpans: [{ resource, scopeSpans: [{ scope, spans: make(300, () => t.span()) }] }],
      }),
    },
    {
      signal: 'logs' as const,
      bytes: request('logs', {
        resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: make(100, () => t.log()) }] }],
      }),
    },
    {
      signal: 'metrics' as const,
      bytes: request('metrics', {
        resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: make(20, (i) => t.metric(i)) }] }],
      }),
    },
  ].map((r, i) => ({ ...r, receivedAtUnixNano: now, position: seed * 1_000_000 + i * 10_000 }));
};
const fill = (block: BlockBuilder, seed: number): BlockBuilder => {
  for (const r of requests(seed)) block.add(r);
  return block;
};
const bytesOf = (block: BlockBuilder): Record<string, string> =>
  Object.fromEntries(block.take().map((b) => [b.table, Buffer.concat(b.chunks).toString('base64')]));

test('the same requests make the same bytes, whatever was encoded before', () => {
  const first = bytesOf(fill(createBlockTarget(engine).newBlock(), 7));
  assert.deepEqual(bytesOf(fill(createBlockTarget(engine).newBlock(), 7)), first);
  assert.ok(Object.keys(first).length > 10);
});

test('a block stored twice, or again after a restart, is there once, roll-ups included', async () => {
  const target = createBlockTarget(engine);
  const block = fill(target.newBlock(), 11);
  await target.store(block, 'eleven');
  await createBlockTarget(engine).store(fill(createBlockTarget(engine).newBlock(), 11), 'eleven');
  assert.equal((await one('SELECT toUInt32(count()) AS c FROM spans')).c, 300);
  assert.equal((await one('SELECT toUInt32(count()) AS c FROM logs')).c, 100);
  assert.equal((await one('SELECT toUInt32(sum(Calls)) AS c FROM red_1m')).c, 300);
  assert.equal((await one('SELECT toUInt32(sum(SpanCount)) AS c FROM trace_index')).c, 300);
  assert.equal((await one('SELECT toUInt32(count()) AS c FROM resources FINAL')).c, 1);
  const points =
    await one(`SELECT toUInt32((SELECT count() FROM metric_samples) + (SELECT count() FROM metric_histograms)
    + (SELECT count() FROM metric_exponential_histograms) + (SELECT count() FROM metric_summaries)) AS c`);
  assert.equal(points.c, 40);
});

test('the roll-ups say what the spans say', async () => {
  const difference = `SELECT toUInt32(count()) AS c FROM (
    SELECT toStartOfMinute(Timestamp) AS Time, ServiceName, SpanName, SpanKind,
      ParentSpanId = toFixedString('', 8) AS IsRoot, StatusCode = 'Error' AS IsError,
      toInt16(floor(log2(greatest(1, Duration)) * 8)) AS Bucket, count() AS Calls, sum(Duration) AS Sum
    FROM spans GROUP BY ALL
    EXCEPT
    SELECT Time, ServiceName, SpanName, SpanKind, IsRoot, IsError, Bucket, sum(Calls), sum(DurationSum)
    FROM red_1m GROUP BY ALL)`;
  assert.equal((await one(difference)).c, 0);
  const traces = `SELECT toUInt32(count()) AS c FROM (
    SELECT TraceId, min(Timestamp), max(Timestamp + toIntervalNanosecond(Duration)), count(),
      countIf(StatusCode = 'Error'),
      min((ParentSpanId != toFixedString('', 8), Timestamp, toString(ServiceName), toString(SpanName), Duration))
    FROM spans GROUP BY TraceId
    EXCEPT
    SELECT TraceId, min(Start), max(End), sum(SpanCount), sum(ErrorCount), min(Root) FROM trace_index GROUP BY TraceId)`;
  assert.equal((await one(traces)).c, 0);
  const values = `SELECT toUInt32(count()) AS c FROM (
    SELECT 'span' AS s, k, v, count() FROM spans ARRAY JOIN mapKeys(SpanAttributes) AS k, mapValues(SpanAttributes) AS v
    WHERE length(v) <= 256 GROUP BY ALL
    EXCEPT
    SELECT toString(Scope) AS s, toString(Key), Value, sum(Count) FROM attribute_values WHERE NOT Overflow GROUP BY ALL)`;
  assert.equal((await one(values)).c, 0);
});

test('a failure in the middle is made good by storing again', async () => {
  let left = 3;
  const failing = {
    ...engine,
    insertNative: (...args: Parameters<EmbeddedEngine['insertNative']>) =>
      left-- > 0 ? engine.insertNative(...args) : Promise.reject(new Error('gone')),
  } as EmbeddedEngine;
  const target = createBlockTarget(failing);
  const block = fill(target.newBlock(), 13);
  await assert.rejects(target.store(block, 'thirteen'), /gone/);
  left = 100;
  await target.store(block, 'thirteen');
  assert.equal((await one('SELECT toUInt32(count()) AS c FROM spans WHERE Seq >= 13000000')).c, 300);
  assert.equal((await one('SELECT toUInt32(sum(Calls)) AS c FROM red_1m')).c, 600);
});

test('a malformed request throws and leaves the block as it was', () => {
  const target = createBlockTarget(engine);
  const block = fill(target.newBlock(), 17);
  const clean = bytesOf(fill(createBlockTarget(engine).newBlock(), 17));
  for (const { signal, bytes } of requests(18)) {
    for (const cut of [bytes.length - 1, bytes.length >> 1]) {
      const broken = { signal, bytes: bytes.subarray(0, cut), receivedAtUnixNano: now, position: 0 };
      assert.throws(() => block.add(broken), MalformedOtlp);
    }
  }
  assert.deepEqual(block.records, { traces: 300, logs: 100, metrics: 40 });
  assert.deepEqual(bytesOf(block), clean);
});

test('a reused builder is as good as a new one, and writes no resource twice in an hour', async () => {
  const target = createBlockTarget(engine);
  const block = fill(target.newBlock(), 19);
  await target.store(block, 'nineteen');
  const again = fill(target.newBlock(), 19);
  assert.equal(again, block);
  const reused = bytesOf(again);
  const fresh = bytesOf(fill(createBlockTarget(engine).newBlock(), 19));
  const shared = ['spans', 'logs', 'red_1m', 'trace_index', 'metric_samples', 'metric_histograms'];
  for (const table of shared) assert.equal(reused[table], fresh[table], table);
  for (const table of ['resources', 'scopes', 'metric_series']) assert.equal(reused[table], undefined, table);
});

test('without roll-ups and search indexes rows are stored all the same', async () => {
  for (const statement of dropSearchIndexes({ kind: 'single' })) await engine.command(statement);
  const target = createBlockTarget(engine, { rollUps: false });
  const block = fill(target.newBlock(), 23);
  assert.ok(!block.take().some((b) => ['red_1m', 'trace_index', 'attribute_values'].includes(b.table)));
  await target.store(block, 'lean');
  assert.equal((await one('SELECT toUInt32(count()) AS c FROM spans WHERE Seq >= 23000000')).c, 300);
});

test('every table forgets by itself and knows tokens', async () => {
  for (const { name } of tables) {
    const { engine_full: text } = await one(
      `SELECT engine_full FROM system.tables WHERE database = 'nightglass' AND name = '${name}'`,
    );
    assert.match(String(text), /TTL .* \+ toIntervalDay\(\d+\)/, name);
    assert.match(String(text), /ttl_only_drop_parts = 1/, name);
    assert.match(String(text), /non_replicated_deduplication_window = \d{4}/, name);
  }
});

test("views show the rows as the OpenTelemetry ClickHouse exporter's tables do", async () => {
  const span = await one(
    `SELECT * FROM otel_traces WHERE ResourceAttributes['service.name'] = 'shop' LIMIT 1`,
  );
  assert.match(String(span.TraceId), /^[0-9a-f]{32}$/);
  assert.ok(['Unset', 'Ok', 'Error'].includes(String(span.StatusCode)));
  for (const [view, count] of [
    ['otel_logs', 'logs'],
    ['otel_metrics_histogram', 'metric_histograms'],
    ['otel_metrics_exponential_histogram', 'metric_exponential_histograms'],
    ['otel_metrics_summary', 'metric_summaries'],
  ]) {
    const seen = await one(`SELECT (SELECT count() FROM ${view}) = (SELECT count() FROM ${count}) AS same`);
    assert.equal(seen.same, 1, view);
  }
  const numbers =
    await one(`SELECT (SELECT count() FROM otel_metrics_gauge) + (SELECT count() FROM otel_metrics_sum)
    = (SELECT count() FROM metric_samples) AS same`);
  assert.equal(numbers.same, 1);
});
