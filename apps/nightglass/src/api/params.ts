/** The kinds of request parameters: each reads text, says what is wrong with it, and appears in the OpenAPI document. */
import { NightglassError } from '@nightglass/model';
import { z } from 'zod';
import { parseDuration, parseMoment, quote, resolveMoment } from './times.ts';

/** Fails the parameter with a message about this input and a hint. */
const refuse = (ctx: z.RefinementCtx, message: string, hint: string): never => {
  ctx.addIssue({ code: 'custom', message, params: { hint } });
  return z.NEVER as never;
};

const timeHint =
  'Use RFC 3339 (2026-01-31T02:17:00Z), Unix seconds (1769825820.5), or a time before now (-15m, now).';

export const time = (description: string) =>
  z
    .string()
    .max(64)
    .transform((text, ctx) => {
      const moment = parseMoment(text);
      return typeof moment === 'string' ? refuse(ctx, moment, timeHint) : moment;
    })
    .meta({
      description: `${description} RFC 3339, Unix seconds, or relative to now (-15m, now).`,
      examples: ['2026-01-31T02:17:00Z', '1769825820.5', '-15m'],
    });

/** A time of a JSON body, as Unix nanoseconds; undefined when it is not given. NG_BAD_PARAMETER. */
export const readMoment = (parameter: string, text: string | undefined, now: bigint): bigint | undefined => {
  if (text === undefined || text === '') return undefined;
  const moment = parseMoment(text);
  if (typeof moment !== 'string') return resolveMoment(moment, now);
  throw new NightglassError('NG_BAD_PARAMETER', `${parameter}: ${moment}`, { parameter, hint: timeHint });
};

export const duration = (description: string) =>
  z
    .string()
    .transform(
      (text, ctx) =>
        parseDuration(text) ??
        refuse(ctx, `${quote(text)} is not a duration`, 'Write 250ms, 1.2s, 1m30s, or whole nanoseconds.'),
    )
    .meta({
      description: `${description} As 250ms, 1.2s, 1m30s, or whole nanoseconds.`,
      examples: ['250ms', '1.2s'],
    });

/** Seconds as a number: a bare number is seconds, a unit is honoured. At least one second. */
export const step = (description: string) =>
  z
    .string()
    .transform((value, ctx) => {
      const hint = 'Write seconds (60) or a duration (30s, 5m), at least 1s.';
      const nano = /^\d+(\.\d+)?$/.test(value) ? parseDuration(`${value}s`) : parseDuration(value);
      if (nano === undefined) return refuse(ctx, `${quote(value)} is not a step`, hint);
      return nano < 1_000_000_000n ? refuse(ctx, `${quote(value)} is too short`, hint) : Number(nano) / 1e9;
    })
    .meta({ description: `${description} Seconds, or a duration like 30s or 5m.` });

export const integer = (description: string, min: number, max: number, standard?: number) =>
  z
    .string()
    .transform((text, ctx) => {
      const n = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      if (Number.isNaN(n)) return refuse(ctx, `${quote(text)} is not a whole number`, rangeHint(min, max));
      if (n < min || n > max) return refuse(ctx, `${n} is out of range`, rangeHint(min, max));
      return n;
    })
    .meta({
      description: standard === undefined ? description : `${description} Default ${standard}.`,
      type: 'integer',
      minimum: min,
      maximum: max,
    });
const rangeHint = (min: number, max: number): string => `Give a whole number from ${min} to ${max}.`;

/** A hex id of exactly `digits` digits; upper case is accepted. All zeros name nothing. */
export const hexId = (description: string, digits: number) =>
  z
    .string()
    .transform((text, ctx) => {
      const hint = `Give ${digits} hex digits (0-9, a-f), not all zero.`;
      if (!/^[0-9a-fA-F]*$/.test(text)) return refuse(ctx, `${quote(text)} is not a hex id`, hint);
      if (text.length !== digits) return refuse(ctx, `the id has ${text.length} digits, not ${digits}`, hint);
      if (/^0+$/.test(text)) return refuse(ctx, 'the id is all zeros, which names nothing', hint);
      return text.toLowerCase();
    })
    .meta({ description: `${description} ${digits} hex digits.`, pattern: `^[0-9a-fA-F]{${digits}}$` });

