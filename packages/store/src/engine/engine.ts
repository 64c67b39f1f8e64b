import type { Sql } from '../sql.ts';

/** Who is waiting: sessions are kept apart so that a background job never delays a person. */
export type QueryClass = 'interactive' | 'rules' | 'background';

export interface QueryOptions {
  class?: QueryClass;
  /** Stops the statement honestly in the engine; NG_QUERY_TIMEOUT. Default 30. */
  maxSeconds?: number;
  /** NG_QUERY_MEMORY when exceeded. Default from the engine's configuration. */
  maxMemoryBytes?: number;
  /** Aborting kills the statement in the engine; the promise rejects with NG_QUERY_CANCELLED. */
  signal?: AbortSignal;
  /**
   * The text came from a person: it must be one SELECT (or SHOW, DESCRIBE, EXISTS, EXPLAIN), cannot write, cannot
   * reach files or the network, cannot change its own limits.
   */
  untrusted?: boolean;
}

export interface QueryResult<Row> {
  rows: Row[];
  /** Rows and bytes the engine read, and how long it took. */
  stats: { rowsRead: number; bytesRead: number; elapsedMs: number };
}

export interface QueryBytes {
  bytes: Uint8Array;
  stats: QueryResult<unknown>['stats'];
}

export interface InsertOptions {
  /** Deduplication token: the same token twice stores the rows once, materialized views included. */
  token: string;
  /**
   * The column names of the block, in its order. The embedded engine needs them to match columns by name; without
   * them it asks the block itself, which costs one more look at it (about 2 ms).
   */
  columns?: readonly string[];
}

/**
 * ClickHouse SQL, wherever it runs. Nothing above `packages/store` knows which engine answers.
 * 64-bit integers come as decimal strings, DateTime64 as text, as in ClickHouse's JSON with quoted integers.
 */
export interface Engine {
  readonly kind: 'embedded' | 'cluster';
  query<Row = Record<string, unknown>>(sql: Sql, options?: QueryOptions): Promise<QueryResult<Row>>;
  /** The result as bytes of a ClickHouse format, for readers that do not want rows (`Native`, `RowBinary`). */
  queryBytes(sql: Sql, format: string, options?: QueryOptions): Promise<QueryBytes>;
  /** DDL and other statements without a result. */
  command(sql: Sql, options?: QueryOptions): Promise<void>;
  /** One Native block (given in chunks) into one table, in one part per partition. Resolves when it is stored. */
  insertNative(table: string, block: readonly Uint8Array[], options: InsertOptions): Promise<void>;
  health(): Promise<{
    status: 'ok' | 'starting' | 'degraded' | 'failed';
    message?: string;
    version?: string;
  }>;
  close(): Promise<void>;
}
