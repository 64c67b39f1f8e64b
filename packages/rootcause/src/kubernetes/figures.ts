/**
 * The figures of pods and nodes beside their usual ones, and what alerts say of them.
 *
 * A figure has moved when most of its incident lies outside of the middle of its usual values and the medians are six robust
 * deviations apart (reference 3.1). Medians and quartiles bear up to a quarter of bad points in the time before, which an
 * incident that is noticed late leaves there.
 */
import type { ExplanationEntity } from '@nightglass/model';
import type { EvidenceDraft } from '../detector.ts';
import { evidenceDraft } from '../detector.ts';
import type { AlertRow } from '../incident.ts';
import { nameTokens } from '../metrics/meaning.ts';
import { type SeriesShift, seriesShifts } from '../metrics/shifts.ts';
import { unitFloor, unitScale } from '../metrics/units.ts';
import { mad, quantile } from '../statistics/robust.ts';
import { words } from './claim.ts';
import type { Cluster } from './cluster.ts';

export type AlertKind = 'latency' | 'throttling' | 'cpu' | 'memory' | 'network' | 'other';

export interface Figures {
  /** Everything that has figures or alerts, ascending. */
  names: readonly string[];
  entity(name: string): ExplanationEntity;
  /** All figures of it, moved or not. */
  of(name: string): readonly SeriesShift[];
  /** Figures that rose. */
  risen(name: string): readonly SeriesShift[];
  alerts(name: string, kind: AlertKind): readonly AlertRow[];
  latency(name: string): Latency;
}

/** How many times its usual latency, in the middle and at the slow end; 1 when it is as usual or not known. */
export interface Latency {
  middle: number;
  tail: number;
  /** How much later the middle is; 0 when its unit is not known. */
  addedMs: number;
  shift: SeriesShift | null;
  slow: boolean;
}

/** A request that takes twice its usual time is slow. */
const slowRatio = 2;

export const figuresOf = (cluster: Cluster): Figures => {
  const { context } = cluster;
  const byName = new Map<string, SeriesShift[]>();
  const entities = new Map<string, ExplanationEntity>();
  for (const shift of seriesShifts(context)) {
    push(byName, shift.series.entity.name, shift);
    entities.set(shift.series.entity.name, shift.series.entity);
  }
  const alerts = new Map<string, AlertRow[]>();
  for (const alert of context.data.alerts) {
    if (!alert.firing) continue;
    push(alerts, alert.entity.name, alert);
    if (!entities.has(alert.entity.name)) entities.set(alert.entity.name, alert.entity);
  }
  const of = (name: string): readonly SeriesShift[] => byName.get(name) ?? [];
  const risenByName = new Map([...byName].map(([name, shifts]) => [name, shifts.filter(hasRisen)]));
  const risen = (name: string): readonly SeriesShift[] => risenByName.get(name) ?? [];
  const told = (name: string, kind: AlertKind): readonly AlertRow[] =>
    (alerts.get(name) ?? []).filter((alert) => kindOfAlert(alert) === kind);
  return {
    names: [...entities.keys()].sort(),
    entity: (name) => entities.get(name) ?? { kind: 'service', name },
    of,
    risen,
    alerts: told,
    latency: (name) => {
      let middle = 1;
      let tail = 1;
      let addedMs = 0;
      let best: SeriesShift | null = null;
      for (const shift of risen(name)) {
        if (shift.meaning !== 'latency') continue;
        const ratio = ratioOf(shift);
        if (isMiddle(shift)) {
          middle = Math.max(middle, ratio);
          const scale = unitScale(shift.series.unit);
          if (scale?.base === 's')
            addedMs = Math.max(addedMs, 1000 * scale.factor * (shift.medianAfter - shift.medianBefore));
        }
        if (!isMiddle(shift)) tail = Math.max(tail, ratio);
        if (best === null || ratio > ratioOf(best)) best = shift;
      }
      return {
        middle,
        tail,
        addedMs,
        shift: best,
        slow: Math.max(middle, tail) >= slowRatio || told(name, 'latency').length > 0,
      };
    },
  };
};

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

export const ratioOf = (shift: SeriesShift): number => shift.medianAfter / Math.max(shift.medianBefore, 1e-9);

const isMiddle = ({ series }: SeriesShift): boolean =>
  /^(?:p50|avg|mean|median)$/.test(series.aggregation) ||
  nameTokens(series.name).some((token) => /^(?:p50|median|avg|mean)$/.test(token));

const deviations = 6;
const mostOutside = 0.6;

const hasRisen = ({
  baseline,
  incident,
  medianBefore,
  medianAfter,
  meaning,
  series,
}: SeriesShift): boolean => {
  const rise = medianAfter - medianBefore;
  const least = Math.max(0.05 * Math.abs(medianBefore), unitFloor(meaning, series.unit) ?? 0);
  // Most figures fail here, so that their deviations need not be known.
  if (!(rise > deviations * least) || !(rise > deviations * 1.4826 * mad(baseline, medianBefore)))
    return false;
  const upper = quantile(baseline, 0.75);
  let above = 0;
  for (const value of incident) if (value > upper) above++;
  return above >= mostOutside * incident.length;
};

/** Plain words of monitoring; the narrow ones first. */
const kindOfAlert = ({ name, text }: AlertRow): AlertKind => {
  const words = `${name} ${text}`.slice(0, 400);
  if (/throttl|\bcfs\b|cpu_cfs/i.test(words)) return 'throttling';
  if (/retrans|packet[ _-]?(?:loss|drop)|network[ _-]?(?:quality|delay|loss|error)/i.test(words))
    return 'network';
  if (/\bcpu\b/i.test(words)) return 'cpu';
  if (/\bmem(?:ory)?\b|\boom\b/i.test(words)) return 'memory';
  if (/latenc|slow|response[ _-]?time|\bp9\d\b/i.test(words)) return 'latency';
  return 'other';
};

export const shiftEvidence = (shift: SeriesShift, text: { en: string; zh: string }): EvidenceDraft =>
  evidenceDraft({
    signal: 'metric',
    subject: shift.series.name,
    entity: shift.series.entity,
    text: words(text.en, text.zh),
    unit: shift.series.unit,
    before: shift.medianBefore,
    after: shift.medianAfter,
    effect: ratioOf(shift) > 1e6 ? null : ratioOf(shift),
    effectUnit: ratioOf(shift) > 1e6 ? '' : 'ratio',
    n: shift.incident.length,
  });

export const alertEvidence = (alert: AlertRow): EvidenceDraft =>
  evidenceDraft({
    signal: 'alert',
    subject: alert.name.slice(0, 200),
    entity: alert.entity,
    text: words('An alert fires on it.', '其上有告警触发。'),
    quote: alert.text.slice(0, 500),
  });

/** Share of the whole, 0 to 1, of a figure in percent or as a ratio; null when it is neither. */
export const shareOf = (shift: SeriesShift): number | null => {
  const { unit } = shift.series;
  if (unit === '%' || unit === 'percent') return shift.medianAfter / 100;
  if (unit === '1' || unit === 'ratio') return shift.medianAfter;
  return null;
};