export const oneOf = <const V extends readonly string[]>(description: string, values: V) =>
  z
    .string()
    .transform((text, ctx): V[number] => {
      const found = values.find((v) => v === text.toLowerCase());
      return found ?? refuse(ctx, `${quote(text)} is not one of the values`, `Use ${values.join(', ')}.`);
    })
    .meta({ description: `${description} One of ${values.join(', ')}.`, enum: [...values] });

/** Text that is not empty; at most 4096 characters unless said otherwise. */
export const text = (description: string, max = 4096) =>
  z
    .string()
    .transform((value, ctx) => {
      if (value.length === 0)
        return refuse(ctx, 'the value is empty', 'Give a value or leave the parameter out.');
      if (value.length > max) {
        return refuse(ctx, `the value has ${value.length} characters`, `Give at most ${max} characters.`);
      }
      return value;
    })
    .meta({ description });

/** Text that may be empty: `?q=` of an empty search box is no filter. */
export const optionalText = (description: string, max = 4096) =>
  z
    .string()
    .transform((value, ctx) =>
      value.length > max
        ? refuse(ctx, `the value has ${value.length} characters`, `Give at most ${max} characters.`)
        : value === ''
          ? undefined
          : value,
    )
    .meta({ description });

export const attributes = (description: string) =>
  z
    .array(
      z.string().transform((pair, ctx) => {
        const at = pair.indexOf('=');
        const hint = 'Write attr=key=value, for example attr=http.route=/pay; repeat it for more filters.';
        if (at < 1) return refuse(ctx, `${quote(pair)} is not key=value`, hint);
        if (pair.length > 4096) return refuse(ctx, `the filter has ${pair.length} characters`, hint);
        return { key: pair.slice(0, at), value: pair.slice(at + 1) };
      }),
    )
    .max(20)
    .meta({ description: `${description} Written key=value; may be repeated, all must hold.` });

/** pprof labels: a key holds no colon, a value may. */
export const labels = (description: string) =>
  z
    .array(
      z.string().transform((pair, ctx) => {
        const at = pair.indexOf(':');
        const hint = 'Write label=key:value, for example label=shard:3; repeat it for more labels.';
        if (at < 1) return refuse(ctx, `${quote(pair)} is not key:value`, hint);
        if (pair.length > 1024) return refuse(ctx, `the filter has ${pair.length} characters`, hint);
        return { key: pair.slice(0, at), value: pair.slice(at + 1) };
      }),
    )
    .max(20)
    .meta({ description: `${description} Written key:value; may be repeated, all must hold.` });

export const list = (description: string) =>
  z
    .string()
    .max(1024)
    .transform((value) =>
      value
        .split(',')
        .map((v) => v.trim())
        .filter((v) => v !== ''),
    )
    .meta({ description: `${description} Several are separated by commas.` });

/** OTLP severity: a number 1 to 24 or the name of a class, whose lowest number it means. */
export const severity = (description: string) =>
  z
    .string()
    .transform((value, ctx) => {
      const named = severityNames[value.toLowerCase()];
      if (named !== undefined) return named;
      const n = /^\d{1,2}$/.test(value) ? Number(value) : 0;
      if (n >= 1 && n <= 24) return n;
      return refuse(
        ctx,
        `${quote(value)} is not a severity`,
        'Use trace, debug, info, warn, error, fatal, or an OTLP severity number from 1 to 24.',
      );
    })
    .meta({ description: `${description} trace, debug, info, warn, error, fatal, or 1 to 24.` });
const severityNames: Record<string, number> = {
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  warning: 13,
  error: 17,
  fatal: 21,
};

/** `start` and `end` of every search. */
export const range = {
  start: time('Start of the time range, inclusive. Default: one hour before `end`.').optional(),
  end: time('End of the time range, exclusive. Default: now.').optional(),
};
