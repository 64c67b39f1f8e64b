/** FOR TESTS: a listening API with a store that says what it was asked, and answers what it is told. */
import { MetricsRegistry, silentLogger } from '@nightglass/model';
import type { StoreQueries } from '@nightglass/store';
import { type ApiServer, type ApiServerOptions, createApiServer } from '../api-server.ts';

type Method = keyof StoreQueries;
export type Answers = { [M in Method]?: (...args: Parameters<StoreQueries[M]>) => unknown };

/** Methods without an answer answer null. */
export const fakeQueries = (answers: Answers = {}) => {
  const asked: { method: string; params: unknown; signal: AbortSignal | undefined }[] = [];
  const queries = new Proxy({} as StoreQueries, {
    get: (_target, method: Method) => async (params: never, options?: { signal?: AbortSignal }) => {
      asked.push({ method, params, signal: options?.signal });
      const answer = answers[method] as ((p: never, o: unknown) => unknown) | undefined;
      return answer === undefined ? null : answer(params, options);
    },
  });
  return { queries, asked };
};

export const now = Date.UTC(2026, 0, 31, 2, 17);

export interface Listening {
  api: ApiServer;
  url: string;
  get(path: string, init?: RequestInit): Promise<{ status: number; body: unknown; headers: Headers }>;
}

export const listen = async ({
  host = '127.0.0.1',
  ...options
}: Partial<ApiServerOptions> & { host?: string }): Promise<Listening> => {
  const api = createApiServer({
    version: '0.0.0-test',
    registry: new MetricsRegistry(),
    logger: silentLogger,
    now: () => now,
    ...options,
  });
  const { url } = await api.listen(host, 0);
  return {
    api,
    url,
    async get(path, init) {
      const response = await fetch(url + path, init);
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
      return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
  };
};
