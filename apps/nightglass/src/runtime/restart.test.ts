import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type RuntimeArtifactResponse,
  type RuntimeArtifactsResponse,
  type RuntimeUploadResponse,
  silentLogger,
} from '@nightglass/model';
import { startServer } from '../server.ts';
import { sample } from './testing/runtime-server.ts';

test('artifacts outlive the server, and can be asked about by the next one', async () => {
  const data = await mkdtemp(join(tmpdir(), 'ng-runtime-'));
  const ports = { port: 0, otlpGrpcPort: 0, otlpHttpPort: 0 };
  const start = () => startServer({ data, host: '127.0.0.1', ...ports, logger: silentLogger });
  const get = async <T>(url: string, init?: RequestInit): Promise<T> =>
    (await (await fetch(url, init)).json()) as T;
  const base = 'api/v1/runtime/artifacts';
  try {
    const first = await start();
    const body = new Uint8Array(sample('go1.24/fleet/goroutine.debug2.txt'));
    const sent = await get<RuntimeUploadResponse>(`${first.urls.ui}/${base}?service=fleet`, {
      method: 'POST',
      body,
    });
    await first.stop();
    const second = await start();
    const { ui } = second.urls;
    const { artifacts } = await get<RuntimeArtifactsResponse>(`${ui}/${base}?service=fleet`);
    assert.deepEqual(artifacts, sent.artifacts);
    const detail = await get<RuntimeArtifactResponse>(`${ui}/${base}/${artifacts[0]?.id}`);
    assert.equal(detail.goroutines.length, 50, 'read again from the bytes that were kept');
    const again = await get<RuntimeUploadResponse>(`${ui}/${base}?service=fleet`, { method: 'POST', body });
    assert.deepEqual(again.artifacts, sent.artifacts, 'known to the second server, too');
    await second.stop();
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
