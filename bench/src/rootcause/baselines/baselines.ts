/**
 * What simple methods make of the same rows. They see figures over time only: the metrics, and per service and quarter of a
 * minute the mean duration and the errors of its spans. They read no logs, changes or states of a cluster, know no call graph
 * and cannot abstain.
 */
import type { ExplanationEntity, TimeWindow } from '@nightglass/model';
import type { IncidentData } from '@nightglass/rootcause';

export interface EntityScore {
  entity: ExplanationEntity;
  score: number;
}

interface Samples {
  entity: ExplanationEntity;
  before: number[];
  during: number[];
}

export type Baseline = (data: IncidentData) => EntityScore[];

/** BARO's robust scorer (reference 3.1): max over the incident of (x - median) / IQR of the normal time, IQR 0 as 1. */
export const robustScorer: Baseline = (data) =>
  samplesOf(data).map(({ entity, before, during }) => {
    const sorted = [...before].sort((a, b) => a - b);
    const spread = at(sorted, 0.75) - at(sorted, 0.25);
    return { entity, score: (greatest(during) - at(sorted, 0.5)) / (spread === 0 ? 1 : spread) };
  });

/** The largest z-score (reference 3.2): the same with mean and standard deviation. */
export const largestZScore: Baseline = (data) =>
  samplesOf(data).map(({ entity, before, during }) => {
    const mean = before.reduce((sum, x) => sum + x, 0) / before.length;
    const deviation = Math.sqrt(before.reduce((sum, x) => sum + (x - mean) ** 2, 0) / before.length);
    return { entity, score: (greatest(during) - mean) / (deviation === 0 ? 1 : deviation) };
  });

/** Quantile with linear interpolation, as the method's own implementation has it. */
const at = (sorted: readonly number[], q: number): number => {
  const place = (sorted.length - 1) * q;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
};

const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

const samplesOf = (data: IncidentData): Samples[] => {
  const within = ({ startMs, endMs }: TimeWindow, timeMs: number): boolean =>
    timeMs >= startMs && timeMs < endMs;
  const samples: Samples[] = [];
  for (const { entity, timesMs, values } of [...data.series, ...spanSeries(data)]) {
    const one: Samples = { entity, before: [], during: [] };
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN;
      const timeMs = timesMs[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (within(data.baseline, timeMs)) one.before.push(value);
      else if (within(data.incident, timeMs)) one.during.push(value);
    }
    if (one.before.length > 0 && one.during.length > 0) samples.push(one);
  }
  return samples;
};

const stepMs = 15_000;

interface Derived {
  entity: ExplanationEntity;
  timesMs: number[];
  values: number[];
}

const spanSeries = (data: IncidentData): Derived[] => {
  const sums = new Map<string, Map<number, { calls: number; duration: number; errors: number }>>();
  for (const span of data.spans) {
    const step = Math.floor(span.startMs / stepMs);
    const ofService =
      sums.get(span.service) ?? new Map<number, { calls: number; duration: number; errors: number }>();
    sums.set(span.service, ofService);
    const sum = ofService.get(step) ?? { calls: 0, duration: 0, errors: 0 };
    ofService.set(step, sum);
    sum.calls += span.weight;
    sum.duration += span.durationMs * span.weight;
    if (span.error) sum.errors += span.weight;
  }
  return [...sums].flatMap(([name, steps]) => {
    const ordered = [...steps].sort(([a], [b]) => a - b);
    const series = (
      value: (sum: { calls: number; duration: number; errors: number }) => number,
    ): Derived => ({
      entity: { kind: 'service', name },
      timesMs: ordered.map(([step]) => step * stepMs),
      values: ordered.map(([, sum]) => value(sum)),
    });
    return [series(({ calls, duration }) => duration / calls), series(({ errors }) => errors)];
  });
};
