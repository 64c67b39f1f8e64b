import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import type { PulledArtifact } from './events.ts';
import { fastEnvironment, recorder, serve, storeHandler } from './testing/fake-target.ts';

const pulled = (name: string): PulledArtifact => ({
  time: Date.UTC(2026, 0, 31),
  profile: 'heap',
  name,
  bytes: 10,
  tookMs: 1,
  burst: false,
});
const options = (server: string, queue = { items: 3, bytes: 1_000 }): DeliveryOptions => ({
  server: new URL(server),
  service: 's',
  instance: 'i',
  traceId: '',
  queue,
  timeoutMs: 1_000,
});

test('what waits while the server is away is sent in order when it is back', async () => {
  const kept: { url: URL; body: Buffer }[] = [];
  const store = storeHandler(kept);
  let refusals = 2;
  await using server = await serve((request, response, body) => {
    if (refusals-- > 0) response.writeHead(503, { 'retry-after': '7' }).end();
    else store(request, response, body);
  });
  const environment = fastEnvironment();
  const { say, ofType } = recorder();
  const delivery = new Delivery(options(`${server.url}/base`), environment, say);
  for (const name of ['a', 'b', 'c']) delivery.offer(pulled(name), Buffer.from(name));
  await delivery.close(60_000);
  assert.deepEqual(environment.slept, [7_000, 7_000]);
  assert.deepEqual(
    ofType('stored').map((e) => e.name),
    kept.map((k) => k.url.searchParams.get('name')),
  );
  assert.equal(kept[0]?.url.pathname, '/base/api/v1/runtime/artifacts');
});

test('a full queue drops the oldest and counts it', async () => {
  const { say, ofType } = recorder();
  const delivery = new Delivery(
    options('http://127.0.0.1:9'),
    {
      ...fastEnvironment(),
      fetch: () => new Promise((_, reject) => setTimeout(() => reject(new Error('away')), 5)),
      sleep: (_ms, signal) => new Promise((done) => signal.addEventListener('abort', () => done())),
    },
    say,
  );
  for (const name of ['a', 'b', 'c', 'd', 'e']) delivery.offer(pulled(name), Buffer.alloc(10));
  assert.deepEqual(
    ofType('dropped').map((e) => [e.name, e.why, e.droppedInAll]),
    [
      ['a', 'queue-full', 1],
      ['b', 'queue-full', 2],
    ],
  );
  assert.equal(delivery.waiting, 3);
  await delivery.close(0);
  assert.deepEqual(
    ofType('dropped')
      .slice(2)
      .map((e) => [e.name, e.why]),
    [
      ['c', 'stopped'],
      ['d', 'stopped'],
      ['e', 'stopped'],
    ],
  );
  assert.deepEqual([delivery.waiting, delivery.counts.dropped], [0, 5]);
});

test('bytes are bounded too, and one artifact larger than the queue still gets its try', async () => {
  const kept: { url: URL; body: Buffer }[] = [];
  await using server = await serve(storeHandler(kept));
  const { say } = recorder();
  const delivery = new Delivery(options(server.url, { items: 100, bytes: 100 }), fastEnvironment(), say);
  delivery.offer(pulled('big'), Buffer.alloc(5_000));
  await delivery.close(60_000);
  assert.equal(kept.length, 1);
});

test('what the server refuses is not sent again, and its words are kept', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(422, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        error: { code: 'NG_RUNTIME_UNRECOGNISED', message: 'no format', hint: 'Look at it.' },
      }),
    );
  });
  const { say, ofType } = recorder();
  const delivery = new Delivery(options(server.url), fastEnvironment(), say);
  delivery.offer(pulled('a'), Buffer.alloc(1));
  await delivery.close(1_000);
  assert.equal(server.asked.length, 1);
  const [refused] = ofType('refused');
  assert.deepEqual(
    [refused?.code, refused?.message, refused?.hint],
    ['NG_RUNTIME_UNRECOGNISED', 'no format', 'Look at it.'],
  );
});

test('a web server that is not Nightglass is said, whatever it answers', async () => {
  for (const status of [200, 404]) {
    await using server = await serve((_request, response) => void response.writeHead(status).end('<html>'));
    const { events, say } = recorder();
    const delivery = new Delivery(options(server.url), fastEnvironment(), say);
    delivery.offer(pulled('a'), Buffer.alloc(1));
    await new Promise((done) => setTimeout(done, 50));
    await delivery.close(0);
    assert.match(
      JSON.stringify(events),
      status === 404 ? /is it a Nightglass server/ : /something else than/,
    );
  }
});
