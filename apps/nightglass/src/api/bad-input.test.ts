import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import type { ErrorBody } from '@nightglass/model';
import { fakeQueries, type Listening, listen } from './testing/fixture.ts';

let server: Listening;
const { queries, asked } = fakeQueries();

before(async () => {
  server = await listen({ queries });
});
after(() => server.api.close());

const id = 'a'.repeat(32);
/** path, the parameter at fault */
const bad: [string, string][] = [
  ['/services?start=yesterday', 'start'],
  ['/services?end=2026-02-31T00:00:00Z', 'end'],
  ['/services?start=1769825820000', 'start'],
  ['/services?start=&end=', 'start'],
  ['/services/%E0%A4%A/operations', 'service'],
  ['/services?start=-1h&start=-2h', 'start'],
  ['/services?limit=5', 'limit'],
  ['/service-map?strat=-1h', 'strat'],
  ['/traces?limit=0', 'limit'],
  ['/traces?limit=1001', 'limit'],
  ['/traces?limit=99999999999999999999', 'limit'],
  ['/traces?limit=ten', 'limit'],
  ['/traces?limit=1.5', 'limit'],
  ['/traces?status=broken', 'status'],
  ['/traces?minDuration=fast', 'minDuration'],
  ['/traces?minDuration=-1s', 'minDuration'],
  ['/traces?minDuration=2s&maxDuration=1s', 'minDuration'],
  ['/traces?attr=novalue', 'attr'],
  ['/traces?attr==x', 'attr'],
  [`/traces?${'attr=a=b&'.repeat(21)}`, 'attr'],
  [`/traces?q=${'x'.repeat(1025)}`, 'q'],
  ['/traces/xyz', 'traceId'],
  [`/traces/${id}0`, 'traceId'],
  [`/traces/${'0'.repeat(32)}`, 'traceId'],
  [`/traces/${id}?limit=100001`, 'limit'],
  ['/logs?severity=loud', 'severity'],
  ['/logs?severity=25', 'severity'],
  ['/logs?severity=0', 'severity'],
  ['/logs?traceId=abc', 'traceId'],
  ['/logs?spanId=zzzzzzzzzzzzzzzz', 'spanId'],
  ['/logs?direction=sideways', 'direction'],
  ['/logs?limit=5001', 'limit'],
  ['/logs/context', 'id'],
  ['/logs/context?id=', 'id'],
  ['/logs/context?id=1-1&before=501', 'before'],
  ['/logs/context?id=1-1&after=-1', 'after'],
  ['/logs/histogram?buckets=501', 'buckets'],
  ['/logs/tail?limit=5', 'limit'],
  ['/logs/tail?severity=x', 'severity'],
  ['/metrics/names?limit=x', 'limit'],
  ['/metrics/series', 'name'],
  ['/metrics/series?name=', 'name'],
  ['/metrics/series?name=a&aggregation=median', 'aggregation'],
  ['/metrics/series?name=a&step=0', 'step'],
  ['/metrics/series?name=a&step=soon', 'step'],
  ['/metrics/points?name=a&type=counter', 'type'],
  ['/attributes/keys?signal=smoke', 'signal'],
  ['/attributes/keys?scope=telescope', 'scope'],
  ['/attributes/values', 'key'],
  ['/correlate', 'traceId'],
  [`/correlate?traceId=${id}&spanId=12`, 'spanId'],
  ['/runtime/artifacts?format=core', 'format'],
  ['/runtime/artifacts?limit=501', 'limit'],
  ['/runtime/artifacts?traceId=abc', 'traceId'],
  ['/runtime/artifacts/abc', 'id'],
  ['/runtime/artifacts/%E0%A4%A/raw', 'id'],
  [`/runtime/artifacts/${id}?limit=5`, 'limit'],
  [`/runtime/artifacts/${id}/goroutines?similarity=alike`, 'similarity'],
  [`/runtime/artifacts/${id}/goroutines?label=shard`, 'label'],
  [`/runtime/artifacts/${id}/goroutines?label=:3`, 'label'],
  [`/runtime/artifacts/${id}/goroutines?minMinutes=-1`, 'minMinutes'],
  [`/runtime/artifacts/${id}/goroutines/list`, 'bucket'],
  [`/runtime/artifacts/${id}/goroutines/list?bucket=a&limit=0`, 'limit'],
  [`/runtime/artifacts/${id}/waits?depth=3`, 'depth'],
  [`/runtime/artifacts/${id}/flame?base=x`, 'base'],
  [`/runtime/artifacts/${id}/flame?maxNodes=0`, 'maxNodes'],
  ['/runtime/goroutines/diff', 'before'],
  [`/runtime/goroutines/diff?before=${id}`, 'after'],
  ['/runtime/memory', 'service'],
  ['/runtime/memory?service=a&start=soon', 'start'],
  ['/runtime/crashes?fingerprint=a', 'fingerprint'],
];

