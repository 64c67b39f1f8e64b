import { z } from 'zod';
import type { Path } from './document.ts';

/** The names an object may have at `path` inside `schema`; empty when there is no object. */
export const namesAt = (schema: z.ZodType, path: Path): string[] => {
  let current: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    const inner: z.core.$ZodType | undefined = current && unwrap(current);
    if (inner instanceof z.ZodObject)
      current = (inner.shape as Record<string, z.core.$ZodType>)[String(step)];
    else if (inner instanceof z.ZodArray) current = inner.element;
    else return [];
  }
  const found = current && unwrap(current);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
};

/** The schema under defaults, options and preprocessing. */
const unwrap = (schema: z.core.$ZodType): z.core.$ZodType => {
  let current = schema;
  for (;;) {
    if (
      current instanceof z.ZodDefault ||
      current instanceof z.ZodPrefault ||
      current instanceof z.ZodOptional ||
      current instanceof z.ZodNullable
    ) {
      current = current.unwrap();
    } else if (current instanceof z.ZodPipe) {
      // Preprocessing is a pipe whose first half is a transform.
      current = current.in instanceof z.ZodTransform ? current.out : current.in;
    } else {
      return current;
    }
  }
};
