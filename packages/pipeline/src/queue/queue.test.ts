import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { batchOf, FaultyFolder, tempFolder, testContext } from '../testing/fixtures.ts';
import { type Folder, openFolder } from './folder.ts';
import { DurableQueue, type QueueOptions } from './queue.ts';
import { QueueReader } from './reader.ts';

const options: QueueOptions = {
  maxBytes: 1 << 30,
  segmentBytes: 1 << 20,
  minFreeBytes: 0,
  cacheBytes: 1 << 20,
};

const openQueue = async (
  t: TestContext,
  folder: Folder,
  more: Partial<QueueOptions> = {},
): Promise<DurableQueue> => {
  const queue = await DurableQueue.open(
    folder,
    { ...options, ...more },
    { ...testContext(''), name: 'test' },
  );
  t.after(() => queue.close());
  return queue;
};
const readAll = async (queue: DurableQueue, from = queue.journal.plannedTo): Promise<string[]> => {
  const reader = new QueueReader(queue, from, () => {});
  const texts: string[] = [];
  for (let r = await reader.next(0); r !== undefined; r = await reader.next(0)) {
    texts.push(Buffer.from(r.bytes).toString('latin1'));
  }
  return texts;
};
const logFile = async (path: string): Promise<string> => {
  const names = (await readdir(path)).filter((n) => n.endsWith('.log')).sort();
  return join(path, names.at(-1) ?? '');
};

test('what was appended is read in order, from memory and from disk', async (t) => {
  const folder = await openFolder(await tempFolder(t));
  const texts = Array.from({ length: 300 }, (_, i) => `${i}:${'x'.repeat((i * 37) % 2000)}`);
  const queue = await openQueue(t, folder, { segmentBytes: 20_000, cacheBytes: 100_000 });
  const start = queue.end;
  await Promise.all(texts.map((text) => queue.append(batchOf(text))));
  assert.deepEqual(await readAll(queue, start), texts);
  // The cache is used up: a second reader gets the same from disk.
  assert.deepEqual(await readAll(queue, start), texts);
  await queue.close();
  const again = await openQueue(t, folder);
  assert.equal(again.report.replayed.traces, 300);
  assert.deepEqual(await readAll(again), texts);
});

test('appends that come together share a sync', async (t) => {
  const queue = await openQueue(t, await openFolder(await tempFolder(t)));
  await Promise.all(Array.from({ length: 200 }, (_, i) => queue.append(batchOf(`${i}`))));
  assert.equal(queue.queued.traces, 200);
  // The first goes alone, the others wait for its sync and share the next.
  assert.equal(queue.commits, 2);
});

test('a torn tail is cut and counted; what was whole stays', async (t) => {
  const path = await tempFolder(t);
  const folder = await openFolder(path);
  const queue = await openQueue(t, folder);
  await queue.append(batchOf('first'));
  await queue.append(batchOf('second'));
  await queue.close();
  const file = await logFile(path);
  const whole = (await stat(file)).size;
  // Every way a last write can be cut short.
  for (const cut of [whole - 1, whole - 5, whole - 20, whole - 6 - 39]) {
    const bytes = await readFile(file);
    await truncate(file, cut);
    const again = await openQueue(t, folder);
    assert.equal(again.report.tornBytes, cut - 45, `cut at ${cut}`);
    assert.deepEqual(again.report.damaged, []);
    assert.deepEqual(await readAll(again), ['first']);
    await again.append(batchOf('third'));
    assert.deepEqual(await readAll(again), ['first', 'third']);
    await again.close();
    for (const name of await readdir(path)) if (name.endsWith('.log')) await rm(join(path, name));
    await writeFile(file, bytes);
  }
  await appendFile(file, Buffer.alloc(5000));
  const zeros = await openQueue(t, folder);
  assert.equal(zeros.report.tornBytes, 5000);
  assert.deepEqual(await readAll(zeros), ['first', 'second']);
});

test('a segment of which nothing is whole gives its name to the next', async (t) => {
  const path = await tempFolder(t);
  const folder = await openFolder(path);
  const queue = await openQueue(t, folder);
  await queue.append(batchOf('never whole'));
  await queue.close();
  for (const cut of [30, 0]) {
    const file = await logFile(path);
    await truncate(file, cut);
    const again = await openQueue(t, folder);
    assert.equal(again.report.tornBytes, cut);
    await again.append(batchOf('whole'));
    assert.deepEqual(await readAll(again), ['whole']);
    await again.close();
  }
});

