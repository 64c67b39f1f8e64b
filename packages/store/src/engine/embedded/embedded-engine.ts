/** ClickHouse inside this machine: chDB in one child process that owns the folder. */

import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Logger, NightglassError } from '@nightglass/model';
import { type Sql, sql } from '../../sql.ts';
import type { Engine, InsertOptions, QueryBytes, QueryOptions, QueryResult } from '../engine.ts';
import { cancelled } from '../engine-errors.ts';
import { insertSettings, querySettings } from '../limits.ts';
import { columnList, tableName } from '../names.ts';
import { rowFormat, rowSettings, rowsOf } from '../rows.ts';
import { guardUntrusted } from '../untrusted.ts';
import { checkCpu, cpuError } from './cpu.ts';
import { lockDataDir, prepareDataDir } from './data-dir.ts';
import { Places } from './places.ts';
import type { Pool, StatementSettings } from './protocol.ts';
import { serverConfig } from './server-config.ts';
import { Supervisor } from './supervisor.ts';

export interface EmbeddedEngineOptions {
  /** The store's folder; made when it does not exist. One process at a time may own it. */
  dir: string;
  logger: Logger;
  /** Cap of the engine's memory in bytes. Default 800 MiB; the process itself needs about 200 MiB more. */
  memoryBytes?: number;
  /** How many people's queries run at once. Default 4. */
  readers?: number;
  /** How many blocks are stored at once. Default 2. */
  writers?: number;
  /** How many calls of one class may wait before the next is refused. Default 128. */
  queueLimit?: number;
  /**
   * How long after its own time limit a statement may still be silent. Then the engine hangs and is started again.
   * Default 30.
   */
  graceSeconds?: number;
  /** Adds a cluster of two shards that are both this process, for tests of distributed plans. */
  twoShards?: boolean;
}

/** What only the embedded engine can tell. */
export interface EmbeddedEngine extends Engine {
  readonly kind: 'embedded';
  /** The engine's process, while it runs. */
  readonly childPid: number | undefined;
  /** How often the engine's process had to be started again. */
  readonly restarts: number;
  /** The same engine with another current database. Closing it closes nothing. */
  withDatabase(name: string): Engine;
}

const database = 'nightglass';
const mib = 1024 * 1024;
const maxWaitMs = 30_000;

interface InDatabase {
  /** Current database of the statement; default `nightglass`. */
  database?: string;
}

class Embedded implements EmbeddedEngine {
  readonly kind = 'embedded' as const;
  readonly #supervisor: Supervisor;
  readonly #places: Places;
  /** Blocks on their way into the engine, one file each. */
  readonly #blockDir: string;
  readonly #memoryBytes: number;
  readonly #release: () => void;
  readonly #graceSeconds: number;
  #closing: Promise<void> | undefined;

  constructor(options: EmbeddedEngineOptions, dir: string, release: () => void) {
    this.#release = release;
    this.#graceSeconds = options.graceSeconds ?? 30;
    this.#memoryBytes = options.memoryBytes ?? 800 * mib;
    this.#blockDir = join(dir, 'blocks');
    emptyFolder(this.#blockDir);
    const tmpDir = join(dir, 'tmp');
    const cores = availableParallelism();
    const configFile = join(dir, 'engine.xml');
    const places = {
      writer: options.writers ?? 2,
      command: 2,
      interactive: options.readers ?? 4,
      rules: 2,
      background: 1,
    };
    const total = Object.values(places).reduce((a, b) => a + b, 0);
    this.#places = new Places({ places, queueLimit: options.queueLimit ?? 128 });
    this.#supervisor = new Supervisor({
      config: { path: join(dir, 'db'), configFile, database, places },
      dir: options.dir,
      // A waiting statement holds a thread of libuv's pool, which files need too. Two more for untrusted statements.
      threads: total + 6,
      logger: options.logger,
      onReady: () => this.#places.resume(),
      onGone: () => this.#places.pause(),
      beforeStart: () => {
        // Not the blocks: callers that wait for the engine have theirs there.
        emptyFolder(tmpDir);
        const { twoShards } = options;
        const config = { memoryBytes: this.#memoryBytes, cores, tmpDir, twoShards };
        writeFileSync(configFile, serverConfig(config));
      },
    });
  }

