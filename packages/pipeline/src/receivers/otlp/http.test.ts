import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { NightglassError } from '@nightglass/model';
import { traceRequest, until } from '../../testing/fixtures.ts';
import { send, startReceiver } from '../../testing/receiver.ts';

const RETRY_INFO = 'google.rpc.RetryInfo';
const json = { 'content-type': 'application/json; charset=utf-8' };
const spanJson = (traceId = '5b8efff798038103d269b633813fc60c'): string =>
  JSON.stringify({
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: 'eee19b7ec3c1b174', name: 'a' }] }] }],
  });

/** Writes `text` to the port as it is, and resolves with everything that comes until the other side closes. */
const rawHttp = (address: string, parts: string[], pauseMs = 0): Promise<string> =>
  new Promise((resolve) => {
    const [host, port] = address.split(':');
    const socket = connect(Number(port), host);
    let got = '';
    socket.on('data', (d) => {
      got += d.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(got));
    for (const [i, part] of parts.entries()) setTimeout(() => socket.write(part), i * pauseMs);
  });

test('protobuf is answered in protobuf, JSON in JSON, compressed or not', async (t) => {
  const r = await startReceiver(t);
  const body = traceRequest(4);
  const plain = await send(r.http, '/v1/traces', body);
  assert.deepEqual(
    [plain.status, plain.headers['content-type'], plain.body.length],
    [200, 'application/x-protobuf', 0],
  );
  for (const [encoding, bytes] of [
    ['gzip', gzipSync(body)],
    ['zstd', zstdCompressSync(body)],
    ['deflate', deflateSync(body)],
  ] as const) {
    assert.equal((await send(r.http, '/v1/traces', bytes, { 'content-encoding': encoding })).status, 200);
  }
  assert.deepEqual(
    r.batches.map((b) => Buffer.from(b.bytes).equals(body)),
    [true, true, true, true],
  );
  const asJson = await send(r.http, '/v1/traces?x=1', spanJson(), json);
  assert.deepEqual(
    [asJson.status, asJson.headers['content-type'], String(asJson.body)],
    [200, 'application/json', '{}'],
  );
  assert.equal(r.batches.at(-1)?.records, 1);
  assert.equal((await send(r.http, '/v1/logs', '')).status, 200);
  assert.equal((await send(r.http, '/v1/metrics', '{}', json)).status, 200);
  assert.equal(r.context.budget.used, 0);
});

test('a partial success says what was not taken, and why', async (t) => {
  const r = await startReceiver(t);
  const answer = await send(r.http, '/v1/traces', spanJson('00000000000000000000000000000000'), json);
  assert.equal(answer.status, 200);
  const { partialSuccess } = JSON.parse(String(answer.body));
  assert.equal(partialSuccess.rejectedSpans, '1');
  assert.match(partialSuccess.errorMessage, /trace_id/);
  assert.equal(r.batches.length, 0);
  const { received, rejected, imbalance } = r.context.ledger.check().traces;
  assert.deepEqual([received, rejected, imbalance], [1, 1, 0]);
});

test('wrong paths, methods and types are answered with the right ones', async (t) => {
  const r = await startReceiver(t);
  const text = async (path: string, headers = {}, method = 'POST'): Promise<[number, string]> => {
    const a = await send(r.http, path, 'x', headers, method);
    return [a.status, String(a.body)];
  };
  for (const [path, right] of [
    ['/v1/trace', '/v1/traces'],
    ['/v1/traces/', '/v1/traces'],
    ['/v1/traces/v1/logs', '/v1/logs'],
    ['/metrics', '/v1/metrics'],
  ] as const) {
    const [status, body] = await text(path);
    assert.equal(status, 404);
    assert.ok(body.includes(`did you mean ${right}?`), body);
  }
  assert.match((await text('/otlp'))[1], /send to \/v1\/traces, \/v1\/logs, \/v1\/metrics/);
  const get = await send(r.http, '/v1/traces', '', {}, 'GET');
  assert.deepEqual([get.status, get.headers.allow], [405, 'POST']);
  assert.equal((await text('/v1/traces', { 'content-type': 'text/plain' }))[0], 415);
  assert.equal((await text('/v1/traces', { 'content-encoding': 'br' }))[0], 415);
  const page = await send(r.http, '/', '', {}, 'GET');
  assert.equal(page.status, 200);
  assert.match(String(page.body), /OTEL_EXPORTER_OTLP_ENDPOINT/);
});

test('bad data is 400 with a google.rpc.Status in the type of the request', async (t) => {
  const r = await startReceiver(t);
  const bad = await send(r.http, '/v1/traces', 'no protobuf');
  assert.deepEqual([bad.status, bad.headers['content-type']], [400, 'application/x-protobuf']);
  assert.ok(bad.body.subarray(0, 2).equals(Buffer.from([8, 3])));
  const badJson = await send(r.http, '/v1/traces', '{"resourceSpans": [', json);
  assert.equal(badJson.status, 400);
  assert.equal(JSON.parse(String(badJson.body)).code, 3);
  const nested = `{"resourceSpans":${'['.repeat(200_000)}`;
  assert.equal((await send(r.http, '/v1/traces', nested, json)).status, 400);
  for (const bytes of [Buffer.from('not gzip'), gzipSync(traceRequest(50)).subarray(0, -12)]) {
    assert.equal((await send(r.http, '/v1/traces', bytes, { 'content-encoding': 'gzip' })).status, 400);
  }
  const cutZstd = zstdCompressSync(traceRequest(50)).subarray(0, -5);
  assert.equal((await send(r.http, '/v1/traces', cutZstd, { 'content-encoding': 'zstd' })).status, 400);
  assert.equal(r.context.budget.used, 0);
});

test('over the limit: 413 by Content-Length, while chunks come, and after decompression', async (t) => {
  const r = await startReceiver(t, { http: { max_request_body_size: '1MiB' } });
  const big = traceRequest(1, 1, 2 << 20);
  const declared = await send(r.http, '/v1/traces', big);
  assert.equal(declared.status, 413);
  assert.equal(declared.headers['retry-after'], undefined);
  const chunked = await send(r.http, '/v1/traces', big, {
    'transfer-encoding': 'chunked',
  });
  assert.equal(chunked.status, 413);
  for (const [encoding, bomb] of [
    ['gzip', gzipSync(Buffer.alloc(256 << 20))],
    ['zstd', zstdCompressSync(Buffer.alloc(256 << 20))],
  ] as const) {
    const answer = await send(r.http, '/v1/traces', bomb, { 'content-encoding': encoding });
    assert.equal(answer.status, 413);
    assert.ok(answer.body.includes('after decompression'));
  }
  assert.ok(r.context.budget.peak < 3 << 20, `a bomb is held to ${r.context.budget.peak} bytes`);
  assert.equal(r.context.budget.used, 0);
  assert.equal((await send(r.http, '/v1/traces', traceRequest(1))).status, 200);
});

test('overload is 429 with Retry-After before the body is read; the same connection goes on', async (t) => {
  const r = await startReceiver(t, {}, 300_000);
  const gate = Promise.withResolvers<void>();
  r.onBatch = () => gate.promise;
  const first = send(r.http, '/v1/traces', traceRequest(1, 1, 200_000));
  await until(() => r.context.budget.used > 200_000, 'the first is held');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const [host, port] = r.http.split(':');
  const post = (body: Uint8Array, headers = {}): Promise<[number, string | undefined, Buffer]> =>
    new Promise((resolve, reject) => {
      const req = request({
        host,
        port,
        path: '/v1/traces',
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/x-protobuf', ...headers },
      });
      req.on('error', reject);
      req.on('response', (res) => {
        const parts: Buffer[] = [];
        res.on('data', (p: Buffer) => parts.push(p));
        res.on('end', () => resolve([res.statusCode ?? 0, res.headers['retry-after'], Buffer.concat(parts)]));
      });
      req.end(body);
    });
  const [status, retryAfter, body] = await post(traceRequest(1, 1, 150_000));
  assert.equal(status, 429);
  assert.match(String(retryAfter), /^[12]$/);
  assert.ok(body.includes(RETRY_INFO));
  // A chunked body is charged as it grows.
  const chunked = await post(traceRequest(1, 1, 150_000), { 'transfer-encoding': 'chunked' });
  assert.equal(chunked[0], 429);
  gate.resolve();
  assert.equal((await first).status, 200);
  assert.equal((await post(traceRequest(1)))[0], 200);
  await until(() => r.context.budget.used === 0, 'given back');
});

test('a large refused body does not reset the connection before the answer is read', async (t) => {
  const r = await startReceiver(t, {}, 1_000_000);
  const answer = await send(r.http, '/v1/traces', Buffer.alloc(6 << 20));
  assert.equal(answer.status, 429);
  assert.equal(answer.headers.connection, 'close');
});

test('a full queue and a broken disk are 503 with Retry-After', async (t) => {
  const r = await startReceiver(t);
  for (const code of ['NG_QUEUE_FULL', 'NG_QUEUE_IO', 'NG_OTLP_UNAVAILABLE'] as const) {
    r.onBatch = () => {
      throw new NightglassError(code, 'later');
    };
    const answer = await send(r.http, '/v1/traces', spanJson(), json);
    assert.equal(answer.status, 503);
    assert.ok(answer.headers['retry-after'] !== undefined);
    assert.match(JSON.parse(String(answer.body)).details[0].retryDelay, /^\d\.\d{3}s$/);
  }
});

test('100-continue is given when the body may come, and withheld when not', async (t) => {
  const r = await startReceiver(t, { http: { max_request_body_size: '1MiB' } });
  const head = (n: number): string =>
    `POST /v1/traces HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-protobuf\r\nExpect: 100-continue\r\nContent-Length: ${n}\r\n\r\n`;
  const body = Buffer.from(traceRequest(1)).toString('latin1');
  assert.ok(
    /100 Continue[\s\S]*200 OK/.test(
      await rawHttp(r.http, [head(body.length), body.length > 0 ? body : ''], 50),
    ),
  );
  const refused = await rawHttp(r.http, [head(2 << 20)]);
  assert.match(refused, /^HTTP\/1\.1 413/);
});

test('slow senders are cut: of headers, and of bodies', async (t) => {
  const r = await startReceiver(t, { http: { read_timeout: '200ms', read_header_timeout: '100ms' } });
  assert.match(await rawHttp(r.http, ['POST /v1/traces HTTP/1.1\r\n', 'Host: x\r\n'], 20), /^HTTP\/1\.1 408/);
  const head =
    'POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: 100000\r\n\r\n';
  assert.doesNotMatch(await rawHttp(r.http, [head, 'x', 'x'], 20), /200/);
  await until(() => r.context.budget.used === 0, 'given back');
  // A client that vanishes in the middle.
  const [host, port] = r.http.split(':');
  const socket = connect(Number(port), host);
  socket.write(head);
  await until(() => r.context.budget.used === 100_000, 'charged');
  socket.destroy();
  await until(() => r.context.budget.used === 0, 'given back');
});

test('CORS is off; when on, only for the origins that are listed', async (t) => {
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
  const off = await startReceiver(t);
  const refused = await send(off.http, '/v1/traces', '', preflight, 'OPTIONS');
  assert.equal(refused.status, 405);
  assert.equal(refused.headers['access-control-allow-origin'], undefined);
  const on = await startReceiver(t, { http: { cors: { allowed_origins: ['https://app.example'] } } });
  const allowed = await send(on.http, '/v1/traces', '', preflight, 'OPTIONS');
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers['access-control-allow-origin'], 'https://app.example');
  const other = await send(
    on.http,
    '/v1/traces',
    '',
    { ...preflight, origin: 'https://evil.example' },
    'OPTIONS',
  );
  assert.equal(other.headers['access-control-allow-origin'], undefined);
  const post = await send(on.http, '/v1/traces', spanJson(), { ...json, origin: 'https://app.example' });
  assert.equal(post.headers['access-control-allow-origin'], 'https://app.example');
});

test('old connections are closed after an answer', async (t) => {
  const r = await startReceiver(t, { http: { max_connection_age: '1ms' } });
  // The age counts from the connection's opening, so the body is what has to come late, not the request.
  const head = `POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n`;
  const answer = await rawHttp(r.http, [head, '{}'], 100);
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.match(answer, /\r\nconnection: close\r\n/i);
});
