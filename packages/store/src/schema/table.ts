import { raw, type Sql } from '../sql.ts';

/** Where the tables live. A cluster keeps rows in `<name>_local` on every shard and spreads them by `shardBy`. */
export type Placement = { kind: 'single' } | { kind: 'cluster'; cluster: string };

export interface Column {
  name: string;
  /** The ClickHouse type, exactly as it stands in a Native block. */
  type: string;
  codec?: string;
}

/** What a retention setting rules over. */
export type RetentionClass = 'traces' | 'logs' | 'metrics' | 'dimensions';

export interface Table {
  name: string;
  /** In the order of the table and of the Native block: an insert sends every column. */
  columns: readonly Column[];
  indexes?: readonly string[];
  /** `MergeTree()`, `ReplacingMergeTree(LastSeen)` and so on; Replicated is put in front of it on a cluster. */
  engine: string;
  partitionBy?: string;
  orderBy: string;
  /** The DateTime expression a row's age is counted from. */
  age: string;
  retention: RetentionClass;
  /** A whole number expression: rows with the same value stay on one shard. */
  shardBy: string;
  settings?: Readonly<Record<string, string | number>>;
}

/** Days each signal is kept. Roll-ups and dimensions follow the longest life of what refers to them. */
export interface Retention {
  traces: number;
  logs: number;
  metrics: number;
}
export const defaultRetention: Retention = { traces: 7, logs: 7, metrics: 30 };

export const retentionDays = (table: Table, retention: Retention): number =>
  table.retention === 'dimensions'
    ? Math.max(retention.traces, retention.logs, retention.metrics) + 1
    : retention[table.retention];

/** The TTL clause of a table, as ClickHouse prints it back in `engine_full`. */
export const ttlClause = (table: Table, retention: Retention): string =>
  `${table.age} + toIntervalDay(${retentionDays(table, retention)})`;

/**
 * One insert makes one part, so a few thousand tokens outlive every block that can still be replayed.
 * Whole parts are dropped when they are past their time: nothing is rewritten to forget.
 */
const commonSettings = {
  ttl_only_drop_parts: 1,
  non_replicated_deduplication_window: 2000,
  replicated_deduplication_window: 2000,
};

const columnText = (c: Column): string =>
  `\`${c.name}\` ${c.type}${c.codec === undefined ? '' : ` CODEC(${c.codec})`}`;

const settingsText = (table: Table): string =>
  Object.entries({ ...commonSettings, ...table.settings })
    .map(([k, v]) => `${k} = ${typeof v === 'number' ? v : `'${v}'`}`)
    .join(', ');

/** CREATE statements of one table: itself, or its local and distributed halves. */
export const createTable = (table: Table, placement: Placement, retention: Retention): Sql[] => {
  const cluster = placement.kind === 'cluster' ? ` ON CLUSTER '${placement.cluster}'` : '';
  const name = placement.kind === 'cluster' ? `${table.name}_local` : table.name;
  const engine = placement.kind === 'cluster' ? `Replicated${table.engine}` : table.engine;
  const body = [...table.columns.map(columnText), ...(table.indexes ?? []).map((i) => `INDEX ${i}`)];
  const statements = [
    raw(
      [
        `CREATE TABLE IF NOT EXISTS ${name}${cluster} (\n  ${body.join(',\n  ')}\n)`,
        `ENGINE = ${engine}`,
        ...(table.partitionBy === undefined ? [] : [`PARTITION BY ${table.partitionBy}`]),
        `ORDER BY ${table.orderBy}`,
        `TTL ${ttlClause(table, retention)}`,
        `SETTINGS ${settingsText(table)}`,
      ].join('\n'),
    ),
  ];
  if (placement.kind === 'cluster') {
    statements.push(
      raw(
        `CREATE TABLE IF NOT EXISTS ${table.name}${cluster} AS ${name}\n` +
          `ENGINE = Distributed('${placement.cluster}', currentDatabase(), '${name}', ${table.shardBy})`,
      ),
    );
  }
  return statements;
};
