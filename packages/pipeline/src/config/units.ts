/** Durations and sizes as people write them in a configuration. */
import { z } from 'zod';

const durationUnits: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const sizeUnits: Record<string, number> = {
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  tb: 1000 ** 4,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/** `1h30m`, `250ms`, `5s`, `0` in milliseconds; undefined when it is not a duration. */
export const parseDuration = (text: string): number | undefined => {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h|d))+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount = '', unit = ''] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)/g)) {
    total += Number(amount) * (durationUnits[unit] ?? 0);
  }
  return total;
};

/** `64MiB`, `1.5GB`, `4096` in bytes; undefined when it is not a size. */
export const parseSize = (text: string): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?i?b)?$/i.exec(text.trim());
  const unit = match === null ? undefined : sizeUnits[(match[2] ?? 'b').toLowerCase()];
  return match === null || unit === undefined ? undefined : Math.floor(Number(match[1]) * unit);
};

interface Bounds {
  min?: number;
  max?: number;
}

const quantity = (
  what: string,
  example: string,
  parse: (text: string) => number | undefined,
  bounds: Bounds,
) =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    const parsed = parse(String(value));
    if (parsed === undefined) {
      context.addIssue({ code: 'custom', message: `is not a ${what} (like ${example})` });
      return z.NEVER;
    }
    if (parsed < (bounds.min ?? 0) || parsed > (bounds.max ?? Number.MAX_SAFE_INTEGER)) {
      const range =
        bounds.max === undefined ? `at least ${bounds.min ?? 0}` : `from ${bounds.min ?? 0} to ${bounds.max}`;
      context.addIssue({
        code: 'custom',
        message: `must be ${range} ${what === 'duration' ? 'ms' : 'bytes'}`,
      });
      return z.NEVER;
    }
    return parsed;
  });

/** A duration; milliseconds after parsing. `bounds` in milliseconds. */
export const duration = (defaultValue: string, bounds: Bounds = {}) =>
  quantity('duration', '"5s" or "250ms"', parseDuration, bounds).prefault(defaultValue);

/** A size; bytes after parsing. `bounds` in bytes. */
export const byteSize = (defaultValue: string, bounds: Bounds = {}) =>
  quantity('size', '"64MiB"', parseSize, bounds).prefault(defaultValue);

/** An object whose every key may be left out, or whose value may be left empty (`grpc:` alone), as in the Collector. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => (value === null ? {} : value), z.strictObject(shape));
