import { z } from 'zod';
import { section } from '../../config/units.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);

const change = z
  .strictObject({
    key: z.string().min(1),
    /** Text, number or truth; not for `delete`. */
    value: value.optional(),
    /** insert: only when it is missing. upsert: whatever was there. update: only when it is there. */
    action: z.enum(['insert', 'update', 'upsert', 'delete']),
  })
  .superRefine(({ action, value: given }, context) => {
    if ((action === 'delete') === (given === undefined)) return;
    const message = action === 'delete' ? 'must not have a value to delete' : `needs a value to ${action}`;
    context.addIssue({ code: 'custom', path: ['action'], message });
  });

export const resourceConfig = section({ attributes: z.array(change).min(1) });
export type ResourceConfig = z.infer<typeof resourceConfig>;
