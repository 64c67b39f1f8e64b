/** Series of a metric, whose points may lie at different times, on one common time axis. */
import type { MetricSeriesResponse } from '@nightglass/model';
import { lineColour } from './colours.ts';

export interface AlignedSeries {
  /** Unix seconds, ascending. */
  times: number[];
  lines: { label: string; colour: string; values: (number | null)[] }[];
}

/** `method=GET, status=200`; the name of the metric when there is nothing to tell the lines apart. */
const labelOf = (labels: Record<string, string>, fallback: string): string => {
  const entries = Object.entries(labels);
  if (entries.length === 0) return fallback;
  if (entries.length === 1) return entries[0]?.[1] || '–';
  return entries.map(([k, v]) => `${k}=${v}`).join(', ');
};

export const alignSeries = (series: MetricSeriesResponse['series'], name: string): AlignedSeries => {
  const times = [...new Set(series.flatMap((s) => s.points.map(([time]) => time)))].sort((a, b) => a - b);
  const seen = new Map<string, number>();
  const lines = series.map((s, i) => {
    const byTime = new Map(s.points);
    const label = labelOf(s.labels, name);
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return {
      label: count === 1 ? label : `${label} (${count})`,
      colour: lineColour(i),
      values: times.map((time) => byTime.get(time) ?? null),
    };
  });
  return { times, lines };
};
