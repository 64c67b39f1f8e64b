/** Times and durations as people write them in a URL. All results are exact nanoseconds (bigint). */

const unitNano: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

/** Year 2262: the last one a signed 64-bit count of nanoseconds can name. */
const maxNano = 9_223_372_036_854_775_807n;

/** `whole.fraction` units in nanoseconds, rounded down. */
const decimal = (whole: string, fraction: string, unit: bigint): bigint =>
  BigInt(whole || '0') * unit + (fraction ? (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length) : 0n);

/**
 * `250ms`, `1.2s`, `1h30m`, or a whole number of nanoseconds. Undefined when it is none of these.
 */
export const parseDuration = (text: string): bigint | undefined => {
  if (text.length === 0 || text.length > 40) return undefined;
  if (/^\d+$/.test(text)) {
    const plain = BigInt(text);
    return plain <= maxNano ? plain : undefined;
  }
  let total = 0n;
  let at = 0;
  for (const m of text.matchAll(/(\d+)(?:\.(\d+))?(ns|us|µs|μs|ms|s|m|h|d|w)/gy)) {
    total += decimal(m[1] ?? '', m[2] ?? '', unitNano[m[3] ?? ''] ?? 0n);
    at = m.index + m[0].length;
  }
  return at === text.length && total <= maxNano ? total : undefined;
};

/** A moment: already known, or so long before now. */
export type Moment = { at: bigint } | { beforeNow: bigint };

export const resolveMoment = (moment: Moment, now: bigint): bigint =>
  'at' in moment ? moment.at : now - moment.beforeNow;

/**
 * RFC 3339 (`2026-01-31T02:17:00.5Z`), Unix seconds (`1760000000.25`), `now`, `now-15m` or `-15m`.
 * A string is returned for what is none of these: what is wrong with it.
 */
export const parseMoment = (text: string): Moment | string => {
  if (text === 'now') return { beforeNow: 0n };
  const relative = /^(?:now)?-(.+)$/.exec(text);
  if (relative && !/^-\d+(\.\d+)?$/.test(text)) {
    const span = /^\d+$/.test(relative[1] ?? '') ? undefined : parseDuration(relative[1] ?? '');
    return span === undefined ? `${quote(text)} is not a time before now` : { beforeNow: span };
  }
  const seconds = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (seconds) {
    const whole = seconds[1] ?? '';
    if (BigInt(whole) > 9_223_372_036n) {
      return `${quote(text)} is too large for Unix seconds (is it in milli- or nanoseconds?)`;
    }
    return { at: decimal(whole, seconds[2] ?? '', 1_000_000_000n) };
  }
  // A "+" of a zone that was not percent-encoded arrives as a space.
  const rfc = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+ -])(\d\d:\d\d))$/.exec(
    text,
  );
  if (rfc) {
    const zone = rfc[4] ? 'Z' : `${rfc[5] === ' ' ? '+' : rfc[5]}${rfc[6]}`;
    const ms = Date.parse(`${rfc[1]}T${rfc[2]}${zone}`);
    // V8 takes 31 February for 3 March.
    const exists =
      !Number.isNaN(ms) && new Date(`${rfc[1]}T00:00:00Z`).toISOString().startsWith(rfc[1] ?? '');
    if (!exists) return `${quote(text)} is not a date of the calendar`;
    if (ms < 0) return `${quote(text)} is before 1970`;
    return { at: BigInt(ms) * 1_000_000n + decimal('', (rfc[3] ?? '').padEnd(9, '0'), 1_000_000_000n) };
  }
  return `${quote(text)} is not a time`;
};

/** What came from outside, short and on one line, for a message. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
