/** Arguments that several tools take. */
import { z } from 'zod';
import { optionalText, time } from '../api/params.ts';

export const service = optionalText('Name of the service.', 1024).optional();

export const range = {
  start: time('Start, inclusive. Default: one hour before the end.').optional(),
  end: time('End, exclusive. Default: now.').optional(),
};

export const limit = (what: string, most: number, standard: number) =>
  z
    .int()
    .min(1)
    .max(most)
    .optional()
    .meta({ description: `${what} at most, 1 to ${most}. Default ${standard}.` });

export const attributes = z
  .record(z.string().min(1).max(1024), z.string().max(4096))
  .refine((pairs) => Object.keys(pairs).length <= 20, 'at most 20 attributes')
  .optional()
  .meta({ description: 'Attributes of the record or its resource that must have these values.' });

export const filters = (pairs: Record<string, string> | undefined) =>
  Object.entries(pairs ?? {}).map(([key, value]) => ({ key, value }));

export const language = z
  .enum(['en', 'zh'])
  .optional()
  .meta({ description: 'Language of the sentences. Default en.' });
