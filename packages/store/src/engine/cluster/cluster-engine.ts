/** A ClickHouse server or cluster over its HTTP interface. */

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  type ClickHouseClient,
  ClickHouseError,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { type Logger, NightglassError } from '@nightglass/model';
import { raw, type Sql, sql } from '../../sql.ts';
import type { Engine, InsertOptions, QueryBytes, QueryOptions, QueryResult } from '../engine.ts';
import { cancelled, engineError } from '../engine-errors.ts';
import { exactlyOnce, querySettings } from '../limits.ts';
import { columnList, identifier, tableName } from '../names.ts';
import { rowFormat, rowSettings, rowsOf } from '../rows.ts';
import { guardUntrusted } from '../untrusted.ts';

export interface ClusterEngineOptions {
  /** `http://host:8123` or `https://host:8443`. */
  url: string;
  user?: string;
  password?: string;
  /** Made when it does not exist. Default `nightglass`. */
  database?: string;
  /** Name in the server's `remote_servers`. Statements that end or create things then run ON CLUSTER. */
  cluster?: string;
  /** Memory to plan for, bytes; one query gets at most half of it. Default 8 GiB. */
  memoryBytes?: number;
  /** Connections for queries (default 16) and for blocks (default 4). */
  readers?: number;
  writers?: number;
  logger: Logger;
}

const gib = 1024 ** 3;
/** Longer than any statement may run, so that the engine's own limit speaks first. */
const requestTimeoutMs = 660_000;

type Settings = Record<string, string | number>;

class Cluster implements Engine {
  readonly kind = 'cluster' as const;
  readonly #reader: ClickHouseClient;
  readonly #writer: ClickHouseClient;
  readonly #options: ClusterEngineOptions;
  readonly #database: string;
  readonly #memoryBytes: number;
  #version: string | undefined;
  #closed = false;

  constructor(options: ClusterEngineOptions) {
    this.#options = options;
    this.#database = options.database ?? 'nightglass';
    this.#memoryBytes = options.memoryBytes ?? 8 * gib;
    this.#reader = this.#client(this.#database, options.readers ?? 16);
    this.#writer = this.#client(this.#database, options.writers ?? 4);
  }

