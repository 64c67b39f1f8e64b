import type { ErrorBody, ErrorCode, HealthResponse } from '@nightglass/model';
import { errorCodes } from '@nightglass/model';
import { z } from 'zod';

const status = z.enum(['ok', 'starting', 'degraded', 'failed']);

export const healthResponse = z.strictObject({
  status,
  version: z.string(),
  components: z.array(z.strictObject({ name: z.string(), status, message: z.string().optional() })),
}) satisfies z.ZodType<HealthResponse>;

export const errorBody = z.strictObject({
  error: z.strictObject({
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    hint: z.string().optional(),
    parameter: z.string().optional(),
  }),
}) satisfies z.ZodType<ErrorBody>;

export const named = { HealthResponse: healthResponse, ErrorBody: errorBody };
