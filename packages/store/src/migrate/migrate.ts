/**
 * Numbered migrations, applied at start. What was done is written down before and after each of them, so a
 * half-applied one is found: it is finished (its statements can be run again) when it is still the same, and refused
 * when it has changed. Nothing is guessed.
 */

import { createHash } from 'node:crypto';
import { type Logger, NightglassError } from '@nightglass/model';
import type { Engine } from '../engine/engine.ts';
import type { Migration, Placement, Retention } from '../schema/index.ts';
import { raw, type Sql, sql } from '../sql.ts';

export interface MigrateOptions {
  placement: Placement;
  retention?: Retention;
  /** Version of the program, noted beside what it did. */
  program?: string;
  logger: Logger;
}

export interface MigrationRecord {
  version: number;
  name: string;
  checksum: string;
  /** RFC 3339, UTC. */
  startedAt: string;
  /** Absent: it was begun and never finished. */
  finishedAt?: string;
  program: string;
}

const table = 'schema_migrations';

const createTable = (placement: Placement): Sql => {
  const columns = `Version UInt32, Name String, Checksum String, State Enum8('started' = 1, 'finished' = 2),
  At DateTime64(3, 'UTC'), Program String`;
  if (placement.kind === 'single')
    return raw(
      `CREATE TABLE IF NOT EXISTS ${table} (\n  ${columns}\n) ENGINE = MergeTree ORDER BY (Version, At)`,
    );
  // One replicated table over all shards: whichever server answers knows what was done.
  return raw(
    `CREATE TABLE IF NOT EXISTS ${table} ON CLUSTER '${placement.cluster}' (\n  ${columns}\n) ENGINE = ` +
      `ReplicatedMergeTree('/clickhouse/tables/{database}/${table}', '{shard}-{replica}') ORDER BY (Version, At)`,
  );
};

/**
 * What a migration does, as a fingerprint. Always of the single-server form with default retention: where the tables
 * live and how long rows are kept are settings, not changes of the schema.
 */
export const checksumOf = (migration: Migration): string => {
  const text = migration.statements({ kind: 'single' }).map((s) => s.text.replace(/\s+/g, ' ').trim());
  return createHash('sha256').update(text.join(';\n')).digest('hex').slice(0, 32);
};

/** What has been done to this database, oldest first. Empty before the first migration. */
export const appliedMigrations = async (engine: Engine): Promise<MigrationRecord[]> => {
  const exists = await engine.query<{ x: number }>(raw(`EXISTS TABLE ${table}`));
  if (Object.values(exists.rows[0] ?? {})[0] !== 1) return [];
  interface Row {
    Version: number;
    Name: string;
    Checksum: string;
    Started: string;
    Finished: string;
    Program: string;
  }
  const { rows } = await engine.query<Row>(
    raw(`SELECT Version, argMax(Name, At) AS Name, argMax(Checksum, (At, State)) AS Checksum,
  formatDateTime(maxIf(At, State = 'started'), '%Y-%m-%dT%H:%i:%SZ') AS Started,
  if(countIf(State = 'finished') > 0, formatDateTime(maxIf(At, State = 'finished'), '%Y-%m-%dT%H:%i:%SZ'), '') AS Finished,
  argMax(Program, At) AS Program
FROM ${table} GROUP BY Version ORDER BY Version`),
  );
  return rows.map((r) => ({
    version: r.Version,
    name: r.Name,
    checksum: r.Checksum,
    startedAt: r.Started,
    finishedAt: r.Finished === '' ? undefined : r.Finished,
    program: r.Program,
  }));
};

const refuse = (message: string, hint: string): NightglassError =>
  new NightglassError('NG_MIGRATION_REFUSED', message, { hint });

/** Throws when this program must not touch that database. */
const check = (migrations: readonly Migration[], done: readonly MigrationRecord[]): void => {
  migrations.forEach((m, i) => {
    if (m.version !== i + 1)
      throw new TypeError(`migration ${m.name} has version ${m.version}, not ${i + 1}`);
  });
  const newest = done.at(-1);
  if (newest !== undefined && newest.version > migrations.length)
    throw refuse(
      `The data was written by a newer nightglass (schema ${newest.version} "${newest.name}"` +
        `${newest.program === '' ? '' : `, version ${newest.program}`}); this one knows ${migrations.length}`,
      'Start the newer version again, or choose another folder with --data DIR.',
    );
  done.forEach((record, i) => {
    const migration = migrations[record.version - 1];
    if (record.version !== i + 1 || migration === undefined)
      throw refuse(
        `The list of schema changes has a gap before ${record.version} "${record.name}"`,
        'Restore the folder from a copy, or start with an empty one.',
      );
    if (record.finishedAt === undefined && i < done.length - 1)
      throw refuse(
        `Schema change ${record.version} "${record.name}" was never finished, but later ones were begun`,
        'Restore the folder from a copy, or start with an empty one.',
      );
    if (record.checksum !== checksumOf(migration)) {
      const state = record.finishedAt === undefined ? 'was begun and not finished' : 'was applied';
      throw refuse(
        `Schema change ${record.version} "${record.name}" ${state} in another form than this program knows`,
        `Start the version that wrote it${record.program === '' ? '' : ` (${record.program})`}, or choose another folder with --data DIR.`,
      );
    }
  });
};

/**
 * Brings the database to the newest schema. Returns the versions it applied (none when there was nothing to do).
 * Throws NG_MIGRATION_REFUSED when the database is newer than the program or was changed in another way.
 */
export const migrate = async (
  engine: Engine,
  migrations: readonly Migration[],
  options: MigrateOptions,
): Promise<number[]> => {
  const { placement, retention, logger, program = '' } = options;
  const done = await appliedMigrations(engine);
  check(migrations, done);
  await engine.command(createTable(placement));
  const finished = new Set(done.filter((r) => r.finishedAt !== undefined).map((r) => r.version));
  const applied: number[] = [];
  for (const migration of migrations.filter((m) => !finished.has(m.version))) {
    const { version, name } = migration;
    if (done.some((r) => r.version === version)) logger.warn('finishing a schema change', { version, name });
    const note = (state: string): Promise<void> =>
      engine.command(
        sql`INSERT INTO ${raw(table)} SELECT ${version}, ${name}, ${checksumOf(migration)}, ${state}, now64(3, 'UTC'), ${program}`,
      );
    await note('started');
    for (const statement of migration.statements(placement, retention)) await engine.command(statement);
    await note('finished');
    logger.debug('schema change applied', { version, name });
    applied.push(version);
  }
  return applied;
};
