/** Dates and times of day in a sentence. Without a zone they are UTC, as the engine prints them. */
import type { Token } from './tokens.ts';

export interface Moment {
  text: string;
  /** Unix milliseconds, or milliseconds of the day when no date is given; null when it cannot be read. */
  ms: number | null;
  dated: boolean;
  /** What its last printed place is worth: a day, a minute, a second, less. */
  step: number;
  start: number;
  end: number;
}

const dayMs = 86_400_000;
const form =
  /^(?:(\d{4})-(\d\d)-(\d\d))?(?:[T ]?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?:\s?([ap])m)?\s?(.*)$/i;

export const momentOf = ({ text, start, end }: Token): Moment => {
  const unreadable: Moment = { text, ms: null, dated: false, step: 1, start, end };
  const match = form.exec(text);
  if (match === null) return unreadable;
  const [, year, month, day, hour, minute, second, fraction, half, zone = ''] = match;
  const ahead = zoneMs(zone.trim());
  if (ahead === null) return unreadable;
  const timed = hour !== undefined;
  const hours = halfDay(Number(hour ?? 0), half?.toLowerCase());
  if (hours > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60) return unreadable;
  const part = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  const clock = hours * 3_600_000 + Number(minute ?? 0) * 60_000 + Number(second ?? 0) * 1000 + part;
  const step = !timed
    ? dayMs
    : second === undefined
      ? 60_000
      : fraction === undefined
        ? 1000
        : 1000 / 10 ** fraction.length;
  if (year === undefined) return { ...unreadable, ms: clock - ahead, step };
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return Number.isNaN(date) ? unreadable : { ...unreadable, ms: date + clock - ahead, dated: true, step };
};

const halfDay = (hour: number, half: string | undefined): number =>
  half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);

/** '' is UTC; null for zones that are only a name: their offset depends on the place and the season. */
const zoneMs = (zone: string): number | null => {
  if (/^(|z|utc|gmt)$/i.test(zone)) return 0;
  const match = /^(?:utc|gmt)?([+-])(\d\d):?(\d\d)?$/i.exec(zone);
  if (match === null) return null;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes ?? 0) * 60_000);
};

/** Cut or rounded to its last place, `at` (Unix milliseconds) is this moment. */
export const sameMoment = (moment: Moment, at: number): boolean => {
  if (moment.ms === null) return false;
  if (moment.dated) return within(at - moment.ms, moment.step);
  const off = (((at - moment.ms) % dayMs) + dayMs) % dayMs;
  return within(off, moment.step) || within(off - dayMs, moment.step);
};

/** A date is cut, never rounded. */
const within = (off: number, step: number): boolean => off >= (step < dayMs ? -step / 2 : 0) && off < step;
