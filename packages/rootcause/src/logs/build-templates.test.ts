import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { emptyIncident, type LogRow } from '../incident.ts';
import { buildTemplates } from './build-templates.ts';

const baseline = { startMs: 0, endMs: 600_000 };
const incident = { startMs: 600_000, endMs: 900_000 };

const row = (timeMs: number, body: string, given: Partial<LogRow> = {}): LogRow => ({
  id: '',
  timeMs,
  service: 'orders',
  severity: 9,
  body,
  traceId: '',
  spanId: '',
  resource: '',
  weight: 1,
  ...given,
});

const tableOf = (logs: LogRow[]) =>
  buildTemplates({ ...emptyIncident({}, baseline, incident), logs }, baseline, incident);

test('records are counted by template, window and minute, with their weights', () => {
  const logs = [
    row(1000, 'order 1 placed'),
    row(61_000, 'order 2 placed', { weight: 10 }),
    row(660_000, 'order 3 placed'),
    row(661_000, 'cannot place order 3', { severity: 17 }),
    row(950_000, 'order 4 placed'),
  ];
  const table = tableOf(logs);
  assert.deepEqual(
    table.templates.map((t) => [t.template, t.severity, t.baselineCount, t.incidentCount]),
    [
      ['cannot place order <*>', 17, 0, 1],
      ['order <*> placed', 9, 11, 1],
    ],
  );
  const placed = table.templates[1]!;
  assert.deepEqual(placed.baselinePerMinute.slice(0, 3), [1, 10, 0]);
  assert.deepEqual(placed.incidentPerMinute, [0, 1, 0, 0, 0]);
  assert.equal(placed.firstIncident, logs[2]);
  assert.equal(table.of(logs[0]!), placed);
  assert.equal(table.of(logs[4]!), undefined, 'outside both windows');
});

test('the message of a JSON body counts, with its error and its level', () => {
  const table = tableOf([
    row(1, '{"level":"error","ts":"2026-01-01","msg":"cannot pay 17","err":"connection refused"}', {
      severity: 0,
    }),
    row(2, '{"log":"10:00:00 WARN  slow answer\\n","stream":"stdout"}', { severity: 0 }),
    row(3, '{"msg":"cut off in the mid', { severity: 0 }),
    row(4, '{"nested":{"msg":"inner"},"level":30,"msg":"outer"}', { severity: 0 }),
  ]);
  assert.deepEqual(
    table.templates.map((t) => [t.template, t.severity]),
    [
      ['<*> WARN slow answer', 13],
      ['cannot pay <*>: connection refused', 17],
      ['cut off in the mid', 0],
      ['outer', 9],
    ],
  );
});

test('words that vary become a wildcard, few states stay apart', () => {
  const names = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gil', 'hal', 'ida', 'jon'];
  const table = tableOf([
    ...names.map((name, i) => row(i, `user ${name} logged in`)),
    row(20, 'the payment of order 7 was accepted'),
    row(21, 'the payment of order 8 was rejected'),
  ]);
  assert.deepEqual(
    table.templates.map((t) => t.template),
    ['the payment of order <*> was accepted', 'the payment of order <*> was rejected', 'user <*> logged in'],
  );
});

const anyRow = fc.record({
  timeMs: fc.integer({ min: 0, max: 950_000 }),
  body: fc.oneof(
    fc.string({ maxLength: 60 }),
    fc
      .array(fc.constantFrom('order', 'user', '17', 'failed', 'ok', 'a=1', '"x"', '{', '\n'), {
        maxLength: 8,
      })
      .map((w) => w.join(' ')),
  ),
  service: fc.constantFrom('orders', 'payments'),
  severity: fc.constantFrom(0, 9, 17),
  weight: fc.constantFrom(1, 0.1, 20, 3.3),
  spanId: fc.constantFrom('', 's1'),
});

test('the order of the rows changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), fc.nat(), (parts, seed) => {
      const rows = parts.map((part) => row(part.timeMs, part.body, part));
      const shuffled = rows
        .map((r, i) => ({ r, key: (Math.imul(i + 1, 2654435761) ^ seed) >>> 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ r }) => r);
      assert.deepEqual(tableOf(rows).templates, tableOf(shuffled).templates);
    }),
  );
});

test('bodies made to be unlike each other cannot make more templates than the limit', () => {
  const logs: LogRow[] = [];
  const letters = (n: number) => [...`${n}`].map((d) => 'abcdefghij'[Number(d)]).join('');
  for (let i = 0; i < 30_000; i++)
    logs.push(row(i, `${letters(i * 7919)} ${letters(i)} ${'x '.repeat(i % 90)}${letters(i * 31)}`));
  const started = process.hrtime.bigint();
  const table = tableOf(logs);
  assert.ok(table.templates.length <= 2001);
  assert.equal(
    table.templates.reduce((sum, t) => sum + t.baselineCount, 0),
    30_000,
  );
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 5000);
});
