import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { ProtoWriter, proto } from '@nightglass/otlp';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { migrate } from '../migrate/migrate.ts';
import { attributeCondition, migrations } from '../schema/index.ts';
import { raw, sql } from '../sql.ts';
import { type BlockTarget, createBlockTarget } from './block-target.ts';
import { attributes, bodyOf, type Row, selectLogs, selectSpans } from './testing/read-back.ts';
import { request } from './testing/telemetry.ts';

const dir = mkdtempSync(join(tmpdir(), 'hostile-'));
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

let stored = 0;
const store = async (
  signal: 'traces' | 'logs',
  bytes: Uint8Array,
): Promise<{ rows: Row[]; target: BlockTarget }> => {
  const target = createBlockTarget(engine);
  const block = target.newBlock();
  const position = ++stored * 1_000_000;
  block.add({ signal, bytes, receivedAtUnixNano: now, position });
  await target.store(block, `hostile-${stored}`);
  const select = signal === 'traces' ? selectSpans : selectLogs;
  const { rows } = await engine.query<Row>(
    raw(select.replace('ORDER BY', `WHERE Seq >= ${position} ORDER BY`)),
  );
  return { rows, target };
};
const mapOf = (row: Row | undefined): Record<string, string> => row?.SpanAttributes as Record<string, string>;
const text = (value: string) => ({ stringValue: value });
const span = (more: object) => ({
  traceId: '01'.repeat(16),
  spanId: '02'.repeat(8),
  startTimeUnixNano: String(now),
  endTimeUnixNano: String(now + 5n),
  ...more,
});
const spans = (...list: object[]): Uint8Array =>
  request('traces', { resourceSpans: [{ scopeSpans: [{ spans: list }] }] });
