/** Requests that are legal and unreasonable. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anyValueToJson,
  encodeAnyValue,
  inspect,
  ProtoWriter,
  proto,
  spliceTraces,
  textAt,
  ValueType,
  walkTraces,
} from './index.ts';

const withSpan = (fill: (w: ProtoWriter) => void): Uint8Array => {
  const w = new ProtoWriter(1 << 16);
  w.message(proto.Request.groups, () =>
    w.message(proto.ResourceGroup.scopeGroups, () =>
      w.message(proto.ScopeGroup.records, () => {
        w.bytesField(proto.Span.traceId, new Uint8Array(16).fill(1));
        w.bytesField(proto.Span.spanId, new Uint8Array(8).fill(1));
        fill(w);
      }),
    ),
  );
  return w.copy();
};
const attribute = (w: ProtoWriter, key: string, value: Uint8Array): void =>
  w.message(proto.Span.attributes, () => {
    w.stringField(proto.KeyValue.key, key);
    w.bytesField(proto.KeyValue.value, value);
  });
const quiet = { resource() {}, scope() {}, span() {} };

test('100,000 attributes', () => {
  const bytes = withSpan((w) => {
    for (let i = 0; i < 100_000; i++) attribute(w, `key.${i}`, encodeAnyValue({ intValue: String(i) }));
  });
  walkTraces(bytes, {
    ...quiet,
    span(span) {
      const { count, slots } = span.attributes;
      assert.equal(count, 100_000);
      assert.equal(textAt(span.bytes, slots[99_999 * 5]!, slots[99_999 * 5 + 1]!), 'key.99999');
    },
  });
  // The room they took is given back.
  const small = withSpan((w) => attribute(w, 'a', encodeAnyValue({ boolValue: true })));
  walkTraces(small, { ...quiet, span: (span) => assert(span.attributes.slots.length < 1000) });
  const spliced = spliceTraces(bytes, { span: (_, edit) => edit.removeAttribute(99_999) });
  walkTraces(spliced, { ...quiet, span: (span) => assert.equal(span.attributes.count, 99_999) });
});

test('a value of 1 MB', () => {
  const text = 'm'.repeat(1 << 20);
  const bytes = withSpan((w) => attribute(w, 'big', encodeAnyValue({ stringValue: text })));
  walkTraces(bytes, {
    ...quiet,
    span(span) {
      const [, , type, from = 0, to = 0] = span.attributes.slots;
      assert.deepEqual([type, to - from], [ValueType.string, 1 << 20]);
    },
  });
  const spliced = spliceTraces(bytes, {
    span: (_, edit) => edit.replaceAttribute(0, encodeAnyValue({ stringValue: 'short' })),
  });
  assert(spliced.length < 100);
  assert.equal(inspect('traces', spliced).records, 1);
});

test('a value nested 3,000 deep is passed over without going into it, and rendered to depth 16', () => {
  let value = encodeAnyValue({ stringValue: 'core' });
  for (let i = 0; i < 3000; i++) {
    const w = new ProtoWriter(value.length + 32);
    w.message(proto.AnyValue.kvlistValue, () =>
      w.message(proto.KeyValueList.values, () => w.bytesField(proto.KeyValue.value, value)),
    );
    value = w.copy();
  }
  const bytes = withSpan((w) => attribute(w, 'deep', value));
  assert.deepEqual(inspect('traces', bytes), { records: 1, rejected: 0, reason: '' });
  walkTraces(bytes, {
    ...quiet,
    span(span) {
      const [, , type = 0, from = 0, to = 0] = span.attributes.slots;
      const json = JSON.stringify(anyValueToJson(span.bytes, type, from, to));
      assert.equal(json.match(/kvlistValue/g)?.length, 16);
      assert.match(json, /nested too deeply/);
    },
  });
});

test('invalid UTF-8 passes through unchanged', () => {
  const bytes = withSpan((w) => {
    w.bytesField(proto.Span.name, Uint8Array.from([0xff, 0xfe, 0xc0, 0x80]));
    attribute(w, 'a', Uint8Array.from([proto.AnyValue.stringValue, 2, 0xed, 0xa0]));
  });
  const spliced = spliceTraces(bytes, {
    span: (_, edit) => edit.appendAttribute(Uint8Array.from([0x6b]), encodeAnyValue({ boolValue: true })),
  });
  walkTraces(spliced, {
    ...quiet,
    span(span) {
      assert.deepEqual([...span.bytes.subarray(span.nameFrom, span.nameTo)], [0xff, 0xfe, 0xc0, 0x80]);
      assert.equal(span.attributes.count, 2);
      assert.equal(textAt(span.bytes, span.nameFrom, span.nameTo), '\ufffd\ufffd\ufffd\ufffd');
    },
  });
});

test('a Buffer that is a part of a larger one reads like its own bytes', () => {
  const bytes = withSpan((w) => w.stringField(proto.Span.name, 'n'));
  const pool = Buffer.alloc(bytes.length + 20);
  pool.set(bytes, 7);
  const part = pool.subarray(7, 7 + bytes.length);
  assert.deepEqual(inspect('traces', part), { records: 1, rejected: 0, reason: '' });
  assert.equal(spliceTraces(part, { span() {} }), part);
});
