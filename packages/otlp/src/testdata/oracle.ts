/** protobufjs as the second opinion: OTLP/JSON objects to protobuf bytes and back. */
import type { Signal } from '@nightglass/model';
import protobuf from 'protobufjs';
import { otlpProto } from './otlp-proto.ts';

const { root } = protobuf.parse(otlpProto);

export const requestTypes: Readonly<Record<Signal, protobuf.Type>> = {
  traces: root.lookupType('ExportTraceServiceRequest'),
  logs: root.lookupType('ExportLogsServiceRequest'),
  metrics: root.lookupType('ExportMetricsServiceRequest'),
};
export const anyValueType: protobuf.Type = root.lookupType('AnyValue');

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const idFields = new Set(['traceId', 'spanId', 'parentSpanId']);

/** Every id field of an OTLP/JSON value with `change` applied; the rest as it is. */
const mapIds = (value: Json, change: (id: string) => string): Json => {
  if (Array.isArray(value)) return value.map((item) => mapIds(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      idFields.has(key) ? change(item as string) : mapIds(item, change),
    ]),
  );
};

export const encode = (type: protobuf.Type, value: JsonObject): Uint8Array => {
  const base64 = mapIds(value, (id) => Buffer.from(id, 'hex').toString('base64')) as JsonObject;
  return new Uint8Array(type.encode(type.fromObject(base64)).finish());
};

export const decode = (type: protobuf.Type, bytes: Uint8Array): JsonObject => {
  const object = type.toObject(type.decode(bytes), {
    longs: String,
    bytes: String,
    enums: Number,
    json: true,
  });
  return mapIds(object, (id) => Buffer.from(id, 'base64').toString('hex')) as JsonObject;
};

const explicit = new Set([
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'bytesValue',
  'asDouble',
  'asInt',
  'sum',
  'min',
  'max',
]);
const isDefault = (value: Json): boolean =>
  value === null ||
  value === false ||
  value === '' ||
  value === '0' ||
  Object.is(value, 0) ||
  (Array.isArray(value) && value.length === 0);
/** Messages that mean the same empty and absent. */
const emptyable = new Set(['resource', 'scope', 'status', 'positive', 'negative', 'value', 'body']);
const isEmpty = (value: Json): boolean =>
  value !== null && typeof value === 'object' && Object.keys(value).length === 0;

/** Without fields at their default and without empty messages that mean the same when absent. */
export const normal = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(normal);
  if (value === null || typeof value !== 'object') return value;
  const out: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const child = normal(item);
    if (!explicit.has(key) && isDefault(child)) continue;
    if (emptyable.has(key) && isEmpty(child)) continue;
    out[key] = child;
  }
  return out;
};
