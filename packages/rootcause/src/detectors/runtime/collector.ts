/** Garbage collection and heaps: Go, the JVM, Node and .NET, by the names of their metrics. */
import { trendOf } from '@nightglass/gorun';
import { labelsText } from '../../canonical.ts';
import { type Context, type EvidenceDraft, type Finding, finding } from '../../detector.ts';
import type { MetricSeries } from '../../incident.ts';
import { shiftEvidence } from '../../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts, shiftProbability } from '../../metrics/shifts.ts';
import { unitScale } from '../../metrics/units.ts';
import { median, stableSum } from '../../statistics/robust.ts';
import { normalTail } from '../../statistics/tests.ts';
import { figure, percent } from '../../words/figures.ts';
import { entityText, quotedName } from '../../words/subject.ts';
import { keyOf, pointsIn, trafficRose } from './load.ts';

/** Go aims at a quarter of the CPU while it marks; a collector that has so much of all time hardly stops. */
const heavyShare = 0.25;
/** A collector that works less than this is not what takes the time. */
const leastShare = 0.05;
/** Pauses of this length are felt in full, shorter ones by their share of it. */
const feltPauseS = 0.1;
const clamp = (value: number): number => Math.max(0, Math.min(1, value));

/**
 * Pressure of the collector at one entity: p = 1 - (1 - share)(1 - .6 pause)(1 - near), times .5 when traffic rose as well;
 * .25 pause where the share of the time is measured and below a twentieth.
 *
 * share: growth of the share of time spent collecting, over .25 (seconds of GC per second where such a rate is sent, or
 * collections per second times their mean length; CPU seconds are divided by the processors); pause: probability of the shift
 * of a pause length, times its share of 100 ms; near: logistic((used / limit - .88) / .04) of the heap after a collection when
 * it rose by 5 points.
 */
export const collectorFindings = (context: Context): Finding[] => {
  const byEntity = new Map<string, SeriesShift[]>();
  for (const shift of seriesShifts(context)) {
    const key = keyOf(context, shift.series);
    const list = byEntity.get(key);
    if (list === undefined) byEntity.set(key, [shift]);
    else list.push(shift);
  }
  return [...byEntity.keys()].sort().flatMap((key) => {
    const shifts = byEntity.get(key)!;
    const pressure = pressureOf(context, key, shifts);
    const growth = heapGrowthOf(context, key, shifts);
    return [pressure, growth].filter((found) => found !== null);
  });
};

const pressureOf = (context: Context, key: string, shifts: readonly SeriesShift[]): Finding | null => {
  const shares = shifts.map((shift) => shareOf(shift, shifts)).filter((share) => share !== null);
  const share = shares.toSorted((a, b) => b.after - b.before - (a.after - a.before))[0];
  const pause = shifts.filter(isPause).toSorted((a, b) => b.z - a.z)[0];
  const near = nearLimit(shifts);
  const nearP =
    near === null || near.after - near.before < 0.05 ? 0 : 1 / (1 + Math.exp((0.88 - near.after) / 0.04));
  const shareP =
    share === undefined || share.after < leastShare ? 0 : clamp((share.after - share.before) / heavyShare);
  const pauseP =
    pause === undefined || pause.z < 3
      ? 0
      : shiftProbability(pause.z) * Math.min(1, secondsOf(pause) / feltPauseS);
  const traffic = trafficRose(context, key);
  const rare = share !== undefined && share.after < leastShare;
  const p = (1 - (1 - shareP) * (1 - (rare ? 0.25 : 0.6) * pauseP) * (1 - nearP)) * (traffic ? 0.5 : 1);
  if (p < 0.1) return null;
  const evidence: EvidenceDraft[] = [];
  if (share !== undefined && shareP > 0) evidence.push(shareEvidence(context, key, share));
  if (near !== null && nearP > 0.1) evidence.push(nearEvidence(context, key, near));
  if (pause !== undefined && pauseP > 0) evidence.push(shiftEvidence(context, pause));
  const caveat = traffic
    ? {
        en: 'Traffic rose as well, and with it what is allocated.',
        zh: '流量也上升了，分配量随之增加。',
      }
    : null;
  const onsets = [share?.shift, near?.shift, pause].flatMap((shift) =>
    shift?.onsetMs === null || shift === undefined ? [] : [shift.onsetMs],
  );
  return finding({
    entity: context.graph.entity(key),
    faultClass: 'gc_pressure',
    detail: nearP > Math.max(shareP, pauseP) ? 'near_limit' : '',
    p,
    onsetMs: onsets.length === 0 ? null : Math.min(...onsets),
    evidence: evidence.map((draft) => ({ ...draft, caveat })),
  });
};