test('a damaged record in the middle is skipped, kept aside and counted', async (t) => {
  const path = await tempFolder(t);
  const folder = await openFolder(path);
  const queue = await openQueue(t, folder);
  const start = queue.end;
  for (const text of ['one', 'two!', 'three']) await queue.append(batchOf(text, 7));
  await queue.close();
  const file = await logFile(path);
  const good = await readFile(file);

  // In the request's bytes: the header still says how many records are lost.
  const badBytes = Buffer.from(good);
  badBytes[43 + 40 + 1] = 0xff;
  await writeFile(file, badBytes);
  const first = await openQueue(t, folder);
  assert.deepEqual(first.report.damaged, [
    { from: start + 43, end: start + 43 + 44, records: { traces: 7, logs: 0, metrics: 0 } },
  ]);
  assert.equal(first.report.tornBytes, 0);
  assert.deepEqual(await readAll(first), ['one', 'three']);
  assert.equal((await readFile(join(path, `${start + 43}.damaged`))).length, 44);
  await first.close();

  // In the header: the next record is found behind it.
  const badHeader = Buffer.from(good);
  badHeader[43 + 9] = 0xff;
  await writeFile(file, badHeader);
  const second = await openQueue(t, folder);
  assert.equal(second.report.damaged.length, 1);
  assert.deepEqual(await readAll(second), ['one', 'three']);
});

test('a damaged end of an older segment is damage, not a torn tail', async (t) => {
  const path = await tempFolder(t);
  const folder = await openFolder(path);
  const queue = await openQueue(t, folder, { segmentBytes: 100 });
  for (const text of ['one', 'two', 'three', 'four']) await queue.append(batchOf(text));
  await queue.close();
  const [older = ''] = (await readdir(path)).filter((n) => n.endsWith('.log')).sort();
  const bytes = await readFile(join(path, older));
  bytes[bytes.length - 1] = 0xff;
  await writeFile(join(path, older), bytes);
  const again = await openQueue(t, folder);
  assert.equal(again.report.tornBytes, 0);
  assert.equal(again.report.damaged.length, 1);
  assert.deepEqual(await readAll(again), ['one', 'three', 'four']);
});

test('a full queue refuses, and takes again when something is done', async (t) => {
  const queue = await openQueue(t, await openFolder(await tempFolder(t)), {
    maxBytes: 8000,
    segmentBytes: 8000,
  });
  const start = queue.end;
  let taken = 0;
  for (;;) {
    const refused = await queue.append(batchOf('x'.repeat(460))).then(
      () => undefined,
      (e: { code: string }) => e,
    );
    if (refused !== undefined) {
      assert.equal(refused.code, 'NG_QUEUE_FULL');
      break;
    }
    taken++;
  }
  assert.equal(taken, 16);
  const plan = await queue.journal.plan(start, queue.end);
  await queue.journal.done(plan);
  await queue.discardDone();
  assert.ok(queue.bytes < 4000, `${queue.bytes} bytes left`);
  await queue.append(batchOf('again'));
  assert.deepEqual(await readAll(queue), ['again']);
});

for (const code of ['ENOSPC', 'EIO']) {
  test(`${code}: nothing is acknowledged, nothing that was is lost, and it recovers`, async (t) => {
    const path = await tempFolder(t);
    const faulty = new FaultyFolder(await openFolder(path));
    const queue = await openQueue(t, faulty);
    const start = queue.end;
    await queue.append(batchOf('before'));
    for (const partial of [0, 10, 60]) {
      faulty.fail(code);
      faulty.partial = partial;
      const results = await Promise.allSettled([
        queue.append(batchOf('lost 1')),
        queue.append(batchOf('lost 2')),
      ]);
      for (const r of results) {
        assert.equal(r.status, 'rejected');
        assert.equal((r as PromiseRejectedResult).reason.code, 'NG_QUEUE_IO');
      }
      faulty.error = undefined;
      await new Promise((resolve) => setTimeout(resolve, 260));
      await queue.append(batchOf(`after ${partial}`));
    }
    const kept = ['before', 'after 0', 'after 10', 'after 60'];
    assert.deepEqual(await readAll(queue, start), kept);
    await queue.close();
    const again = await openQueue(t, await openFolder(path));
    assert.deepEqual(await readAll(again), kept);
  });
}

test('a disk that is nearly full is left alone', async (t) => {
  const faulty = new FaultyFolder(await openFolder(await tempFolder(t)));
  const queue = await openQueue(t, faulty, { minFreeBytes: 1000 });
  faulty.free = 1020;
  await assert.rejects(queue.append(batchOf('x')), { code: 'NG_QUEUE_FULL' });
  faulty.free = 1e9;
  await new Promise((resolve) => setTimeout(resolve, 260));
  await queue.append(batchOf('x'));
});

test('a folder that was deleted does not get its old positions back', async (t) => {
  const first = await openQueue(t, await openFolder(await tempFolder(t)));
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = await openQueue(t, await openFolder(await tempFolder(t)));
  assert.ok(second.end > first.end);
  assert.notEqual(second.journal.id, first.journal.id);
});