  get childPid(): number | undefined {
    return this.#supervisor.pid;
  }
  get restarts(): number {
    return this.#supervisor.restarts;
  }

  start(): Promise<void> {
    return this.#supervisor.start();
  }

  async query<Row>(statement: Sql, options: QueryOptions & InDatabase = {}): Promise<QueryResult<Row>> {
    const { bytes, stats } = await this.queryBytes(statement, rowFormat, options);
    return { rows: rowsOf<Row>(bytes), stats };
  }

  async queryBytes(
    statement: Sql,
    format: string,
    options: QueryOptions & InDatabase = {},
  ): Promise<QueryBytes> {
    const settings = { ...rowSettings, ...querySettings(options, this.#memoryBytes) };
    const text = options.untrusted === true ? await this.#guard(statement.text) : statement.text;
    return this.#run(options.class ?? 'interactive', text, format, settings, options);
  }

  async command(statement: Sql, options: QueryOptions & InDatabase = {}): Promise<void> {
    const settings = querySettings({ maxSeconds: 600, ...options }, this.#memoryBytes);
    await this.#run('command', statement.text, 'Null', settings, options);
  }

  async insertNative(table: string, block: readonly Uint8Array[], options: InsertOptions): Promise<void> {
    const file = join(this.#blockDir, `${randomUUID()}.native`);
    try {
      await writeChunks(file, block);
      const columns = options.columns ?? (await this.#columnsOf(file));
      const list = columnList(columns);
      const settings = sql`SETTINGS insert_deduplication_token = ${options.token}`;
      const statement = `INSERT INTO ${tableName(table)} (${list}) ${settings} SELECT ${list} FROM ${sql`file(${file}, Native)`}`;
      await this.#run('writer', statement, 'Null', insertSettings(this.#memoryBytes), {});
    } finally {
      await rm(file, { force: true });
    }
  }

  health(): ReturnType<Engine['health']> {
    const { state, version, lastDeath } = this.#supervisor;
    if (state === 'ready') return Promise.resolve({ status: 'ok', version });
    if (state === 'starting') return Promise.resolve({ status: 'starting' });
    if (state === 'closed') return Promise.resolve({ status: 'failed', message: 'closed' });
    return Promise.resolve({
      status: 'degraded',
      message: `the engine is being restarted (${lastDeath})`,
      version,
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  withDatabase(name: string): Engine {
    return new OtherDatabase(this, name);
  }

  async #close(): Promise<void> {
    const ended = this.#supervisor.close();
    this.#places.refuseAll(() => this.#supervisor.unavailable());
    await ended;
    this.#release();
  }

  async #columnsOf(file: string): Promise<string[]> {
    const { rows } = await this.query<{ name: string }>(sql`DESCRIBE TABLE file(${file}, Native)`);
    return rows.map((r) => r.name);
  }

  async #guard(text: string): Promise<string> {
    return guardUntrusted(text, async (check) => (await this.query<Record<string, string>>(check)).rows);
  }

  async #run(
    pool: Pool,
    text: string,
    format: string,
    settings: StatementSettings,
    options: QueryOptions & InDatabase,
  ): Promise<QueryBytes> {
    const { signal, database: current = database } = options;
    if (signal?.aborted === true) throw cancelled();
    if (this.#supervisor.state === 'closed') throw this.#supervisor.unavailable();
    const place = await this.#places.take(pool, maxWaitMs, signal, cancelled);
    const statement =
      options.untrusted === true
        ? ({ do: 'run-untrusted', sql: text, format, settings, database: current } as const)
        : ({ do: 'run', pool, place, sql: text, format, settings, database: current } as const);
    const { id, answer } = this.#supervisor.run(statement);
    // The place is busy until the engine has let go of the statement, even when the caller has long been told.
    // After a crash every place is new, so only an engine that still lives gets this one back.
    const child = this.#supervisor.pid;
    const free = (): void => {
      if (this.#supervisor.pid === child && this.#supervisor.state === 'ready')
        this.#places.give(pool, place);
    };
    answer.then(free, free);
    const limit = Number(settings.max_execution_time ?? 0) + this.#graceSeconds;
    const hangs = setTimeout(() => this.#supervisor.abandon(id, `no answer for ${limit} s`), limit * 1000);
    const answered = (): void => clearTimeout(hangs);
    answer.then(answered, answered);
    return abortable(answer, signal, () => this.#supervisor.kill(id)).then((a) => ({
      bytes: a.bytes,
      stats: { rowsRead: a.rowsRead, bytesRead: a.bytesRead, elapsedMs: a.elapsedMs },
    }));
  }
}

class OtherDatabase implements Engine {
  readonly kind = 'embedded' as const;
  readonly #engine: Embedded;
  readonly #name: string;

  constructor(engine: Embedded, name: string) {
    this.#engine = engine;
    this.#name = name;
  }
  query<Row>(statement: Sql, options: QueryOptions = {}): Promise<QueryResult<Row>> {
    return this.#engine.query<Row>(statement, { ...options, database: this.#name });
  }
  queryBytes(statement: Sql, format: string, options: QueryOptions = {}): Promise<QueryBytes> {
    return this.#engine.queryBytes(statement, format, { ...options, database: this.#name });
  }
  command(statement: Sql, options: QueryOptions = {}): Promise<void> {
    return this.#engine.command(statement, { ...options, database: this.#name });
  }
  insertNative(table: string, block: readonly Uint8Array[], options: InsertOptions): Promise<void> {
    return this.#engine.insertNative(`${this.#name}.${table}`, block, options);
  }
  health(): ReturnType<Engine['health']> {
    return this.#engine.health();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The promise, unless the signal comes first; then `kill` and NG_QUERY_CANCELLED. */
const abortable = <T>(promise: Promise<T>, signal: AbortSignal | undefined, kill: () => void): Promise<T> => {
  if (signal === undefined) return promise;
  return new Promise((done, fail) => {
    const onAbort = (): void => {
      kill();
      fail(cancelled());
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(done, fail).finally(() => signal.removeEventListener('abort', onAbort));
  });
};

const emptyFolder = (path: string): void => {
  mkdirSync(path, { recursive: true });
  for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
};

const writeChunks = async (file: string, chunks: readonly Uint8Array[]): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    let pending: Uint8Array[] = chunks.filter((c) => c.length > 0);
    while (pending.length > 0) {
      // writev takes at most 1024 buffers and may write less than it was given.
      const batch = pending.slice(0, 1000);
      const { bytesWritten } = await handle.writev(batch);
      pending = remaining(batch, bytesWritten).concat(pending.slice(batch.length));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new NightglassError('NG_STORE_UNAVAILABLE', 'The disk of the store is full', {
        hint: 'Free disk space or shorten the retention; storing resumes by itself.',
        cause: error,
      });
    throw error;
  } finally {
    await handle.close();
  }
};

const remaining = (batch: readonly Uint8Array[], written: number): Uint8Array[] => {
  const rest: Uint8Array[] = [];
  let skip = written;
  for (const chunk of batch) {
    if (skip >= chunk.length) skip -= chunk.length;
    else {
      rest.push(skip > 0 ? chunk.subarray(skip) : chunk);
      skip = 0;
    }
  }
  return rest;
};

/**
 * Opens (or makes) the store in a folder. Throws NG_CPU_UNSUPPORTED, NG_ENGINE_MISSING, NG_DATA_DIR_UNUSABLE,
 * NG_DATA_DIR_LOCKED; takes about half a second.
 */
export const openEmbeddedEngine = async (options: EmbeddedEngineOptions): Promise<EmbeddedEngine> => {
  const cpu = checkCpu();
  if (!cpu.ok) throw cpuError(cpu);
  const dir = resolve(options.dir);
  prepareDataDir(dir);
  const release = lockDataDir(dir);
  const engine = new Embedded(options, dir, release);
  try {
    await engine.start();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
};
