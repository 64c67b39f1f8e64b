/**
 * A TEST DOUBLE: enough of ClickHouse's HTTP interface, over an embedded engine, for `@clickhouse/client` to talk to.
 * It stands in for a server in tests of the cluster engine. It is not a server: no sessions, no compression, one user.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { NightglassError } from '@nightglass/model';
import type { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineException } from '../engine/engine-errors.ts';
import { raw, sql } from '../sql.ts';

export interface HttpFront {
  url: string;
  /** Statements received, newest last, without their data. */
  readonly seen: { query: string; settings: Record<string, string> }[];
  close(): Promise<void>;
}

export interface HttpFrontOptions {
  user?: string;
  password?: string;
}

const codes: Record<string, number> = {
  NG_QUERY_TIMEOUT: 159,
  NG_QUERY_MEMORY: 241,
  NG_QUERY_CANCELLED: 394,
  NG_QUERY_INVALID: 62,
};

/** Values of `{name:Type}` as the server would bind them. */
const bind = (query: string, url: URL): string =>
  query.replace(/\{(\w+):\s*([^}]+)\}/g, (whole, name: string, type: string) => {
    const value = url.searchParams.get(`param_${name}`);
    // The client escapes as TSV does.
    const plain = value?.replace(
      /\\(.)/g,
      (_, c: string) => ({ t: '\t', n: '\n', r: '\r', 0: '\0' })[c] ?? c,
    );
    return plain === undefined ? whole : sql`CAST(${plain}, ${type})`.text;
  });

class Front {
  readonly seen: HttpFront['seen'] = [];
  readonly #engine: EmbeddedEngine;
  readonly #options: HttpFrontOptions;
  readonly #running = new Map<string, AbortController>();

  constructor(engine: EmbeddedEngine, options: HttpFrontOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://front');
    if (url.pathname === '/ping') {
      response.end('Ok.\n');
      return;
    }
    const body = await buffer(request);
    const inUrl = url.searchParams.get('query');
    const query = bind(inUrl ?? body.toString(), url);
    const data = inUrl === null ? undefined : body;
    const settings = Object.fromEntries(url.searchParams);
    this.seen.push({ query, settings });
    if (!this.#allowed(request)) {
      this.#refuse(response, 516, 'default: Authentication failed', 'AUTHENTICATION_FAILED', 403);
      return;
    }
    try {
      await this.#run(query, data, settings, response);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const number = cause instanceof EngineException ? cause.number : undefined;
      const known = error instanceof NightglassError ? codes[error.code] : undefined;
      const text = error instanceof Error ? error.message : String(error);
      this.#refuse(response, number ?? known ?? 1002, text, 'ERROR', number === 394 ? 499 : 500);
    }
  }

  #allowed(request: IncomingMessage): boolean {
    const { user = 'default', password = '' } = this.#options;
    const given = request.headers.authorization ?? '';
    return given === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  async #run(
    query: string,
    data: Buffer | undefined,
    settings: Record<string, string>,
    response: ServerResponse,
  ): Promise<void> {
    const id = settings.query_id ?? '';
    const killed = /^KILL QUERY\b.* WHERE query_id = '([^']+)' ASYNC/s.exec(query)?.[1];
    if (killed !== undefined) {
      this.#running.get(killed)?.abort();
      response.end();
      return;
    }
    const database = settings.database ?? 'default';
    const engine: Engine = this.#engine.withDatabase(database);
    const insert = /^INSERT INTO ([\w.]+)(?: \((.*)\))? FORMAT Native$/s.exec(query);
    if (insert?.[1] !== undefined && data !== undefined) {
      const columns = insert[2]?.split(', ').map((c) => c.slice(1, -1));
      const token = settings.insert_deduplication_token ?? '';
      await engine.insertNative(insert[1], [data], { token, columns });
      response.end();
      return;
    }
    const abort = new AbortController();
    this.#running.set(id, abort);
    const limits = {
      signal: abort.signal,
      maxSeconds: settings.max_execution_time === undefined ? undefined : Number(settings.max_execution_time),
      maxMemoryBytes: settings.max_memory_usage === undefined ? undefined : Number(settings.max_memory_usage),
      untrusted: settings.readonly === '1',
    };
    try {
      const format = /\sFORMAT (\w+)\s*$/.exec(query);
      if (settings.readonly === undefined) {
        await engine.command(raw(query), limits);
        response.end();
        return;
      }
      const bare = format === null ? query : query.slice(0, format.index);
      const { bytes, stats } = await engine.queryBytes(raw(bare), format?.[1] ?? 'TabSeparated', limits);
      const summary = {
        read_rows: String(stats.rowsRead),
        read_bytes: String(stats.bytesRead),
        elapsed_ns: String(Math.round(stats.elapsedMs * 1e6)),
      };
      response.setHeader('X-ClickHouse-Summary', JSON.stringify(summary));
      response.setHeader('X-ClickHouse-Query-Id', id);
      response.end(bytes);
    } finally {
      this.#running.delete(id);
    }
  }

  #refuse(response: ServerResponse, code: number, text: string, name: string, status: number): void {
    response.writeHead(status, { 'X-ClickHouse-Exception-Code': String(code) });
    response.end(`Code: ${code}. DB::Exception: ${text}. (${name}) (version 26.7.2.1)\n`);
  }
}

/** Listens on a free port of the loopback interface. Closing it does not close the engine. */
export const openHttpFront = async (
  engine: EmbeddedEngine,
  options: HttpFrontOptions = {},
): Promise<HttpFront> => {
  const front = new Front(engine, options);
  const server: Server = createServer((request, response) => {
    front.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen: front.seen,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};
