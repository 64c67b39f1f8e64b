import { type ErrorBody, MetricsRegistry, NightglassError, silentLogger } from '@nightglass/model';
import { createApiServer } from './api/index.ts';
import { openExplain } from './explain/index.ts';
import { askSql, runSql, type SqlRows } from './local-sql.ts';
import { createNarrator } from './narrator/index.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { RuntimeService } from './runtime/index.ts';
import { version } from './version.ts';

/** Where `nightglass query` gets its answers. */
export interface Backend {
  /** Where the API is. */
  readonly url: string;
  /** GET on the API; NightglassError with the server's own code when it refuses. */
  get<T>(path: string, params: readonly (readonly [string, string])[]): Promise<T>;
  /** The same with a POST of JSON. */
  post<T>(path: string, body: unknown): Promise<T>;
  /** What an endpoint answers that is a file: a GET, or a POST when there is a body. */
  file(path: string, body?: unknown): Promise<Uint8Array>;
  sql(statement: string): Promise<SqlRows>;
  close(): Promise<void>;
}

/**
 * A running server at `url` when there is one, else the data folder, opened by this process.
 * Both ways go through the same API code.
 */
export const openBackend = async (options: { url: string; data: string }): Promise<Backend> => {
  if (await answers(options.url)) return remote(options.url, options.data);
  const store = await openStore({ data: options.data, logger: silentLogger, mustExist: true });
  const { queries, storeRuntime } = store;
  const runtime = new RuntimeService({ queries, store: storeRuntime, logger: silentLogger });
  const narrate = createNarrator({ language: 'en', endpoint: null, logger: silentLogger });
  const explain = await openExplain(options.data, silentLogger, { queries, runtime, narrate });
  const api = createApiServer({
    version,
    registry: new MetricsRegistry(),
    logger: silentLogger,
    queries,
    runtime,
    explain,
  });
  const { url } = await api.listen('127.0.0.1', 0);
  return local(url, store, async () => {
    await api.close();
    await explain.close();
    await runtime.close();
  });
};

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError && (error as { code?: string }).code === 'ERR_INVALID_URL')
      throw new NightglassError('NG_BAD_PARAMETER', `"${url}" is not a URL`, {
        hint: 'Give --url http://127.0.0.1:2170',
      });
    return false;
  }
};

/** Fails with the server's own code when it refuses. */
const answerOf = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  const { error } = (await response.json()) as ErrorBody;
  throw new NightglassError(error.code, error.message, { hint: error.hint, parameter: error.parameter });
};

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const asking = (url: string): Pick<Backend, 'url' | 'get' | 'post' | 'file'> => ({
  url,
  get: async <T>(path: string, params: readonly (readonly [string, string])[]) => {
    const target = new URL(path, url);
    for (const [key, value] of params) target.searchParams.append(key, value);
    return (await (await answerOf(await fetch(target))).json()) as T;
  },
  post: async <T>(path: string, body: unknown) =>
    (await (await answerOf(await fetch(new URL(path, url), json(body)))).json()) as T,
  file: async (path, body) =>
    (await answerOf(await fetch(new URL(path, url), body === undefined ? {} : json(body)))).bytes(),
});

const remote = (url: string, data: string): Backend => ({
  ...asking(url),
  sql: async (statement) => {
    const rows = await askSql(data, statement);
    if (rows !== undefined) return rows;
    throw new NightglassError('NG_STORE_UNAVAILABLE', `no running Nightglass owns the folder ${data}`, {
      hint: 'SQL goes through the data folder: give the --data of the server, on its machine.',
    });
  },
  close: async () => {},
});

const local = (url: string, store: OpenStore, closeApi: () => Promise<void>): Backend => ({
  ...asking(url),
  sql: (statement) => runSql(store.engine, statement),
  close: async () => {
    await closeApi();
    await store.close();
  },
});
