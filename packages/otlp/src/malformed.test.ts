import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect, MalformedOtlp, type MalformedReason, ProtoWriter, proto, walkTraces } from './index.ts';

const quiet = { resource() {}, scope() {}, span() {} };

/** A request with one span of these bytes. */
const withSpan = (...span: number[]): Uint8Array => {
  const w = new ProtoWriter();
  w.message(proto.Request.groups, () =>
    w.message(proto.ResourceGroup.scopeGroups, () =>
      w.bytesField(proto.ScopeGroup.records, Uint8Array.from(span)),
    ),
  );
  return w.copy();
};

const cases: [name: string, span: number[], reason: MalformedReason, at: number][] = [
  ['a tag without anything behind it', [proto.Span.name], 'truncated field', 1],
  ['a fixed64 of four bytes', [proto.Span.startTimeUnixNano, 1, 2, 3, 4], 'truncated field', 1],
  ['a fixed32 of two bytes', [0x85, 0x01, 1, 2], 'truncated field', 2],
  ['a varint that does not end', [proto.Span.kind, 0x80, 0x80], 'truncated field', 3],
  ['a varint of eleven bytes', [proto.Span.kind, ...new Array(10).fill(0xff), 1], 'varint over 10 bytes', 11],
  ['a tag of eleven bytes', [...new Array(10).fill(0xff), 1], 'varint over 10 bytes', 10],
  ['a length over the end', [proto.Span.name, 5, 97], 'length outside its parent', 2],
  ['a length of 2^31', [proto.Span.name, 0x80, 0x80, 0x80, 0x80, 0x08], 'length outside its parent', 1],
  ['a length of 2^63', [proto.Span.name, ...new Array(9).fill(0x80), 1], 'length outside its parent', 1],
  ['the start of a group', [(3 << 3) | 3], 'group', 1],
  ['the end of a group', [(3 << 3) | 4], 'group', 1],
  ['wire type 6', [(3 << 3) | 6], 'bad wire type', 1],
  ['wire type 7', [(3 << 3) | 7], 'bad wire type', 1],
  ['field number 0', [0x02, 0x00], 'bad field number', 0],
  ['field number 0 spelled long', [0x82, 0x80, 0x00, 0x00], 'bad field number', 0],
  ['a tag of 33 bits', [0x82, 0x80, 0x80, 0x80, 0x10, 0x00], 'bad field number', 0],
  [
    'an attribute whose key is too long',
    [proto.Span.attributes, 8, 10, 9, 97, 18, 3, 10, 1, 98],
    'length outside its parent',
    4,
  ],
  [
    'an attribute whose text is too long',
    [proto.Span.attributes, 8, 10, 1, 97, 18, 3, 10, 2, 98],
    'length outside its parent',
    9,
  ],
  [
    'an attribute whose number is cut',
    [proto.Span.attributes, 7, 10, 1, 97, 18, 2, 24, 0x80],
    'truncated field',
    9,
  ],
];

for (const [name, span, reason, at] of cases) {
  test(`refused: ${name}`, () => {
    const bytes = withSpan(...span);
    assert.throws(
      () => walkTraces(bytes, quiet),
      (error) => {
        assert(error instanceof MalformedOtlp);
        assert.equal(error.code, 'NG_OTLP_MALFORMED');
        assert.deepEqual([error.reason, error.offset], [reason, bytes.length - span.length + at]);
        return true;
      },
    );
  });
}

test('a field of another wire type than its own is unknown, not wrong', () => {
  let seen = 0;
  walkTraces(withSpan(proto.Span.kind + 2, 1, 97, (5 << 3) | 0, 7), {
    ...quiet,
    span(span) {
      seen++;
      assert.deepEqual([span.kind, span.nameTo], [0, 0]);
    },
  });
  assert.equal(seen, 1);
});

test('a request cut anywhere is refused or shorter, never a crash', () => {
  const whole = withSpan(proto.Span.name, 1, 97, proto.Span.kind, 2);
  for (let length = 0; length < whole.length; length++) {
    try {
      inspect('traces', whole.subarray(0, length));
      assert.equal(length, 0);
    } catch (error) {
      assert(error instanceof MalformedOtlp);
    }
  }
});

test('what a sink throws comes through as it is, and the walker works again', () => {
  const bytes = withSpan(proto.Span.kind, 2);
  const mine = new Error('mine');
  assert.throws(
    () =>
      walkTraces(bytes, {
        ...quiet,
        span() {
          throw mine;
        },
      }),
    mine,
  );
  assert.equal(inspect('traces', bytes).records, 1);
});

test('a sink may walk another request', () => {
  const inner = withSpan(proto.Span.kind, 3);
  const kinds: number[] = [];
  walkTraces(withSpan(proto.Span.kind, 2), {
    ...quiet,
    span(outer) {
      walkTraces(inner, { ...quiet, span: (span) => kinds.push(span.kind) });
      kinds.push(outer.kind);
    },
  });
  assert.deepEqual(kinds, [3, 2]);
});

/** A request with one metric whose data message is `data` and whose only point is made of these bytes. */
const withPoint = (data: number, ...point: number[]): Uint8Array => {
  const w = new ProtoWriter();
  w.message(proto.Request.groups, () =>
    w.message(proto.ResourceGroup.scopeGroups, () =>
      w.message(proto.ScopeGroup.records, () =>
        w.message(data, () => w.bytesField(proto.MetricData.dataPoints, Uint8Array.from(point))),
      ),
    ),
  );
  return w.copy();
};

for (const [name, bytes] of [
  ['bucket counts', withPoint(proto.Metric.histogram, 0x32, 12, ...new Array(12).fill(0))],
  ['bounds', withPoint(proto.Metric.histogram, 0x3a, 7, ...new Array(7).fill(0))],
  ['exponential bucket counts', withPoint(proto.Metric.exponentialHistogram, 0x42, 4, 0x12, 2, 1, 0x80)],
] as const) {
  test(`refused: packed ${name} that end inside a number`, () => {
    assert.throws(() => inspect('metrics', bytes), { name: 'MalformedOtlp', reason: 'truncated field' });
  });
}
