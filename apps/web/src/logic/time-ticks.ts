/** Round moments for the labels of a time axis. */

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/**
 * At most `most` moments (Unix seconds) within [start, end], round in the local time zone:
 * `offsetMinutes` is what `Date.prototype.getTimezoneOffset` says. `seconds` tells whether labels need seconds.
 */
export const timeTicks = (
  start: number,
  end: number,
  most: number,
  offsetMinutes: number,
): { ticks: number[]; seconds: boolean } => {
  const rough = (end - start) / Math.max(1, most);
  const step = steps.find((s) => s >= rough) ?? Math.ceil(rough / 86_400) * 86_400;
  const shift = offsetMinutes * 60;
  const ticks: number[] = [];
  for (let t = Math.ceil((start - shift) / step) * step + shift; t <= end; t += step) ticks.push(t);
  return { ticks, seconds: step < 60 };
};
