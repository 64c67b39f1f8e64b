/** FOR TESTS: objects in the shape of OTLP/JSON as protobuf requests, written with the constants of `@nightglass/otlp`. */
import type { AnyValue } from '@nightglass/model';
import { encodeAnyValue, ProtoWriter, proto } from '@nightglass/otlp';

export type Json = { [key: string]: unknown };
type Tags = Readonly<Record<string, number>>;

const doubles = new Set(['asDouble', 'sum', 'min', 'max', 'quantile', 'zeroThreshold']);
const hexIds = new Set(['traceId', 'spanId', 'parentSpanId']);
const zigzag = new Set(['scale', 'offset']);

const tagsOf: Record<string, Tags> = {
  resource: proto.Resource,
  scope: proto.InstrumentationScope,
  attributes: proto.KeyValue,
  filteredAttributes: proto.KeyValue,
  events: proto.Event,
  links: proto.Link,
  status: proto.Status,
  exemplars: proto.Exemplar,
  positive: proto.Buckets,
  negative: proto.Buckets,
  quantileValues: proto.ValueAtQuantile,
};
const metricData: Record<string, Tags> = {
  gauge: proto.NumberDataPoint,
  sum: proto.NumberDataPoint,
  histogram: proto.HistogramDataPoint,
  exponentialHistogram: proto.ExponentialHistogramDataPoint,
  summary: proto.SummaryDataPoint,
};

const writeMessage = (w: ProtoWriter, tags: Tags, object: Json): void => {
  for (const [key, value] of Object.entries(object)) {
    const tag = tags[key];
    if (tag === undefined) throw new Error(`the fixture knows no field ${key}`);
    if (key === 'bucketCounts' || key === 'explicitBounds')
      writePacked(w, tags[`${key}Packed`] ?? tag, tag, value as number[]);
    else for (const one of Array.isArray(value) ? value : [value]) writeField(w, key, tag, one);
  }
};

const writePacked = (
  w: ProtoWriter,
  packed: number,
  plain: number,
  values: readonly (number | string)[],
): void =>
  w.message(packed, () => {
    for (const v of values) {
      if ((plain & 7) === 0) w.varint(Number(v));
      else if (packed === proto.HistogramDataPoint.explicitBoundsPacked) w.double(Number(v));
      else w.fixed64(Number(BigInt(v) & 0xffffffffn), Number(BigInt(v) >> 32n));
    }
  });

const writeField = (w: ProtoWriter, key: string, tag: number, value: unknown): void => {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    if (key === 'value' || key === 'body') w.bytesField(tag, encodeAnyValue(value as AnyValue));
    else if (key in metricData && tag !== proto.HistogramDataPoint.sum)
      writeData(w, tag, metricData[key] ?? {}, value as Json);
    else w.message(tag, () => writeMessage(w, tagsOf[key] ?? {}, value as Json));
  } else if (hexIds.has(key)) w.bytesField(tag, Buffer.from(String(value), 'hex'));
  else if ((tag & 7) === 2) w.stringField(tag, String(value));
  else if ((tag & 7) === 5) {
    w.varint(tag);
    w.fixed32(Number(value));
  } else if ((tag & 7) === 1) {
    if (doubles.has(key) || (key === 'value' && tag === proto.ValueAtQuantile.value))
      w.doubleField(tag, Number(value));
    else w.int64Field(tag, BigInt(value as string));
  } else if (zigzag.has(key)) w.varintField(tag, ((Number(value) << 1) ^ (Number(value) >> 31)) >>> 0);
  else w.varintField(tag, Number(value));
};

const writeData = (w: ProtoWriter, tag: number, point: Tags, data: Json): void =>
  w.message(tag, () => {
    const { dataPoints, ...rest } = data;
    for (const p of dataPoints as Json[])
      w.message(proto.MetricData.dataPoints, () => writeMessage(w, point, p));
    writeMessage(w, proto.MetricData, rest);
  });

export interface Sent {
  resource: Json;
  resourceSchemaUrl?: string;
  scope?: Json;
  scopeSchemaUrl?: string;
  /** Spans, log records or metrics. */
  records: Json[];
}

/** An export request of one signal with one resource and scope per group. */
export const otlpRequest = (signal: 'traces' | 'logs' | 'metrics', groups: readonly Sent[]): Uint8Array => {
  const record: Tags = { traces: proto.Span, logs: proto.LogRecord, metrics: proto.Metric }[signal];
  const w = new ProtoWriter(4096);
  for (const g of groups) {
    w.message(proto.Request.groups, () => {
      w.message(proto.ResourceGroup.resource, () => writeMessage(w, proto.Resource, g.resource));
      w.message(proto.ResourceGroup.scopeGroups, () => {
        if (g.scope)
          w.message(proto.ScopeGroup.scope, () => writeMessage(w, proto.InstrumentationScope, g.scope ?? {}));
        for (const r of g.records) w.message(proto.ScopeGroup.records, () => writeMessage(w, record, r));
        if (g.scopeSchemaUrl) w.stringField(proto.ScopeGroup.schemaUrl, g.scopeSchemaUrl);
      });
      if (g.resourceSchemaUrl) w.stringField(proto.ResourceGroup.schemaUrl, g.resourceSchemaUrl);
    });
  }
  return w.copy();
};

/** `{a: 'x', n: 1}` as OTLP attributes: whole numbers become ints, others doubles. */
export const attrs = (
  values: Record<string, string | number | boolean | AnyValue>,
): { key: string; value: AnyValue }[] =>
  Object.entries(values).map(([key, v]) => ({ key, value: anyValue(v) }));

const anyValue = (v: string | number | boolean | AnyValue): AnyValue => {
  if (typeof v === 'string') return { stringValue: v };
  if (typeof v === 'boolean') return { boolValue: v };
  if (typeof v === 'number') return Number.isInteger(v) ? { intValue: String(v) } : { doubleValue: v };
  return v;
};
