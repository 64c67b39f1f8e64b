import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { silentLogger } from '@nightglass/model';
import type { Job } from './protocol.ts';
import { ReaderThread, type ReaderThreadOptions } from './reader-thread.ts';

const threads: ReaderThread[] = [];
after(() => Promise.all(threads.map((thread) => thread.close())));
const open = (options: Partial<ReaderThreadOptions> = {}): ReaderThread => {
  const thread = new ReaderThread({ logger: silentLogger, ...options });
  threads.push(thread);
  return thread;
};

const job = (text: string): { job: Job; give: ArrayBuffer[] } => {
  const bytes = new Uint8Array(Buffer.from(text));
  return { job: { kind: 'read', uploadId: 'u', name: 'a.txt', segments: [bytes] }, give: [bytes.buffer] };
};
const panic = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:5 +0x18\n';
const read = async (thread: ReaderThread, text = panic) => {
  const { job: asked, give } = job(text);
  const reply = await thread.run(asked, give);
  assert.equal(reply.kind, 'read');
  return reply.kind === 'read' ? reply.answer : assert.fail();
};

test('bytes are handed over and handed back', async () => {
  const thread = open();
  const { job: asked, give } = job(panic);
  const running = thread.run(asked, give);
  assert.equal(give[0]?.byteLength, 0, 'moved, not copied');
  const reply = await running;
  assert.ok(reply.kind === 'read');
  assert.equal(Buffer.from(reply.answer.segments[0] ?? []).toString(), panic);
  assert.equal(reply.answer.reported[0]?.report.crash?.message, 'boom');
});

test('a thread that dies fails its job only; the next one starts another', async () => {
  const thread = open();
  await read(thread);
  // A job that no thread understands: the bug is told, the thread lives.
  await assert.rejects(thread.run({ kind: 'load', uploadId: 'x', segments: null } as never, []), /TypeError/);
  // Not even a message: what is posted cannot be cloned.
  await assert.rejects(thread.run({ kind: 'load', uploadId: () => {} } as never, []));
  assert.equal((await read(thread)).reported.length, 1);
});

test('one that takes too long is ended', async () => {
  const slow = open({ timeoutMs: 1 });
  await assert.rejects(read(slow, panic.repeat(20_000)), { code: 'NG_QUERY_TIMEOUT' });
  await assert.rejects(read(slow, panic.repeat(20_000)), { code: 'NG_QUERY_TIMEOUT' });
});

test('one that needs too much memory is ended, with a reason', async () => {
  const small = open({ memoryMb: 24 });
  const goroutine = (id: number): string =>
    `goroutine ${id} [select]:\nmain.f${id}(0x${id})\n\t/src/a${id}.go:${id} +0x1\n\n`;
  const dump = Array.from({ length: 150_000 }, (_, i) => goroutine(i + 1)).join('');
  await assert.rejects(read(small, dump), { code: 'NG_RUNTIME_TOO_LARGE' });
  assert.equal((await read(small)).reported.length, 1, 'and the next job is done');
});

test('only so many wait; who leaves is not waited for', async () => {
  const thread = open({ queue: 2 });
  const running = read(thread);
  const leaving = new AbortController();
  const second = thread.run(job(panic).job, [], leaving.signal);
  const third = read(thread);
  await assert.rejects(read(thread), { code: 'NG_TOO_MANY_CLIENTS' });
  leaving.abort();
  await assert.rejects(second, { code: 'NG_QUERY_CANCELLED' });
  assert.equal((await running).reported.length, 1);
  assert.equal((await third).reported.length, 1);
});

test('closing fails what is under way', async () => {
  const thread = open();
  const running = read(thread);
  const waiting = read(thread);
  const rejected = Promise.all([
    assert.rejects(running, { code: 'NG_STORE_UNAVAILABLE' }),
    assert.rejects(waiting, { code: 'NG_STORE_UNAVAILABLE' }),
  ]);
  await thread.close();
  await rejected;
  await assert.rejects(read(thread), { code: 'NG_STORE_UNAVAILABLE' });
});
