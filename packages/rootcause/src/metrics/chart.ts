import type { EvidenceSeries } from '@nightglass/model';
import type { Context } from '../detector.ts';
import type { MetricSeries } from '../incident.ts';

const maximumPoints = 120;

/** The series over the end of its normal time and the incident, as means of at most 120 equal steps. */
export const chartOf = (context: Context, series: MetricSeries): EvidenceSeries => {
  const { incident, baseline } = context;
  const length = incident.endMs - incident.startMs;
  const startMs = Math.max(baseline.startMs, incident.startMs - 2 * length);
  // A normal time that lies far away cannot be drawn on one axis with the incident.
  const from = Math.min(startMs, incident.startMs);
  const stepMs = Math.max(1000, Math.ceil((incident.endMs - from) / maximumPoints / 1000) * 1000);
  const steps = Math.max(1, Math.ceil((incident.endMs - from) / stepMs));
  const sums = new Float64Array(steps);
  const counts = new Float64Array(steps);
  for (let i = 0; i < series.timesMs.length; i++) {
    const value = series.values[i]!;
    const at = Math.floor((series.timesMs[i]! - from) / stepMs);
    if (at < 0 || at >= steps || !Number.isFinite(value)) continue;
    sums[at] = sums[at]! + value;
    counts[at] = counts[at]! + 1;
  }
  const values = Array.from(sums, (sum, i) =>
    counts[i]! > 0 ? Number((sum / counts[i]!).toPrecision(6)) : null,
  );
  return { startMs: from, stepMs, values };
};
