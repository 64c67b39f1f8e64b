import type { CorrelateResponse } from '@nightglass/model';
import { z } from 'zod';
import { logRecord } from './logs.ts';
import { chartSeries, metricType } from './metrics.ts';
import { span } from './traces.ts';
import { hex, hexOrEmpty, maybe, nano, resources } from './values.ts';

const correlateResponse = z.strictObject({
  traceId: hex(32),
  spanId: hexOrEmpty(16),
  span: span.nullable(),
  resources,
  spanLogs: z.array(logRecord),
  traceLogs: z.array(logRecord),
  red: z
    .strictObject({
      service: z.string(),
      operation: z.string(),
      start: z.number(),
      step: z.number(),
      calls: z.array(z.number()),
      errors: z.array(z.number()),
      p95: z.array(maybe),
      exemplars: z.array(
        z.strictObject({
          timeUnixNano: nano,
          durationNano: z.number(),
          traceId: hex(32),
          spanId: hex(16),
          error: z.boolean(),
        }),
      ),
    })
    .nullable(),
  runtimeMetrics: z.array(
    z.strictObject({
      name: z.string(),
      type: metricType,
      unit: z.string(),
      description: z.string(),
      series: chartSeries,
    }),
  ),
}) satisfies z.ZodType<CorrelateResponse>;

export const named = { CorrelateResponse: correlateResponse };
