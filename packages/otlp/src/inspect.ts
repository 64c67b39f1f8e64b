/** What a receiver must know before it says yes: how many records there are, and which of them it has to refuse. */
import type { Signal } from '@nightglass/model';
import { isZero } from './ids.ts';
import { walkLogs } from './logs.ts';
import { walkMetrics } from './metrics.ts';
import { readExemplar, readQuantile } from './points.ts';
import { spliceMetrics, spliceTraces } from './splice.ts';
import { readEvent, readLink, walkTraces } from './traces.ts';
import {
  EventView,
  ExemplarView,
  type ExtentList,
  LinkView,
  MetricKind,
  type MetricView,
  QuantileView,
  type SpanView,
} from './views.ts';

export interface Inspection {
  /** Spans, log records or data points in the request, refused ones included. */
  records: number;
  /** Those of them that have to be refused: `rejected_spans` and so on of a partial success. */
  rejected: number;
  /** Why, for the `error_message` of a partial success. Empty when `withoutRefused` would change nothing. */
  reason: string;
}

/**
 * Reads a whole request, events, links, exemplars and quantiles included, so that no later reader of the same bytes
 * meets a malformed message. Throws MalformedOtlp.
 */
export const inspect = (signal: Signal, bytes: Uint8Array): Inspection => {
  if (signal === 'traces') return inspectTraces(bytes);
  if (signal === 'logs') return inspectLogs(bytes);
  return inspectMetrics(bytes);
};

/** The request without the records `inspect` counts as refused; the same bytes when there are none. */
export const withoutRefused = (signal: Signal, bytes: Uint8Array): Uint8Array => {
  if (signal === 'traces') {
    return spliceTraces(bytes, {
      span(span, edit) {
        if (!hasIds(span)) edit.drop();
      },
    });
  }
  if (signal === 'logs') return bytes;
  return spliceMetrics(bytes, {
    metric(metric, edit) {
      if (!isNamed(metric) || metric.kind === MetricKind.none) edit.drop();
    },
  });
};

const hasIds = (span: SpanView): boolean =>
  span.traceId >= 0 &&
  span.spanId >= 0 &&
  !isZero(span.bytes, span.traceId, 16) &&
  !isZero(span.bytes, span.spanId, 8);

const isNamed = (metric: MetricView): boolean => metric.nameTo > metric.nameFrom;

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

type Read<View> = (bytes: Uint8Array, from: number, to: number, view: View) => void;

const readAll = <View>(bytes: Uint8Array, extents: ExtentList, read: Read<View>, view: View): void => {
  for (let i = 0; i < extents.count; i++) read(bytes, extents.slots[2 * i]!, extents.slots[2 * i + 1]!, view);
};

const event = new EventView();
const link = new LinkView();
const exemplar = new ExemplarView();
const quantile = new QuantileView();

const inspectTraces = (bytes: Uint8Array): Inspection => {
  let records = 0;
  let rejected = 0;
  walkTraces(bytes, {
    resource() {},
    scope() {},
    span(span) {
      records++;
      if (!hasIds(span)) rejected++;
      if (span.events.count > 0) readAll(span.bytes, span.events, readEvent, event);
      if (span.links.count > 0) readAll(span.bytes, span.links, readLink, link);
    },
  });
  const reason =
    rejected === 0
      ? ''
      : `${count(rejected, 'span')} without a valid trace_id (16 bytes, not all zero) or span_id (8 bytes, not all zero)`;
  return { records, rejected, reason };
};

const inspectLogs = (bytes: Uint8Array): Inspection => {
  let records = 0;
  walkLogs(bytes, {
    resource() {},
    scope() {},
    log() {
      records++;
    },
  });
  return { records, rejected: 0, reason: '' };
};

const inspectMetrics = (bytes: Uint8Array): Inspection => {
  let records = 0;
  let rejected = 0;
  let unnamed = 0;
  let empty = 0;
  walkMetrics(bytes, {
    resource() {},
    scope() {},
    metric(metric) {
      if (metric.kind === MetricKind.none) empty++;
      else if (!isNamed(metric)) unnamed++;
    },
    point(metric, point) {
      records++;
      if (!isNamed(metric)) rejected++;
      if (point.exemplars.count > 0) readAll(point.bytes, point.exemplars, readExemplar, exemplar);
      if (point.quantiles.count > 0) readAll(point.bytes, point.quantiles, readQuantile, quantile);
    },
  });
  const reasons: string[] = [];
  if (unnamed > 0)
    reasons.push(`${count(unnamed, 'metric')} without a name (${count(rejected, 'data point')})`);
  if (empty > 0) reasons.push(`${count(empty, 'metric')} without data`);
  return { records, rejected, reason: reasons.join('; ') };
};

/** One request with the records of all: concatenated protobuf messages are their merge. They must be of one signal. */
export const concat = (requests: readonly Uint8Array[]): Uint8Array => {
  if (requests.length === 1) return requests[0]!;
  const merged = new Uint8Array(requests.reduce((sum, request) => sum + request.length, 0));
  let at = 0;
  for (const request of requests) {
    merged.set(request, at);
    at += request.length;
  }
  return merged;
};
