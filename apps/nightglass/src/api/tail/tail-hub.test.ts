import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ErrorBody, type LogTailBatch, NightglassError } from '@nightglass/model';
import { type Answers, fakeQueries, type Listening, listen } from '../testing/fixture.ts';

interface Event {
  event: string;
  id: string;
  data: unknown;
}

/** Reads events until there are `count`, then leaves. */
const readEvents = async (server: Listening, path: string, count: number, headers = {}): Promise<Event[]> => {
  const abort = new AbortController();
  const response = await fetch(`${server.url}${path}`, { signal: abort.signal, headers });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /text\/event-stream/);
  const events: Event[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) =>
        lines.find((l) => l.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      if (field('event') !== '')
        events.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) });
    }
    if (events.length >= count) break;
  }
  abort.abort();
  return events;
};

const found = (after: string, bodies: string[], dropped = 0) => ({
  logs: bodies.map((text, i) => ({ id: `1-${i}`, body: { stringValue: text } })),
  resources: {},
  after,
  dropped,
});

const serve = (logTail: Answers['logTail'], tail = {}) =>
  listen({ queries: fakeQueries({ logTail }).queries, tail: { pollMs: 10, ...tail } });

test('records are sent as they are stored, each look goes on where the last one ended', async () => {
  const asked: unknown[] = [];
  const server = await serve((params) => {
    asked.push(params.after);
    assert.equal(params.service, 'order');
    return params.after === undefined
      ? found('100', [])
      : found(String(Number(params.after) + 1), [`line ${params.after}`]);
  });
  try {
    const events = await readEvents(server, '/api/v1/logs/tail?service=order', 3);
    assert.deepEqual(
      events.map((e) => [e.event, e.id, (e.data as LogTailBatch).logs[0]?.body.stringValue]),
      [
        ['logs', '101', 'line 100'],
        ['logs', '102', 'line 101'],
        ['logs', '103', 'line 102'],
      ],
    );
    assert.deepEqual(asked.slice(0, 3), [undefined, '100', '101']);
  } finally {
    await server.api.close();
  }
});

test('a client that comes back goes on after the last event it saw', async () => {
  const server = await serve((params) => found('8', [`after ${params.after}`]));
  try {
    const [event] = await readEvents(server, '/api/v1/logs/tail', 1, { 'last-event-id': '7' });
    assert.equal((event?.data as LogTailBatch | undefined)?.logs[0]?.body.stringValue, 'after 7');
  } finally {
    await server.api.close();
  }
});

test('what was too much is counted and said', async () => {
  const server = await serve((params) =>
    params.after === undefined ? found('1', []) : found('2', ['newest'], 41),
  );
  try {
    const [first, second] = await readEvents(server, '/api/v1/logs/tail', 2);
    assert.deepEqual([first?.event, first?.data], ['dropped', { count: 41 }]);
    assert.equal(second?.event, 'logs');
  } finally {
    await server.api.close();
  }
});

test('a failed look is said, and the stream goes on', async () => {
  let looks = 0;
  const server = await serve(() => {
    looks++;
    if (looks === 2) throw new NightglassError('NG_STORE_UNAVAILABLE', 'the store restarts');
    return found('5', looks > 2 ? ['back'] : []);
  });
  try {
    const [failed, back] = await readEvents(server, '/api/v1/logs/tail', 2);
    assert.equal(failed?.event, 'failure');
    assert.equal((failed?.data as ErrorBody | undefined)?.error.code, 'NG_STORE_UNAVAILABLE');
    assert.equal(back?.event, 'logs');
  } finally {
    await server.api.close();
  }
});

test('a slow reader holds no more than its buffer: the rest is dropped', async () => {
  const line = 'x'.repeat(100_000);
  let looks = 0;
  const server = await serve(() => found(String(looks++), [line, line]), { pollMs: 1, bufferBytes: 200_000 });
  try {
    const abort = new AbortController();
    const response = await fetch(`${server.url}/api/v1/logs/tail`, { signal: abort.signal });
    const reader = response.body?.getReader();
    while (looks < 200) await new Promise((resolve) => setTimeout(resolve, 20));
    let text = '';
    while (!text.includes('event: dropped')) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      assert.ok(!done);
      text = text.slice(-100) + Buffer.from(value ?? []).toString();
    }
    abort.abort();
  } finally {
    await server.api.close();
  }
});

test('there is a last client, and its place is free again when it leaves', async () => {
  const server = await serve(() => found('1', ['x']), { maxClients: 1 });
  try {
    const abort = new AbortController();
    const first = await fetch(`${server.url}/api/v1/logs/tail`, { signal: abort.signal });
    assert.equal(first.status, 200);
    const second = await server.get('/api/v1/logs/tail');
    assert.equal(second.status, 429);
    assert.equal((second.body as ErrorBody).error.code, 'NG_TOO_MANY_CLIENTS');
    abort.abort();
    for (let i = 0; i < 100; i++) {
      const { body } = await server.get('/metrics');
      if (String(body).includes('nightglass_log_tails 0')) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal((await readEvents(server, '/api/v1/logs/tail', 1)).length, 1);
  } finally {
    await server.api.close();
  }
});
