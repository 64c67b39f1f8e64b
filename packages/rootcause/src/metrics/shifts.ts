/** How far each series moved from its normal time: the figures that several detectors share. */
import type { Context } from '../detector.ts';
import type { MetricSeries } from '../incident.ts';
import { madSorted, median, quantileSorted, sorted } from '../statistics/robust.ts';
import { likelihood } from '../statistics/tests.ts';
import { badDirection, type MetricMeaning, meaningOf } from './meaning.ts';
import { unitFloor } from './units.ts';

export interface SeriesShift {
  series: MetricSeries;
  meaning: MetricMeaning | null;
  /** Values of the two windows in order of time, gaps left out. */
  baseline: Float64Array;
  incident: Float64Array;
  medianBefore: number;
  medianAfter: number;
  /** What counts as one usual deviation, in the series' unit. */
  scale: number;
  /** Deviations in the bad direction (either direction where both are bad, then signed). 0 when nothing moved. */
  z: number;
  /** First time of the incident from which it stays out of its usual range; null when it does not. */
  onsetMs: number | null;
}

const cache = new WeakMap<Context, SeriesShift[]>();

/** In the order of the series; those without a value in one of the windows are left out. */
export const seriesShifts = (context: Context): SeriesShift[] => {
  let shifts = cache.get(context);
  if (shifts === undefined) cache.set(context, (shifts = compute(context)));
  return shifts;
};

/** A rate of a duration's histogram counts calls: it is traffic, not latency. */
export const meaningOfSeries = (series: MetricSeries): MetricMeaning | null => {
  const meaning = meaningOf(series.name, series.unit);
  const counted = series.aggregation === 'rate' || series.aggregation === 'count';
  return meaning === 'latency' && counted ? 'traffic' : meaning;
};

/** Deviations are clipped here: beyond it more says nothing. */
const clip = 200;
/** Relative part of the scale (reference 3.1). */
const relative = 0.05;

/** How many there are at the moment of looking: one more or less is chance, and so is the root of many (Poisson). */
const counted = new Set<MetricMeaning | null>(['connections', 'threads', 'queue_depth', 'fd']);
const isWhole = (values: Float64Array): boolean => values.every(Number.isInteger);

const compute = (context: Context): SeriesShift[] => {
  const floors = pooledFloors(context.data.series);
  const found: SeriesShift[] = [];
  for (const series of context.data.series) {
    const baseline = valuesIn(series, context.baseline.startMs, context.baseline.endMs);
    const incident = valuesIn(series, context.incident.startMs, context.incident.endMs);
    if (baseline.length < 3 || incident.length === 0) continue;
    const meaning = meaningOfSeries(series);
    const orderedB = sorted(baseline);
    const orderedA = sorted(incident);
    const before = quantileSorted(orderedB, 0.5);
    const after = quantileSorted(orderedA, 0.5);
    const floor = Math.max(
      unitFloor(meaning, series.unit) ?? floors.get(series.name) ?? 0,
      counted.has(meaning) && isWhole(baseline) && isWhole(incident) ? Math.max(1, Math.sqrt(before)) : 0,
    );
    const scale = Math.max(
      1.4826 * madSorted(orderedB, before),
      relative * Math.abs(meaning === 'availability' ? wholeOf(orderedB) - before : before),
      wander(baseline, before),
      floor,
    );
    const direction = badDirection(meaning);
    const middle = after - before;
    const high = quantileSorted(orderedA, 0.9) - quantileSorted(orderedB, 0.9);
    const low = quantileSorted(orderedA, 0.1) - quantileSorted(orderedB, 0.1);
    const up = Math.max(middle, 0.7 * high);
    const down = Math.max(-middle, -0.7 * low);
    const way = direction === 0 ? (up >= down ? 1 : -1) : direction;
    const since = sinceShortlyBefore(context, series, after, way);
    const moved = way * Math.min(way === 1 ? up : down, since ?? Number.POSITIVE_INFINITY);
    const z0 = direction === -1 ? -moved : moved;
    const z = scale > 0 ? Math.max(-clip, Math.min(clip, z0 / scale)) : 0;
    found.push({
      series,
      meaning,
      baseline,
      incident,
      medianBefore: before,
      medianAfter: after,
      scale,
      z: direction === 0 ? z : Math.max(0, z),
      onsetMs:
        Math.abs(z) < 3 ? null : firstOut(context, series, before, scale, moved < 0 ? -1 : 1, direction),
    });
  }
  return found;
};

