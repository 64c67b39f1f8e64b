/** Opens state.db: settings, migrations, and what is said when the file cannot be used. */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Logger, NightglassError } from '@nightglass/model';
import { stateMigrations } from './migrations.ts';

/** "NGst": tells our file from another program's. */
const applicationId = 0x4e477374;

const resultCodes = { full: 13, cantOpen: 14, notADatabase: 26, corrupt: 11, readOnly: 8, ioError: 10 };

/** A failure of SQLite as one of the catalogue; anything else as it is. */
export const stateFailure = (error: unknown, path: string): unknown => {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') return error;
  const code = (error as { errcode?: number }).errcode ?? 0;
  // The low byte is the primary result code.
  const primary = code & 0xff;
  if (primary === resultCodes.corrupt || primary === resultCodes.notADatabase) return corrupt(path, error);
  const disk = [resultCodes.full, resultCodes.cantOpen, resultCodes.readOnly, resultCodes.ioError];
  const hint = disk.includes(primary)
    ? 'Check that the folder exists, may be written to, and has space left.'
    : 'Another program may hold the file; try again.';
  return new NightglassError('NG_STATE_UNAVAILABLE', `${path}: ${error.message}`, { hint, cause: error });
};

const corrupt = (path: string, cause: Error): NightglassError =>
  new NightglassError('NG_STATE_CORRUPT', `${path} is damaged: ${cause.message}`, {
    hint:
      'It holds explanations, feedback and reported changes, no telemetry. Move it and its -wal and -shm files away ' +
      'and start again, or try: sqlite3 state.db ".recover" | sqlite3 mended.db',
    cause,
  });

const numberOf = (db: DatabaseSync, pragma: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);

/**
 * Opens the file, or makes it, with all migrations run. NG_STATE_CORRUPT for a damaged file or another program's,
 * NG_MIGRATION_REFUSED for one of a newer Nightglass, NG_STATE_UNAVAILABLE when the disk does not take it.
 */
export const openStateFile = (path: string, logger: Logger): DatabaseSync => {
  let db: DatabaseSync | undefined;
  makePrivate(path);
  try {
    db = new DatabaseSync(path, { timeout: 5_000 });
    // Checked before anything is written: a file that is not ours is left as it is.
    const version = numberOf(db, 'user_version');
    checkOwner(db, path, version);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    checkPages(db, path);
    migrateState(db, version, logger);
    return db;
  } catch (error) {
    db?.close();
    throw stateFailure(error, path);
  }
};

/** It holds what telemetry says: nobody else reads it. SQLite gives its other files the same mode. */
const makePrivate = (path: string): void => {
  if (path === ':memory:') return;
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new NightglassError('NG_STATE_UNAVAILABLE', `${path}: ${(error as Error).message}`, {
      hint: 'Check that the folder exists, may be written to, and has space left.',
      cause: error,
    });
  }
};

const checkOwner = (db: DatabaseSync, path: string, version: number): void => {
  const empty = numberOf(db, 'schema_version') === 0;
  if (!empty && numberOf(db, 'application_id') !== applicationId)
    throw corrupt(path, new Error('it is a database of another program'));
  if (version > stateMigrations.length) {
    throw new NightglassError(
      'NG_MIGRATION_REFUSED',
      `${path} was written by a newer Nightglass (version ${version}, this one knows ${stateMigrations.length})`,
      { hint: 'Start the newer version, or move the file away.' },
    );
  }
};

const checkPages = (db: DatabaseSync, path: string): void => {
  const answer = Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
  if (answer !== 'ok') throw corrupt(path, new Error(String(answer)));
};

const migrateState = (db: DatabaseSync, from: number, logger: Logger): void => {
  for (let version = from; version < stateMigrations.length; version++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(stateMigrations[version] ?? '');
      db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
    logger.debug('the state store was brought up to date', { version: version + 1 });
  }
};
