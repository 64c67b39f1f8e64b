/** How much of the target's trouble the figures of another party can account for, when both count their requests. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { type SeriesShift, seriesShifts } from './shifts.ts';

interface Figures {
  /** Time lost per second (in the latency's unit) and failed requests per second more than usual; null when unknown. */
  latency: { lost: number; unit: string; moved: boolean } | null;
  failed: { lost: number; moved: boolean } | null;
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
    if (own.failed === null || whole.failed === null || !lostAny(whole.failed)) return null;
    return clamp(own.failed.lost / whole.failed.lost);
  }
  if (own.latency === null || whole.latency === null || own.latency.unit !== whole.latency.unit) return null;
  return lostAny(whole.latency) ? clamp(own.latency.lost / whole.latency.lost) : null;
};

/** Less than a usual deviation is no loss that could be shared out. */
const lostAny = ({ lost, moved }: { lost: number; moved: boolean }): boolean => moved && lost > 0;
const smallestZ = 1;

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
              moved: latency.z >= smallestZ,
            },
      failed:
        failures === undefined
          ? null
          : { lost: failed(failures, mean(rate.incident)), moved: failures.z >= smallestZ },
    });
  }
  return figures;
};

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Failed requests per second more than usual, of a share of them or of their own rate. */
const failed = (shift: SeriesShift, requests: number): number => {
  const grown = mean(shift.incident) - mean(shift.baseline);
  const failing = shift.meaning === 'availability' ? -grown : grown;
  if (shift.series.aggregation === 'rate') return failing;
  return (shift.series.unit === '%' ? failing / 100 : failing) * requests;
};
