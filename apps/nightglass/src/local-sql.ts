/**
 * SQL for the person at the machine. The embedded engine's folder has one owner, so `nightglass query sql` asks the
 * running server through a Unix socket in that folder: the file's permissions are the access control, no port is opened
 * and no web page can reach it.
 */
import { existsSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { join, relative, resolve } from 'node:path';
import { type ErrorBody, NightglassError } from '@nightglass/model';
import { type Engine, raw } from '@nightglass/store';

export type SqlRows = Record<string, unknown>[];

const maxStatementBytes = 1024 * 1024;
/** sun_path of unix(7) holds 108 bytes with its end mark; a relative path may be shorter. */
const maxSocketPath = 107;

const socketPath = (dataDir: string): string | undefined => {
  const full = join(resolve(dataDir), 'sql.sock');
  const paths = [full, relative(process.cwd(), full)].filter((p) => Buffer.byteLength(p) <= maxSocketPath);
  return paths[0];
};

/** Runs one statement of a person: it must be read-only, and has the limits of an interactive query. */
export const runSql = async (engine: Engine, statement: string, signal?: AbortSignal): Promise<SqlRows> =>
  (await engine.query(raw(statement), { untrusted: true, signal, maxSeconds: 60 })).rows;

/** Undefined where a Unix socket cannot be made (path too long, Windows). */
export const serveSql = async (engine: Engine, dataDir: string): Promise<Server | undefined> => {
  const path = socketPath(dataDir);
  if (path === undefined || process.platform === 'win32') return undefined;
  // The folder's lock is ours by now, so a socket that is still there was left by a process that was killed.
  rmSync(path, { force: true });
  const server = createServer((incoming, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    readAll(incoming)
      .then((statement) => runSql(engine, statement, gone.signal))
      .then(
        (rows) => response.end(JSON.stringify({ rows })),
        (error: unknown) => {
          const known =
            error instanceof NightglassError ? error : new NightglassError('NG_INTERNAL', String(error));
          response.writeHead(known.status).end(JSON.stringify(known.toBody()));
        },
      );
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(path, done);
  });
  await chmod(path, 0o600);
  return server;
};

/** Asks the server that owns the folder; undefined when none does. */
export const askSql = async (dataDir: string, statement: string): Promise<SqlRows | undefined> => {
  const path = socketPath(dataDir);
  if (path === undefined || !existsSync(path)) return undefined;
  const answer = await new Promise<{ status: number; text: string } | undefined>((done, fail) => {
    const outgoing = request({ socketPath: path, method: 'POST', path: '/sql' }, (incoming) => {
      readAll(incoming).then((text) => done({ status: incoming.statusCode ?? 0, text }), fail);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') done(undefined);
      else fail(error);
    });
    outgoing.end(statement);
  });
  if (answer === undefined) return undefined;
  if (answer.status === 200) return (JSON.parse(answer.text) as { rows: SqlRows }).rows;
  const { error } = JSON.parse(answer.text) as ErrorBody;
  throw new NightglassError(error.code, error.message, { hint: error.hint });
};

const readAll = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (incoming.method === 'POST' && size > maxStatementBytes)
      throw new NightglassError('NG_BAD_PARAMETER', 'the statement is longer than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
