/** FOR TESTS: the API with Go runtime evidence over a real store, and the real output of Go programs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RuntimeUploadResponse, silentLogger } from '@nightglass/model';
import { storeRuntimeUpload } from '@nightglass/store';
import { openTestStore, type TestStore } from '@nightglass/store/testing';
import { type Listening, listen } from '../../api/testing/fixture.ts';
import { RuntimeService, type RuntimeServiceOptions } from '../index.ts';

const samples = join(import.meta.dirname, '../../../../../packages/gorun/testdata/go');
export const sample = (path: string): Buffer => readFileSync(join(samples, path));

export interface RuntimeServer {
  server: Listening;
  store: TestStore;
  runtime: RuntimeService;
  /** Unix milliseconds: the server's clock stands still. */
  nowMs: number;
  post(body: Uint8Array, query?: string, headers?: Record<string, string>): ReturnType<Listening['get']>;
  /** Uploads that must be taken. */
  upload(body: Uint8Array, query?: string): Promise<RuntimeUploadResponse>;
  close(): Promise<void>;
}

export const openRuntimeServer = async (
  options: Partial<RuntimeServiceOptions> = {},
): Promise<RuntimeServer> => {
  const nowMs = Date.now();
  const store = await openTestStore(() => nowMs);
  const runtime = new RuntimeService({
    queries: store.plain,
    store: (upload) => storeRuntimeUpload(store.engine, upload),
    logger: silentLogger,
    ...options,
  });
  const server = await listen({ queries: store.plain, runtime, now: () => nowMs });
  const post: RuntimeServer['post'] = (body, query = '', headers = {}) =>
    server.get(`/api/v1/runtime/artifacts${query}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers,
    });
  return {
    server,
    store,
    runtime,
    nowMs,
    post,
    async upload(body, query) {
      const answer = await post(body, query);
      if (answer.status !== 201)
        throw new Error(`the upload was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body as RuntimeUploadResponse;
    },
    async close() {
      await server.api.close();
      await runtime.close();
      await store.close();
    },
  };
};
