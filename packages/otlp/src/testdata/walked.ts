/** What the walkers say about a request, as the OTLP/JSON object it stands for: the other side of the oracle. */
import type { Signal } from '@nightglass/model';
import { anyValueToJson, attributesToJson, doubleAt, doubleToJson, textAt } from '../any-value.ts';
import {
  readEvent,
  readExemplar,
  readLink,
  readQuantile,
  walkLogs,
  walkMetrics,
  walkTraces,
} from '../index.ts';
import {
  type AttributeList,
  EventView,
  ExemplarView,
  type ExtentList,
  LinkView,
  type LogView,
  MetricKind,
  type MetricView,
  type PointView,
  QuantileView,
  type ResourceView,
  type ScopeView,
  type SpanView,
} from '../views.ts';
import type { Json, JsonObject } from './oracle.ts';

const names = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

export const walked = (signal: Signal, bytes: Uint8Array): JsonObject => {
  const [groupsName, scopesName, recordsName] = names[signal];
  const groups: JsonObject[] = [];
  let scopes: Json[] = [];
  let records: Json[] = [];
  const outer = {
    resource(view: ResourceView) {
      scopes = [];
      groups.push({
        resource: {
          attributes: attributes(view.bytes, view.attributes),
          droppedAttributesCount: view.droppedAttributesCount,
        },
        schemaUrl: textAt(view.bytes, view.schemaUrlFrom, view.schemaUrlTo),
        [scopesName]: scopes,
      });
    },
    scope(view: ScopeView) {
      records = [];
      scopes.push({
        scope: {
          name: textAt(view.bytes, view.nameFrom, view.nameTo),
          version: textAt(view.bytes, view.versionFrom, view.versionTo),
          attributes: attributes(view.bytes, view.attributes),
          droppedAttributesCount: view.droppedAttributesCount,
        },
        schemaUrl: textAt(view.bytes, view.schemaUrlFrom, view.schemaUrlTo),
        [recordsName]: records,
      });
    },
  };
  if (signal === 'traces') walkTraces(bytes, { ...outer, span: (span) => records.push(spanJson(span)) });
  else if (signal === 'logs') walkLogs(bytes, { ...outer, log: (log) => records.push(logJson(log)) });
  else {
    let points: Json[] = [];
    walkMetrics(bytes, {
      ...outer,
      metric(metric) {
        points = [];
        records.push(metricJson(metric, points));
      },
      point: (metric, point) => points.push(pointJson(metric, point)),
    });
  }
  return { [groupsName]: groups };
};

const attributes = (bytes: Uint8Array, list: AttributeList): Json =>
  attributesToJson(bytes, list, 1000) as unknown as Json;
const hex = (bytes: Uint8Array, at: number, length: number): string =>
  at < 0 ? '' : Buffer.from(bytes.subarray(at, at + length)).toString('hex');
const dataView = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const fixed64 = (bytes: Uint8Array, at: number): string =>
  at < 0 ? '0' : String(dataView(bytes).getBigUint64(at, true));
const double = (bytes: Uint8Array, at: number): Json => (at < 0 ? 0 : doubleToJson(doubleAt(bytes, at)));

const each = (list: ExtentList, read: (from: number, to: number) => Json): Json[] =>
  Array.from({ length: list.count }, (_, i) => read(list.slots[2 * i]!, list.slots[2 * i + 1]!));

