/** Uploads that are wrong, too large or made to harm: each gets its answer, and the server goes on. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ErrorBody, GoroutineBucketsResponse, RuntimeUploadResponse } from '@nightglass/model';
import { openRuntimeServer, type RuntimeServer, sample } from './testing/runtime-server.ts';

const base = '/api/v1/runtime/artifacts';
const mib = 1024 * 1024;
let api: RuntimeServer;
before(async () => {
  api = await openRuntimeServer({ limits: { inflatedBytes: 32 * mib } });
});
after(() => api.close());

const refused = async (
  body: Uint8Array,
  expected: { status: number; code: string; message?: RegExp },
  headers: Record<string, string> = {},
): Promise<void> => {
  const answer = await api.post(body, '?service=hostile', headers);
  const { error } = answer.body as ErrorBody;
  assert.deepEqual([answer.status, error.code], [expected.status, expected.code], JSON.stringify(error));
  if (expected.message) assert.match(error.message, expected.message);
  assert.ok((error.hint ?? '').length > 10);
};

test('nothing, and what is no output of Go', async () => {
  await refused(Buffer.alloc(0), { status: 400, code: 'NG_RUNTIME_EMPTY' });
  const unrecognised = { status: 422, code: 'NG_RUNTIME_UNRECOGNISED' };
  await refused(randomBytes(100_000), { ...unrecognised, message: /a binary file/ });
  await refused(Buffer.from('hello\nworld\n'), { ...unrecognised, message: /text/ });
  await refused(Buffer.from('<!doctype html><p>goroutine'), { ...unrecognised, message: /an HTML page/ });
  await refused(Buffer.from('Traceback (most recent call last):\n  File "a.py"\n'), {
    ...unrecognised,
    message: /Python/,
  });
  await refused(Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0'), { ...unrecognised, message: /ELF/ });
  await refused(sample('go1.27/fleet/trace_1s.out'), { ...unrecognised, message: /execution trace/ });
});

test('encodings and forms that cannot be read', async () => {
  const dump = sample('go1.24/mapcrash/iter.txt');
  const malformed = { status: 422, code: 'NG_RUNTIME_MALFORMED' };
  await refused(dump, malformed, { 'content-encoding': 'gzip' });
  const zipped = gzipSync(sample('go1.24/fleet/goroutine.debug2.txt'));
  await refused(zipped.subarray(0, 5000), malformed, { 'content-encoding': 'gzip' });
  const bad = { status: 400, code: 'NG_BAD_PARAMETER' };
  await refused(dump, bad, { 'content-encoding': 'br' });
  await refused(dump, bad, { 'content-type': 'multipart/form-data; boundary=x' });
  await refused(dump, { status: 403, code: 'NG_FORBIDDEN' }, { 'sec-fetch-site': 'cross-site' });
  await refused(dump, { status: 403, code: 'NG_FORBIDDEN' }, { 'sec-fetch-site': 'same-site' });
  await refused(dump, { status: 403, code: 'NG_FORBIDDEN' }, { origin: 'http://evil.example' });
  const own = await api.post(dump, '', { 'sec-fetch-site': 'same-origin', origin: api.server.url });
  assert.equal(own.status, 201, 'the page of the server may');
});

test('over 64 MiB: told before and while it is sent', async () => {
  const tooLarge = { status: 413, code: 'NG_RUNTIME_TOO_LARGE', message: /64 MiB/ };
  await refused(Buffer.alloc(65 * mib, 'x'), tooLarge);
  // Without a length the limit is met on the way.
  const chunk = new Uint8Array(mib).fill(120);
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => (++sent > 66 ? controller.close() : controller.enqueue(chunk)),
  });
  const answer = await api.server.get(base, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
  assert.equal(answer.status, 413);
});

test('a bomb is not unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * mib));
  assert.ok(bomb.length < mib / 10);
  const tooLarge = { status: 413, code: 'NG_RUNTIME_TOO_LARGE', message: /larger than 32 MiB/ };
  await refused(bomb, tooLarge, { 'content-encoding': 'gzip' });
  // As a file the reader unpacks it, in its own thread and up to its own limit.
  await refused(bomb, { status: 422, code: 'NG_RUNTIME_UNRECOGNISED' });
});

test('a dump cut in the middle is partial, and says so', async () => {
  const whole = sample('go1.24/fleet/goroutine.debug2.txt');
  const { artifacts } = await api.upload(whole.subarray(0, 80_123), '?service=cut');
  assert.equal(artifacts.length, 1);
  assert.equal(artifacts[0]?.partial, true);
  const { body } = await api.server.get(`${base}/${artifacts[0]?.id}`);
  assert.match(JSON.stringify(body), /"cut-off"/);
});

test('names and texts of an attacker come back as text', async () => {
  const evil = `<img src=x onerror=alert(1)>\u001b[31m'; DROP TABLE runtime_artifacts; --`;
  const text = `panic: ${evil}\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:5 +0x18\n`;
  const query = `?service=${encodeURIComponent(evil)}&instance=${encodeURIComponent(evil)}&name=__proto__`;
  const { artifacts } = await api.upload(Buffer.from(text), query);
  const { body } = await api.server.get(`${base}?service=${encodeURIComponent(evil)}`);
  assert.deepEqual((body as { artifacts: unknown }).artifacts, artifacts);
  const raw = await fetch(`${api.server.url}${base}/${artifacts[0]?.id}/raw`);
  assert.equal(raw.headers.get('content-disposition'), 'attachment; filename="__proto__"');
});

test('a client that stops in the middle of an upload leaves nothing behind', async () => {
  const { port } = new URL(api.server.url);
  for (let i = 0; i < 5; i++) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`POST ${base} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\npanic: x\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
  }
  const answer = await api.post(sample('go1.24/mapcrash/ww.txt'));
  assert.equal(answer.status, 201, 'the places of the others are free again');
});

/** A dump of about `bytes` bytes: goroutines with stacks of ten frames. */
const largeDump = (bytes: number): Buffer => {
  const frames = Array.from(
    { length: 10 },
    (_, i) =>
      `main.(*worker).step${i}(0xc000${i}12340, {0x7f00aa, 0x1${i}})\n\t/src/app/worker.go:${100 + i} +0x1d\n`,
  ).join('');
  const parts: string[] = [];
  for (let size = 0, id = 1; size < bytes; id++) {
    const part = `goroutine ${id} [chan receive, ${id % 90} minutes]:\n${frames}created by main.main in goroutine 1\n\t/src/app/main.go:20 +0x3d\n\n`;
    parts.push(part);
    size += part.length;
  }
  return Buffer.from(parts.join(''));
};

test('while a dump of 30 MB is read the event loop goes on', async () => {
  const dump = largeDump(30_000_000);
  /** The longest pause must be short, or a small share of the whole where others use the processors, too. */
  const holdPause = async (work: () => Promise<unknown>): Promise<void> => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const started = performance.now();
    delay.enable();
    await work();
    delay.disable();
    const [took, pause] = [performance.now() - started, delay.max / 1e6];
    assert.ok(pause < Math.max(250, took / 4), `${Math.round(pause)} ms of ${Math.round(took)} ms`);
  };
  let id = '';
  await holdPause(async () => {
    const answer = await api.post(dump, '?service=large');
    assert.equal(answer.status, 201, JSON.stringify(answer.body).slice(0, 500));
    id = (answer.body as RuntimeUploadResponse).artifacts[0]?.id ?? '';
  });
  let found: GoroutineBucketsResponse | undefined;
  await holdPause(async () => {
    const answer = await api.server.get(`${base}/${id}/goroutines`);
    found = answer.body as GoroutineBucketsResponse;
  });
  assert.equal(found?.buckets.length, 1);
  assert.ok((found?.total ?? 0) > 30_000);
});
