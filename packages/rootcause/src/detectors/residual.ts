import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { entityKey, type MetricSeries } from '../incident.ts';
import { chartOf } from '../metrics/chart.ts';
import { relevance, support } from '../metrics/relevance.ts';
import { type SeriesShift, seriesShifts, shiftProbability } from '../metrics/shifts.ts';
import { ridge } from '../statistics/ridge.ts';
import { mad, median } from '../statistics/robust.ts';
import { normalTail } from '../statistics/tests.ts';
import { figure } from '../words/figures.ts';

/**
 * Residual on the call graph (reference 3.6, after CIRCA): a party's latency or errors are regressed on those of its callees
 * and on its own traffic over the normal time (ridge, lambda 0.1 of standardised columns); what the incident has beyond the
 * prediction is its own: z = median residual of A less that of B, over max(1.4826 MAD of B's residuals, the scale of the
 * shift). Only where the graph knows callees with figures and the normal time has at least 12 points.
 */
export const residual: Detector = {
  name: 'residual',
  independent: false,
  detect: (context) => {
    const byEntity = new Map<string, SeriesShift[]>();
    for (const shift of seriesShifts(context)) {
      const key = entityKey(context.graph.canonical(shift.series.entity));
      const list = byEntity.get(key);
      if (list === undefined) byEntity.set(key, [shift]);
      else list.push(shift);
    }
    return [...byEntity.keys()].sort().flatMap((key) => {
      const strongest = byEntity
        .get(key)!
        .filter((shift) => explained.has(shift.meaning ?? '') && shift.z >= 3)
        .sort((a, b) => b.z - a.z)[0];
      return strongest === undefined ? [] : toFinding(context, key, strongest, byEntity);
    });
  },
};

const explained = new Set<string>(['latency', 'errors', 'availability']);
const fewestPoints = 12;
const mostCallees = 8;

const toFinding = (
  context: Context,
  key: string,
  shift: SeriesShift,
  byEntity: ReadonlyMap<string, SeriesShift[]>,
): Finding[] => {
  const callees = context.graph
    .out(key)
    .filter((edge) => edge.kind !== 'runs_on')
    .flatMap((edge) => (byEntity.get(edge.to) ?? []).filter((other) => isAlike(other, shift)).slice(0, 1))
    .sort((a, b) => b.z - a.z)
    .slice(0, mostCallees);
  if (callees.length === 0) return [];
  const own = byEntity.get(key)!.find((other) => other.meaning === 'traffic');
  const parents = [...callees, ...(own === undefined ? [] : [own])].map(({ series }) => valueAt(series));
  const baseline = points(shift.series, context.baseline, parents);
  const incident = points(shift.series, context.incident, parents);
  if (baseline.length < fewestPoints || incident.length < 1) return [];
  const fitted = ridge(
    baseline.map((point) => point.x),
    baseline.map((point) => point.y),
    0.1,
  );
  if (fitted === null) return [];
  const rest = (point: Point): number => point.y - fitted.predict(point.x);
  const usual = baseline.map(rest);
  const centre = median(usual);
  const beyond = median(incident.map(rest)) - centre;
  const sign = shift.meaning === 'availability' ? -1 : 1;
  const z = (sign * beyond) / Math.max(1.4826 * mad(usual, centre), shift.scale);
  if (!(z >= 3)) return [];
  const { factor, coverage } = relevance(context, shift);
  // A callee that moved out of its usual range is nothing the fit has ever seen.
  const sick = Math.max(0, ...callees.map((callee) => shiftProbability(callee.z)));
  const { series } = shift;
  const name = series.aggregation === '' ? series.name : `${series.name} (${series.aggregation})`;
  const predicted = median(incident.map((point) => fitted.predict(point.x)));
  const actual = median(incident.map((point) => point.y));
  return [
    finding({
      entity: series.entity,
      faultClass: 'unknown',
      p: shiftProbability(Math.min(200, z)) * support(shift) * factor * (1 - sick),
      coverage,
      onsetMs: shift.onsetMs,
      evidence: [
        evidenceDraft({
          signal: 'metric',
          entity: series.entity,
          subject: name,
          unit: series.unit,
          before: predicted,
          after: actual,
          effect: Number(Math.min(200, z).toPrecision(4)),
          effectUnit: 'z',
          n: incident.length,
          p: normalTail(z),
          text: {
            en: `${name} of ${series.entity.name} is ${figure(actual, series.unit)}; what it calls and its traffic explain ${figure(predicted, series.unit)}.`,
            zh: `${series.entity.name} 的 ${name} 为 ${figure(actual, series.unit)}；其下游和流量只能解释 ${figure(predicted, series.unit)}。`,
          },
          query: {
            kind: 'metric',
            name: series.name,
            aggregation: series.aggregation,
            service: series.entity.kind === 'service' ? series.entity.name : '',
            labels: series.labels,
            window: { startMs: context.baseline.startMs, endMs: context.incident.endMs },
          },
          series: chartOf(context, series),
        }),
      ],
    }),
  ];
};

/** The same kind of figure, in the same statistic where there is one. */
const isAlike = (other: SeriesShift, shift: SeriesShift): boolean =>
  other.meaning === shift.meaning && other.series.aggregation === shift.series.aggregation;

interface Point {
  x: number[];
  y: number;
}

const points = (
  series: MetricSeries,
  window: { startMs: number; endMs: number },
  parents: readonly ((timeMs: number) => number)[],
): Point[] => {
  const found: Point[] = [];
  for (let i = 0; i < series.timesMs.length; i++) {
    const time = series.timesMs[i]!;
    const y = series.values[i]!;
    if (time < window.startMs || time >= window.endMs || !Number.isFinite(y)) continue;
    const x = parents.map((parent) => parent(time));
    if (x.every(Number.isFinite)) found.push({ x, y });
  }
  return found;
};

/** The last value at or before a time, at most two steps old; NaN when there is none. */
const valueAt = (series: MetricSeries): ((timeMs: number) => number) => {
  const { timesMs, values } = series;
  const n = timesMs.length;
  // The median: between the normal time and the incident months may lie.
  const steps = Array.from(
    { length: Math.max(0, Math.min(n, 100) - 1) },
    (_, i) => timesMs[i + 1]! - timesMs[i]!,
  );
  const step = steps.length < 1 ? 60_000 : median(steps);
  return (timeMs) => {
    let low = 0;
    let high = n - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (timesMs[middle]! <= timeMs) low = middle;
      else high = middle - 1;
    }
    const at = timesMs[low];
    return at !== undefined && at <= timeMs && timeMs - at <= 2 * step ? values[low]! : Number.NaN;
  };
};
