/** Random OTLP/JSON requests. */
import type { Signal } from '@nightglass/model';
import fc from 'fast-check';
import type { JsonObject } from './oracle.ts';

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.nat(300).map((n) => 'x'.repeat(n)) },
  // Either side of where a length takes another byte.
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(120, 124, 125, 126, 127, 128, 129, 130, 16380, 16384)
      .map((n) => 'y'.repeat(n)),
  },
);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.nat(1000).map(BigInt)).map(String);
const uint32 = fc.oneof(fc.constant(0), fc.nat(200), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const int32 = fc.oneof(fc.nat(24), fc.integer());
const double = fc.double().map((d) => (Number.isFinite(d) ? (Object.is(d, -0) ? 0 : d) : String(d)));
const base64 = fc.uint8Array({ maxLength: 20 }).map((b) => Buffer.from(b).toString('base64'));

const id = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((b) => Buffer.from(b.every((x) => x === 0) ? b.fill(1) : b).toString('hex'));
const traceId = id(16);
const spanId = id(8);

const { anyValue } = fc.letrec<{ anyValue: JsonObject; keyValue: JsonObject }>((tie) => ({
  keyValue: fc.record({ key: text, value: tie('anyValue') }),
  anyValue: fc.oneof(
    { maxDepth: 3 },
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    int64.map((intValue) => ({ intValue })),
    fc.nat(100_000).map((n) => ({ intValue: String(n) })),
    double.map((doubleValue) => ({ doubleValue })),
    base64.map((bytesValue) => ({ bytesValue })),
    fc.constant({}),
    fc.array(tie('anyValue'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie('keyValue'), { maxLength: 3 }).map((values) => ({ kvlistValue: { values } })),
  ),
}));
const attributes = fc.array(fc.record({ key: text, value: anyValue }), { maxLength: 5 });

/** Any subset of the fields. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> =>
  fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> => fc.array(item, { maxLength: 3 });

const span = some({
  traceId,
  spanId,
  traceState: text,
  parentSpanId: spanId,
  flags: uint32,
  name: text,
  kind: int32,
  startTimeUnixNano: uint64,
  endTimeUnixNano: uint64,
  attributes,
  droppedAttributesCount: uint32,
  events: list(some({ timeUnixNano: uint64, name: text, attributes, droppedAttributesCount: uint32 })),
  droppedEventsCount: uint32,
  links: list(
    some({ traceId, spanId, traceState: text, attributes, droppedAttributesCount: uint32, flags: uint32 }),
  ),
  droppedLinksCount: uint32,
  status: some({ message: text, code: int32 }),
});

const log = some({
  timeUnixNano: uint64,
  observedTimeUnixNano: uint64,
  severityNumber: int32,
  severityText: text,
  body: anyValue,
  attributes,
  droppedAttributesCount: uint32,
  flags: uint32,
  traceId,
  spanId,
  eventName: text,
});

const common = { attributes, startTimeUnixNano: uint64, timeUnixNano: uint64, flags: uint32 };
/** At most one of two members of a oneof. */
const number = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T): fc.Arbitrary<JsonObject> =>
  fc.oneof(some({ ...fields, asDouble: double }), some({ ...fields, asInt: int64 }));
const exemplars = list(number({ filteredAttributes: attributes, timeUnixNano: uint64, spanId, traceId }));
const numberPoint = number({ ...common, exemplars });
const histogramPoint = some({
  ...common,
  count: uint64,
  sum: double,
  bucketCounts: list(uint64),
  explicitBounds: list(double),
  exemplars,
  min: double,
  max: double,
});
const buckets = some({ offset: fc.integer(), bucketCounts: list(uint64) });
const exponentialPoint = some({
  ...common,
  count: uint64,
  sum: double,
  scale: fc.integer(),
  zeroCount: uint64,
  positive: buckets,
  negative: buckets,
  exemplars,
  min: double,
  max: double,
  zeroThreshold: double,
});
const summaryPoint = some({
  ...common,
  count: uint64,
  sum: double,
  quantileValues: list(some({ quantile: double, value: double })),
});

const header = { name: text, description: text, unit: text };
const temporality = fc.nat(2);
const metric = fc.oneof(
  some({ ...header, gauge: some({ dataPoints: list(numberPoint) }) }),
  some({
    ...header,
    sum: some({
      dataPoints: list(numberPoint),
      aggregationTemporality: temporality,
      isMonotonic: fc.boolean(),
    }),
  }),
  some({
    ...header,
    histogram: some({ dataPoints: list(histogramPoint), aggregationTemporality: temporality }),
  }),
  some({
    ...header,
    exponentialHistogram: some({ dataPoints: list(exponentialPoint), aggregationTemporality: temporality }),
  }),
  some({ ...header, summary: some({ dataPoints: list(summaryPoint) }) }),
);

const request = (what: string, records: string, record: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  some({
    [`resource${what}`]: list(
      some({
        resource: some({ attributes, droppedAttributesCount: uint32 }),
        schemaUrl: text,
        [`scope${what}`]: list(
          some({
            scope: some({ name: text, version: text, attributes, droppedAttributesCount: uint32 }),
            schemaUrl: text,
            [records]: list(record),
          }),
        ),
      }),
    ),
  });

export const requests: Readonly<Record<Signal, fc.Arbitrary<JsonObject>>> = {
  traces: request('Spans', 'spans', span),
  logs: request('Logs', 'logRecords', log),
  metrics: request('Metrics', 'metrics', metric),
};
export { anyValue };
