/** Moments as people read them: local time on the page, the zone on hover, UTC when copied. */

const nanoToMs = (unixNano: string): number => Number(BigInt(unixNano) / 1_000_000n);
const locales: Record<string, string> = { en: 'en-GB', zh: 'zh-CN' };
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Building a formatter costs 50 µs; a log page needs hundreds. */
const formatter = (language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = language + JSON.stringify(options);
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locales[language] ?? language, options);
    formatters.set(key, found);
  }
  return found;
};

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const day = { day: 'numeric', month: 'short' } as const;

/** Further away than this a time of day alone could be mistaken for one of today. */
const sameDayMs = 20 * 3600 * 1000;

/** `02:17:05`; with the day in front when it is more than 20 hours from `now`. */
export const formatClock = (seconds: number, language: string, now = Date.now()): string => {
  const date = new Date(seconds * 1000);
  const today = Math.abs(now - date.getTime()) < sameDayMs;
  return formatter(language, today ? clock : { ...day, ...clock }).format(date);
};

/** `02:17`, for sentences. */
export const formatMinute = (seconds: number, language: string, now = Date.now()): string => {
  const date = new Date(seconds * 1000);
  const today = Math.abs(now - date.getTime()) < sameDayMs;
  const short = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return formatter(language, today ? short : { ...day, ...short }).format(date);
};

/** `02:17:05.123` from Unix nanoseconds. */
export const formatNanoClock = (unixNano: string, language: string): string =>
  formatter(language, { ...clock, fractionalSecondDigits: 3 }).format(nanoToMs(unixNano));

/** Day, time and zone: for titles. */
export const formatFull = (unixNano: string, language: string): string =>
  formatter(language, {
    year: 'numeric',
    ...day,
    ...clock,
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  }).format(nanoToMs(unixNano));

/** RFC 3339 in UTC with nanoseconds: what is copied. */
export const formatUtc = (unixNano: string): string => {
  const nano = BigInt(unixNano);
  const seconds = nano / 1_000_000_000n;
  const rest = String(nano % 1_000_000_000n).padStart(9, '0');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${rest}Z`;
};

/** `2 s ago`, in the words of the language. */
export const formatAgo = (unixNano: string, language: string, nowMs: number): string => {
  const seconds = Math.round((nanoToMs(unixNano) - nowMs) / 1000);
  const words = new Intl.RelativeTimeFormat(locales[language] ?? language, {
    numeric: 'always',
    style: 'short',
  });
  const size = Math.abs(seconds);
  if (size < 60) return words.format(-Math.max(0, -seconds), 'second');
  if (size < 3600) return words.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return words.format(Math.round(seconds / 3600), 'hour');
  return words.format(Math.round(seconds / 86_400), 'day');
};

/** `23 Nov, 02:10:00 – 02:25:00`. */
export const rangeLabel = (start: number, end: number, language: string, now = Date.now()): string => {
  const sameYear = new Date(now).getFullYear() === new Date(start * 1000).getFullYear();
  const options = sameYear ? { ...day, ...clock } : { year: 'numeric' as const, ...day, ...clock };
  return formatter(language, options).formatRange(start * 1000, end * 1000);
};

/** `02:10:00 – 02:25:00`, with the day when it is more than 20 hours from `now`. Unix seconds. */
export const spanLabel = (start: number, end: number, language: string, now = Date.now()): string => {
  const today = Math.abs(now - start * 1000) < sameDayMs && Math.abs(now - end * 1000) < sameDayMs;
  return formatter(language, today ? clock : { ...day, ...clock }).formatRange(start * 1000, end * 1000);
};

/** Unix milliseconds, which may have fractions, as Unix nanoseconds. */
export const msToNano = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);

/** The value of `<input type="datetime-local">`: local time without a zone. */
export const localInput = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
    `T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  );
};

export const nanoToSeconds = (unixNano: string): number => Number(BigInt(unixNano) / 1000n) / 1e6;
