import type {
  OperationSummary,
  OperationsResponse,
  ServiceMapResponse,
  ServiceSummary,
  ServicesResponse,
} from '@nightglass/model';
import { z } from 'zod';
import { maybe, nano, spanKind, sparkline } from './values.ts';

const rates = {
  calls: z.number(),
  errors: z.number(),
  rate: z.number(),
  errorRate: z.number(),
  p50: maybe,
  p95: maybe,
  p99: maybe,
  sparkline,
};

const serviceSummary = z.strictObject({
  name: z.string(),
  versions: z.array(z.string()),
  language: z.string(),
  ...rates,
  lastSeenUnixNano: nano,
}) satisfies z.ZodType<ServiceSummary>;

const operationSummary = z.strictObject({
  name: z.string(),
  kind: spanKind,
  ...rates,
}) satisfies z.ZodType<OperationSummary>;

const servicesResponse = z.strictObject({
  services: z.array(serviceSummary),
}) satisfies z.ZodType<ServicesResponse>;

const operationsResponse = z.strictObject({
  service: z.string(),
  operations: z.array(operationSummary),
}) satisfies z.ZodType<OperationsResponse>;

const serviceMapResponse = z.strictObject({
  nodes: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['service', 'database', 'messaging', 'external']),
      calls: z.number(),
      errors: z.number(),
      p95: maybe,
    }),
  ),
  edges: z.array(
    z.strictObject({
      client: z.string(),
      server: z.string(),
      calls: z.number(),
      errors: z.number(),
      p50: maybe,
      p95: maybe,
    }),
  ),
}) satisfies z.ZodType<ServiceMapResponse>;

export const named = {
  ServiceSummary: serviceSummary,
  ServicesResponse: servicesResponse,
  OperationSummary: operationSummary,
  OperationsResponse: operationsResponse,
  ServiceMapResponse: serviceMapResponse,
};
