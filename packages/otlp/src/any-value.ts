/** AnyValue for people and back: OTLP/JSON's form of it, and its bytes. */
import type { AnyValue as AnyValueJson, KeyValue as KeyValueJson } from '@nightglass/model';
import { readAnyValue, readKeyValue, ValueView } from './attributes.ts';
import { MalformedOtlp } from './malformed.ts';
import { AnyValue, ArrayValue, KeyValue, KeyValueList } from './proto/common.ts';
import { AttributeList, ValueType } from './views.ts';
import { Reader } from './wire.ts';
import { ProtoWriter } from './writer.ts';

/** Arrays and kvlists nested deeper than this are not rendered; a text in their place says so. */
export const renderDepth = 16;

const utf8 = new TextDecoder();

/** The text at `[from, to)`; invalid UTF-8 becomes U+FFFD. */
export const textAt = (bytes: Uint8Array, from: number, to: number): string =>
  from === to ? '' : utf8.decode(bytes.subarray(from, to));

/**
 * The OTLP/JSON form of the value whose `type` and extent a view gave. Never throws: where nested bytes are malformed
 * or nesting is deeper than `depthLimit`, a `stringValue` in angle brackets says so (walkers do not look into nested values).
 */
export const anyValueToJson = (
  bytes: Uint8Array,
  type: number,
  from: number,
  to: number,
  depthLimit: number = renderDepth,
): AnyValueJson => {
  switch (type) {
    case ValueType.string:
      return { stringValue: textAt(bytes, from, to) };
    case ValueType.bool:
      return { boolValue: varintAt(bytes, from, to) !== 0n };
    case ValueType.int:
      return { intValue: String(BigInt.asIntN(64, varintAt(bytes, from, to))) };
    case ValueType.double:
      return { doubleValue: doubleToJson(doubleAt(bytes, from)) };
    case ValueType.bytes:
      return { bytesValue: Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('base64') };
    case ValueType.array:
    case ValueType.kvlist:
      return nested(bytes, type, from, to, depthLimit);
    default:
      return {};
  }
};

/** The same as OTLP/JSON text: what the store keeps of arrays and kvlists. */
export const anyValueText = (
  bytes: Uint8Array,
  type: number,
  from: number,
  to: number,
  depthLimit: number = renderDepth,
): string => JSON.stringify(anyValueToJson(bytes, type, from, to, depthLimit));

/** JSON has no NaN and no infinities: proto3 JSON spells them as strings. */
export const doubleToJson = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

/** The double at `at`. */
export const doubleAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset + at, 8).getFloat64(0, true);

/** The varint at `[from, to)`, unsigned 64 bit. The extent is one a walker gave, so it is whole. */
export const varintAt = (bytes: Uint8Array, from: number, to: number): bigint => {
  let value = 0n;
  for (let i = to - 1; i >= from; i--) value = (value << 7n) | BigInt(bytes[i]! & 127);
  return BigInt.asUintN(64, value);
};

const nested = (bytes: Uint8Array, type: number, from: number, to: number, depth: number): AnyValueJson => {
  if (depth <= 0) return { stringValue: '<nested too deeply to be shown>' };
  try {
    if (type === ValueType.array) return { arrayValue: { values: arrayItems(bytes, from, to, depth - 1) } };
    return { kvlistValue: { values: kvlistItems(bytes, from, to, depth - 1) } };
  } catch (error) {
    if (!(error instanceof MalformedOtlp)) throw error;
    return { stringValue: `<malformed value: ${error.reason}>` };
  }
};

const arrayItems = (bytes: Uint8Array, from: number, to: number, depth: number): AnyValueJson[] => {
  const r = new Reader().reset(bytes);
  const view = new ValueView();
  const items: AnyValueJson[] = [];
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag !== ArrayValue.values) continue;
    readAnyValue(r, r.from, r.to, view);
    items.push(anyValueToJson(bytes, view.type, view.from, view.to, depth));
  }
  return items;
};

const kvlistItems = (bytes: Uint8Array, from: number, to: number, depth: number): KeyValueJson[] => {
  const r = new Reader().reset(bytes);
  const list = new AttributeList();
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === KeyValueList.values) readKeyValue(r, r.from, r.to, list);
  }
  return attributesToJson(bytes, list, depth);
};

/** The OTLP/JSON form of a view's attributes, in their order. */
export const attributesToJson = (
  bytes: Uint8Array,
  list: AttributeList,
  depthLimit: number = renderDepth,
): KeyValueJson[] => {
  const items: KeyValueJson[] = [];
  for (let i = 0; i < list.count; i++) {
    const [keyFrom, keyTo, type, from, to] = list.slots.subarray(i * 5, i * 5 + 5) as unknown as Slot;
    items.push({
      key: textAt(bytes, keyFrom, keyTo),
      value: anyValueToJson(bytes, type, from, to, depthLimit),
    });
  }
  return items;
};
type Slot = [keyFrom: number, keyTo: number, type: number, from: number, to: number];

/** The AnyValue message of an OTLP/JSON value. Of several members the last in field order counts, as on the wire. */
export const encodeAnyValue = (value: AnyValueJson): Uint8Array => {
  const w = new ProtoWriter(64);
  writeAnyValue(w, value);
  return w.copy();
};

/** Writes the fields of an AnyValue: the caller has opened the message. */
export const writeAnyValue = (w: ProtoWriter, value: AnyValueJson): void => {
  if (value.stringValue !== undefined) w.stringField(AnyValue.stringValue, value.stringValue);
  if (value.boolValue !== undefined) w.varintField(AnyValue.boolValue, value.boolValue ? 1 : 0);
  if (value.intValue !== undefined) w.int64Field(AnyValue.intValue, BigInt(value.intValue));
  if (value.doubleValue !== undefined) w.doubleField(AnyValue.doubleValue, Number(value.doubleValue));
  if (value.arrayValue !== undefined) {
    const { values } = value.arrayValue;
    w.message(AnyValue.arrayValue, () => {
      for (const item of values) w.message(ArrayValue.values, () => writeAnyValue(w, item));
    });
  }
  if (value.kvlistValue !== undefined) {
    const { values } = value.kvlistValue;
    w.message(AnyValue.kvlistValue, () => {
      for (const item of values) w.message(KeyValueList.values, () => writeKeyValue(w, item));
    });
  }
  if (value.bytesValue !== undefined)
    w.bytesField(AnyValue.bytesValue, Buffer.from(value.bytesValue, 'base64'));
};

/** Writes the fields of a KeyValue: the caller has opened the message. */
export const writeKeyValue = (w: ProtoWriter, item: KeyValueJson): void => {
  if (item.key !== '') w.stringField(KeyValue.key, item.key);
  w.message(KeyValue.value, () => writeAnyValue(w, item.value));
};
