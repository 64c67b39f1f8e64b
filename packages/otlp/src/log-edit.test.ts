import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeAnyValue, spliceLogs } from './index.ts';
import { encode, type JsonObject, normal, requestTypes } from './testdata/oracle.ts';
import { walked } from './testdata/walked.ts';

const request = (...logRecords: JsonObject[]): Uint8Array =>
  encode(requestTypes.logs, { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
const text = (stringValue: string): JsonObject => ({ stringValue });
const attribute = { key: 'log.iostream', value: text('stderr') };

test('body and severity are replaced in place of what was there, or set', () => {
  const full = { severityNumber: 9, severityText: 'INFO', body: text('old'), attributes: [attribute] };
  const long = 'x'.repeat(300);
  const before = request({ body: text('stays') }, full, { timeUnixNano: '7', attributes: [attribute] });
  let index = 0;
  const after = spliceLogs(before, {
    log(_, edit) {
      if (index++ === 0) return;
      edit.replaceBody(encodeAnyValue({ stringValue: long }));
      edit.replaceSeverity(21, 'FATAL');
      edit.replaceAttribute(0, encodeAnyValue({ stringValue: 'stdout' }));
      edit.appendAttribute(Buffer.from('k'), encodeAnyValue({ boolValue: true }));
    },
  });
  const changed = {
    severityNumber: 21,
    severityText: 'FATAL',
    body: text(long),
    attributes: [
      { key: 'log.iostream', value: text('stdout') },
      { key: 'k', value: { boolValue: true } },
    ],
  };
  const expected = request({ body: text('stays') }, changed, { timeUnixNano: '7', ...changed });
  assert.deepEqual(normal(walked('logs', after)), normal(walked('logs', expected)));
  requestTypes.logs.decode(after);
});

test('a body that was sent twice is replaced once', () => {
  const once = request({ body: text('a') });
  const record = once.subarray(6);
  const twice = Uint8Array.from([
    10,
    4 + record.length * 2,
    18,
    2 + record.length * 2,
    18,
    record.length * 2,
  ]);
  const bytes = Buffer.concat([twice, record, record]);
  const after = spliceLogs(bytes, {
    log: (_, edit) => edit.replaceBody(encodeAnyValue({ stringValue: 'b' })),
  });
  assert.deepEqual([...after], [...request({ body: text('b') })]);
});
