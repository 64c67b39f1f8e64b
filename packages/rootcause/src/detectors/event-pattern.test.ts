import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LogRow, SpanRow } from '../incident.ts';
import { contextOf, logRow, spanRow } from '../testing/context-of.ts';
import { eventPattern } from './event-pattern.ts';

/** What one request does: shop calls orders, orders calls stock; each logs. */
interface Request {
  ordersReturns?: boolean;
  stockFails?: boolean;
  stockCalls?: number;
}

const request = (i: number, startMs: number, { ordersReturns, stockFails, stockCalls = 1 }: Request) => {
  const traceId = `t${i}`;
  const span = (
    spanId: string,
    parentId: string,
    service: string,
    name: string,
    given: Partial<SpanRow> = {},
  ) =>
    spanRow(
      { traceId, spanId: `${i}${spanId}`, parentId: parentId && `${i}${parentId}` },
      service,
      name,
      startMs,
      given,
    );
  const log = (spanId: string, service: string, body: string, severity = 9) =>
    logRow(startMs, service, body, { traceId, spanId: `${i}${spanId}`, severity });
  const spans = [
    span('a', '', 'shop', 'GET /'),
    span('b', 'a', 'orders', 'place', { error: stockFails === true }),
  ];
  const logs = [log('a', 'shop', 'page asked'), log('b', 'orders', 'placing order')];
  if (ordersReturns !== true) {
    logs.push(log('b', 'orders', 'lines are checked'));
    for (let call = 0; call < stockCalls; call++) {
      spans.push(span(`c${call}`, 'b', 'stock', 'reserve', { error: stockFails === true }));
      logs.push(
        log(`c${call}`, 'stock', stockFails ? 'quantity is negative' : 'reserved', stockFails ? 17 : 9),
      );
    }
    if (stockFails !== true) logs.push(log('b', 'orders', 'order is placed'));
  }
  return { spans, logs };
};

const incidentOf = (after: Request, before: Request = {}) => {
  const spans: SpanRow[] = [];
  const logs: LogRow[] = [];
  for (let i = 0; i < 80; i++) {
    const made = i < 40 ? request(i, i * 10_000, before) : request(i, 600_000 + i * 1000, after);
    spans.push(...made.spans);
    logs.push(...made.logs);
  }
  return { spans, logs };
};

test('a service that returns early is found by what its runs no longer do', () => {
  const found = eventPattern.detect(contextOf(incidentOf({ ordersReturns: true })));
  assert.equal(found.length, 1);
  assert.deepEqual(found[0]!.entity, { kind: 'service', name: 'orders' });
  assert.equal(found[0]!.faultClass, 'early_return');
  assert.equal(found[0]!.operation, 'place');
  assert.ok(found[0]!.p > 0.7);
  assert.deepEqual(found[0]!.evidence.map((e) => e.subject).sort(), [
    'lines are checked',
    'order is placed',
    'stock reserve',
  ]);
});

test('the deepest service whose runs changed is the cause', () => {
  const found = eventPattern.detect(contextOf(incidentOf({ stockFails: true })));
  const p = (name: string) => found.find((f) => f.entity.name === name)?.p ?? 0;
  assert.ok(p('stock') > 0.7);
  assert.ok(p('orders') < 0.4 * p('stock'));
  assert.equal(found.find((f) => f.entity.name === 'stock')!.faultClass, 'code_error');
});

test('one call per line of an order where one was enough is told as repetition', () => {
  const [found] = eventPattern.detect(contextOf(incidentOf({ stockCalls: 20 })));
  assert.equal(found!.entity.name, 'orders');
  assert.equal(found!.detail, 'repeated_calls');
  assert.equal(found!.evidence[0]!.before, 1);
  assert.equal(found!.evidence[0]!.after, 20);
});

test('a few more calls that fail are retries and no repetition; more than any client tries are one, although they fail', () => {
  const repeats = (stockCalls: number, stockFails = true) =>
    eventPattern
      .detect(contextOf(incidentOf({ stockFails, stockCalls })))
      .filter(({ detail }) => detail === 'repeated_calls')
      .map(({ entity }) => entity.name);
  assert.deepEqual(repeats(5), []);
  assert.deepEqual(repeats(5, false), ['orders']);
  assert.deepEqual(repeats(20), ['orders']);
});

test('the same behaviour is no finding, however often it runs', () => {
  assert.deepEqual(eventPattern.detect(contextOf(incidentOf({}))), []);
});

test('the order of the rows changes nothing', () => {
  const { spans, logs } = incidentOf({ ordersReturns: true });
  const expected = eventPattern.detect(contextOf({ spans, logs }));
  fc.assert(
    fc.property(fc.shuffledSubarray(spans, { minLength: spans.length }), (shuffled) => {
      assert.deepEqual(
        eventPattern.detect(contextOf({ spans: shuffled, logs: [...logs].reverse() })),
        expected,
      );
    }),
    { numRuns: 10 },
  );
});
