import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import { migrate } from '../migrate/migrate.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { attributeCondition, bodyWordsCondition, traceCondition } from './conditions.ts';
import { migrations } from './migrations.ts';

const dir = mkdtempSync(join(tmpdir(), 'conditions-'));
let engine: EmbeddedEngine;

before(async () => {
  engine = await openEmbeddedEngine({ dir, logger: silentLogger });
  await migrate(engine, migrations, { placement: { kind: 'single' }, logger: silentLogger });
  await engine.command(
    raw(`INSERT INTO spans (Timestamp, TraceId, SpanAttributes) SELECT now64(9), reinterpretAsFixedString(toUInt128(number)),
         map('user', toString(number), 'method', 'GET') FROM numbers(50000)`),
  );
  await engine.command(
    raw(`INSERT INTO logs (Timestamp, TraceId, Body, LogAttributes) SELECT now64(9), reinterpretAsFixedString(toUInt128(number)),
         concat('Order ', toString(number), ' placed'), map('user', toString(number)) FROM numbers(50000)`),
  );
});
after(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

/** The indexes a condition uses, and whether they leave only some of the granules. */
const plan = async (table: string, condition: Sql): Promise<string> => {
  const { rows } = await engine.query<{ explain: string }>(
    sql`EXPLAIN indexes = 1 SELECT count() FROM ${raw(table)} WHERE ${condition}`,
  );
  return rows.map((r) => r.explain.trim()).join('\n');
};
const count = async (table: string, condition: Sql): Promise<unknown> =>
  (await engine.query(sql`SELECT toUInt32(count()) AS c FROM ${raw(table)} WHERE ${condition}`)).rows[0]?.c;

const trace = (n: number): string => Buffer.from(new BigUint64Array([BigInt(n), 0n]).buffer).toString('hex');

const cases: [name: string, table: string, condition: Sql, index: string][] = [
  ['an attribute of a span', 'spans', attributeCondition('span', 'user', '=', '4711'), 'idx_attributes'],
  ['an attribute of a log', 'logs', attributeCondition('log', 'user', '=', '4711'), 'idx_attributes'],
  ['the spans of a trace', 'spans', traceCondition(trace(4711)), 'idx_trace_id'],
  ['the logs of a trace', 'logs', traceCondition(trace(4711)), 'idx_trace_id'],
  ['words of a body', 'logs', bodyWordsCondition(['ORDER', '4711']), 'idx_body'],
];
for (const [name, table, condition, index] of cases) {
  test(`${name}: found once, through ${index}, in one granule`, async () => {
    assert.equal(await count(table, condition), 1);
    const text = await plan(table, condition);
    const part = text.slice(text.indexOf(`Name: ${index}`));
    assert.match(part, /^Name: \w+[\s\S]*?Granules: 1\/\d/, text);
  });
}

test('no words are no condition', async () => {
  assert.equal(await count('logs', bodyWordsCondition([])), 50_000);
});
