/** opentelemetry/proto/trace/v1/trace.proto, as full tags (see common.ts). */
export const Span = {
  traceId: (1 << 3) | 2,
  spanId: (2 << 3) | 2,
  traceState: (3 << 3) | 2,
  parentSpanId: (4 << 3) | 2,
  name: (5 << 3) | 2,
  kind: (6 << 3) | 0,
  startTimeUnixNano: (7 << 3) | 1,
  endTimeUnixNano: (8 << 3) | 1,
  attributes: (9 << 3) | 2,
  droppedAttributesCount: (10 << 3) | 0,
  events: (11 << 3) | 2,
  droppedEventsCount: (12 << 3) | 0,
  links: (13 << 3) | 2,
  droppedLinksCount: (14 << 3) | 0,
  status: (15 << 3) | 2,
  flags: (16 << 3) | 5,
} as const;

/** Span.Event */
export const Event = {
  timeUnixNano: (1 << 3) | 1,
  name: (2 << 3) | 2,
  attributes: (3 << 3) | 2,
  droppedAttributesCount: (4 << 3) | 0,
} as const;

/** Span.Link */
export const Link = {
  traceId: (1 << 3) | 2,
  spanId: (2 << 3) | 2,
  traceState: (3 << 3) | 2,
  attributes: (4 << 3) | 2,
  droppedAttributesCount: (5 << 3) | 0,
  flags: (6 << 3) | 5,
} as const;

export const Status = {
  message: (2 << 3) | 2,
  code: (3 << 3) | 0,
} as const;