for (const [path, parameter] of bad) {
  test(`400 for ${path.slice(0, 60)}`, async () => {
    asked.length = 0;
    const { status, body } = await server.get(`/api/v1${path}`);
    assert.equal(status, 400, JSON.stringify(body));
    const { error } = body as ErrorBody;
    assert.equal(error.code, 'NG_BAD_PARAMETER');
    assert.equal(error.parameter, parameter);
    assert.ok(error.message.length > 5 && (error.hint ?? '').length > 5, JSON.stringify(error));
    assert.equal(asked.length, 0, 'nothing of it reaches the store');
  });
}

test('a reversed range has its own code', async () => {
  const { status, body } = await server.get('/api/v1/logs?start=now&end=-1h');
  assert.equal(status, 400);
  assert.equal((body as ErrorBody).error.code, 'NG_BAD_TIME_RANGE');
});

test('the nearest name is named', async () => {
  const parameter = (await server.get('/api/v1/traces?servce=x')).body as ErrorBody;
  assert.equal(parameter.error.hint, 'Did you mean service?');
  const path = await server.get('/api/v1/tracs');
  assert.equal(path.status, 404);
  assert.match((path.body as ErrorBody).error.hint ?? '', /\/api\/v1\/traces\?/);
  const deep = await server.get('/api/v1/service/payment-gateway/operation');
  assert.match((deep.body as ErrorBody).error.hint ?? '', /\/api\/v1\/services\/\{service\}\/operations\?/);
});

test('prototype names are names like others', async () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const { status, body } = await server.get(`/api/v1/services?${name}=1`);
    assert.equal(status, 400);
    assert.equal((body as ErrorBody).error.parameter, name);
  }
});

/** query of an upload, the parameter at fault */
const badUploads: [string, string][] = [
  ['?time=tomorrow', 'time'],
  ['?time=2100-01-01T00:00:00Z', 'time'],
  ['?traceId=12', 'traceId'],
  [`?service=${'x'.repeat(1025)}`, 'service'],
  ['?nmae=dump.txt', 'nmae'],
];
for (const [query, parameter] of badUploads) {
  test(`400 for an upload with ${query.slice(0, 40)}`, async () => {
    asked.length = 0;
    const { status, body } = await server.get(`/api/v1/runtime/artifacts${query}`, {
      method: 'POST',
      body: 'panic: boom',
    });
    assert.equal(status, 400, JSON.stringify(body));
    assert.equal((body as ErrorBody).error.parameter, parameter);
    assert.equal(asked.length, 0, 'nothing of it reaches the store');
  });
}

test('a path that takes both names both methods', async () => {
  const { status, headers } = await server.get('/api/v1/runtime/artifacts', { method: 'DELETE' });
  assert.equal(status, 405);
  assert.deepEqual(headers.get('allow')?.split(', ').sort(), ['GET', 'HEAD', 'POST']);
});

test('other methods are refused with what is allowed', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    const { status, body, headers } = await server.get('/api/v1/services', { method });
    assert.equal(status, 405);
    assert.equal((body as ErrorBody).error.code, 'NG_METHOD_NOT_ALLOWED');
    assert.equal(headers.get('allow'), 'GET, HEAD');
  }
});

test('a request that is too long, or none at all, is told so', async () => {
  const long = await server.get(`/api/v1/traces?q=${'x'.repeat(20_000)}`);
  assert.equal(long.status, 400);
  assert.match((long.body as ErrorBody).error.message, /16 KiB/);
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.end('\x16\x03\x01 hello\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  assert.match(text, /^HTTP\/1\.1 400 .*not an HTTP\/1\.1 request/s);
});
