/** The API over a real store: every answer is held against the OpenAPI document, and bad input against a real engine. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ErrorBody, LogsResponse, ServicesResponse, TracesResponse } from '@nightglass/model';
import { openTestStore, scenario, type TestStore } from '@nightglass/store/testing';
import { type ApiDocument, openDocument } from './testing/document.ts';
import { type Listening, listen } from './testing/fixture.ts';

let store: TestStore;
let server: Listening;
let document: ApiDocument;
const { nowMs, traceId, spanId } = scenario;

before(async () => {
  store = await openTestStore(() => nowMs);
  await store.store(scenario.scenario(), scenario.range.to);
  await store.rollEdges(scenario.range.from, scenario.range.to);
  server = await listen({ queries: store.plain, now: () => nowMs, tail: { pollMs: 20 } });
  document = await openDocument(server);
});
after(async () => {
  await server.api.close();
  await store.close();
});

/** A path of the document with its parameters filled in. */
const examples: Record<string, string[]> = {
  '/api/v1/services': ['?start=-1h', '?start=-40m&end=-26m', '?start=-5d&end=-4d'],
  '/api/v1/services/{service}/operations': ['order', 'nobody', '%E6%94%AF%E4%BB%98?start=-2h'],
  '/api/v1/service-map': ['', '?start=-5d&end=-4d'],
  '/api/v1/traces': [
    '',
    '?service=order&status=error&minDuration=1ms&attr=urgent=true&q=charge',
    '?q=nothing-like-it',
  ],
  '/api/v1/traces/{traceId}': [traceId(20), `${traceId(20)}?limit=1`],
  '/api/v1/logs': [
    '',
    '?query=handshake&severity=error',
    `?traceId=${traceId(30)}`,
    '?direction=forward&limit=5',
  ],
  '/api/v1/logs/context': [],
  '/api/v1/logs/histogram': ['', '?severity=warn&buckets=10', '?start=-5d&end=-4d'],
  '/api/v1/metrics/names': ['', '?q=dur&service=order'],
  '/api/v1/metrics/series': ['requests', 'duration', 'size', 'latency.summary', 'queue.length'].map(
    (name) => `?name=${name}&groupBy=service,q&step=30s`,
  ),
  '/api/v1/metrics/points': [
    'requests',
    'duration',
    'size',
    'latency.summary',
    'nodejs.eventloop.utilization',
  ].map((name) => `?name=${name}&limit=3`),
  '/api/v1/attributes/keys': ['', '?signal=logs&scope=log&q=line'],
  '/api/v1/attributes/values': ['?key=http.route', '?key=nobody'],
  '/api/v1/correlate': [`?traceId=${traceId(20)}`, `?traceId=${traceId(20)}&spanId=${spanId(20, 2)}`],
  '/healthz': [''],
  '/readyz': [''],
  '/api/v1/openapi.json': [''],
};

const fill = (path: string, example: string): string =>
  path.includes('{')
    ? path.replace(/\{\w+\}/, example.split('?')[0] ?? '') + example.replace(/^[^?]*/, '')
    : path + example;

const check = (path: string, url: string): Promise<unknown> => document.check(path, url);

test('every path of the document answers what the document says', async () => {
  const left = new Set(document.paths);
  for (const [path, list] of Object.entries(examples)) {
    left.delete(path);
    for (const example of list) await check(path, fill(path, example));
  }
  // These have tests of their own beside what they are made of.
  const elsewhere = /^\/api\/v1\/(runtime|explanations|changes)(\/|$)/;
  const others = [...left].filter((path) => !elsewhere.test(path)).sort();
  assert.deepEqual(others, ['/api/v1/logs/tail', '/metrics'], 'these are not JSON');
  const { logs } = (await server.get('/api/v1/logs?query=u300')).body as LogsResponse;
  await check('/api/v1/logs/context', `/api/v1/logs/context?id=${logs[0]?.id}&before=2&after=2`);
});

test('errors are as the document says, too', async () => {
  for (const [url, status] of [
    ['/api/v1/traces/ffffffffffffffffffffffffffffffff', 404],
    ['/api/v1/logs/context?id=1-1', 404],
    ['/api/v1/logs/context?id=nonsense', 400],
    ['/api/v1/metrics/series?name=nobody', 404],
    ['/api/v1/metrics/series?name=duration&aggregation=last', 400],
    ['/api/v1/metrics/series?name=duration&start=-30d&step=1', 400],
    ['/api/v1/metrics/points?name=nobody', 404],
    ['/api/v1/correlate?traceId=ffffffffffffffffffffffffffffffff', 404],
    ['/api/v1/traces?cursor=forged', 400],
  ] as const) {
    const answer = await server.get(url);
    assert.equal(answer.status, status, url);
    document.hold(answer.body, 'ErrorBody');
    assert.ok((answer.body as ErrorBody).error.hint, url);
  }
});

