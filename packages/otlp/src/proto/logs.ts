/** opentelemetry/proto/logs/v1/logs.proto, as full tags (see common.ts). */
export const LogRecord = {
  timeUnixNano: (1 << 3) | 1,
  severityNumber: (2 << 3) | 0,
  severityText: (3 << 3) | 2,
  body: (5 << 3) | 2,
  attributes: (6 << 3) | 2,
  droppedAttributesCount: (7 << 3) | 0,
  flags: (8 << 3) | 5,
  traceId: (9 << 3) | 2,
  spanId: (10 << 3) | 2,
  observedTimeUnixNano: (11 << 3) | 1,
  eventName: (12 << 3) | 2,
} as const;
