import type {
  LogContextResponse,
  LogRecord,
  LogsHistogramResponse,
  LogsResponse,
  LogTailBatch,
  LogTailDropped,
} from '@nightglass/model';
import { z } from 'zod';
import { anyValue, attributes, count, hexOrEmpty, nano, resources, scope } from './values.ts';

export const logRecord = z.strictObject({
  id: z.string(),
  timeUnixNano: nano,
  observedTimeUnixNano: nano,
  severityNumber: z.number().int(),
  severityText: z.string(),
  service: z.string(),
  resourceId: z.string(),
  scope,
  body: anyValue,
  attributes,
  droppedAttributesCount: count,
  eventName: z.string(),
  flags: count,
  traceId: hexOrEmpty(32),
  spanId: hexOrEmpty(16),
}) satisfies z.ZodType<LogRecord>;

const logsResponse = z.strictObject({
  logs: z.array(logRecord),
  resources,
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<LogsResponse>;

const logsHistogramResponse = z.strictObject({
  start: z.number(),
  step: z.number(),
  series: z.array(
    z.strictObject({
      severity: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'unset']),
      counts: z.array(z.number()),
    }),
  ),
  total: count,
}) satisfies z.ZodType<LogsHistogramResponse>;

const logContextResponse = z.strictObject({
  id: z.string(),
  logs: z.array(logRecord),
  resources,
}) satisfies z.ZodType<LogContextResponse>;

const logTailBatch = z.strictObject({
  logs: z.array(logRecord),
  resources,
}) satisfies z.ZodType<LogTailBatch>;

const logTailDropped = z.strictObject({ count }) satisfies z.ZodType<LogTailDropped>;

export const named = {
  LogContextResponse: logContextResponse,
  LogTailBatch: logTailBatch,
  LogTailDropped: logTailDropped,
  LogRecord: logRecord,
  LogsResponse: logsResponse,
  LogsHistogramResponse: logsHistogramResponse,
};
