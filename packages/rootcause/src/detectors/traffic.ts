import {
  type Context,
  type Detector,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from '../detector.ts';
import { entityKey } from '../incident.ts';
import { coveredMinutes, tracedMinutes } from '../metrics/load.ts';
import { isOutbound } from '../metrics/meaning.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts } from '../metrics/shifts.ts';
import { stableSum } from '../statistics/robust.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { figure, times } from '../words/figures.ts';

/**
 * More requests than usual, where they enter: only from there on it is nobody's fault within. Of the requests: rate of the
 * incident over that of the normal time, one-sided Poisson z = (k - E) / sqrt(phi E), phi = variance over mean of the
 * normal time's minutes. Of metrics: the shift of the target's request rate.
 * p = min(1, 1.4 (1 - 1 / ratio)) min(1, z / 6).
 */
export const traffic: Detector = {
  name: 'traffic',
  independent: false,
  detect: (context) => [...fromRequests(context), ...fromFigures(context)],
};

const smallestRatio = 1.3;

/** All requests together, and each operation by itself: a campaign may lead to one page only. */
const fromRequests = (context: Context): Finding[] => {
  const { roots } = context.spans;
  const operations = new Map<string, IndexedSpan[]>();
  for (const root of roots) {
    const list = operations.get(root.row.name);
    if (list === undefined) operations.set(root.row.name, [root]);
    else list.push(root);
  }
  const whole = surgeOf(context, roots);
  const parts = [...operations.keys()]
    .sort()
    .map((operation) => ({ operation, surge: surgeOf(context, operations.get(operation)!) }))
    .filter(({ surge }) => surge !== null && surge.ratio > 1.2 * (whole?.ratio ?? smallestRatio))
    .sort((a, b) => strength(b.surge!.ratio, b.surge!.z) - strength(a.surge!.ratio, a.surge!.z));
  const found = [
    ...(whole === null ? [] : [{ operation: '', surge: whole }]),
    ...parts.slice(0, 1).map(({ operation, surge }) => ({ operation, surge: surge! })),
  ];
  return found.map(({ operation, surge }) => surgeFinding(context, operation, surge));
};

interface Surge {
  before: number;
  now: number;
  ratio: number;
  z: number;
  n: number;
}

const surgeOf = (context: Context, roots: readonly IndexedSpan[]): Surge | null => {
  const good = roots.filter((root) => !root.bad);
  const bad = roots.filter((root) => root.bad);
  if (good.length < 15 || bad.length < 10) return null;
  const minutes = perMinute(context, good);
  const covered = coveredMinutes(context);
  const before = stableSum(minutes) / Math.max(0.1, covered.good);
  const length = Math.max(0.1, covered.bad);
  const count = stableSum(bad.map((root) => root.row.weight));
  const now = count / length;
  const ratio = now / Math.max(before, 1e-9);
  if (ratio < smallestRatio) return null;
  const variance = stableSum(minutes.map((m) => (m - before) ** 2)) / Math.max(1, minutes.length - 1);
  const phi = Math.max(1, variance / Math.max(before, 1e-9));
  return {
    before,
    now,
    ratio,
    z: (count - before * length) / Math.sqrt(phi * before * length),
    n: bad.length,
  };
};

const surgeFinding = (context: Context, operation: string, { before, now, ratio, z, n }: Surge): Finding => {
  const first = context.spans.roots.find((root) => operation === '' || root.row.name === operation)!.row;
  const entity = { kind: 'service' as const, name: context.data.target.service || first.service };
  const what =
    operation === ''
      ? { en: 'Requests', zh: '请求量' }
      : { en: `Requests of ${operation}`, zh: `${operation} 的请求量` };
  const evidence: EvidenceDraft = evidenceDraft({
    signal: 'trace',
    entity,
    subject: operation === '' ? 'requests' : operation,
    unit: '/min',
    before,
    after: now,
    effect: ratio,
    effectUnit: 'ratio',
    n,
    text: {
      en: `${what.en} went from ${figure(before, '/min')} to ${figure(now, '/min')}, ${times(ratio)} times as many.`,
      zh: `${what.zh}从 ${figure(before, '/min')} 变为 ${figure(now, '/min')}，为原来的 ${times(ratio)} 倍。`,
    },
    query: { kind: 'service', service: entity.name, window: context.incident },
  });
  return finding({
    entity,
    faultClass: 'traffic_surge',
    operation,
    p: strength(ratio, z),
    onsetMs: context.onsetMs,
    evidence: [evidence],
  });
};

const strength = (ratio: number, z: number): number =>
  Math.min(1, (1 - 1 / ratio) * 1.4) * Math.min(1, Math.max(0, z) / 6);

/** Weighted requests of each minute of the normal time in which anything was traced. */
const perMinute = (context: Context, good: Context['spans']['roots']): number[] => {
  const minutes = new Map(tracedMinutes(context).good.map((minute) => [minute, 0]));
  const minuteOf = (timeMs: number): number => Math.floor((timeMs - context.baseline.startMs) / 60_000);
  for (const { row } of good)
    minutes.set(minuteOf(row.startMs), (minutes.get(minuteOf(row.startMs)) ?? 0) + row.weight);
  return [...minutes.values()];
};

/** Entries only: callers of nobody, or the target. */
const fromFigures = (context: Context): Finding[] => {
  const { graph } = context;
  const best = new Map<string, SeriesShift>();
  for (const shift of seriesShifts(context)) {
    if (shift.meaning !== 'traffic' || shift.medianBefore <= 0 || isOutbound(shift.series.name)) continue;
    const key = entityKey(graph.canonical(shift.series.entity));
    if (graph.entity(key).kind !== 'service') continue;
    // What a queue hands out does not come from outside.
    const reads = graph.out(key).some((edge) => edge.kind === 'consumes');
    const enters = !reads && graph.in(key).every((edge) => edge.kind !== 'call') && graph.out(key).length > 0;
    const isTarget = context.data.target.service !== '' && graph.distance(key) === 0;
    if (!enters && !isTarget) continue;
    // The largest stream of requests is what a party mainly does.
    if (shift.medianAfter > (best.get(key)?.medianAfter ?? 0)) best.set(key, shift);
  }
  return [...best.keys()].sort().flatMap((key) => {
    const shift = best.get(key)!;
    const ratio = shift.medianAfter / shift.medianBefore;
    if (ratio < smallestRatio) return [];
    return [
      finding({
        entity: shift.series.entity,
        faultClass: 'traffic_surge',
        p: strength(ratio, shift.z),
        onsetMs: shift.onsetMs,
        evidence: [shiftEvidence(context, shift)],
      }),
    ];
  });
};