const spanJson = (span: SpanView): JsonObject => {
  const { bytes } = span;
  return {
    traceId: hex(bytes, span.traceId, 16),
    spanId: hex(bytes, span.spanId, 8),
    traceState: textAt(bytes, span.traceStateFrom, span.traceStateTo),
    parentSpanId: hex(bytes, span.parentSpanId, 8),
    flags: span.flags,
    name: textAt(bytes, span.nameFrom, span.nameTo),
    kind: span.kind,
    startTimeUnixNano: fixed64(bytes, span.startTime),
    endTimeUnixNano: fixed64(bytes, span.endTime),
    attributes: attributes(bytes, span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: each(span.events, (from, to) => eventJson(bytes, from, to)),
    droppedEventsCount: span.droppedEventsCount,
    links: each(span.links, (from, to) => linkJson(bytes, from, to)),
    droppedLinksCount: span.droppedLinksCount,
    status: { message: textAt(bytes, span.statusMessageFrom, span.statusMessageTo), code: span.statusCode },
  };
};

const eventJson = (bytes: Uint8Array, from: number, to: number): JsonObject => {
  const event = new EventView();
  readEvent(bytes, from, to, event);
  return {
    timeUnixNano: fixed64(bytes, event.time),
    name: textAt(bytes, event.nameFrom, event.nameTo),
    attributes: attributes(bytes, event.attributes),
    droppedAttributesCount: event.droppedAttributesCount,
  };
};

const linkJson = (bytes: Uint8Array, from: number, to: number): JsonObject => {
  const link = new LinkView();
  readLink(bytes, from, to, link);
  return {
    traceId: hex(bytes, link.traceId, 16),
    spanId: hex(bytes, link.spanId, 8),
    traceState: textAt(bytes, link.traceStateFrom, link.traceStateTo),
    attributes: attributes(bytes, link.attributes),
    droppedAttributesCount: link.droppedAttributesCount,
    flags: link.flags,
  };
};

const logJson = (log: LogView): JsonObject => {
  const { bytes } = log;
  return {
    timeUnixNano: fixed64(bytes, log.time),
    observedTimeUnixNano: fixed64(bytes, log.observedTime),
    severityNumber: log.severityNumber,
    severityText: textAt(bytes, log.severityTextFrom, log.severityTextTo),
    body: anyValueToJson(bytes, log.bodyType, log.bodyFrom, log.bodyTo, 1000) as unknown as Json,
    attributes: attributes(bytes, log.attributes),
    droppedAttributesCount: log.droppedAttributesCount,
    flags: log.flags,
    traceId: hex(bytes, log.traceId, 16),
    spanId: hex(bytes, log.spanId, 8),
    eventName: textAt(bytes, log.eventNameFrom, log.eventNameTo),
  };
};

const kindNames: Readonly<Record<number, string>> = {
  [MetricKind.gauge]: 'gauge',
  [MetricKind.sum]: 'sum',
  [MetricKind.histogram]: 'histogram',
  [MetricKind.exponentialHistogram]: 'exponentialHistogram',
  [MetricKind.summary]: 'summary',
};

const metricJson = (metric: MetricView, points: Json[]): JsonObject => {
  const { bytes } = metric;
  const out: JsonObject = {
    name: textAt(bytes, metric.nameFrom, metric.nameTo),
    description: textAt(bytes, metric.descriptionFrom, metric.descriptionTo),
    unit: textAt(bytes, metric.unitFrom, metric.unitTo),
  };
  const kind = kindNames[metric.kind];
  if (kind !== undefined) {
    out[kind] = {
      dataPoints: points,
      aggregationTemporality: metric.temporality,
      isMonotonic: metric.monotonic,
    };
  }
  return out;
};

const pointJson = (metric: MetricView, point: PointView): JsonObject => {
  const { bytes } = point;
  const out: JsonObject = {
    attributes: attributes(bytes, point.attributes),
    startTimeUnixNano: fixed64(bytes, point.startTime),
    timeUnixNano: fixed64(bytes, point.time),
    flags: point.flags,
    count: fixed64(bytes, point.count),
    bucketCounts: fixed64s(bytes, point.bucketCounts),
    explicitBounds: doubles(bytes, point.explicitBounds),
    scale: point.scale,
    zeroCount: fixed64(bytes, point.zeroCount),
    zeroThreshold: double(bytes, point.zeroThreshold),
    quantileValues: each(point.quantiles, (from, to) => {
      const quantile = new QuantileView();
      readQuantile(bytes, from, to, quantile);
      return { quantile: double(bytes, quantile.quantile), value: double(bytes, quantile.value) };
    }),
    exemplars: each(point.exemplars, (from, to) => exemplarJson(bytes, from, to)),
  };
  if (metric.kind === MetricKind.exponentialHistogram) {
    out.positive = { offset: point.positiveOffset, bucketCounts: varints(bytes, point.positiveCounts) };
    out.negative = { offset: point.negativeOffset, bucketCounts: varints(bytes, point.negativeCounts) };
  }
  if (point.asDouble >= 0) out.asDouble = double(bytes, point.asDouble);
  if (point.asInt >= 0) out.asInt = sfixed64(bytes, point.asInt);
  if (point.sum >= 0) out.sum = double(bytes, point.sum);
  if (point.min >= 0) out.min = double(bytes, point.min);
  if (point.max >= 0) out.max = double(bytes, point.max);
  return out;
};

const exemplarJson = (bytes: Uint8Array, from: number, to: number): JsonObject => {
  const exemplar = new ExemplarView();
  readExemplar(bytes, from, to, exemplar);
  const out: JsonObject = {
    filteredAttributes: attributes(bytes, exemplar.attributes),
    timeUnixNano: fixed64(bytes, exemplar.time),
    spanId: hex(bytes, exemplar.spanId, 8),
    traceId: hex(bytes, exemplar.traceId, 16),
  };
  if (exemplar.asDouble >= 0) out.asDouble = double(bytes, exemplar.asDouble);
  if (exemplar.asInt >= 0) out.asInt = sfixed64(bytes, exemplar.asInt);
  return out;
};

const sfixed64 = (bytes: Uint8Array, at: number): string => String(dataView(bytes).getBigInt64(at, true));

/** All elements of runs that hold `width` bytes each. */
const elements = (list: ExtentList, read: (at: number) => Json): Json[] =>
  each(list, (from, to) => Array.from({ length: (to - from) / 8 }, (_, i) => read(from + i * 8))).flat();
const fixed64s = (bytes: Uint8Array, list: ExtentList): Json[] => elements(list, (at) => fixed64(bytes, at));
const doubles = (bytes: Uint8Array, list: ExtentList): Json[] => elements(list, (at) => double(bytes, at));

const varints = (bytes: Uint8Array, list: ExtentList): Json[] =>
  each(list, (from, to) => {
    const out: Json[] = [];
    let value = 0n;
    let shift = 0n;
    for (let at = from; at < to; at++) {
      value |= BigInt(bytes[at]! & 127) << shift;
      shift += 7n;
      if (bytes[at]! > 127) continue;
      out.push(String(BigInt.asUintN(64, value)));
      value = shift = 0n;
    }
    return out;
  }).flat();