test('pages follow each other without a gap or a double', async () => {
  const all = (await server.get('/api/v1/traces?limit=1000')).body as TracesResponse;
  assert.equal(all.traces.length, scenario.traceCount);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = (await server.get(`/api/v1/traces?limit=37&cursor=${cursor}`)).body as TracesResponse;
    paged.push(...page.traces.map((t) => t.traceId));
    cursor = page.nextCursor;
  }
  assert.deepEqual(
    paged,
    all.traces.map((t) => t.traceId),
  );
  for (const direction of ['forward', 'backward']) {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const url = `/api/v1/logs?severity=error&limit=7&direction=${direction}&cursor=${cursor}`;
      const page = (await server.get(url)).body as LogsResponse;
      ids.push(...page.logs.map((l) => l.id));
      cursor = page.nextCursor;
    }
    assert.equal(new Set(ids).size, 60);
    assert.equal(ids.length, 60);
  }
});

test('forged cursors are refused, whatever is in them', async () => {
  const { nextCursor } = (await server.get('/api/v1/logs?limit=1')).body as LogsResponse;
  const real = Buffer.from(nextCursor ?? '', 'base64url').toString();
  const forge = (from: string | RegExp, to: string): string =>
    encodeURIComponent(Buffer.from(real.replace(from, to)).toString('base64url'));
  for (const cursor of [
    'x',
    '%00',
    '..%2F..%2Fetc',
    'a'.repeat(1000),
    forge(/^1/, '2'),
    forge(/\d+\|\d+$/, "1' OR 1=1|2"),
    forge(/\d+$/, '-5'),
    forge(/\|\w{8}\|/, '|00000000|'),
  ]) {
    const { status, body } = await server.get(`/api/v1/logs?limit=1&cursor=${cursor}`);
    assert.equal(status, 400, cursor);
    assert.equal((body as ErrorBody).error.code, 'NG_BAD_CURSOR');
  }
  const other = await server.get(`/api/v1/logs?limit=1&service=order&cursor=${nextCursor}`);
  assert.match((other.body as ErrorBody).error.message, /other filters/);
});

test('text is a value, never SQL', async () => {
  const hostile = [
    "' OR 1=1 --",
    "'; DROP TABLE spans; --",
    "\\' UNION ALL SELECT * FROM logs --",
    'a\0b',
    '%_%',
    '*',
    '"',
    '-',
    '\u2019 OR \u{1F600}',
    '{x:String}',
    '` FORMAT CSV',
    '\\',
  ];
  const tryOne = async (text: string): Promise<void> => {
    const value = encodeURIComponent(text);
    for (const url of [
      `/api/v1/services/${value}/operations`,
      `/api/v1/traces?service=${value}`,
      `/api/v1/traces?operation=${value}`,
      `/api/v1/traces?attr=${value.replaceAll('=', '%3D')}=${value}`,
      `/api/v1/traces?attr=k=${value}`,
      `/api/v1/logs?service=${value}`,
      `/api/v1/logs?attr=k=${value}`,
      `/api/v1/attributes/values?key=${value}&q=${value}`,
      `/api/v1/metrics/names?q=${value}&service=${value}`,
    ]) {
      const { status, body } = await server.get(url);
      assert.ok(status === 200 || status === 400, `${url}: ${status} ${JSON.stringify(body)}`);
      if (status === 200) assert.deepEqual(lists(body), [], url);
    }
    for (const url of [
      `/api/v1/traces?q=${value}`,
      `/api/v1/logs?query=${value}`,
      `/api/v1/attributes/keys?q=${value}`,
    ]) {
      assert.equal((await server.get(url)).status, 200, url);
    }
    assert.equal((await server.get(`/api/v1/metrics/series?name=${value}`)).status, 404);
    assert.equal((await server.get(`/api/v1/metrics/points?name=${value}`)).status, 404);
  };
  await Promise.all(hostile.map(tryOne));
  assert.ok(
    ((await server.get('/api/v1/services')).body as ServicesResponse).services.length > 0,
    'all is still there',
  );
});

/** The lists of an answer that are not empty. */
const lists = (body: unknown): string[] =>
  Object.entries(body as object)
    .filter(([, v]) => Array.isArray(v) && v.length > 0)
    .map(([k]) => k);

test('the live tail shows what is stored while it is open', async () => {
  const abort = new AbortController();
  const response = await fetch(`${server.url}/api/v1/logs/tail?query=fresh`, { signal: abort.signal });
  const reader = response.body?.getReader();
  const { attrs, otlpRequest } = await import('@nightglass/store/testing');
  const time = BigInt(nowMs) * 1_000_000n;
  const bytes = otlpRequest('logs', [
    {
      resource: { attributes: attrs({ 'service.name': 'late' }) },
      records: ['fresh one', 'stale'].map((text) => ({
        timeUnixNano: String(time),
        body: { stringValue: text },
      })),
    },
  ]);
  let text = '';
  while (!text.includes('listening')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  await new Promise((resolve) => setTimeout(resolve, 200));
  await store.store([{ signal: 'logs', bytes }], time);
  while (!text.includes('event: logs')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  assert.match(text, /fresh one/);
  assert.doesNotMatch(text, /stale/);
  abort.abort();
});
