/** How much of the target's trouble the figures of another party can account for, when both count their requests. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { type SeriesShift, seriesShifts } from './shifts.ts';

interface Figures {
  /** Time lost per second (in the latency's unit) and failed requests per second more than usual; null when unknown. */
  latency: { lost: number; unit: string } | null;
  failed: number | null;
}

const cache = new WeakMap<Context, Map<string, Figures>>();

/**
 * Little's law: a callee that became slower by d at r requests per second costs its callers d r per second. Its share of the
 * target's own loss is an upper bound of what it explains. Null when one of the four figures is missing or the target lost
 * nothing; else 0 to 1.
 */
export const shareOfSymptom = (
  context: Context,
  entity: ExplanationEntity,
  kind: 'latency' | 'errors',
): number | null => {
  const { service } = context.data.target;
  if (service === '') return null;
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = compute(context)));
  const target = [...known.keys()].find((key) => context.graph.distance(key) === 0);
  const own = known.get(entityKey(context.graph.canonical(entity)));
  const whole = target === undefined ? undefined : known.get(target);
  if (own === undefined || whole === undefined) return null;
  if (kind === 'errors') {
    if (own.failed === null || whole.failed === null || whole.failed <= 0) return null;
    return clamp(own.failed / whole.failed);
  }
  if (own.latency === null || whole.latency === null || own.latency.unit !== whole.latency.unit) return null;
  return whole.latency.lost <= 0 ? null : clamp(own.latency.lost / whole.latency.lost);
};

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

const compute = (context: Context): Map<string, Figures> => {
  const byEntity = new Map<string, SeriesShift[]>();
  for (const shift of seriesShifts(context)) {
    const key = entityKey(context.graph.canonical(shift.series.entity));
    const list = byEntity.get(key);
    if (list === undefined) byEntity.set(key, [shift]);
    else list.push(shift);
  }
  const figures = new Map<string, Figures>();
  for (const [key, shifts] of byEntity) {
    const rate = shifts.find((s) => s.meaning === 'traffic');
    if (rate === undefined) continue;
    const latencies = shifts.filter((s) => s.meaning === 'latency');
    const latency = ['avg', 'p50', ''].flatMap((a) => latencies.filter((s) => s.series.aggregation === a))[0];
    const failures = shifts.find((s) => s.meaning === 'errors' || s.meaning === 'availability');
    figures.set(key, {
      latency:
        latency === undefined
          ? null
          : {
              lost: (mean(latency.incident) - latency.medianBefore) * mean(rate.incident),
              unit: latency.series.unit,
            },
      failed: failures === undefined ? null : failed(failures) * mean(rate.incident),
    });
  }
  return figures;
};

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of failed requests more than usual. */
const failed = (shift: SeriesShift): number => {
  const grown = mean(shift.incident) - shift.baseline.reduce((sum, v) => sum + v, 0) / shift.baseline.length;
  const share = shift.series.unit === '%' ? grown / 100 : grown;
  return shift.meaning === 'availability' ? -share : share;
};
