import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { IncidentData, LogRow, SpanRow } from '../incident.ts';
import { contextOf, logRow, spanRow } from '../testing/context-of.ts';
import { novelTemplate } from './novel-template.ts';

/** Ten minutes of quiet lines, five of trouble. */
const usual = (service: string): LogRow[] =>
  Array.from({ length: 90 }, (_, i) => logRow(i * 10_000, service, `handled request ${i}`));

const every = (service: string, body: string, severity: number, count = 30): LogRow[] =>
  Array.from({ length: count }, (_, i) => logRow(610_000 + i * 5000, service, body, { severity }));

const strongest = (given: Partial<IncidentData>) => novelTemplate.detect(contextOf(given))[0]!;

test('a new error line speaks of its writer, with its figures', () => {
  const found = strongest({
    logs: [...usual('orders'), ...every('orders', 'panic: runtime error: index out of range [5]', 21)],
  });
  assert.deepEqual(found.entity, { kind: 'service', name: 'orders' });
  assert.equal(found.faultClass, 'go_panic');
  assert.ok(found.p > 0.6);
  const [evidence] = found.evidence;
  assert.equal(evidence!.before, 0);
  assert.equal(evidence!.after, 30);
  assert.match(evidence!.quote, /index out of range/);
  assert.equal(found.onsetMs, 610_000);
});

test('a line that names a callee speaks of the callee, more weakly', () => {
  const topology = [
    { from: { kind: 'service' as const, name: 'shop' }, to: { kind: 'service' as const, name: 'orders' } },
  ];
  const logs = [...usual('shop'), ...usual('orders')];
  const own = strongest({ topology, logs: [...logs, ...every('orders', 'cannot compute total', 17)] });
  const repeated = strongest({
    topology,
    logs: [...logs, ...every('shop', 'upstream orders returned 502', 17)],
  });
  assert.equal(own.entity.name, 'orders');
  assert.equal(repeated.entity.name, 'orders');
  assert.equal(repeated.faultClass, 'dependency_down');
  assert.ok(repeated.p < own.p);
});

test('the name of a caller is no blame, and a plain word is no party', () => {
  const topology = [
    { from: { kind: 'service' as const, name: 'shop' }, to: { kind: 'service' as const, name: 'order' } },
  ];
  const logs = [...usual('shop'), ...usual('order')];
  const caller = strongest({
    topology,
    logs: [...logs, ...every('order', 'rejected request from shop', 17)],
  });
  assert.equal(caller.entity.name, 'order');
  const thing = strongest({ topology, logs: [...logs, ...every('shop', 'the order has no lines', 17)] });
  assert.equal(thing.entity.name, 'shop');
});

test('an error on the span of a call belongs to who is called; one above a failing callee only repeats it', () => {
  const spans: SpanRow[] = [];
  const logs = [...usual('shop'), ...usual('orders')];
  for (let i = 0; i < 40; i++) {
    const startMs = i < 20 ? i * 20_000 : 610_000 + i * 1000;
    const error = i >= 20;
    const id = { traceId: `t${i}`, spanId: `a${i}` };
    spans.push(spanRow(id, 'shop', 'GET /', startMs, { error }));
    spans.push(
      spanRow({ ...id, spanId: `b${i}`, parentId: `a${i}` }, 'shop', 'call', startMs, {
        kind: 'client',
        error,
      }),
    );
    spans.push(spanRow({ ...id, spanId: `c${i}`, parentId: `b${i}` }, 'orders', 'place', startMs, { error }));
    if (error) {
      logs.push(
        logRow(startMs, 'shop', 'answer was not usable', { severity: 17, traceId: `t${i}`, spanId: `b${i}` }),
      );
      logs.push(logRow(startMs, 'shop', 'page failed', { severity: 17, traceId: `t${i}`, spanId: `a${i}` }));
      logs.push(
        logRow(startMs, 'orders', 'total is negative', { severity: 17, traceId: `t${i}`, spanId: `c${i}` }),
      );
    }
  }
  const found = novelTemplate.detect(contextOf({ spans, logs }));
  assert.deepEqual(found[0]!.entity, { kind: 'service', name: 'orders' });
  const shop = found.find((f) => f.entity.name === 'shop')!;
  assert.ok(shop.p < found[0]!.p / 2, 'the caller is discounted');
});

test('six times the traffic makes six times the lines, and no finding', () => {
  const logs = [
    ...Array.from({ length: 600 }, (_, i) => logRow(i * 1000, 'shop', `handled request ${i}`)),
    ...Array.from({ length: 60 }, (_, i) =>
      logRow(i * 10_000, 'shop', `slow answer of ${i} ms`, { severity: 13 }),
    ),
    ...Array.from({ length: 1800 }, (_, i) => logRow(600_000 + i * 166, 'shop', `handled request ${i}`)),
    ...Array.from({ length: 180 }, (_, i) =>
      logRow(600_000 + i * 1660, 'shop', `slow answer of ${i} ms`, { severity: 13 }),
    ),
  ];
  for (const found of novelTemplate.detect(contextOf({ logs })))
    assert.ok(found.p < 0.2, JSON.stringify(found));
});

test('the order of the rows and the names of services change nothing but the names', () => {
  const rows = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 899_999 }),
      service: fc.constantFrom('alpha', 'beta'),
      body: fc.constantFrom(
        'all well',
        'upstream beta-2 failed',
        'out of memory',
        'queue is full',
        'x <*> "y" \u0000',
      ),
      severity: fc.constantFrom(0, 9, 13, 17),
    }),
    { minLength: 1, maxLength: 80 },
  );
  fc.assert(
    fc.property(rows, (parts) => {
      const make = (names: Record<string, string>) =>
        parts.map(({ at, service, body, severity }) => logRow(at, names[service]!, body, { severity }));
      const same = { alpha: 'alpha', beta: 'beta' };
      const forward = novelTemplate.detect(contextOf({ logs: make(same) }));
      assert.deepEqual(novelTemplate.detect(contextOf({ logs: make(same).reverse() })), forward);
      const renamed = novelTemplate.detect(contextOf({ logs: make({ alpha: 'gamma', beta: 'delta' }) }));
      const shape = (found: typeof forward) =>
        found.map((f) => `${f.faultClass} ${f.detail} ${f.p.toFixed(9)}`).sort();
      assert.deepEqual(shape(renamed), shape(forward));
    }),
    { numRuns: 60 },
  );
});
