import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Span, trace } from '@opentelemetry/api';
import { ExemplarReservoir } from './exemplars.ts';

const span = (spanId: string, traceFlags = 1): Span =>
  trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: spanId.repeat(16), traceFlags });
const boundaries = [1, 2];

test('the newest measurement of each bucket is kept, per series, and handed over once', () => {
  const reservoir = new ExemplarReservoir();
  reservoir.offer('m', boundaries, 0.5, { a: 1, b: 2 }, span('1'));
  reservoir.offer('m', boundaries, 1, { b: 2, a: 1 }, span('2'));
  reservoir.offer('m', boundaries, 9, { a: 1, b: 2 }, span('3'));
  reservoir.offer('m', boundaries, 9, { a: 2, b: 2 }, span('4'));
  assert.deepEqual(
    reservoir.take('m', { a: 1, b: 2 }).map((e) => [e.asDouble, e.spanId[0]]),
    [
      [1, '2'],
      [9, '3'],
    ],
  );
  assert.deepEqual(reservoir.take('m', { a: 1, b: 2 }), []);
  assert.equal(reservoir.take('m', { a: 2, b: 2 }).length, 1);
});

test('a span that is not sampled is no exemplar: nobody could open it', () => {
  const reservoir = new ExemplarReservoir();
  reservoir.offer('m', boundaries, 1, {}, span('1', 0));
  assert.deepEqual(reservoir.take('m', {}), []);
});
