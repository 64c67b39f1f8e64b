import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readAttributes, readKeyValue } from './attributes.ts';
import { encodeAnyValue, MalformedOtlp, ProtoWriter, proto } from './index.ts';
import { anyValue } from './testdata/arbitraries.ts';
import { mutate, numbers } from './testdata/mutate.ts';
import { AttributeList } from './views.ts';
import { Reader } from './wire.ts';

const tag = proto.Resource.attributes;

/** What a reader of the attributes of a Resource finds, or why it stops. */
const found = (bytes: Uint8Array, read: (r: Reader, list: AttributeList) => void): unknown => {
  const r = new Reader().reset(bytes);
  const list = new AttributeList();
  try {
    for (let met: number; (met = r.next(bytes.length)) !== 0; ) if (met === tag) read(r, list);
  } catch (error) {
    if (!(error instanceof MalformedOtlp)) throw error;
    return error.reason;
  }
  const attributes: number[][] = [];
  for (let i = 0; i < list.count; i++) {
    const [keyFrom = 0, keyTo = 0, type = 0, from = 0, to = 0] = list.slots.subarray(i * 5, i * 5 + 5);
    // An empty extent is one wherever it lies.
    attributes.push([
      keyFrom === keyTo ? 0 : keyFrom,
      keyTo - keyFrom,
      type,
      from === to ? 0 : from,
      to - from,
    ]);
  }
  return attributes;
};
const fast = (bytes: Uint8Array): unknown =>
  found(bytes, (r, list) => readAttributes(r, tag, bytes.length, list));
const generic = (bytes: Uint8Array): unknown =>
  found(bytes, (r, list) => {
    const { from, to } = r;
    readKeyValue(r, from, to, list);
    r.at = to;
  });

const resource = fc
  .array(fc.record({ key: fc.string({ maxLength: 140 }), value: anyValue }), { maxLength: 8 })
  .map((attributes) => {
    const w = new ProtoWriter();
    for (const { key, value } of attributes) {
      w.message(tag, () => {
        w.stringField(proto.KeyValue.key, key);
        w.bytesField(proto.KeyValue.value, encodeAnyValue(value));
      });
    }
    return w.copy();
  });

test('the inlined loop and the generic path agree', () => {
  fc.assert(
    fc.property(resource, (bytes) => assert.deepEqual(fast(bytes), generic(bytes))),
    { numRuns: 300 },
  );
});

test('they agree on damaged attributes too, down to what is wrong', () => {
  const corpus = fc.sample(resource, { numRuns: 100, seed: 7 }).filter((bytes) => bytes.length > 0);
  const roll = numbers(7);
  let malformed = 0;
  for (let i = 0; i < 20_000; i++) {
    const bytes = mutate(corpus[roll(corpus.length)]!, corpus[roll(corpus.length)]!, roll);
    const expected = generic(bytes);
    if (typeof expected === 'string') malformed++;
    assert.deepEqual(fast(bytes), expected, Buffer.from(bytes).toString('hex'));
  }
  assert(malformed > 1000 && malformed < 19_000);
});
