import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyValue } from '@nightglass/model';
import fc from 'fast-check';
import { readAnyValue, ValueView } from './attributes.ts';
import { anyValueText, anyValueToJson, encodeAnyValue, ProtoWriter, proto, ValueType } from './index.ts';
import { anyValue } from './testdata/arbitraries.ts';
import { anyValueType, encode, normal } from './testdata/oracle.ts';
import { Reader } from './wire.ts';

const view = (bytes: Uint8Array): ValueView => {
  const value = new ValueView();
  readAnyValue(new Reader().reset(bytes), 0, bytes.length, value);
  return value;
};
const render = (bytes: Uint8Array, depth?: number): AnyValue => {
  const { type, from, to } = view(bytes);
  return anyValueToJson(bytes, type, from, to, depth);
};

test('values are written as protobufjs writes them and come back', () => {
  fc.assert(
    fc.property(anyValue, (random) => {
      // fast-check makes some objects without a prototype; JSON does not.
      const value = JSON.parse(JSON.stringify(random));
      const bytes = encodeAnyValue(value);
      assert.deepEqual(bytes, encode(anyValueType, value));
      assert.deepEqual(render(bytes), value);
    }),
    { numRuns: 500 },
  );
});

test('of several members the last one counts', () => {
  const w = new ProtoWriter();
  w.stringField(proto.AnyValue.stringValue, 'first');
  w.varintField(proto.AnyValue.boolValue, 1);
  assert.deepEqual(render(w.copy()), { boolValue: true });
});

const nestedArrays = (levels: number): Uint8Array => {
  // Built from the inside, so that the test is not recursive either.
  let bytes = encodeAnyValue({ stringValue: 'core' });
  for (let i = 0; i < levels; i++) {
    const w = new ProtoWriter(bytes.length + 32);
    w.message(proto.AnyValue.arrayValue, () => w.bytesField(proto.ArrayValue.values, bytes));
    bytes = w.copy();
  }
  return bytes;
};

test('sixteen levels are rendered, more are not, and the text says so', () => {
  assert.match(JSON.stringify(render(nestedArrays(16))), /core/);
  const deep = JSON.stringify(render(nestedArrays(17)));
  assert.doesNotMatch(deep, /core/);
  assert.match(deep, /<nested too deeply to be shown>/);
  assert.equal(JSON.stringify(render(nestedArrays(3000))).match(/arrayValue/g)?.length, 16);
  assert.deepEqual(render(nestedArrays(2), 1), {
    arrayValue: { values: [{ stringValue: '<nested too deeply to be shown>' }] },
  });
});

test('malformed nested bytes are shown as such, not thrown', () => {
  const bytes = Uint8Array.from([proto.ArrayValue.values, 20]);
  assert.deepEqual(anyValueToJson(bytes, ValueType.array, 0, 2), {
    stringValue: '<malformed value: length outside its parent>',
  });
});

test('invalid UTF-8 becomes the replacement character', () => {
  assert.deepEqual(anyValueToJson(Uint8Array.from([0x61, 0xff, 0xc3]), ValueType.string, 0, 3), {
    stringValue: 'a\ufffd\ufffd',
  });
});

test('the text is the JSON of the value', () => {
  const value = { kvlistValue: { values: [{ key: 'a "b"', value: { intValue: '-9007199254740993' } }] } };
  const bytes = encodeAnyValue(value);
  const { type, from, to } = view(bytes);
  assert.deepEqual(JSON.parse(anyValueText(bytes, type, from, to)), normal(value));
});
