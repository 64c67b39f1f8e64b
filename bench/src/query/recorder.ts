import type { Engine, QueryResult, Sql } from '@nightglass/store';

export interface Statement {
  text: string;
  /** As the engine counts it: waiting for a place is not in it. */
  elapsedMs: number;
}

/** The engine with a note of every statement that was asked. */
export interface RecordingEngine {
  engine: Engine;
  /** The statements since the last call. */
  take(): Statement[];
}

export const recording = (inner: Engine): RecordingEngine => {
  let statements: Statement[] = [];
  const note = (sql: Sql, stats: QueryResult<unknown>['stats']): void => {
    statements.push({ text: sql.text, elapsedMs: stats.elapsedMs });
  };
  const engine: Engine = {
    kind: inner.kind,
    query: async <Row>(sql: Sql, options: Parameters<Engine['query']>[1]) => {
      const result = await inner.query<Row>(sql, options);
      note(sql, result.stats);
      return result;
    },
    queryBytes: async (sql, format, options) => {
      const result = await inner.queryBytes(sql, format, options);
      note(sql, result.stats);
      return result;
    },
    command: (sql, options) => inner.command(sql, options),
    insertNative: (table, block, options) => inner.insertNative(table, block, options),
    health: () => inner.health(),
    close: () => inner.close(),
  };
  return {
    engine,
    take: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
  };
};
