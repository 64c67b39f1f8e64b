import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, walkLogs, walkTraces } from '@nightglass/otlp';
import { generateLogs, generateMetrics, generateTraces, sequenceOf, spanIdOf } from './index.ts';

const hex = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('hex');

test('requests are whole, of the size and number asked for, and the same for the same seed', () => {
  for (const [signal, make, size] of [
    ['traces', generateTraces, 580],
    ['logs', generateLogs, 353],
    ['metrics', generateMetrics, 271],
  ] as const) {
    const { bytes, records } = make({ records: 1000, seed: 3 });
    assert.deepEqual(inspect(signal, bytes), { records: 1000, rejected: 0, reason: '' });
    assert(Math.abs(bytes.length / records - size) < size * 0.05, `${signal}: ${bytes.length / records} B`);
    assert.deepEqual(make({ records: 1000, seed: 3 }).bytes, bytes);
    assert.notDeepEqual(make({ records: 1000, seed: 4 }).bytes, bytes);
  }
});

test('stamping gives every span the id of its number, its trace and its parent', () => {
  const payload = generateTraces({ records: 20, stream: 7, firstSequence: 1 });
  const start = 1_800_000_000_000_000_000n;
  for (const first of [1, 21, 2 ** 40]) {
    const bytes = payload.stamp(first, start);
    const traces = new Map<string, number>();
    let number = first;
    walkTraces(bytes, {
      resource() {},
      scope() {},
      span(span) {
        const id = hex(bytes, span.spanId, 8);
        assert.equal(id, spanIdOf(7, number));
        assert.deepEqual(sequenceOf(id), { stream: 7, sequence: number });
        const parent = span.parentSpanId < 0 ? undefined : hex(bytes, span.parentSpanId, 8);
        assert.equal(parent, number % 8 === 0 ? undefined : spanIdOf(7, number - 1));
        const trace = hex(bytes, span.traceId, 16);
        traces.set(trace, (traces.get(trace) ?? 0) + 1);
        const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(span.startTime, true);
        assert.equal(time, start + BigInt(number - first) * 1_000_000n);
        number++;
      },
    });
    assert(traces.size === 3 || traces.size === 4);
    assert.deepEqual(inspect('traces', bytes), { records: 20, rejected: 0, reason: '' });
  }
});

test('a log record carries the ids of the span with its number', () => {
  const spans: string[] = [];
  const logs: string[] = [];
  const options = { records: 10, firstSequence: 77, stream: 1 };
  const { bytes } = generateTraces(options);
  const id = (view: { bytes: Uint8Array; traceId: number; spanId: number }): string =>
    hex(view.bytes, view.traceId, 16) + hex(view.bytes, view.spanId, 8);
  walkTraces(bytes, { resource() {}, scope() {}, span: (span) => spans.push(id(span)) });
  walkLogs(generateLogs(options).bytes, { resource() {}, scope() {}, log: (log) => logs.push(id(log)) });
  assert.deepEqual(logs, spans);
});
