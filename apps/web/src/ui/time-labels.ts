import { timeTicks } from '../logic/time-ticks.ts';
import { formatClock, formatMinute } from '../logic/times.ts';

/** Labels of a time axis for a width in pixels. */
export const timeLabels = (
  start: number,
  end: number,
  width: number,
  language: string,
): { at: number; text: string }[] => {
  const offset = new Date(start * 1000).getTimezoneOffset();
  const { ticks, seconds } = timeTicks(start, end, Math.max(2, Math.min(8, Math.floor(width / 90))), offset);
  // A label is about 46 px wide and centred: one at the very edge would be cut.
  const room = (23 / Math.max(1, width)) * (end - start);
  return ticks
    .filter((at) => at <= end - room)
    .map((at) => ({ at, text: seconds ? formatClock(at, language) : formatMinute(at, language) }));
};
