import type { AnyValue, KeyValue, Resource, Scope, Sparkline } from '@nightglass/model';
import { z } from 'zod';

/** int64 and uint64 as decimal text. */
export const int64 = z.string().regex(/^-?\d{1,20}$/);
/** Unix nanoseconds as decimal text. */
export const nano = z
  .string()
  .regex(/^\d{1,20}$/)
  .meta({ description: 'Unix nanoseconds' });
export const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
export const hexOrEmpty = (digits: number) => z.string().regex(new RegExp(`^([0-9a-f]{${digits}})?$`));
/** JSON has no NaN or infinities: those are text. */
export const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export const count = z.number().int().nonnegative();
export const maybe = z.number().nullable();

export const anyValue: z.ZodType<AnyValue> = z.strictObject({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: int64.optional(),
  doubleValue: double.optional(),
  get arrayValue() {
    return z.strictObject({ values: z.array(anyValue) }).optional();
  },
  get kvlistValue() {
    return z.strictObject({ values: z.array(keyValue) }).optional();
  },
  bytesValue: z.string().optional(),
});
export const keyValue: z.ZodType<KeyValue> = z.strictObject({ key: z.string(), value: anyValue });
export const attributes = z.array(keyValue);

export const scope = z.strictObject({
  name: z.string(),
  version: z.string(),
  attributes,
  droppedAttributesCount: count.optional(),
  schemaUrl: z.string().optional(),
}) satisfies z.ZodType<Scope>;

export const resource = z.strictObject({
  attributes,
  droppedAttributesCount: count.optional(),
  schemaUrl: z.string().optional(),
}) satisfies z.ZodType<Resource>;
export const resources = z.record(z.string(), resource);

export const sparkline = z.strictObject({
  start: z.number(),
  step: z.number(),
  calls: z.array(z.number()),
  errors: z.array(z.number()),
  p95: z.array(maybe),
}) satisfies z.ZodType<Sparkline>;

export const spanKind = z.enum(['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER']);

export const named = {
  AnyValue: anyValue,
  KeyValue: keyValue,
  Scope: scope,
  Resource: resource,
  Sparkline: sparkline,
};
