import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signals } from '@nightglass/model';
import fc from 'fast-check';
import { concat, transcodeJson } from './index.ts';
import { requests } from './testdata/arbitraries.ts';
import { decode, encode, normal, requestTypes } from './testdata/oracle.ts';
import { scramble } from './testdata/scramble.ts';
import { walked } from './testdata/walked.ts';

const dice = fc.infiniteStream(fc.nat()).map((stream) => (below: number) => stream.next().value % below);
const utf8 = new TextEncoder();

for (const signal of signals) {
  const type = requestTypes[signal];

  test(`${signal}: the walker sees what protobufjs wrote`, () => {
    fc.assert(
      fc.property(requests[signal], (request) => {
        assert.deepEqual(normal(walked(signal, encode(type, request))), normal(request));
      }),
      { numRuns: 150 },
    );
  });

  test(`${signal}: any other spelling of a request reads the same`, () => {
    fc.assert(
      fc.property(requests[signal], dice, (request, roll) => {
        const odd = scramble(type, encode(type, request), roll);
        assert.deepEqual(normal(walked(signal, odd)), normal(request));
      }),
      { numRuns: 150 },
    );
  });

  test(`${signal}: requests joined together are one request`, () => {
    fc.assert(
      fc.property(fc.array(requests[signal], { maxLength: 4 }), (parts) => {
        const joined = concat(parts.map((part) => encode(type, part)));
        const groups = parts.flatMap((part) => Object.values(part).flat());
        const name = Object.keys(walked(signal, new Uint8Array(0)))[0]!;
        assert.deepEqual(normal(walked(signal, joined)), normal({ [name]: groups }));
      }),
      { numRuns: 50 },
    );
  });

  test(`${signal}: JSON becomes the protobuf that protobufjs decodes to the same request`, () => {
    fc.assert(
      fc.property(requests[signal], (request) => {
        const bytes = transcodeJson(signal, utf8.encode(JSON.stringify(request)));
        assert.deepEqual(normal(decode(type, bytes)), normal(decode(type, encode(type, request))));
      }),
      { numRuns: 150 },
    );
  });
}

test('a parent id of zeros, of another length or absent is a root; ids of another length are absent', () => {
  const ids = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
  const spans = [
    { ...ids, parentSpanId: '00'.repeat(8) },
    { ...ids, parentSpanId: '' },
    { ...ids, parentSpanId: 'ef'.repeat(7) },
    { ...ids, parentSpanId: `${'00'.repeat(7)}01` },
    { traceId: 'ab'.repeat(15), spanId: 'cd'.repeat(9) },
  ];
  const bytes = encode(requestTypes.traces, { resourceSpans: [{ scopeSpans: [{ spans }] }] });
  assert.deepEqual(normal(walked('traces', bytes)), {
    resourceSpans: [
      { scopeSpans: [{ spans: [ids, ids, ids, { ...ids, parentSpanId: '0000000000000001' }, {}] }] },
    ],
  });
});
