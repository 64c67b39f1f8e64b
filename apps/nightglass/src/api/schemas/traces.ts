import type {
  Span,
  SpanEvent,
  SpanLink,
  TraceResponse,
  TraceSummary,
  TracesResponse,
} from '@nightglass/model';
import { z } from 'zod';
import { attributes, count, hex, hexOrEmpty, nano, resources, scope, spanKind } from './values.ts';

const event = z.strictObject({
  timeUnixNano: nano,
  name: z.string(),
  attributes,
  droppedAttributesCount: count,
}) satisfies z.ZodType<SpanEvent>;

const link = z.strictObject({
  traceId: hex(32),
  spanId: hex(16),
  traceState: z.string(),
  attributes,
  droppedAttributesCount: count,
  flags: count,
}) satisfies z.ZodType<SpanLink>;

export const span = z.strictObject({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: hexOrEmpty(16),
  traceState: z.string(),
  flags: count,
  name: z.string(),
  kind: spanKind,
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  durationNano: z.number(),
  service: z.string(),
  resourceId: z.string(),
  scope,
  status: z.strictObject({ code: z.enum(['UNSET', 'OK', 'ERROR']), message: z.string() }),
  attributes,
  droppedAttributesCount: count,
  events: z.array(event),
  droppedEventsCount: count,
  links: z.array(link),
  droppedLinksCount: count,
}) satisfies z.ZodType<Span>;

const traceSummary = z.strictObject({
  traceId: hex(32),
  rootService: z.string(),
  rootOperation: z.string(),
  rootMissing: z.boolean(),
  startTimeUnixNano: nano,
  durationNano: z.number(),
  spanCount: count,
  errorCount: count,
  services: z.array(z.strictObject({ name: z.string(), spans: count, errors: count })),
  matchedSpanId: hex(16),
}) satisfies z.ZodType<TraceSummary>;

const tracesResponse = z.strictObject({
  traces: z.array(traceSummary),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<TracesResponse>;

const traceResponse = z.strictObject({
  traceId: hex(32),
  spans: z.array(span),
  resources,
  truncated: z.boolean(),
  totalSpans: count,
}) satisfies z.ZodType<TraceResponse>;

export const named = {
  SpanEvent: event,
  SpanLink: link,
  Span: span,
  TraceSummary: traceSummary,
  TracesResponse: tracesResponse,
  TraceResponse: traceResponse,
};
