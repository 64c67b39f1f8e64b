import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ErrorBody,
  type HealthResponse,
  MetricsRegistry,
  NightglassError,
  type ServicesResponse,
  silentLogger,
} from '@nightglass/model';
import { createApiServer } from './api-server.ts';
import { type Answers, fakeQueries, listen, now } from './testing/fixture.ts';

const services: ServicesResponse = { services: [] };

test('before the store is open it says so, and then it answers', async () => {
  const { queries } = fakeQueries({ services: () => services });
  const { api, get } = await listen({});
  try {
    const early = await get('/api/v1/services');
    assert.equal(early.status, 503);
    assert.equal((early.body as ErrorBody).error.code, 'NG_STORE_UNAVAILABLE');
    assert.equal(early.headers.get('retry-after'), '1');
    assert.equal((await get('/healthz')).status, 200);
    const ready = await get('/readyz');
    assert.equal(ready.status, 503);
    assert.equal((ready.body as HealthResponse).status, 'starting');
    assert.match(String((await get('/')).body), /Nightglass is starting/);
    api.useQueries(queries);
    assert.deepEqual((await get('/api/v1/services')).body, services);
    assert.equal((await get('/readyz')).status, 200);
  } finally {
    await api.close();
  }
});

test('the worst component decides whether it is ready; one that hangs or throws is reported', async () => {
  const { queries } = fakeQueries();
  const { api, get } = await listen({
    queries,
    health: [{ name: 'a', check: () => ({ status: 'degraded' }) }],
  });
  try {
    assert.equal((await get('/readyz')).status, 200);
    api.addHealth({
      name: 'b',
      check: () => {
        throw new Error('no');
      },
    });
    const { status, body } = await get('/readyz');
    assert.equal(status, 503);
    assert.deepEqual((body as HealthResponse).components[1], { name: 'b', status: 'failed', message: 'no' });
    assert.equal((await get('/healthz')).status, 200, 'it is alive all the same');
  } finally {
    await api.close();
  }
});

test('parameters arrive typed; the default range is the last hour', async () => {
  const { queries, asked } = fakeQueries({ traces: () => ({ traces: [], nextCursor: null }) });
  const { api, get } = await listen({ queries });
  try {
    await get('/api/v1/traces?minDuration=250ms&attr=a=b=c&attr=d=&q=&status=ERROR&limit=5');
    const end = BigInt(now) * 1_000_000n;
    const params = (asked[0]?.params ?? {}) as Record<string, unknown>;
    const { from, to, minDuration, attributes, q, status, limit } = params;
    assert.deepEqual(
      { from, to, minDuration, attributes, q, status, limit },
      {
        from: end - 3_600_000_000_000n,
        to: end,
        minDuration: 250_000_000n,
        attributes: [
          { key: 'a', value: 'b=c' },
          { key: 'd', value: '' },
        ],
        q: undefined,
        status: 'error',
        limit: 5,
      },
    );
  } finally {
    await api.close();
  }
});

test('errors keep their code and status; bugs do not tell what they are', async () => {
  const answers: Answers = {
    services: () => {
      throw new NightglassError('NG_QUERY_TIMEOUT', 'too slow', { hint: 'ask for less' });
    },
    serviceMap: () => {
      throw new Error('secret detail');
    },
  };
  const { api, get } = await listen({ queries: fakeQueries(answers).queries });
  try {
    const slow = await get('/api/v1/services');
    assert.equal(slow.status, 504);
    assert.deepEqual(slow.body, {
      error: { code: 'NG_QUERY_TIMEOUT', message: 'too slow', hint: 'ask for less' },
    });
    const bug = await get('/api/v1/service-map');
    assert.equal(bug.status, 500);
    assert.equal(JSON.stringify(bug.body).includes('secret'), false);
  } finally {
    await api.close();
  }
});

test('a client that goes away stops its query', async () => {
  let aborted: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    aborted = resolve;
  });
  let started: () => void = () => {};
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  const answers: Answers = {
    services: (_params, options) =>
      new Promise((_resolve, reject) => {
        started();
        options?.signal?.addEventListener('abort', () => {
          aborted();
          reject(new NightglassError('NG_QUERY_CANCELLED', 'cancelled'));
        });
      }),
  };
  const { api, url } = await listen({ queries: fakeQueries(answers).queries });
  try {
    const abort = new AbortController();
    const answer = fetch(`${url}/api/v1/services`, { signal: abort.signal }).catch(() => {});
    await running;
    abort.abort();
    await gone;
    await answer;
  } finally {
    await api.close();
  }
});

