import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Signal } from '@nightglass/model';
import { BadJson, maxJsonDepth, transcodeJson } from '../index.ts';
import { type JsonObject, normal } from '../testdata/oracle.ts';
import { walked } from '../testdata/walked.ts';

const utf8 = new TextEncoder();
const read = (signal: Signal, text: string): JsonObject =>
  normal(walked(signal, transcodeJson(signal, utf8.encode(text)))) as JsonObject;
const logs = (record: string): string => `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${record}]}]}]}`;
const logRecord = (record: string): JsonObject => {
  const request = read('logs', logs(record)) as {
    resourceLogs: { scopeLogs: { logRecords: JsonObject[] }[] }[];
  };
  return request.resourceLogs[0]!.scopeLogs[0]!.logRecords[0]!;
};
const body = (value: string): unknown => logRecord(`{"body":${value}}`).body;

test('both spellings of names are read, unknown ones are not', () => {
  const expected = { severityText: 'warn', droppedAttributesCount: 2, eventName: 'e' };
  assert.deepEqual(logRecord('{"severityText":"warn","droppedAttributesCount":2,"eventName":"e"}'), expected);
  assert.deepEqual(
    logRecord('{"severity_text":"warn","dropped_attributes_count":2,"event_name":"e"}'),
    expected,
  );
  assert.deepEqual(
    logRecord('{"x":{"a":[1,-2.5e3,"\\u0041",null,{}]},"severityText":"warn","Body":1,"y":[],"z":true}'),
    { severityText: 'warn' },
  );
  assert.deepEqual(logRecord('{"severity\\u0054ext":"warn"}'), { severityText: 'warn' });
});

test('null is absent', () => {
  assert.deepEqual(logRecord('{"severityText":null,"body":null,"attributes":null}'), {});
  assert.deepEqual(read('logs', '{"resourceLogs":null}'), {});
  assert.deepEqual(body('{"arrayValue":{"values":[null,{"intValue":1}]}}'), {
    arrayValue: { values: [{}, { intValue: '1' }] },
  });
});

test('enums are integers or names', () => {
  assert.deepEqual(logRecord('{"severityNumber":17}'), { severityNumber: 17 });
  assert.deepEqual(logRecord('{"severityNumber":"SEVERITY_NUMBER_ERROR"}'), { severityNumber: 17 });
  assert.deepEqual(logRecord('{"severityNumber":"SEVERITY_NUMBER_FATAL4"}'), { severityNumber: 24 });
  assert.deepEqual(logRecord('{"severityNumber":-1}'), { severityNumber: -1 });
  assert.throws(() => logRecord('{"severityNumber":"LOUD"}'), /enum/);
});

test('64-bit integers are exact, as strings and as numbers', () => {
  for (const n of [
    '0',
    '1',
    '-1',
    '9007199254740993',
    '9223372036854775807',
    '-9223372036854775808',
    '999999999',
    '1000000000',
    '-4294967296',
  ]) {
    assert.deepEqual(body(`{"intValue":"${n}"}`), { intValue: n });
    assert.deepEqual(body(`{"intValue":${n}}`), { intValue: n });
  }
  assert.deepEqual(body('{"intValue":1e3}'), { intValue: '1000' });
  assert.deepEqual(body('{"intValue":-12.0}'), { intValue: '-12' });
  assert.deepEqual(logRecord('{"timeUnixNano":"18446744073709551615"}'), {
    timeUnixNano: '18446744073709551615',
  });
  for (const bad of [
    '1.5',
    '"x"',
    '""',
    '"1e"',
    '9223372036854775808',
    '-9223372036854775809',
    '"0x10"',
    '1-2',
    '99999999999999999999999',
  ]) {
    assert.throws(() => body(`{"intValue":${bad}}`), BadJson, bad);
  }
  assert.throws(() => logRecord('{"timeUnixNano":"18446744073709551616"}'), BadJson);
  assert.throws(() => logRecord('{"timeUnixNano":-1}'), BadJson);
  assert.throws(() => logRecord('{"flags":4294967296}'), BadJson);
});

test('doubles: numbers, numbers in quotes and the three that JSON lacks', () => {
  const cases: [string, number | string][] = [
    ['1.5', 1.5],
    ['-2e-3', -0.002],
    ['0', 0],
    ['"1.25"', 1.25],
    ['"NaN"', 'NaN'],
    ['"Infinity"', 'Infinity'],
    ['"-Infinity"', '-Infinity'],
  ];
  for (const [text, doubleValue] of cases) assert.deepEqual(body(`{"doubleValue":${text}}`), { doubleValue });
  for (const bad of ['NaN', '"nan"', '"constructor"', '1.', '.5', '-', '1e', 'true']) {
    assert.throws(() => body(`{"doubleValue":${bad}}`), BadJson, bad);
  }
});

