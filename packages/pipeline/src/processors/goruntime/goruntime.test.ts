import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NightglassError } from '@nightglass/model';
import { checkConservation } from '../../conservation.ts';
import { batchOfLines, goSample, type Line, testProcessor } from './testing.ts';

const panic = goSample('go1.27/panics/goroutinepanic.txt');
const mapCrash = goSample('go1.24/mapcrash/iter.txt');
const linesOf = (text: string, over: Partial<Line> = {}): Line[] =>
  text.split('\n').map((body) => ({ body, ...over }));
const textOf = (value: { stringValue?: string } | undefined): string => value?.stringValue ?? '';

test('a crash of one record per line becomes one record; others stay as they are', async () => {
  const { processor, context, lines } = testProcessor({ hold: '0' });
  const [first, ...rest] = linesOf(mapCrash, { attributes: { 'log.iostream': 'stderr' } }) as [
    Line,
    ...Line[],
  ];
  const stranger = { body: 'GET /orders 200', attributes: { 'log.iostream': 'stdout' } };
  const batch = batchOfLines([{ body: 'started' }, first, stranger, ...rest, { body: 'done', service: 'b' }]);
  await processor.consume(batch);
  const seen = lines();
  assert.deepEqual(
    seen.map(({ body }) => body),
    ['started', mapCrash, 'GET /orders 200', 'done'],
  );
  const crash = seen[1];
  assert.equal(crash?.severityNumber, 21);
  const { attributes = {} } = crash ?? {};
  assert.equal(textOf(attributes['log.iostream']), 'stderr');
  assert.equal(textOf(attributes['exception.message']), 'concurrent map iteration and map write');
  assert.equal(textOf(attributes['nightglass.crash.kind']), 'fatal-error');
  assert.equal(textOf(attributes['nightglass.crash.reason']), 'concurrent-map-iteration-and-map-write');
  assert.match(textOf(attributes['nightglass.crash.fingerprint']), /^[0-9a-f]{16}$/);
  assert.equal(textOf(attributes['code.function.name']), 'main.(*cache).evict');
  assert.match(textOf(attributes['code.file.path']), /main\.go$/);
  assert.ok(Number(attributes['code.line.number']?.intValue) > 0);
  assert.match(textOf(attributes['exception.stacktrace']), /^goroutine \d+ .*\n[\s\S]*evict/);
  assert.deepEqual(checkConservation(context.ledger), []);
  const { received, stored, merged } = context.ledger.check().logs;
  assert.deepEqual([received, stored, merged], [batch.records, 4, batch.records - 4]);
});

test('a record that holds the whole output keeps its body, in an attribute too', async () => {
  const { processor, lines } = testProcessor({ hold: '0' });
  await processor.consume(
    batchOfLines([
      { body: panic },
      { body: 'handler failed', attributes: { 'exception.stacktrace': panic, 'exception.type': 'mine' } },
    ]),
  );
  const [whole, attribute] = lines();
  assert.equal(whole?.body, panic);
  assert.equal(textOf(whole?.attributes['nightglass.business_key']), 'ORD-7a9f');
  assert.equal(attribute?.body, 'handler failed');
  assert.equal(textOf(attribute?.attributes['exception.type']), 'mine', 'what the sender said stays');
  assert.equal(textOf(attribute?.attributes['exception.stacktrace']), panic);
  assert.equal(
    textOf(attribute?.attributes['nightglass.crash.fingerprint']),
    textOf(whole?.attributes['nightglass.crash.fingerprint']),
  );
});

test('a request with nothing of Go in it passes as the same bytes', async () => {
  const { processor, out } = testProcessor();
  const plain = batchOfLines([{ body: 'GET / 200' }, { body: 'SIG is no signal' }]);
  const close = batchOfLines([
    { body: 'panic: said somebody' },
    { body: 'the runtime: fine' },
    { body: 'x' },
  ]);
  for (const batch of [plain, close]) await processor.consume(batch);
  assert.equal(out[0], plain);
  assert.equal(out[1]?.bytes, close.bytes);
});

test('a dump that goes on in the next batch is joined, and both are answered together', async () => {
  const { processor, context, lines } = testProcessor({ hold: '50ms' });
  const all = linesOf(panic);
  let answered = 0;
  const send = (lines: Line[]) => processor.consume(batchOfLines(lines)).then(() => answered++);
  const first = send([{ body: 'before' }, ...all.slice(0, 4)]);
  const foreign = send([{ body: 'of another', service: 'other' }]);
  const second = send([...all.slice(4), { body: 'after' }]);
  await foreign;
  assert.equal(answered, 1, 'only what waits for nothing is acknowledged');
  await Promise.all([first, second]);
  assert.deepEqual(
    lines().map(({ body }) => body),
    ['of another', 'before', panic, 'after'],
  );
  assert.deepEqual(checkConservation(context.ledger), []);
});

test('a dump that does not go on is stored with what came; the next time nothing waits', async () => {
  const { processor, lines, context } = testProcessor({ hold: '500ms' });
  const part = batchOfLines(linesOf(panic));
  await processor.consume(part);
  const startedAt = performance.now();
  await processor.consume(part);
  assert.ok(
    performance.now() - startedAt < 400,
    'a sender that waits for its answer is not made to wait twice',
  );
  assert.deepEqual(
    lines().map(({ body }) => body),
    [panic, panic],
  );
  assert.deepEqual(checkConservation(context.ledger), []);
});

test('when the batch is refused, all of its records are', async () => {
  const tested = testProcessor({ hold: '20ms' });
  tested.failure = new NightglassError('NG_QUEUE_FULL', 'full');
  const lines = linesOf(panic);
  const sent = [lines.slice(0, 5), lines.slice(5)].map((part) =>
    tested.processor.consume(batchOfLines(part)),
  );
  for (const result of await Promise.allSettled(sent)) assert.equal(result.status, 'rejected');
  const { rejected, merged, received } = tested.context.ledger.check().logs;
  assert.deepEqual([received, rejected, merged], [lines.length, lines.length, 0]);
});

test('stopping lets go of what waits', async () => {
  const { processor, out } = testProcessor({ hold: '2s' });
  const sent = processor.consume(batchOfLines(linesOf(panic)));
  await processor.stop(100);
  await sent;
  assert.equal(out.length, 1);
});

test('a panic that net/http survived is an error, not the end', async () => {
  const { processor, lines } = testProcessor({ hold: '0' });
  const stack = panic.slice(panic.indexOf('goroutine '));
  await processor.consume(
    batchOfLines(linesOf(`2024/05/01 10:00:00 http: panic serving 10.0.0.1:5000: boom\n${stack}`)),
  );
  const [crash] = lines();
  assert.equal(textOf(crash?.attributes['nightglass.crash.kind']), 'http-panic');
  assert.equal(crash?.severityNumber, 17);
});
