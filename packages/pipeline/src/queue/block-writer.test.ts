import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { NightglassError, signals } from '@nightglass/model';
import type { ComponentContext } from '../component.ts';
import { checkConservation } from '../conservation.ts';
import { nightglassConfig } from '../exporters/nightglass/config.ts';
import { NightglassExporter } from '../exporters/nightglass/nightglass.ts';
import { batchOf, MemoryTarget, tempFolder, testContext, until } from '../testing/fixtures.ts';

const fast = { block: { max_age: '30ms' }, retry: { initial_interval: '10ms', max_interval: '20ms' } };

const startExporter = async (
  t: TestContext,
  target: MemoryTarget,
  dataDir: string,
  config: object = fast,
): Promise<{ exporter: NightglassExporter; context: ComponentContext }> => {
  const context = testContext(dataDir);
  const exporter = new NightglassExporter(context, nightglassConfig.parse(config), target);
  await exporter.start();
  t.after(() => exporter.stop(1000));
  return { exporter, context };
};
const texts = (n: number, from = 0): string[] => Array.from({ length: n }, (_, i) => `request ${from + i}`);
const balanced = (context: ComponentContext): void => {
  assert.deepEqual(checkConservation(context.ledger), []);
};

test('requests become blocks, and every record is accounted for', async (t) => {
  const target = new MemoryTarget();
  const { exporter, context } = await startExporter(t, target, await tempFolder(t));
  const sent = texts(500);
  await Promise.all(sent.map((text, i) => exporter.consume(batchOf(text, 1, signals[i % 3]))));
  balanced(context);
  await until(() => target.texts.length === 500, '500 stored');
  assert.deepEqual(target.texts, sent);
  await until(() => context.ledger.check().logs.queued === 0, 'nothing queued');
  balanced(context);
  assert.equal(context.ledger.check().traces.stored, 167);
  assert.equal(context.budget.used, 0);
});

test('a store that is away: the queue keeps, the rest goes on, then all is stored once', async (t) => {
  const target = new MemoryTarget();
  let away = true;
  target.gate = () => {
    if (away) throw new NightglassError('NG_STORE_UNAVAILABLE', 'restarting');
  };
  const { exporter, context } = await startExporter(t, target, await tempFolder(t));
  await Promise.all(texts(50).map((text) => exporter.consume(batchOf(text))));
  await until(() => target.offers.length > 12, 'many attempts');
  assert.equal(exporter.health().status, 'degraded');
  assert.equal(target.texts.length, 0);
  away = false;
  await until(() => target.texts.length === 50, 'all stored');
  await until(() => exporter.health().status === 'ok', 'healthy again');
  balanced(context);
});

test('a crash between plan and store repeats the same block under the same token', async (t) => {
  const dataDir = await tempFolder(t);
  const target = new MemoryTarget();
  // The store takes the block, but the process dies before it hears so.
  const stuck = Promise.withResolvers<void>();
  const dying = new MemoryTarget();
  dying.gate = () => stuck.promise;
  const first = await startExporter(t, dying, dataDir);
  await Promise.all(texts(20).map((text) => first.exporter.consume(batchOf(text))));
  await until(() => dying.offers.length === 1, 'a block offered');
  await first.exporter.consume(batchOf('request 20'));
  await until(() => dying.offers.length === 2, 'a second block offered');
  await first.exporter.stop(10);

  const second = await startExporter(t, target, dataDir);
  await until(() => target.texts.length === 21, 'replayed');
  assert.deepEqual(target.texts, texts(21));
  assert.deepEqual([...target.blocks.keys()], dying.offers);
  const state = second.context.ledger.check().traces;
  assert.equal(state.received, 21);
  await until(() => second.context.ledger.check().traces.queued === 0, 'nothing queued');
  balanced(second.context);
  await second.exporter.stop(1000);

  const third = await startExporter(t, target, dataDir);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(target.offers.length, 2);
  assert.equal(third.context.ledger.check().traces.received, 0);
});

test('a block that the store refuses for good is set aside and counted; the rest goes on', async (t) => {
  const dataDir = await tempFolder(t);
  const target = new MemoryTarget();
  let refused: string | undefined;
  target.gate = (token) => {
    refused ??= token;
    if (token === refused) throw new NightglassError('NG_QUERY_INVALID', 'no such column');
  };
  const config = { ...fast, retry: { ...fast.retry, max_refusals: 3 } };
  const { exporter, context } = await startExporter(t, target, dataDir, config);
  await exporter.consume(batchOf('bad', 4));
  await until(() => context.ledger.check().traces.dropped === 4, 'dropped');
  await exporter.consume(batchOf('good'));
  await until(() => target.texts.length === 1, 'the next is stored');
  assert.deepEqual(target.texts, ['good']);
  await until(() => context.ledger.check().traces.queued === 0, 'nothing queued');
  balanced(context);
  assert.ok((await readdir(`${dataDir}/queue`)).some((n) => n.endsWith('.refused')));
});

test('a request that cannot be encoded is set aside alone', async (t) => {
  const target = new MemoryTarget();
  target.cannotEncode = (text) => text === 'request 3';
  const { exporter, context } = await startExporter(t, target, await tempFolder(t));
  await Promise.all(texts(8).map((text) => exporter.consume(batchOf(text))));
  await until(() => target.texts.length === 7, 'the others are stored');
  assert.deepEqual(
    target.texts,
    texts(8).filter((x) => x !== 'request 3'),
  );
  await until(() => context.ledger.check().traces.queued === 0, 'nothing queued');
  assert.equal(context.ledger.check().traces.dropped, 1);
  balanced(context);
});

test('a slow store fills the queue, not the memory', async (t) => {
  const target = new MemoryTarget();
  const open = Promise.withResolvers<void>();
  target.gate = () => open.promise;
  const config = { ...fast, queue: { cache_size: 100_000 }, block: { max_age: '20ms', max_rows: 10 } };
  const { exporter, context } = await startExporter(t, target, await tempFolder(t), config);
  const big = 'x'.repeat(20_000);
  for (let i = 0; i < 20; i++) {
    await Promise.all(
      Array.from({ length: 10 }, (_, j) => exporter.consume(batchOf(`${i * 10 + j} ${big}`))),
    );
  }
  // Three blocks of ten requests and the cache: 0.7 of 4 MB.
  assert.ok(context.budget.used < 800_000, `${context.budget.used} bytes held`);
  open.resolve();
  await until(() => target.texts.length === 200, 'all stored');
  balanced(context);
  assert.equal(context.budget.used, 0);
});

test('it can be stopped without a start, and twice', async (t) => {
  const exporter = new NightglassExporter(
    testContext(await tempFolder(t)),
    nightglassConfig.parse({}),
    new MemoryTarget(),
  );
  assert.equal(exporter.health().status, 'starting');
  await assert.rejects(exporter.consume(batchOf('x')), { code: 'NG_OTLP_UNAVAILABLE' });
  await exporter.stop(100);
  await exporter.stop(100);
});

test('a folder that cannot be used is named', async () => {
  const exporter = new NightglassExporter(
    testContext('/proc/nightglass'),
    nightglassConfig.parse({}),
    new MemoryTarget(),
  );
  await assert.rejects(exporter.start(), {
    code: 'NG_DATA_DIR_UNUSABLE',
    message: /\/proc\/nightglass\/queue/,
  });
});