test('strings: every escape, pairs of surrogates, and halves of them', () => {
  assert.deepEqual(body('{"stringValue":"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u4e2d\\ud83d\\ude00z"}'), {
    stringValue: 'a"\\/\b\f\n\r\té中😀z',
  });
  assert.deepEqual(body('{"stringValue":"中文 é 😀"}'), { stringValue: '中文 é 😀' });
  assert.deepEqual(body('{"stringValue":"\\ud83dx\\ude00\\ud83d\\u0041"}'), {
    stringValue: '\ufffdx\ufffd\ufffdA',
  });
  assert.deepEqual(body('{"stringValue":""}'), { stringValue: '' });
  for (const bad of ['"a\nb"', '"\\x"', '"\\u12"', '"\\u12g4"', '"open', "'a'"]) {
    assert.throws(() => body(`{"stringValue":${bad}}`), BadJson, bad);
  }
});

test('ids are hex, bytes are base64 of either alphabet', () => {
  assert.deepEqual(logRecord('{"traceId":"0102030405060708090A0b0c0d0e0f10","spanId":""}'), {
    traceId: '0102030405060708090a0b0c0d0e0f10',
  });
  for (const bad of ['"abc"', '"zz"', '7', '"AQIDBAUGBwgJCgsMDQ4PEA=="']) {
    assert.throws(() => logRecord(`{"traceId":${bad}}`), BadJson, bad);
  }
  for (const text of ['+/8=', '-_8', '+\\/8='])
    assert.deepEqual(body(`{"bytesValue":"${text}"}`), { bytesValue: '+/8=' });
  for (const bad of ['"a"', '"a b="', '"####"'])
    assert.throws(() => body(`{"bytesValue":${bad}}`), BadJson, bad);
});

test('white space and a byte order mark are no part of the request', () => {
  assert.deepEqual(read('logs', `\ufeff \t\r\n{ "resourceLogs" : [ { } , { } ] } \n`), {
    resourceLogs: [{}, {}],
  });
});

test('an error says what, where and at which byte', () => {
  const text = logs('{},{"attributes":[{"key":"a","value":{"intValue":"x"}}]}');
  assert.throws(
    () => read('logs', text),
    (error) => {
      assert(error instanceof BadJson);
      assert.equal(error.code, 'NG_OTLP_BAD_JSON');
      assert.equal(error.path, 'resourceLogs[0].scopeLogs[0].logRecords[1].attributes[0].value.intValue');
      assert.equal(error.offset, text.indexOf('"x"'));
      assert.match(error.message, /not a whole number/);
      return true;
    },
  );
});

test('what is not JSON is refused wherever it breaks', () => {
  const text = logs(
    '{"body":{"kvlistValue":{"values":[{"key":"k","value":{"doubleValue":-1.5e3}}]}},"other":[1,"\\n",null]}',
  );
  for (let length = 0; length < text.length; length++) {
    assert.throws(() => read('logs', text.slice(0, length)), BadJson, text.slice(0, length));
  }
  for (const bad of [
    '[]',
    '1',
    'null',
    '"x"',
    '{}{}',
    '{} x',
    '{,}',
    '{"a":1,}',
    '{"a" 1}',
    '{"a":nul}',
    '{"a":[1,]}',
    '{"a":[1}',
    '{a:1}',
    '{"a":}',
    '{"resourceLogs":{}}',
    '{"resourceLogs":[1]}',
  ]) {
    assert.throws(() => read('logs', bad), BadJson, bad);
  }
});

test('JSON nested too deeply is refused, known and unknown fields alike', () => {
  const nested = (levels: number, inner: string): string =>
    '{"arrayValue":{"values":['.repeat(levels) + inner + ']}}'.repeat(levels);
  assert.doesNotThrow(() => body(nested(35, '{}')));
  assert.throws(() => body(nested(Math.ceil(maxJsonDepth / 3), '{}')), /deeper than 128/);
  for (const open of ['[', '{"a":']) {
    assert.throws(() => read('logs', `{"unknown":${open.repeat(200_000)}`), /deeper than 128/);
  }
});