const logs = (...list: object[]): Uint8Array =>
  request('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: list }] }] });

test('of 100,000 attributes 1,024 are kept and the rest is counted', async () => {
  const many = Array.from({ length: 100_000 }, (_, i) => ({ key: `key-${i}`, value: text('v') }));
  const { rows, target } = await store(
    'traces',
    spans(span({ attributes: many, droppedAttributesCount: 3 })),
  );
  assert.equal(Object.keys(mapOf(rows[0])).length, 1024);
  assert.equal(rows[0]?.DroppedAttributesCount, 100_000 - 1024 + 3);
  assert.equal(target.counters.droppedAttributes, 100_000 - 1024);
});

test('30,000 different keys over many spans stay apart, and the roll-up of names stays small', async () => {
  const list = Array.from({ length: 300 }, (_, i) =>
    span({
      attributes: Array.from({ length: 100 }, (_, k) => ({ key: `k${i}-${k}`, value: text(`${i}/${k}`) })),
    }),
  );
  const { rows } = await store('traces', spans(...list));
  assert.equal(mapOf(rows[299])['k299-99'], '299/99');
  const { rows: keys } = await engine.query(
    raw(`SELECT toUInt32(count()) AS c FROM attribute_values WHERE NOT Overflow`),
  );
  assert.ok(Number(keys[0]?.c) <= 2000 * 2, JSON.stringify(keys));
});

test('a value of 1 MB is cut at a character, counted and named; a body and a name too', async () => {
  const { rows, target } = await store(
    'traces',
    spans(
      span({
        name: 'n'.repeat(100_000),
        attributes: [{ key: 'big', value: text(`a${'€'.repeat(350_000)}`) }],
        events: [
          { name: 'e', attributes: [{ key: 'inner', value: { bytesValue: 'AAAA'.repeat(100_000) } }] },
        ],
      }),
    ),
  );
  const map = mapOf(rows[0]);
  assert.equal(map.big, `a${'€'.repeat(21_845)}`);
  assert.equal(map['nightglass.truncated'], 'big, name, e0.inner');
  assert.equal(String(rows[0]?.SpanName).length, 65_536);
  assert.equal(target.counters.truncatedValues, 3);
  const log = await store('logs', logs({ timeUnixNano: String(now), body: text('b'.repeat(2_000_000)) }));
  assert.equal(String(log.rows[0]?.Body).length, 1_048_576);
  assert.deepEqual(attributes(log.rows[0]?.LogAttributes, []), [
    { key: 'nightglass.truncated', value: text('body') },
  ]);
});

test('times of 1970, 2100 and none are stored at the received time and say so; an end before its start too', async () => {
  const day = 86_400_000_000_000n;
  const year2100 = String(4_102_444_800_000_000_000n);
  const { rows, target } = await store(
    'traces',
    spans(
      span({ startTimeUnixNano: '1', endTimeUnixNano: '3' }),
      span({ startTimeUnixNano: year2100, endTimeUnixNano: year2100 }),
      span({ startTimeUnixNano: undefined, endTimeUnixNano: undefined }),
      span({ startTimeUnixNano: '18446744073709551615', endTimeUnixNano: '18446744073709551615' }),
      span({ startTimeUnixNano: String(now - 6n * day), endTimeUnixNano: String(now - 6n * day) }),
      span({ endTimeUnixNano: String(now - 1n) }),
    ),
  );
  const marks = rows.map((r) => mapOf(r)['nightglass.original_time_unix_nano']);
  assert.deepEqual(marks, ['1', year2100, '0', '18446744073709551615', undefined, undefined]);
  assert.deepEqual(
    rows.map((r) => r.Start),
    [now, now, now, now, now - 6n * day, now].map(String),
  );
  assert.deepEqual(
    rows.map((r) => r.Duration),
    ['2', '0', '0', '0', '0', '0'],
  );
  assert.equal(mapOf(rows[5])['nightglass.original_end_time_unix_nano'], String(now - 1n));
  assert.equal(target.counters.clampedTimes, 5);
});

test('a log without a time has its observed time, else the received one', async () => {
  const observed = String(now - 7n);
  const { rows } = await store('logs', logs({ observedTimeUnixNano: observed, body: text('a') }, {}));
  assert.deepEqual(
    rows.map((r) => r.Time),
    [observed, String(now)],
  );
  assert.deepEqual(rows.map(bodyOf), [text('a'), {}]);
});

test('duplicate span ids and keys: every span is kept, of a key the first', async () => {
  const twice = span({
    attributes: [
      { key: 'k', value: text('first') },
      { key: 'k', value: { intValue: '2' } },
    ],
  });
  const { rows, target } = await store('traces', spans(twice, twice));
  assert.equal(rows.length, 2);
  for (const row of rows)
    assert.deepEqual(attributes(row.SpanAttributes, row.AttributeTypes), [
      { key: 'k', value: text('first') },
    ]);
  assert.equal(target.counters.duplicateKeys, 2);
});

test('invalid UTF-8 and zero bytes are kept, and answers are still valid JSON', async () => {
  const w = new ProtoWriter();
  const bad = Buffer.from([0x61, 0xe2, 0x82, 0x22, 0xff, 0x00, 0x62]);
  w.message(proto.Request.groups, () =>
    w.message(proto.ResourceGroup.scopeGroups, () =>
      w.message(proto.ScopeGroup.records, () => {
        w.bytesField(proto.Span.traceId, Buffer.alloc(16, 1));
        w.bytesField(proto.Span.spanId, Buffer.alloc(8, 1));
        w.bytesField(proto.Span.name, bad);
        w.int64Field(proto.Span.startTimeUnixNano, now);
        w.int64Field(proto.Span.endTimeUnixNano, now);
        w.message(proto.Span.attributes, () => {
          w.bytesField(proto.KeyValue.key, bad);
          w.message(proto.KeyValue.value, () => w.bytesField(proto.AnyValue.stringValue, bad));
        });
      }),
    ),
  );
  const { rows } = await store('traces', w.copy());
  assert.equal(rows[0]?.SpanName, bad.toString('utf8'));
  assert.deepEqual(rows[0]?.SpanAttributes, { [bad.toString('utf8')]: bad.toString('utf8') });
  const kept = await engine.query(
    raw(`SELECT hex(SpanName) AS h FROM spans WHERE Seq >= ${stored * 1_000_000}`),
  );
  assert.equal(kept.rows[0]?.h, bad.toString('hex').toUpperCase());
});

test('a condition on an attribute finds exactly its value, whatever is in it', async () => {
  const values = ["it's", 'a\\b', 'x=y', '', 'ä\n"', '%', '2'];
  const list = values.map((value) => span({ attributes: [{ key: 'q=', value: text(value) }] }));
  await store('traces', spans(...list, span({ attributes: [{ key: 'q', value: text('=x=y') }] }), span({})));
  const count = async (condition: ReturnType<typeof attributeCondition>): Promise<unknown> =>
    (
      await engine.query(
        sql`SELECT toUInt32(count()) AS c FROM spans WHERE Seq >= ${stored * 1_000_000} AND ${condition}`,
      )
    ).rows[0]?.c;
  for (const value of values)
    assert.equal(await count(attributeCondition('span', 'q=', '=', value)), 1, value);
  assert.equal(await count(attributeCondition('span', 'q', '=', 'x=y')), 0);
  assert.equal(await count(attributeCondition('span', 'q=', '!=', '2')), values.length + 1);
  assert.equal(await count(attributeCondition('span', 'q=', 'exists')), values.length);
  assert.equal(await count(attributeCondition('span', 'q=', 'absent')), 2);
  assert.equal(await count(attributeCondition('resource', 'service.name', 'absent')), values.length + 2);
});