interface Share {
  shift: SeriesShift;
  before: number;
  after: number;
}

/** Seconds of collecting per second; null when the series does not tell. */
const shareOf = (shift: SeriesShift, all: readonly SeriesShift[]): Share | null => {
  const { series, medianBefore, medianAfter } = shift;
  if (shift.meaning !== 'gc' || series.aggregation !== 'rate') return null;
  const seconds = unitScale(series.unit);
  const factor =
    seconds?.base === 's' ? seconds.factor : /seconds(?:_sum|_total)?$/.test(series.name) ? 1 : null;
  if (/duration$/.test(series.name) || factor === null) {
    // The rate of a histogram counts its collections: their mean length makes it a share, or the middle one.
    const lengths = all.filter(
      (other) =>
        other !== shift &&
        other.series.name === series.name &&
        labelsText(other.series.labels) === labelsText(series.labels),
    );
    const mean =
      lengths.find((other) => /^(?:avg|mean)?$/.test(other.series.aggregation)) ??
      lengths.find((other) => other.series.aggregation === 'p50');
    const length = mean === undefined ? null : unitScale(mean.series.unit);
    if (mean === undefined || length?.base !== 's') return null;
    return {
      shift,
      before: clamp(medianBefore * mean.medianBefore * length.factor),
      after: clamp(medianAfter * mean.medianAfter * length.factor),
    };
  }
  const processors = /cpu/.test(series.name) ? processorsOf(all) : 1;
  return {
    shift,
    before: clamp((medianBefore * factor) / processors),
    after: clamp((medianAfter * factor) / processors),
  };
};

const processorsOf = (all: readonly SeriesShift[]): number => {
  const limit = all.find(({ series }) =>
    /^go[._](?:processor[._]limit|sched_gomaxprocs_threads)$/.test(series.name),
  );
  return limit === undefined ? 1 : Math.max(1, limit.medianAfter);
};

/** A length of pauses or collections, not a count of them. */
const isPause = ({ meaning, series }: SeriesShift): boolean =>
  meaning === 'gc' &&
  series.aggregation !== 'rate' &&
  series.aggregation !== 'sum' &&
  (unitScale(series.unit)?.base === 's' || /seconds|pause|duration/.test(series.name));

const secondsOf = ({ series, medianAfter }: SeriesShift): number =>
  medianAfter * (unitScale(series.unit)?.base === 's' ? unitScale(series.unit)!.factor : 1);

/** What the runtimes call the heap after a collection, and its limit. */
const heapPairs: readonly [RegExp, RegExp][] = [
  [/^go[._]memory[._]used(?:_bytes)?$/, /^go[._]memory[._]limit(?:_bytes)?$/],
  [/^go_memstats_heap_inuse_bytes$/, /^go_gc_gomemlimit_bytes$/],
  [/^jvm[._]memory[._]used_after_last_gc(?:_bytes)?$/, /^jvm[._]memory[._]limit(?:_bytes)?$/],
  [/^v8js[._]memory[._]heap[._]used(?:_bytes)?$/, /^v8js[._]memory[._]heap[._]limit(?:_bytes)?$/],
];
/** Go's limit when none is set is the largest number. */
const noLimit = 1e15;

const nearLimit = (shifts: readonly SeriesShift[]): Share | null => {
  for (const [used, limit] of heapPairs) {
    const uses = shifts.filter(({ series }) => used.test(series.name) && ofHeap(series));
    const limits = shifts.filter(
      ({ series, medianAfter }) =>
        limit.test(series.name) && ofHeap(series) && medianAfter > 0 && medianAfter < noLimit,
    );
    if (uses.length === 0 || limits.length === 0) continue;
    const sum = (list: readonly SeriesShift[], side: 'medianBefore' | 'medianAfter'): number =>
      stableSum(list.map((shift) => shift[side]));
    return {
      shift: uses.toSorted((a, b) => b.medianAfter - a.medianAfter)[0]!,
      before: sum(uses, 'medianBefore') / Math.max(1, sum(limits, 'medianBefore')),
      after: sum(uses, 'medianAfter') / Math.max(1, sum(limits, 'medianAfter')),
    };
  }
  return null;
};

/** The JVM's metrics tell areas apart; only the heap is collected. */
const ofHeap = ({ labels }: MetricSeries): boolean => {
  const area = labels['jvm.memory.type'] ?? labels.jvm_memory_type ?? labels.area ?? 'heap';
  return area === 'heap';
};

