/**
 * opentelemetry/proto/common/v1/common.proto and resource/v1/resource.proto.
 * A constant is the full tag of a field: `(field number << 3) | wire type`, so a switch over tags checks both at once.
 * Wire types: 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes.
 */
export const AnyValue = {
  stringValue: (1 << 3) | 2,
  boolValue: (2 << 3) | 0,
  intValue: (3 << 3) | 0,
  doubleValue: (4 << 3) | 1,
  arrayValue: (5 << 3) | 2,
  kvlistValue: (6 << 3) | 2,
  bytesValue: (7 << 3) | 2,
} as const;

export const ArrayValue = { values: (1 << 3) | 2 } as const;
export const KeyValueList = { values: (1 << 3) | 2 } as const;

export const KeyValue = {
  key: (1 << 3) | 2,
  value: (2 << 3) | 2,
} as const;

export const InstrumentationScope = {
  name: (1 << 3) | 2,
  version: (2 << 3) | 2,
  attributes: (3 << 3) | 2,
  droppedAttributesCount: (4 << 3) | 0,
} as const;

export const Resource = {
  attributes: (1 << 3) | 2,
  droppedAttributesCount: (2 << 3) | 0,
} as const;
