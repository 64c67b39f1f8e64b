/**
 * `node bench/src/store/main.ts [--blocks N] [--rows N] [--scale N] [--repeat N] [--only a,b]`: what the indexes of `spans` cost and give.
 * Inserts the same blocks into one table per variant and prints, per variant: CPU of the engine's process per 100,000
 * spans at insert and with the merges that follow, bytes on disk per span (data, indexes), and the time of three
 * queries (median of 7): a trace by id without and with a time hint, a rare attribute's newest 100.
 * With `--repeat N` only the CPU of storing the blocks N times over is printed, merges running as they do.
 * With `--scale N` every table is filled N times over before it is asked, with other trace and user ids.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { silentLogger } from '@nightglass/model';
import { type EmbeddedEngine, openEmbeddedEngine, raw } from '@nightglass/store';
import { cpuSeconds, describeMachine } from '../lib/process-usage.ts';
import { median } from '../lib/statistics.ts';
import { type Block, encodeBlocks } from './blocks.ts';
import { sustained } from './sustained.ts';
import {
  attributeWhere,
  createProduct,
  createVariant,
  createViews,
  type Variant,
  variants,
} from './variants.ts';

const { values: flags } = parseArgs({
  options: {
    blocks: { type: 'string', default: '8' },
    rows: { type: 'string', default: '131072' },
    repeat: { type: 'string', default: '0' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const rows = Number(flags.rows);
const count = Number(flags.blocks);
const chosen = variants.filter((v) => flags.only === undefined || flags.only.split(',').includes(v.name));

const scale = Number(flags.scale);
const base: Variant = { name: 'base', indexes: [] };
const dir = mkdtempSync(join(tmpdir(), 'nightglass-bench-store-'));
const start = BigInt(Date.now() - 3_600_000) * 1_000_000n;
const { blocks, encodeSeconds } = await encodeBlocks(count, rows, start);
const spans = rows * count;
console.log(describeMachine());
console.log(`${spans} spans in blocks of ${rows}; encoding took ${perSpan(encodeSeconds)} us CPU per span`);
const engine = await openEmbeddedEngine({ dir, logger: silentLogger, memoryBytes: 2 * 2 ** 30 });
try {
  const repeat = Number(flags.repeat);
  if (repeat > 0) {
    for (const variant of chosen) console.log(await sustained(engine, variant, blocks, rows, repeat));
  } else await compare();
} finally {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  for (const table of ['red_1m', 'trace_index', 'attribute_values']) {
    await engine.command(raw(createProduct(table)));
    const cpu = await insertAll(engine, table, table, blocks);
    console.log(`${table.padEnd(18)} ${perSpan(cpu)} us CPU per span`);
  }
  await engine.command(raw(createVariant(base)));
  await insertAll(engine, 'spans', 'spans_base', blocks);
  console.log(
    'variant            insert  +merges  data B  index B  trace  trace+hint  attribute  (us CPU per span; bytes per span; ms)',
  );
  for (const variant of chosen) console.log(await measure(engine, variant, blocks));
}

function perSpan(cpu: number): string {
  return ((cpu / spans) * 1e6).toFixed(2);
}

/** CPU seconds the engine's process used for it. */
async function insertAll(e: EmbeddedEngine, from: string, to: string, all: Block[][]): Promise<number> {
  const pids = [e.childPid ?? 0];
  const before = cpuSeconds(pids);
  let token = 0;
  for (const block of all) {
    const part = block.find((b) => b.table === from);
    if (part === undefined) continue;
    await e.insertNative(to, [part.bytes], { token: `${to}-${token++}`, columns: part.columns });
  }
  return cpuSeconds(pids) - before;
}

async function measure(e: EmbeddedEngine, variant: Variant, all: Block[][]): Promise<string> {
  const table = `spans_${variant.name}`;
  await e.command(raw(createVariant(variant)));
  for (const view of createViews(variant)) await e.command(raw(view));
  await e.command(raw(`SYSTEM STOP MERGES ${table}`));
  const insert = await insertAll(e, 'spans', table, all);
  await e.command(raw(`SYSTEM START MERGES ${table}`));
  const before = cpuSeconds([e.childPid ?? 0]);
  await e.command(raw(`OPTIMIZE TABLE ${table} FINAL`), { maxSeconds: 600, class: 'background' });
  const merged = insert + cpuSeconds([e.childPid ?? 0]) - before;
  for (let n = 1; n < scale; n++) await multiply(e, table, n);
  const [size] = (
    await e.query<{ data: string; indexes: string }>(
      raw(`SELECT sum(data_compressed_bytes) AS data,
             sum(secondary_indices_compressed_bytes) + sum(bytes_on_disk - data_compressed_bytes - secondary_indices_compressed_bytes) AS indexes
           FROM system.parts WHERE active AND database = 'nightglass' AND table = '${table}'`),
    )
  ).rows;
  const [sample] = (
    await e.query<{ id: string; user: string; at: string }>(
      raw(`SELECT hex(TraceId) AS id, SpanAttributes['enduser.id'] AS user, toUnixTimestamp(Timestamp) AS at
           FROM spans_base WHERE mapContains(SpanAttributes, 'enduser.id') ORDER BY cityHash64(TraceId) LIMIT 1`),
    )
  ).rows;
  if (sample === undefined || size === undefined) throw new Error('the table is empty');
  const trace = `SELECT count() FROM ${table} WHERE TraceId = unhex('${sample.id}')`;
  const at = Number(sample.at);
  const hint = `${trace} AND Timestamp BETWEEN fromUnixTimestamp(${at - 5}) AND fromUnixTimestamp(${at + 5})`;
  const attribute = `SELECT hex(TraceId), Timestamp FROM ${table}
    WHERE ${attributeWhere(variant, 'enduser.id', sample.user)} ORDER BY Timestamp DESC LIMIT 100`;
  const times = [await timed(e, trace), await timed(e, hint), await timed(e, attribute)];
  const cells = [
    perSpan(insert).padStart(6),
    perSpan(merged).padStart(8),
    (Number(size.data) / (spans * scale)).toFixed(1).padStart(7),
    (Number(size.indexes) / (spans * scale)).toFixed(1).padStart(8),
    ...times.map((t, i) => t.toFixed(1).padStart([6, 11, 10][i] ?? 6)),
  ];
  if (variant.views !== undefined) await e.command(raw(`DROP TABLE view_${variant.name} SYNC`));
  await e.command(raw(`DROP TABLE ${table} SYNC`));
  return `${variant.name.padEnd(17)} ${cells.join(' ')}`;
}

/** The rows of `spans_base` once more, later and with other ids. */
async function multiply(e: EmbeddedEngine, table: string, n: number): Promise<void> {
  await e.command(
    raw(`INSERT INTO ${table} SELECT * REPLACE (
      Timestamp + toIntervalSecond(${n * count}) AS Timestamp,
      toFixedString(concat(substring(TraceId, 1, 14), reinterpretAsFixedString(toUInt16(${n}))), 16) AS TraceId,
      mapApply((k, v) -> (k, if(k = 'enduser.id', concat(v, '-${n}'), v)), SpanAttributes) AS SpanAttributes)
    FROM spans_base SETTINGS max_threads = 1, min_insert_block_size_rows = 131072, min_insert_block_size_bytes = 0`),
    { class: 'background', maxSeconds: 600 },
  );
}

async function timed(e: EmbeddedEngine, query: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const begin = performance.now();
    await e.query(raw(`${query} SETTINGS use_query_condition_cache = 0`));
    times.push(performance.now() - begin);
  }
  return median(times);
}