const shareEvidence = (context: Context, key: string, { shift, before, after }: Share): EvidenceDraft => {
  const who = entityText(context.graph.entity(key));
  return {
    ...shiftEvidence(context, shift),
    unit: '1',
    before,
    after,
    series: null,
    text: {
      en: `Garbage collection takes ${percent(after)} of the time of ${who.en}; usually ${percent(before)}.`,
      zh: `垃圾回收占 ${who.zh} 时间的 ${percent(after)}，平常为 ${percent(before)}。`,
    },
  };
};

const nearEvidence = (context: Context, key: string, { shift, before, after }: Share): EvidenceDraft => {
  const who = entityText(context.graph.entity(key));
  return {
    ...shiftEvidence(context, shift),
    unit: '1',
    before,
    after,
    series: null,
    text: {
      en: `The heap of ${who.en} takes ${percent(after)} of its limit; usually ${percent(before)}. Near the limit the collector hardly stops.`,
      zh: `${who.zh} 的堆占其上限的 ${percent(after)}，平常为 ${percent(before)}。接近上限时回收几乎不停。`,
    },
  };
};

const leastGrowth = 16 * 1024 * 1024;
const pieces = 12;
/** A process that has just started grows for a while. */
const settledMs = 600_000;

/**
 * A heap that grows: the least value of each of twelve pieces of the last normal time and the incident (what a collection
 * leaves), Theil-Sen and Mann-Kendall over them. p = .6 x min(1, growth) x 2 (rising share - .5), x .4 when traffic rose, x the length looked
 * at over 10 minutes, when it is less;
 * nothing below a growth of a quarter and 16 MiB.
 */
const heapGrowthOf = (context: Context, key: string, shifts: readonly SeriesShift[]): Finding | null => {
  const { baseline, incident } = context;
  const from = Math.max(baseline.startMs, incident.startMs - (incident.endMs - incident.startMs));
  let best: { shift: SeriesShift; p: number; first: number; last: number; score: number } | null = null;
  for (const shift of shifts) {
    const { series, meaning } = shift;
    const scale = unitScale(series.unit);
    const bytes = scale?.base === 'By' ? scale.factor : /bytes$/.test(series.name) ? 1 : null;
    const heap =
      meaning === 'heap' || (meaning === 'memory' && /^(?:go|jvm|v8js|nodejs|dotnet)[._]/.test(series.name));
    if (!heap || bytes === null || series.aggregation === 'rate' || !ofHeap(series)) continue;
    const { minutes, values } = pointsIn(series, from, incident.endMs, Number.POSITIVE_INFINITY);
    const floor = lowest(minutes, values);
    const trend = floor.values.length < 6 ? null : trendOf(floor.minutes, floor.values);
    if (trend === null || trend.score < 2.58 || trend.first <= 0) continue;
    const grown = trend.last / trend.first - 1;
    if (grown < 0.25 || (trend.last - trend.first) * bytes < leastGrowth) continue;
    const p =
      0.6 *
      Math.min(1, grown) *
      Math.max(0, 2 * (trend.risingShare - 0.5)) *
      Math.min(1, (incident.endMs - from) / settledMs) *
      (trafficRose(context, key) ? 0.4 : 1);
    if (best === null || p > best.p)
      best = { shift, p, first: trend.first, last: trend.last, score: trend.score };
  }
  if (best === null) return null;
  const { shift, first, last } = best;
  const who = entityText(context.graph.entity(key));
  const name = quotedName(shift.series.name);
  const [a, b] = [figure(first, shift.series.unit), figure(last, shift.series.unit)];
  return finding({
    entity: context.graph.entity(key),
    faultClass: 'memory',
    detail: 'leak',
    p: best.p,
    onsetMs: shift.onsetMs,
    evidence: [
      {
        ...shiftEvidence(context, shift),
        before: first,
        after: last,
        p: normalTail(best.score),
        text: {
          en: `What collections leave in ${name} of ${who.en} grows steadily from ${a} to ${b}.`,
          zh: `${who.zh} 的 ${name} 在每次回收后留下的内存从 ${a} 稳步增长到 ${b}。`,
        },
      },
    ],
  });
};

const lowest = (
  minutes: readonly number[],
  values: readonly number[],
): { minutes: number[]; values: number[] } => {
  const kept: { minutes: number[]; values: number[] } = { minutes: [], values: [] };
  for (let i = 0; i < pieces; i++) {
    const start = Math.floor((i * values.length) / pieces);
    const end = Math.floor(((i + 1) * values.length) / pieces);
    if (end <= start) continue;
    kept.minutes.push(median(minutes.slice(start, end)));
    kept.values.push(values.slice(start, end).reduce((least, value) => Math.min(least, value)));
  }
  return kept;
};