  #client(database: string, connections: number): ClickHouseClient {
    return createClient({
      url: this.#options.url,
      username: this.#options.user ?? 'default',
      password: this.#options.password ?? '',
      database,
      application: 'nightglass',
      max_open_connections: connections,
      request_timeout: requestTimeoutMs,
      log: { LoggerClass: QuietLogger },
    });
  }

  /** Reaches the server, makes the database. */
  async start(): Promise<void> {
    const first = this.#client('default', 1);
    try {
      const statement = raw(
        `CREATE DATABASE IF NOT EXISTS ${identifier(this.#database)}${this.#onCluster()} ENGINE = Atomic`,
      );
      await this.#exec(first, statement.text, {}, undefined);
      const { rows } = await this.query<{ v: string }>(sql`SELECT version() AS v`);
      this.#version = rows[0]?.v;
    } finally {
      await first.close();
    }
  }

  async query<Row>(statement: Sql, options: QueryOptions = {}): Promise<QueryResult<Row>> {
    const { bytes, stats } = await this.queryBytes(statement, rowFormat, options);
    return { rows: rowsOf<Row>(bytes), stats };
  }

  async queryBytes(statement: Sql, format: string, options: QueryOptions = {}): Promise<QueryBytes> {
    const untrusted = options.untrusted === true;
    const text = untrusted
      ? await guardUntrusted(
          statement.text,
          async (check) => (await this.query<Record<string, string>>(check)).rows,
        )
      : statement.text;
    const settings: Settings = {
      ...rowSettings,
      ...querySettings(options, this.#memoryBytes),
      readonly: untrusted ? 1 : 2,
      // An error after the first rows would otherwise arrive as a cut result.
      wait_end_of_query: 1,
      cancel_http_readonly_queries_on_client_close: 1,
    };
    return this.#exec(this.#reader, `${text}\nFORMAT ${format}`, settings, options.signal);
  }

  async command(statement: Sql, options: QueryOptions = {}): Promise<void> {
    const settings = {
      ...querySettings({ maxSeconds: 600, ...options }, this.#memoryBytes),
      // INSERT ... SELECT into a distributed table: done means that every shard has the rows.
      distributed_foreground_insert: 1,
      wait_end_of_query: 1,
    };
    await this.#exec(this.#reader, statement.text, settings, options.signal);
  }

  async insertNative(table: string, block: readonly Uint8Array[], options: InsertOptions): Promise<void> {
    const columns = options.columns === undefined ? '' : ` (${columnList(options.columns)})`;
    const settings: Settings = {
      ...exactlyOnce,
      insert_deduplication_token: options.token,
      max_execution_time: 300,
      // Distributed tables: wait until the shards have the rows, an answer must mean "stored".
      distributed_foreground_insert: 1,
      async_insert: 0,
      wait_end_of_query: 1,
    };
    const statement = `INSERT INTO ${tableName(table)}${columns} FORMAT Native`;
    await this.#exec(
      this.#writer,
      statement,
      settings,
      undefined,
      Readable.from(block, { objectMode: false }),
    );
  }

  async health(): ReturnType<Engine['health']> {
    if (this.#closed) return { status: 'failed', message: 'closed' };
    const ping = await this.#reader.ping();
    if (ping.success) return { status: 'ok', version: this.#version };
    return { status: 'failed', message: `${this.#options.url} does not answer: ${ping.error.message}` };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.#reader.close(), this.#writer.close()]);
  }

  #onCluster(): string {
    return this.#options.cluster === undefined ? '' : ` ON CLUSTER ${identifier(this.#options.cluster)}`;
  }

  async #exec(
    client: ClickHouseClient,
    query: string,
    settings: Settings,
    signal: AbortSignal | undefined,
    values?: Readable,
  ): Promise<QueryBytes> {
    if (this.#closed) throw new NightglassError('NG_STORE_UNAVAILABLE', 'The store is closed');
    if (isAborted(signal)) throw cancelled();
    const queryId = randomUUID();
    const request = { query, query_id: queryId, clickhouse_settings: settings as ClickHouseSettings };
    const started = performance.now();
    const onAbort = (): void => this.#kill(queryId);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const result = await client.exec(
        values === undefined ? { ...request, abort_signal: signal } : { ...request, values },
      );
      const bytes = await buffer(result.stream);
      const { summary } = result;
      const elapsedMs = performance.now() - started;
      const stats = {
        rowsRead: Number(summary?.read_rows ?? 0),
        bytesRead: Number(summary?.read_bytes ?? 0),
        elapsedMs: summary?.elapsed_ns === undefined ? elapsedMs : Number(summary.elapsed_ns) / 1e6,
      };
      return { bytes, stats };
    } catch (error) {
      throw isAborted(signal) ? cancelled() : this.#failure(error);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #failure(error: unknown): Error {
    if (error instanceof ClickHouseError) {
      const number = Number(error.code);
      return engineError(error.message, Number.isInteger(number) ? number : undefined);
    }
    const text = error instanceof Error ? error.message || error.name : String(error);
    return new NightglassError('NG_STORE_UNAVAILABLE', `${this.#options.url} does not answer: ${text}`, {
      hint: 'Check the address, the network and that the server runs.',
      cause: error,
    });
  }

  /** Behind a load balancer another server may get this, so it goes to all. ASYNC: nobody waits for it. */
  #kill(queryId: string): void {
    const statement = sql`KILL QUERY${raw(this.#onCluster())} WHERE query_id = ${queryId} ASYNC`;
    this.#exec(this.#reader, statement.text, {}, undefined).catch((error: unknown) => {
      this.#options.logger.warn('a cancelled query could not be killed', { error });
    });
  }
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** Failures reach the caller as errors; the client need not print them as well. */
class QuietLogger {
  trace(): void {}
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

/** Connects to a server and makes the database. Throws NG_STORE_UNAVAILABLE when nobody answers or the login fails. */
export const openClusterEngine = async (options: ClusterEngineOptions): Promise<Engine> => {
  const engine = new Cluster(options);
  try {
    await engine.start();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
};
