import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { errorType } from '../../telemetry/log.ts';
import { inSpan } from '../../telemetry/span.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';

export type Row = Record<string, null | number | bigint | string | Uint8Array>;

/** Boundaries the database conventions advise, seconds. */
const boundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];
const busyTimeoutMs = 2_000;

/** The operation and the table of one of our own statements; the text is a constant, never input. */
export const summarize = (sql: string): { operation: string; collection: string | undefined } => {
  const [, operation = ''] = /^\s*(\w+)/.exec(sql) ?? [];
  const [, collection] = /\b(?:INTO|FROM|UPDATE)\s+(\w+)/i.exec(sql) ?? [];
  return { operation: operation.toUpperCase(), collection };
};

/**
 * SQLite with a CLIENT span per statement (stable database conventions) and `db.client.operation.duration`.
 * node:sqlite has no instrumentation of its own and is synchronous: a span here is time the event loop stood still.
 */
export class TracedDatabase {
  readonly #db: DatabaseSync;
  readonly #namespace: string;
  readonly #telemetry: Telemetry;
  readonly #duration;
  readonly #statements = new Map<string, StatementSync>();

  constructor(telemetry: Telemetry, file: string, namespace: string) {
    this.#telemetry = telemetry;
    this.#namespace = namespace;
    this.#duration = telemetry.histogram('db.client.operation.duration', boundaries, {
      unit: 's',
      description: 'Duration of database client operations.',
    });
    this.#db = new DatabaseSync(file);
    this.#db.exec(
      `PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`,
    );
  }

  /** Statements without spans, for the schema. */
  migrate(sql: string): void {
    this.#db.exec(sql);
  }

  /** Runs a statement that changes rows; answers how many. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#traced(sql, (statement) => Number(statement.run(...values).changes));
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#traced(sql, (statement) => statement.all(...values) as Row[]);
  }

  close(): void {
    this.#db.close();
  }

  #traced<T>(sql: string, work: (statement: StatementSync) => T): T {
    const { operation, collection } = summarize(sql);
    const summary = collection === undefined ? operation : `${operation} ${collection}`;
    const common: Attributes = {
      'db.system.name': 'sqlite',
      'db.namespace': this.#namespace,
      'db.operation.name': operation,
      ...(collection === undefined ? {} : { 'db.collection.name': collection }),
    };
    const attributes = { ...common, 'db.query.text': sql, 'db.query.summary': summary };
    return inSpan(this.#telemetry.tracer, summary, { kind: SpanKind.CLIENT, attributes }, (span) => {
      const startedAt = performance.now();
      let failure: Attributes = {};
      try {
        const result = work(this.#prepare(sql));
        if (Array.isArray(result)) span.setAttribute('db.response.returned_rows', result.length);
        return result;
      } catch (error) {
        failure = { 'error.type': errorType(error) };
        throw error;
      } finally {
        this.#duration.record((performance.now() - startedAt) / 1000, { ...common, ...failure });
      }
    });
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
