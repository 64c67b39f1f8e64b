/** Crashes in logs and span events, out of a real engine, on one server and on two shards. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { attrs, otlpRequest } from './testing/otlp-requests.ts';
import { openTestStore, type TestStore } from './testing/test-store.ts';

const nowMs = Date.now();
const now = BigInt(nowMs) * 1_000_000n;
const range = { from: now - 3_600_000_000_000n, to: now + 3_600_000_000_000n };
const stack = 'panic: boom\n\ngoroutine 7 [running]:\nmain.pay()\n\t/src/pay.go:41 +0x1d\n';
const traceId = 'ab'.repeat(16);

const resource = (service: string, language: string) => ({
  attributes: attrs({ 'service.name': service, 'telemetry.sdk.language': language }),
});
const span = (n: number, exception: Record<string, string>) => ({
  traceId,
  spanId: n.toString(16).padStart(16, '0'),
  name: 'work',
  startTimeUnixNano: String(now + BigInt(n)),
  endTimeUnixNano: String(now + 1000n),
  events: [
    { timeUnixNano: String(now + BigInt(n)), name: 'exception', attributes: attrs(exception) },
    { timeUnixNano: String(now), name: 'note', attributes: attrs({ 'exception.type': 'no' }) },
  ],
});
const log = (attributes: Record<string, string | number>) => ({
  timeUnixNano: String(now - 5n),
  body: { stringValue: 'x' },
  attributes: attrs(attributes),
});

let store: TestStore;
before(async () => {
  store = await openTestStore(() => nowMs);
  const found = {
    'nightglass.crash.fingerprint': 'f00d',
    'nightglass.crash.kind': 'panic',
    'nightglass.crash.reason': 'nil-dereference',
    'exception.message': 'boom',
    'code.function.name': 'main.pay',
    'code.file.path': '/src/pay.go',
    'code.line.number': 41,
  };
  const recorded = { 'exception.type': '*main.failure', 'exception.message': 'it failed' };
  await store.store(
    [
      {
        signal: 'logs',
        bytes: otlpRequest('logs', [
          { resource: resource('pay', 'go'), records: [log(found), log({ plain: 'yes' }), log(recorded)] },
          { resource: resource('web', 'nodejs'), records: [log(recorded)] },
          {
            resource: resource('old', ''),
            records: [log({ ...recorded, 'exception.stacktrace': stack })],
          },
        ]),
      },
      {
        signal: 'traces',
        bytes: otlpRequest('traces', [
          {
            resource: resource('pay', 'go'),
            records: Array.from({ length: 100 }, (_, n) => span(n + 1, recorded)),
          },
          { resource: resource('web', 'nodejs'), records: [span(900, recorded)] },
        ]),
      },
    ],
    now,
  );
});
after(() => store.close());

test('what Go programs recorded is found, other languages are not', async () => {
  for (const queries of [store.plain, store.sharded]) {
    const all = await queries.crashSightings(range);
    const logs = all.filter(({ source }) => source === 'log');
    assert.deepEqual(logs.map(({ service }) => service).sort(), ['old', 'pay', 'pay']);
    assert.deepEqual(
      logs.find(({ fingerprint }) => fingerprint !== ''),
      {
        source: 'log',
        service: 'pay',
        timeUnixNano: String(now - 5n),
        traceId: '',
        fingerprint: 'f00d',
        kind: 'panic',
        reason: 'nil-dereference',
        type: '',
        message: 'boom',
        stacktrace: '',
        function: 'main.pay',
        file: '/src/pay.go',
        line: 41,
      },
    );
    assert.equal(logs.find(({ service }) => service === 'old')?.stacktrace, stack);
    const spans = all.filter(({ source }) => source === 'span');
    assert.equal(spans.length, 40, 'one trace does not fill the answer');
    assert.ok(spans.every((s) => s.traceId === traceId && s.service === 'pay' && s.type === '*main.failure'));
    assert.deepEqual(
      (await queries.crashSightings({ ...range, service: 'old' })).map(({ service }) => service),
      ['old'],
    );
  }
});
