/** Since when a moved figure has been moved, also where that was before anybody noticed; and figures that only climb. */
import type { Context } from '../detector.ts';
import type { MetricSeries } from '../incident.ts';
import { mad, median } from '../statistics/robust.ts';
import { badDirection } from './meaning.ts';
import { type SeriesShift, seriesShifts } from './shifts.ts';

/** Part of the baseline that counts as quiet when trouble may have crept in long before it was noticed. */
const quietShare = 0.6;
const cache = new WeakMap<Context, SeriesShift[]>();

/**
 * The shifts measured against the early part of the baseline only, without asking how far that wandered: slow decay (a
 * cache that runs cold, a leak) is a change as well. Long enough series only; the others as they are.
 */
export const quietShifts = (context: Context): readonly SeriesShift[] => {
  let shifts = cache.get(context);
  if (shifts === undefined)
    cache.set(context, (shifts = seriesShifts(context).map((shift) => quietShift(shift))));
  return shifts;
};

/** By means, which cost little: a deviation and a tenth apart. */
const mayHaveMoved = (quiet: Float64Array, incident: Float64Array): boolean => {
  let sum = 0;
  let squares = 0;
  for (const value of quiet) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / quiet.length;
  let now = 0;
  for (const value of incident) now += value;
  const deviation = Math.sqrt(Math.max(0, squares / quiet.length - mean * mean));
  return Math.abs(now / incident.length - mean) > 0.1 * Math.abs(mean) + deviation;
};

const quietShift = (shift: SeriesShift): SeriesShift => {
  const { baseline, incident, meaning } = shift;
  const quiet = baseline.subarray(0, Math.floor(baseline.length * quietShare));
  if (quiet.length < 10 || incident.length === 0 || Math.abs(shift.z) > 20 || !mayHaveMoved(quiet, incident))
    return shift;
  const before = median(quiet);
  const after = median(incident);
  // The floor of the unit is in the scale of the whole baseline; its wandering is not wanted.
  const scale = Math.max(1.4826 * mad(quiet, before), 0.05 * Math.abs(before), 1e-9);
  const direction = badDirection(meaning);
  const moved = direction === -1 ? before - after : after - before;
  const z = Math.max(-200, Math.min(200, moved / scale));
  if (Math.abs(z) <= Math.abs(shift.z) || (direction !== 0 && z < 0)) return shift;
  // A figure that was nothing and is next to nothing has no scale of its own.
  if (Math.abs(before) < 1e-9 && shift.scale > 0) return shift;
  return { ...shift, medianBefore: before, medianAfter: after, scale, z };
};

/**
 * Start of the last time in which the figure stays out of its usual range (at least 8 of 10 points beyond three
 * deviations up to the end); null when it does not stay out. Looks at all of the baseline and the incident.
 */
export const movedSince = (
  context: Context,
  { series, medianBefore, scale, z }: SeriesShift,
): number | null => {
  if (Math.abs(z) < 3 || scale <= 0) return null;
  const sign = series.values.length > 0 && z < 0 ? -1 : 1;
  const way = directionOf(context, series, medianBefore, sign);
  let out = 0;
  let seen = 0;
  let since: number | null = null;
  for (let i = series.timesMs.length - 1; i >= 0; i--) {
    const at = series.timesMs[i]!;
    const value = series.values[i]!;
    if (at >= context.incident.endMs || at < context.baseline.startMs || !Number.isFinite(value)) continue;
    seen++;
    if (((value - medianBefore) * way) / scale <= 3) continue;
    out++;
    if (out >= 0.8 * seen) since = at;
  }
  return since;
};

/** z of figures whose bad way is down is positive when they fall: the values tell. */
const directionOf = (context: Context, series: MetricSeries, before: number, sign: 1 | -1): 1 | -1 => {
  const now: number[] = [];
  for (let i = 0; i < series.timesMs.length; i++)
    if (series.timesMs[i]! >= context.incident.startMs && Number.isFinite(series.values[i]!))
      now.push(series.values[i]!);
  const after = median(now);
  return after === before || Number.isNaN(after) ? sign : after > before ? 1 : -1;
};

export interface Climb {
  series: MetricSeries;
  /** When it begins to climb; the first point when it always did. */
  sinceMs: number;
  /** Level before, and at the top. */
  from: number;
  to: number;
  /** Share of the points that rose, of those that could have (Kendall, neighbours of eight pieces). */
  steadiness: number;
}

const pieces = 24;

/** A figure that rises steadily to its top, by at least a third: a leak, a queue that is not emptied. Null for others. */
export const climbOf = (context: Context, series: MetricSeries): Climb | null => {
  const at: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < series.timesMs.length; i++) {
    const time = series.timesMs[i]!;
    if (
      time < context.baseline.startMs ||
      time >= context.incident.endMs ||
      !Number.isFinite(series.values[i]!)
    )
      continue;
    at.push(time);
    values.push(series.values[i]!);
  }
  let top = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > values[top]!) top = i;
  if (top < 11) return null;
  const levels = levelsOf(at.slice(0, top + 1), values.slice(0, top + 1));
  const breakAt = hinge(levels.map(({ level }) => level));
  const rising = levels.slice(breakAt);
  if (rising.length < 5) return null;
  let up = 0;
  for (let i = 1; i < rising.length; i++) if (rising[i]!.level > rising[i - 1]!.level) up++;
  const steadiness = up / (rising.length - 1);
  const from = median(levels.slice(0, Math.max(1, breakAt + 1)).map(({ level }) => level));
  const to = values[top]!;
  if (steadiness < 0.75 || to < 1.33 * from || from < 0) return null;
  return { series, sinceMs: rising[0]!.atMs, from, to, steadiness };
};

/** Medians of equal pieces. */
const levelsOf = (at: readonly number[], values: readonly number[]): { atMs: number; level: number }[] => {
  const count = Math.min(pieces, values.length);
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * values.length) / count);
    const end = Math.floor(((i + 1) * values.length) / count);
    return { atMs: at[start]!, level: median(values.slice(start, end)) };
  });
};

/** Index at which "flat, then a straight line" fits best (least squares). */
const hinge = (levels: readonly number[]): number => {
  const n = levels.length;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= n - 5; k++) {
    const flat = levels.slice(0, k + 1).reduce((sum, v) => sum + v, 0) / (k + 1);
    let xy = 0;
    let xx = 0;
    for (let i = k + 1; i < n; i++) {
      xy += (i - k) * (levels[i]! - flat);
      xx += (i - k) ** 2;
    }
    const slope = xx > 0 ? xy / xx : 0;
    let error = 0;
    for (let i = 0; i < n; i++) error += (levels[i]! - flat - (i > k ? slope * (i - k) : 0)) ** 2;
    if (error < least * (1 - 1e-9)) {
      least = error;
      best = k;
    }
  }
  return best;
};
