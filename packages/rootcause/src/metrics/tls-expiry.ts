/** When certificates run out, from metrics of the time that is left or of the date until which they are valid. */
import type { EvidenceSeries } from '@nightglass/model';
import type { Context } from '../detector.ts';
import type { MetricSeries } from '../incident.ts';
import { chartOf } from './chart.ts';
import { meaningOf } from './meaning.ts';
import { unitScale } from './units.ts';

export interface Expiry {
  series: MetricSeries;
  /** When it passes zero. */
  crossedMs: number;
  /** What is left at the first point, ms. */
  before: number;
  chart: EvidenceSeries | null;
}

const dayMs = 86_400_000;

/** Milliseconds of one unit: by UCUM, else by the word in the name; seconds when nothing tells. */
const scaleOf = ({ unit, name }: MetricSeries): number => {
  const known = unitScale(unit);
  if (known?.base === 's') return known.factor * 1000;
  if (unit === 'd' || /days?(?:_|$|\b)/i.test(name)) return dayMs;
  if (unit === 'h' || /hours?(?:_|$|\b)/i.test(name)) return dayMs / 24;
  if (/millis|(?:_|\b)ms(?:_|$|\b)/i.test(name)) return 1;
  return 1000;
};

/** A figure that could be a Unix time of our days, in its scale: then it is the date, not what is left. */
const isDate = (ms: number): boolean => ms > 9.4e11 && ms < 4.2e12;

/** Certificates that were valid at the beginning of the baseline and are not at the end of the incident. */
export const expiriesOf = (context: Context): Expiry[] => {
  const { startMs } = context.baseline;
  const { endMs } = context.incident;
  return context.data.series.flatMap((series) => {
    if (meaningOf(series.name, series.unit) !== 'tls_expiry') return [];
    const scale = scaleOf(series);
    let before: number | null = null;
    let last = Number.POSITIVE_INFINITY;
    for (let i = 0; i < series.timesMs.length; i++) {
      const at = series.timesMs[i]!;
      const value = series.values[i]! * scale;
      if (!Number.isFinite(value) || at < startMs || at >= endMs) continue;
      const left = isDate(value) ? value - at : value;
      if (before === null) {
        if (left <= 0) return [];
        before = left;
      }
      last = left;
      if (left > 0) continue;
      // Between two points it runs down with the clock.
      return [{ series, crossedMs: Math.min(at, at + left), before, chart: chartOf(context, series) }];
    }
    // The last point may lie before the end: the clock goes on.
    const lastAt = lastTime(series, endMs);
    const crossed = lastAt + last;
    return before !== null && crossed < endMs
      ? [{ series, crossedMs: crossed, before, chart: chartOf(context, series) }]
      : [];
  });
};

const lastTime = ({ timesMs }: MetricSeries, endMs: number): number => {
  for (let i = timesMs.length - 1; i >= 0; i--) if (timesMs[i]! < endMs) return timesMs[i]!;
  return endMs;
};
