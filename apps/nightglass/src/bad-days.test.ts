/** Bad input as a sender brings it and a reader meets it: OTLP in, API out; every record has an outcome, and all go on. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type LogsResponse, silentLogger, type TraceResponse } from '@nightglass/model';
import { type RunningServer, startServer } from './server.ts';

let server: RunningServer;
let data: string;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'nightglass-bad-days-'));
  const ports = { port: 0, otlpGrpcPort: 0, otlpHttpPort: 0 };
  server = await startServer({ data, host: '127.0.0.1', ...ports, logger: silentLogger });
});
after(async () => {
  await server.stop();
  await rm(data, { recursive: true, force: true });
});

const post = async (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  signal = 'traces',
): Promise<number> => {
  const type = typeof body === 'string' ? 'application/json' : 'application/x-protobuf';
  const response = await fetch(`${server.urls.otlpHttp}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
  });
  await response.arrayBuffer();
  return response.status;
};

const now = BigInt(Date.now()) * 1_000_000n;
const hex = (n: number, bytes: number): string => n.toString(16).padStart(bytes * 2, '0');
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const span = (trace: number, id: number, more: object = {}) => ({
  traceId: hex(trace, 16),
  spanId: hex(id, 8),
  name: `span ${id}`,
  startTimeUnixNano: String(now),
  endTimeUnixNano: String(now + 1000n),
  ...more,
});
const send = async (...spans: object[]): Promise<void> => {
  const resource = { attributes: [text('service.name', 'bad-days')] };
  const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
  assert.equal(await post(body), 200);
};

const ask = async <T>(path: string, complete: (body: T) => boolean): Promise<T> => {
  for (const end = Date.now() + 15_000; ; ) {
    const response = await fetch(new URL(path, server.urls.ui));
    const body = (await response.json()) as T;
    if (response.ok && complete(body)) return body;
    if (Date.now() > end) assert.fail(`${path}: ${JSON.stringify(body).slice(0, 500)}`);
    await new Promise((done) => setTimeout(done, 100));
  }
};
const trace = (id: number, spans = 1): Promise<TraceResponse> =>
  ask(`/api/v1/traces/${hex(id, 16)}`, (body) => body.spans.length === spans);
const attributeOf = (body: TraceResponse, key: string): string | undefined =>
  body.spans[0]?.attributes.find((a) => a.key === key)?.value.stringValue;

test('truncated, wrongly typed and too deeply nested requests are 400', async () => {
  assert.equal(await post(new Uint8Array([0x0a, 0x50, 1, 2])), 400);
  assert.equal(await post('{"resourceSpans": [{'), 400);
  assert.equal(await post('{"resourceSpans": "none"}'), 400);
  assert.equal(await post(`{"x": ${'['.repeat(100_000)}`), 400);
});

test('oversized bodies and compressed bombs are 413', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(80 << 20)));
  assert.ok(bomb.length < 100_000);
  assert.equal(await post(bomb, { 'content-encoding': 'gzip' }), 413);
  assert.equal(await post(new Uint8Array(65 << 20)), 413);
});

test('of 100,000 attributes the first are kept; a value of 1 MB is cut and marked', async () => {
  const many = Array.from({ length: 100_000 }, (_, i) => text(`key-${i}`, 'v'));
  await send(span(1, 1, { attributes: many }));
  const kept = await trace(1);
  assert.equal(kept.spans[0]?.attributes.length, 1024);
  assert.equal(kept.spans[0]?.droppedAttributesCount, 100_000 - 1024);
  await send(span(2, 1, { attributes: [text('big', 'x'.repeat(1 << 20))] }));
  const cut = await trace(2);
  assert.equal(attributeOf(cut, 'big')?.length, 64 << 10);
  assert.equal(attributeOf(cut, 'nightglass.truncated'), 'big');
});

test('times of 1970 and 2100 are shown at the time of arrival and keep the original', async () => {
  for (const [id, time] of [
    [3, '1'],
    [4, '4102444800000000000'],
  ] as const) {
    await send(span(id, 1, { startTimeUnixNano: time, endTimeUnixNano: time }));
    const found = await trace(id);
    assert.equal(attributeOf(found, 'nightglass.original_time_unix_nano'), time);
    assert.ok(BigInt(found.spans[0]?.startTimeUnixNano ?? 0) >= now - 1_000_000_000n);
  }
});

test('duplicate ids, no root and parents in a circle are a trace, and can be asked about', async () => {
  await send(span(5, 1), span(5, 1), span(6, 1, { parentSpanId: hex(99, 8) }));
  await send(span(7, 1, { parentSpanId: hex(2, 8) }), span(7, 2, { parentSpanId: hex(1, 8) }));
  for (const [id, spans] of [
    // A sender that repeats itself is shown once, though both rows are kept.
    [5, 1],
    [6, 1],
    [7, 2],
  ] as const) {
    await trace(id, spans);
    await ask(`/api/v1/correlate?traceId=${hex(id, 16)}&spanId=${hex(1, 8)}`, () => true);
  }
  await ask<{ traces: unknown[] }>('/api/v1/traces?service=bad-days', (body) => body.traces.length === 7);
});

test('invalid UTF-8 becomes text that is valid JSON', async () => {
  const field = (number: number, content: readonly number[]): number[] => [
    (number << 3) | 2,
    content.length,
    ...content,
  ];
  // ExportLogsServiceRequest: resource_logs > scope_logs > log_records > body > string_value.
  const body = field(5, field(1, [0x62, 0x61, 0x64, 0x20, 0xff, 0xe2, 0x82]));
  assert.equal(await post(new Uint8Array(field(1, field(2, field(2, body)))), {}, 'logs'), 200);
  const { logs } = await ask<LogsResponse>('/api/v1/logs?query=bad', (found) => found.logs.length === 1);
  assert.match(logs[0]?.body.stringValue ?? '', /^bad \ufffd+$/);
});

test('at the end every record has an outcome and all is well', async () => {
  const outcomes = async (signal: string): Promise<Record<string, number>> => {
    const page = await (await fetch(new URL('/metrics', server.urls.ui))).text();
    const lines = page.matchAll(
      /^nightglass_ingest_records_total\{outcome="(\w+)",signal="(\w+)"\} (\d+)$/gm,
    );
    return Object.fromEntries([...lines].filter((l) => l[2] === signal).map((l) => [l[1], Number(l[3])]));
  };
  assert.deepEqual(await outcomes('traces'), { received: 9, stored: 9, merged: 0, rejected: 0, dropped: 0 });
  assert.deepEqual(await outcomes('logs'), { received: 1, stored: 1, merged: 0, rejected: 0, dropped: 0 });
  await ask<{ status: string }>('/healthz', (body) => body.status === 'ok');
});