const valuesIn = (series: MetricSeries, startMs: number, endMs: number): Float64Array => {
  const { timesMs, values } = series;
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < timesMs.length; i++) {
    const time = timesMs[i]!;
    const value = values[i]!;
    if (time >= startMs && time < endMs && Number.isFinite(value)) kept[count++] = value;
  }
  return kept.slice(0, count);
};

/** Success is counted against the whole of 1 or of 100 %: 97 % of 100 % are many failures, not a small change. */
const wholeOf = (ordered: Float64Array): number => (ordered.at(-1)! > 1.001 ? 100 : 1);

/**
 * How far the incident lies from the last minutes before it, in the bad direction, where the normal time is another day
 * than those: what was as bad already then is no news of this incident. Null when there are no such points.
 */
const sinceShortlyBefore = (
  context: Context,
  series: MetricSeries,
  after: number,
  way: 1 | -1,
): number | null => {
  const { baseline, incident } = context;
  const until = Math.min(incident.startMs, context.data.incident.startMs);
  const from = until - Math.max(600_000, incident.endMs - incident.startMs);
  if (baseline.startMs < until && baseline.endMs > from) return null;
  const values = valuesIn(series, from, until);
  return values.length === 0 ? null : Math.max(0, (after - median(values)) * way);
};

/** How far the medians of six pieces of the normal time lie from its median: a series that drifts is no news when it drifts. */
const wander = (values: Float64Array, centre: number): number => {
  const pieces = 6;
  if (values.length < pieces * 3) return 0;
  let far = 0;
  for (let i = 0; i < pieces; i++) {
    const piece = values.subarray(
      Math.floor((i * values.length) / pieces),
      Math.floor(((i + 1) * values.length) / pieces),
    );
    far = Math.max(far, Math.abs(median(piece) - centre));
  }
  return far;
};

/** For series whose unit says nothing: 1 % of the large values of all series of the same name. */
const pooledFloors = (all: readonly MetricSeries[]): Map<string, number> => {
  const tops = new Map<string, number[]>();
  for (const series of all) {
    let largest = 0;
    for (let i = 0; i < series.values.length; i++) {
      const size = Math.abs(series.values[i]!);
      if (size > largest && size < Number.POSITIVE_INFINITY) largest = size;
    }
    const list = tops.get(series.name);
    if (list === undefined) tops.set(series.name, [largest]);
    else list.push(largest);
  }
  return new Map([...tops].map(([name, list]) => [name, 0.01 * median(list)]));
};

/** The start of the first run of two points (one, when there are few) beyond three deviations. */
const firstOut = (
  context: Context,
  series: MetricSeries,
  centre: number,
  scale: number,
  sign: 1 | -1,
  direction: 1 | -1 | 0,
): number | null => {
  const way = direction === 0 ? sign : direction;
  const { startMs, endMs } = context.incident;
  // A normal time that was recorded afterwards bounds nothing.
  const from = Math.max(Math.min(context.baseline.startMs, startMs), startMs - 120_000);
  let run: number | null = null;
  for (let i = 0; i < series.timesMs.length; i++) {
    const time = series.timesMs[i]!;
    const value = series.values[i]!;
    if (time < from || time >= endMs || !Number.isFinite(value)) continue;
    const out = ((value - centre) * way) / scale > 3;
    if (out && run !== null) return run;
    run = out ? time : null;
  }
  return run;
};

/** A shift as a probability: even chance at z = 5, 0.94 at 20; monotonous, so that the larger of two stays the larger. */
export const shiftProbability = (z: number): number => likelihood(Math.abs(z), 5);
