import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@nightglass/model';
import {
  type Engine,
  migrate,
  migrations,
  openClusterEngine,
  openEmbeddedEngine,
  raw,
} from '@nightglass/store';
import { type Filling, fill } from './fill.ts';

export interface Place {
  /** A ClickHouse server; absent: the embedded engine. */
  clickhouseUrl?: string;
  /** Where the filled data is kept (with a server: the note of what it holds) and looked for. */
  reuse?: string;
}

export interface BenchStore {
  engine: Engine;
  filling: Filling;
  /** The embedded engine's folder. */
  dir: string | undefined;
  close(): Promise<void>;
}

/** Of its own, so that pointing at a server in use disturbs nothing. */
const serverDatabase = 'nightglass_bench';
const noteName = 'bench-query.json';
/** Filling outruns the merges of a live store, which need memory; the questions are asked with the product's default. */
const fillMemoryBytes = 3 * 2 ** 30;
const mergesSettleMs = 240_000;

/** The filled store: as it was kept, or filled now. `report` hears of the progress. */
export const openBenchStore = async (
  place: Place,
  wanted: { spans: number; logs: number },
  report: (text: string) => void,
): Promise<BenchStore> => {
  const home = place.reuse ?? mkdtempSync(join(tmpdir(), 'nightglass-bench-query-'));
  const dir = place.clickhouseUrl === undefined ? join(home, 'store') : undefined;
  const note = join(home, noteName);
  const open = async (memoryBytes?: number): Promise<Engine> => {
    if (dir !== undefined) return openEmbeddedEngine({ dir, logger: silentLogger, memoryBytes });
    const url = place.clickhouseUrl ?? '';
    return openClusterEngine({ url, database: serverDatabase, logger: silentLogger });
  };
  let engine = await open(existsSync(note) ? undefined : fillMemoryBytes);
  try {
    let filling: Filling;
    if (existsSync(note)) filling = JSON.parse(readFileSync(note, 'utf8')) as Filling;
    else {
      await migrate(engine, migrations, { placement: { kind: 'single' }, logger: silentLogger });
      const endMs = Math.floor(Date.now() / 300_000) * 300_000;
      filling = await fill(engine, { ...wanted, endMs }, report);
      await mergesSettled(engine, report);
      // A fresh engine: the measurement does not begin in the memory of the filling.
      await engine.close();
      engine = await open();
      if (place.reuse !== undefined) writeFileSync(note, JSON.stringify(filling));
    }
    return {
      engine,
      filling,
      dir,
      close: async () => {
        if (place.reuse === undefined && dir === undefined)
          await engine.command(raw(`DROP DATABASE ${serverDatabase} SYNC`));
        await engine.close();
        if (place.reuse === undefined) rmSync(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await engine.close();
    if (place.reuse === undefined) rmSync(home, { recursive: true, force: true });
    throw error;
  }
};

/** Waits until the background merges that the filling caused are done: a live store is asked in that state. */
const mergesSettled = async (engine: Engine, report: (text: string) => void): Promise<void> => {
  const until = Date.now() + mergesSettleMs;
  for (let quiet = 0; quiet < 3 && Date.now() < until; ) {
    const { rows } = await engine.query<{ n: string }>(raw('SELECT count() AS n FROM system.merges'));
    const running = Number(rows[0]?.n ?? 0);
    quiet = running === 0 ? quiet + 1 : 0;
    report(`merging: ${running} merges run`);
    await new Promise((done) => setTimeout(done, 1000));
  }
};

export interface TableSize {
  name: string;
  rows: number;
  parts: number;
  dataBytes: number;
  indexBytes: number;
}

export const tableSizes = async (engine: Engine): Promise<TableSize[]> => {
  const { rows } = await engine.query<Record<'name' | 'rows' | 'parts' | 'data' | 'indexes', string>>(
    raw(`SELECT table AS name, sum(rows) AS rows, count() AS parts, sum(data_compressed_bytes) AS data,
        sum(secondary_indices_compressed_bytes) AS indexes
      FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table ORDER BY data DESC`),
  );
  return rows.map((r) => ({
    name: r.name,
    rows: Number(r.rows),
    parts: Number(r.parts),
    dataBytes: Number(r.data),
    indexBytes: Number(r.indexes),
  }));
};
