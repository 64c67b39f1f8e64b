import type { FaultClass } from '@nightglass/model';
import { labelsText } from '../canonical.ts';
import { type Context, type Detector, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { loadFactor, loadRatio } from '../metrics/load.ts';
import type { MetricMeaning } from '../metrics/meaning.ts';
import { nameTokens } from '../metrics/meaning.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts } from '../metrics/shifts.ts';
import { unitScale } from '../metrics/units.ts';

/**
 * Limits that are reached (reference, section 5, C): processor at 80 % of what it may use, memory at 90 %, a disk at 90 %,
 * a pool at its maximum, requests waiting for a connection, throttling, a lag that only grows. What was as full in the
 * normal time is no news: p = level (1 - level before / 2), level from 0 at the threshold to 1 at the limit.
 */
export const saturation: Detector = {
  name: 'saturation',
  independent: true,
  detect: (context) => {
    const byEntity = new Map<string, SeriesShift[]>();
    for (const shift of seriesShifts(context)) {
      const key = entityKey(shift.series.entity);
      const list = byEntity.get(key);
      if (list === undefined) byEntity.set(key, [shift]);
      else list.push(shift);
    }
    return [...byEntity.keys()].sort().flatMap((key) => {
      const shifts = byEntity.get(key)!;
      return shifts.flatMap((shift) => {
        const level = levelOf(shift, shifts);
        return level === null ? [] : [toFinding(context, shift, level), ...ofConsumer(context, shift, level)];
      });
    });
  },
};

interface Level {
  faultClass: FaultClass;
  detail: string;
  /** 0 to 1. */
  now: number;
  before: number;
  inherits: boolean;
}

const thresholds: Partial<Record<MetricMeaning, { from: number; faultClass: FaultClass; detail: string }>> = {
  cpu: { from: 0.7, faultClass: 'cpu', detail: 'saturated' },
  memory: { from: 0.85, faultClass: 'memory', detail: 'near_limit' },
  memory_free: { from: 0.85, faultClass: 'memory', detail: 'near_limit' },
  heap: { from: 0.9, faultClass: 'memory', detail: 'near_limit' },
  disk_usage: { from: 0.85, faultClass: 'disk', detail: 'full' },
  disk_free: { from: 0.85, faultClass: 'disk', detail: 'full' },
  pool_usage: { from: 0.85, faultClass: 'pool_exhaustion', detail: 'at_maximum' },
  event_loop: { from: 0.8, faultClass: 'event_loop', detail: 'saturated' },
};

const levelOf = (shift: SeriesShift, same: readonly SeriesShift[]): Level | null => {
  const { meaning } = shift;
  if (meaning === 'pool_wait') return appeared(shift, 'pool_exhaustion', 'waiting', true);
  if (meaning === 'cpu_throttling') return appeared(shift, 'throttling', 'cpu_limit', false);
  if (meaning === 'queue_lag' || meaning === 'queue_depth') return growing(shift);
  const threshold = meaning === null ? undefined : thresholds[meaning];
  if (threshold === undefined) return null;
  const whole = limitOf(shift, same);
  if (whole === null || whole <= 0) return null;
  const free = meaning === 'memory_free' || meaning === 'disk_free';
  const used = (value: number): number => (free ? 1 - value / whole : value / whole);
  const level = (value: number): number =>
    Math.max(0, Math.min(1, (used(value) - threshold.from) / (1 - threshold.from)));
  // A share above one is no share: the unit is not what it seems.
  if (used(shift.medianAfter) > 1.2) return null;
  return {
    ...threshold,
    now: level(shift.medianAfter),
    before: level(shift.medianBefore),
    inherits: meaning === 'pool_usage',
  };
};

/** What 100 % is: of a ratio 1, of a percentage 100, else the limit that the same entity reports in the same labels. */
const limitOf = (shift: SeriesShift, same: readonly SeriesShift[]): number | null => {
  const { series, meaning } = shift;
  const scale = unitScale(series.unit);
  if (scale?.base === '1') return 1 / scale.factor;
  const wanted: Partial<Record<MetricMeaning, MetricMeaning>> = {
    cpu: 'cpu_limit',
    memory: 'memory_limit',
    heap: 'memory_limit',
    pool_usage: 'pool_usage',
  };
  const kind = meaning === null ? undefined : wanted[meaning];
  // What is free in bytes may be of a part only: the limit of the whole says nothing of it.
  if (kind === undefined || isLimit(series.name)) return null;
  const limits = same
    .filter((other) => other.meaning === kind && (kind !== 'pool_usage' || isLimit(other.series.name)))
    .filter((other) => kind !== 'pool_usage' || poolOf(other) === poolOf(shift))
    .map((other) => other.medianAfter)
    .filter((value) => value > 0);
  return limits.length === 0 ? null : Math.min(...limits);
};

const isLimit = (name: string): boolean =>
  nameTokens(name).some((t) => t === 'max' || t === 'limit' || t === 'maximum');

const poolOf = ({ series }: SeriesShift): string =>
  labelsText(Object.fromEntries(Object.entries(series.labels).filter(([key]) => /pool|name/.test(key))));

/** Something that is nothing in normal times. */
const appeared = (
  shift: SeriesShift,
  faultClass: FaultClass,
  detail: string,
  inherits: boolean,
): Level | null => {
  const { medianAfter, medianBefore, z } = shift;
  if (medianAfter <= 0 || z < 3) return null;
  const share = medianBefore <= 0 ? 1 : 1 - medianBefore / medianAfter;
  return { faultClass, detail, now: Math.min(1, z / 20) * share, before: 0, inherits };
};

/** Grows over the incident: its last third lies above its first third, and all above the normal time. */
const growing = (shift: SeriesShift): Level | null => {
  const { incident, medianBefore, scale, z } = shift;
  if (z < 3 || incident.length < 3) return null;
  const third = Math.max(1, Math.floor(incident.length / 3));
  const mean = (part: Float64Array): number => part.reduce((sum, v) => sum + v, 0) / part.length;
  const first = mean(incident.subarray(0, third));
  const last = mean(incident.subarray(incident.length - third));
  if (last - first < scale || last - medianBefore < 3 * scale) return null;
  return {
    faultClass: 'queue_lag',
    detail: 'growing',
    now: Math.min(1, z / 15),
    before: 0,
    inherits: shift.series.entity.kind === 'queue',
  };
};

/** A queue that fills although no more is put into it is not emptied: by its only reader, when it has one. */
const ofConsumer = (context: Context, shift: SeriesShift, level: Level): Finding[] => {
  const { graph } = context;
  if (level.faultClass !== 'queue_lag' || shift.series.entity.kind !== 'queue') return [];
  if ((loadRatio(context, shift.series.entity) ?? 1) > 1.3) return [];
  const readers = graph.in(entityKey(shift.series.entity)).filter((edge) => edge.kind === 'consumes');
  if (readers.length !== 1) return [];
  const whole = toFinding(context, shift, { ...level, detail: 'slow_consumer', inherits: true });
  return [{ ...whole, entity: graph.entity(readers[0]!.from), p: whole.p * 0.8 }];
};

const toFinding = (context: Context, shift: SeriesShift, level: Level): Finding =>
  finding({
    entity: shift.series.entity,
    faultClass: level.faultClass,
    detail: level.detail,
    inherits: level.inherits,
    p: level.now * (1 - level.before / 2) * (Math.abs(shift.z) >= 2 ? 1 : 0.3) * loadFactor(context, shift),
    onsetMs: shift.onsetMs,
    evidence: [shiftEvidence(context, shift)],
  });
