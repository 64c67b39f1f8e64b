import assert from 'node:assert/strict';
import test from 'node:test';
import { walkLogs, walkTraces } from '@nightglass/otlp';
import { isStuck, placeholders, requestIdOf, spanWords, traceIdOf, userOf } from './identity.ts';
import { logTemplate } from './log-template.ts';
import { spanTemplate, tracesPerTemplate } from './span-template.ts';

const hex = (bytes: Uint8Array, at: number, length: number): string =>
  Buffer.from(bytes.subarray(at, at + length)).toString('hex');
const time = (bytes: Uint8Array, at: number): bigint =>
  Buffer.from(bytes.buffer, bytes.byteOffset).readBigUInt64LE(at);
const start = 1_790_000_000_000_000_000n;

test('a stamped template holds whole traces with the ids their numbers give', () => {
  const template = spanTemplate(3, 1e9);
  template.stamp(0, start - 86_400_000_000_000n);
  const bytes = template.stamp(440, start);
  const ids = new Set<string>();
  const parents: string[] = [];
  const traces = new Map<string, number>();
  walkTraces(bytes, {
    resource() {},
    scope() {},
    span(span) {
      ids.add(hex(bytes, span.spanId, 8));
      if (span.parentSpanId >= 0) parents.push(hex(bytes, span.parentSpanId, 8));
      const trace = hex(bytes, span.traceId, 16);
      traces.set(trace, (traces.get(trace) ?? 0) + (span.parentSpanId < 0 ? 1 : 0));
      const at = time(bytes, span.startTime);
      assert.ok(at >= start && time(bytes, span.endTime) > at);
    },
  });
  assert.equal(ids.size, template.records);
  assert.ok(parents.every((p) => ids.has(p)));
  const expected = Array.from({ length: tracesPerTemplate }, (_, t) => traceIdOf(440 + t));
  assert.deepEqual([...traces.keys()].sort(), expected.sort());
  assert.ok([...traces.values()].every((roots) => roots === 1));
  const text = Buffer.from(bytes).toString('latin1');
  assert.ok(text.includes(requestIdOf(440)) && text.includes(userOf(440)));
  assert.ok(!text.includes(placeholders.request) && !text.includes(placeholders.user));
});

test('only a stuck trace takes ten seconds longer', () => {
  const template = spanTemplate(1, 1e9);
  const longest = (firstTrace: number): number => {
    const bytes = template.stamp(firstTrace, start);
    let most = 0n;
    walkTraces(bytes, {
      resource() {},
      scope() {},
      span(span) {
        const took = time(bytes, span.endTime) - time(bytes, span.startTime);
        if (took > most) most = took;
      },
    });
    return Number(most);
  };
  const stuck = Array.from({ length: 100_000 }, (_, t) => t).find(isStuck) ?? 0;
  assert.ok(longest(stuck - 3) >= 10e9);
  assert.ok(longest(stuck + 1) < 10e9);
});

test('log records carry the trace and the request id of one trace', () => {
  const template = logTemplate(2, 1e9);
  const bytes = template.stamp(88, start);
  const known = new Map(Array.from({ length: tracesPerTemplate }, (_, t) => [traceIdOf(88 + t), 88 + t]));
  let records = 0;
  walkLogs(bytes, {
    resource() {},
    scope() {},
    log(log) {
      const trace = known.get(hex(bytes, log.traceId, 16));
      assert.ok(trace !== undefined);
      const text = Buffer.from(bytes.subarray(log.time, log.traceId)).toString('latin1');
      assert.ok(text.includes(requestIdOf(trace)), text);
      records++;
    },
  });
  assert.equal(records, template.records);
});

test('span ids of different traces differ', () => {
  const ids = new Set(Array.from({ length: 1000 }, (_, t) => spanWords(t, t % 20).join()));
  assert.equal(ids.size, 1000);
});
