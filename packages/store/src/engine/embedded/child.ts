/**
 * The engine's process: owns the data folder, runs statements on one session per place, and does nothing else.
 * It must be a process, not a worker thread: chDB crashes when a worker that loaded it exits, and a crash of the
 * engine must not take the receivers with it.
 */

import { startOf } from './data-dir.ts';
import type { ChildConfig, Pool, StatementSettings, ToChild, ToParent } from './protocol.ts';
import { tag } from './protocol.ts';
import { engineOwner, repairDeduplication } from './repair-deduplication.ts';

interface NativeResult {
  bytes(): Uint8Array;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly elapsed: number;
}
interface NativeSession {
  query(sql: string, format?: string): string;
  queryAsync(sql: string, options: { format: string }): Promise<NativeResult>;
  close(): void;
}
interface Place {
  session: NativeSession;
  settings: string;
  database: string;
}

const config = JSON.parse(process.argv[2] ?? '{}') as ChildConfig;
const places = new Map<string, Place>();
const running = new Set<number>();
let killer: NativeSession | undefined;
let openSession: (() => NativeSession) | undefined;

const send = (message: ToParent): void => {
  if (process.connected) process.send?.(message);
};

const reasonOf = (text: string, code: unknown): 'missing' | 'locked' | 'folder' | 'other' => {
  if (code === 'CHDB_PLATFORM' || code === 'CHDB_ABI' || code === 'ERR_MODULE_NOT_FOUND') return 'missing';
  if (/Cannot lock file|already running|in use by another process/i.test(text)) return 'locked';
  if (/Permission denied|Read-only file system|EACCES|EROFS|No space left|Not a directory/i.test(text))
    return 'folder';
  return 'other';
};

const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replace(/['\\]/g, '\\$&')}'`;

const setStatement = (settings: StatementSettings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join(', ');

/** The engine of a parent that was killed ends by itself, but may still be about it. */
const predecessorGone = async (): Promise<boolean> => {
  const deadline = Date.now() + 3000;
  for (;;) {
    const owner = engineOwner(config.path);
    if (owner === undefined || owner === process.pid || startOf(owner) === undefined) return true;
    if (Date.now() > deadline) return false;
    await new Promise((done) => setTimeout(done, 20));
  }
};

const open = async (): Promise<void> => {
  // A number that another program has by now only costs the wait; the engine's own lock decides.
  const mended = (await predecessorGone()) ? repairDeduplication(config.path) : [];
  const { Session } = await import('chdb');
  const make = (): NativeSession => {
    const session = new Session(config.path, { connectionArgs: [`--config-file=${config.configFile}`] });
    return session as unknown as NativeSession;
  };
  const first = make();
  const database = `\`${config.database}\``;
  first.query(`CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic`);
  const version = first.query('SELECT version()', 'TSV').trim();
  openSession = () => {
    const session = make();
    session.query(`USE ${database}`);
    return session;
  };
  killer = first;
  send({ is: 'ready', version, mended });
};

const failed = (id: number, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  const number = (error as { clickhouseCode?: unknown }).clickhouseCode;
  send({ is: 'failed', id, message, number: typeof number === 'number' ? number : undefined });
};

/** True when the statement went well. */
const answer = async (id: number, session: NativeSession, sql: string, format: string): Promise<boolean> => {
  running.add(id);
  try {
    const result = await session.queryAsync(tag(id) + sql, { format });
    const bytes = result.bytes();
    const { rowsRead, bytesRead } = result;
    send({ is: 'done', id, bytes, rowsRead, bytesRead, elapsedMs: result.elapsed * 1000 });
    return true;
  } catch (error) {
    failed(id, error);
    return false;
  } finally {
    running.delete(id);
  }
};

const placeOf = (pool: Pool, number: number): Place => {
  const key = `${pool}:${number}`;
  let place = places.get(key);
  if (place === undefined) {
    if (!openSession) throw new Error('the engine is not open');
    const session = openSession();
    // 2: reads and settings only.
    if (pool !== 'writer' && pool !== 'command') session.query('SET readonly = 2');
    place = { session, settings: '', database: config.database };
    places.set(key, place);
  }
  return place;
};

/**
 * A statement that failed leaves what it had written so far in its session, and the next result there would begin
 * with it (measured on 26.7). So a session is not used again after a failure; a new one costs half a millisecond.
 */
const discard = (pool: Pool, number: number): void => {
  const key = `${pool}:${number}`;
  places.get(key)?.session.close();
  places.delete(key);
};

const run = async (message: Extract<ToChild, { do: 'run' }>): Promise<void> => {
  const { id, pool, place: number } = message;
  try {
    const place = placeOf(pool, number);
    const settings = setStatement(message.settings);
    if (settings !== '' && settings !== place.settings) {
      place.session.query(`SET ${settings}`);
      place.settings = settings;
    }
    if (message.database !== place.database) {
      place.session.query(`USE \`${message.database}\``);
      place.database = message.database;
    }
    if (!(await answer(id, place.session, message.sql, message.format))) discard(pool, number);
  } catch (error) {
    discard(pool, number);
    failed(id, error);
  }
};

/** A session of its own (0.4 ms), because `readonly = 1` cannot be taken back. */
const runUntrusted = async (message: Extract<ToChild, { do: 'run-untrusted' }>): Promise<void> => {
  let session: NativeSession | undefined;
  try {
    session = openSession?.();
    if (!session) throw new Error('the engine is not open');
    session.query(`USE \`${message.database}\``);
    session.query(`SET ${setStatement({ ...message.settings, readonly: 1 })}`);
  } catch (error) {
    session?.close();
    failed(message.id, error);
    return;
  }
  await answer(message.id, session, message.sql, message.format);
  session.close();
};

/** The statement may not be in the process list yet, so this asks again until it has ended. ASYNC: SYNC hangs. */
const kill = (id: number): void => {
  if (!running.has(id) || killer === undefined) return;
  try {
    killer.query(`KILL QUERY WHERE startsWith(query, '${tag(id)}') ASYNC`, 'Null');
  } catch {
    killer = openSession?.();
  }
  setTimeout(() => kill(id), 100).unref();
};

const close = async (): Promise<void> => {
  const begun = Date.now();
  const until = async (ms: number): Promise<void> => {
    while (running.size > 0 && Date.now() - begun < ms) await new Promise((done) => setTimeout(done, 10));
  };
  // A block on its way is nearly stored; what still runs after that is a query that nobody waits for.
  await until(1500);
  for (const id of running) kill(id);
  await until(3000);
  if (running.size === 0) {
    for (const place of places.values()) place.session.close();
    killer?.close();
  }
  send({ is: 'closed' });
  process.exit(0);
};

// A vanished parent must free the folder's lock at once. What is stored is safe against this (tested with kill -9),
// and an orderly end could hang on a statement that still runs.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// Ctrl-C reaches the whole process group; the parent decides when the engine ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

process.on('message', (message: ToChild) => {
  if (message.do === 'run') void run(message);
  else if (message.do === 'run-untrusted') void runUntrusted(message);
  else if (message.do === 'kill') kill(message.id);
  else void close();
});

open().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : String(error);
  send({ is: 'unusable', reason: reasonOf(text, (error as { code?: unknown }).code), message: text });
  setTimeout(() => process.exit(1), 50);
});