test('large answers are gzipped for those who take it', async () => {
  const { queries } = fakeQueries({ services: () => ({ services: [], padding: 'x'.repeat(5000) }) });
  const { api, get } = await listen({ queries });
  try {
    const zipped = await get('/api/v1/services', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(zipped.headers.get('content-encoding'), 'gzip');
    assert.equal((zipped.body as { padding: string }).padding.length, 5000);
    const plain = await get('/api/v1/services', { headers: { 'accept-encoding': 'gzip;q=0' } });
    assert.equal(plain.headers.get('content-encoding'), null);
    const head = await get('/api/v1/services', { method: 'HEAD' });
    assert.equal(head.body, '');
    assert.equal(head.status, 200);
  } finally {
    await api.close();
  }
});

/** fetch will not send a Host of one's own. */
const withHeaders = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const req = request(`${url}/healthz`, { headers }, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    req.on('error', reject).end();
  });

test('a page of another site cannot read it through a visitor', async () => {
  const { api, url } = await listen({ allowedHosts: ['nightglass.internal'] });
  try {
    assert.equal(await withHeaders(url, { host: 'evil.example' }), 403);
    assert.equal(await withHeaders(url, { host: 'localhost.evil.example:2170' }), 403);
    assert.equal(await withHeaders(url, { host: 'nightglass.internal:2170' }), 200);
    assert.equal(await withHeaders(url, { host: 'localhost:2170' }), 200);
    assert.equal(await withHeaders(url, { host: '[::1]:2170' }), 200);
    const host = new URL(url).host;
    assert.equal(await withHeaders(url, { origin: 'http://evil.example' }), 403);
    assert.equal(await withHeaders(url, { origin: 'null' }), 403);
    assert.equal(await withHeaders(url, { origin: `http://${host}` }), 200);
    const answer = await fetch(`${url}/healthz`);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  } finally {
    await api.close();
  }
});

test('the web app is served, cached by its hashes, and nothing beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ng-web-'));
  const root = join(folder, 'dist');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<!doctype html><script>theme()</script><p>app</p>');
  await writeFile(join(root, 'assets', 'app-Ab3_dE9x.js'), 'run()');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'));
  const { api, get } = await listen({ webRoot: root });
  try {
    const page = await get('/traces/abc');
    assert.equal(page.status, 200);
    assert.match(String(page.body), /app/);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self' 'sha256-/);
    assert.equal(page.headers.get('cache-control'), 'no-cache');
    const etag = page.headers.get('etag') ?? '';
    assert.equal((await get('/', { headers: { 'if-none-match': etag } })).status, 304);
    const script = await get('/assets/app-Ab3_dE9x.js');
    assert.match(script.headers.get('cache-control') ?? '', /immutable/);
    assert.match(script.headers.get('content-type') ?? '', /javascript/);
    for (const path of [
      '/assets/gone-Ab3_dE9x.js',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/link.txt',
      '/.env',
    ]) {
      const answer = await get(path);
      assert.equal(String(answer.body).includes('secret'), false, path);
      assert.ok(answer.status === 404 || String(answer.body).includes('app'), path);
    }
    assert.equal((await get('/assets/gone-Ab3_dE9x.js')).status, 404);
  } finally {
    await api.close();
    await rm(folder, { recursive: true });
  }
});

test('a port that is taken is said plainly', async () => {
  const first = await listen({});
  const second = createApiServer({ version: '', registry: new MetricsRegistry(), logger: silentLogger });
  try {
    const port = Number(new URL(first.url).port);
    await assert.rejects(second.listen('127.0.0.1', port), { code: 'NG_PORT_IN_USE' });
  } finally {
    await first.api.close();
  }
});

test('requests are counted by route, never by their text', async () => {
  const { queries } = fakeQueries({ services: () => services });
  const { api, get } = await listen({ queries });
  try {
    await get('/api/v1/services');
    await get('/api/v1/services?x=1');
    await get('/api/v1/nothing-like-it');
    const { body, headers } = await get('/metrics');
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const text = String(body);
    assert.match(text, /nightglass_http_requests_total\{route="\/api\/v1\/services",status="200"\} 1/);
    assert.match(text, /nightglass_http_requests_total\{route="\/api\/v1\/services",status="400"\} 1/);
    assert.equal(text.includes('nothing-like-it'), false);
  } finally {
    await api.close();
  }
});
