import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogRecord } from '@nightglass/model';
import { groupLines } from './log-groups.ts';

const line = (id: string, service: string, text: string): LogRecord => ({
  id,
  timeUnixNano: '0',
  observedTimeUnixNano: '0',
  severityNumber: 17,
  severityText: 'ERROR',
  service,
  resourceId: '',
  scope: { name: '', version: '', attributes: [] },
  body: { stringValue: text },
  attributes: [],
  droppedAttributesCount: 0,
  eventName: '',
  flags: 0,
  traceId: '',
  spanId: '',
});
const text = (log: LogRecord): string => log.body.stringValue ?? '';

test('lines that differ in ids and numbers only are one group, led by the newest', () => {
  const groups = groupLines(
    [
      line('5', 'pay', 'payment PAY-cca04ba63b34 failed within 1200 ms'),
      line('4', 'pay', 'handshake with risk:45961 failed: certificate'),
      line('3', 'pay', 'payment PAY-7b18b3a330f8 failed within 900.5 ms'),
      line('2', 'order', 'handshake with risk:45961 failed: certificate'),
      line('1', 'pay', 'handshake with risk:1 failed: certificate'),
    ],
    text,
  );
  assert.deepEqual(
    groups.map((g) => [g.log.id, g.count]),
    [
      ['5', 2],
      ['4', 2],
      ['2', 1],
    ],
  );
});

test('words stay apart', () => {
  assert.equal(
    groupLines([line('1', 'a', 'failed to bind'), line('2', 'a', 'failed to send')], text).length,
    2,
  );
});
