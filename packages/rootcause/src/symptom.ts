/** Whether something is wrong at all with what was asked about, and what. */
import type { Diagnosis } from '@nightglass/model';
import type { Context } from './detector.ts';
import { seriesShifts, shiftProbability } from './metrics/shifts.ts';
import { kish, quantile, stableSum } from './statistics/robust.ts';
import { mannWhitney, proportionGrowth } from './statistics/tests.ts';
import type { IndexedSpan } from './traces/span-index.ts';

export interface Symptom {
  kind: Diagnosis['incident']['symptom'];
  /** 0: all is usual, 1: no doubt. */
  strength: number;
  requests: number | null;
  badRequests: number | null;
  /** Errors as share of requests, and p95 in ms: before and now; null without requests. */
  errors: { before: number; now: number } | null;
  p95: { before: number; now: number } | null;
}

/** The strongest of: errors and latency of the requests, figures of the target, alerts that fire. */
export const findSymptom = (context: Context): Symptom => {
  const { roots, badRoots } = context.spans;
  const good = roots.filter((root) => !root.bad);
  const bad = roots.filter((root) => root.bad);
  const weight = (list: readonly IndexedSpan[]): number => stableSum(list.map((root) => root.row.weight));
  const candidates: { kind: Symptom['kind']; strength: number }[] = [
    ...figures(context),
    { kind: 'unknown', strength: alerts(context) },
  ];
  let errors: Symptom['errors'] = null;
  let p95: Symptom['p95'] = null;
  if (good.length >= 5 && bad.length >= 5) {
    errors = { before: share(good), now: share(bad) };
    candidates.push({ kind: 'errors', strength: errorStrength(good, bad) });
    const durations = (list: readonly IndexedSpan[]) => list.map((root) => root.row.durationMs);
    p95 = { before: quantile(durations(good), 0.95), now: quantile(durations(bad), 0.95) };
    candidates.push({ kind: 'latency', strength: latencyStrength(good, bad) });
  } else if (bad.length >= 5) {
    candidates.push({ kind: 'errors', strength: share(bad) > 0.05 ? 0.8 : 0 });
  }
  const best = candidates.toSorted((a, b) => b.strength - a.strength || (a.kind < b.kind ? -1 : 1))[0]!;
  return {
    kind: best.strength < 0.3 ? 'none' : best.kind,
    strength: best.strength,
    requests: bad.length === 0 ? null : weight(bad),
    badRequests: bad.length === 0 ? null : weight([...badRoots]),
    errors,
    p95,
  };
};

const share = (list: readonly IndexedSpan[]): number => {
  const all = stableSum(list.map((root) => root.row.weight));
  return all === 0 ? 0 : stableSum(list.map((root) => (root.row.error ? root.row.weight : 0))) / all;
};

const errorStrength = (good: readonly IndexedSpan[], bad: readonly IndexedSpan[]): number => {
  const worth = Math.max(1, kish([...good, ...bad].map((root) => root.row.weight)));
  const [before, now] = [share(good), share(bad)];
  const all = (list: readonly IndexedSpan[]): number =>
    stableSum(list.map((root) => root.row.weight)) / worth;
  const { z } = proportionGrowth(before * all(good), all(good), now * all(bad), all(bad));
  const grown = now - before;
  if (z < 2.5 || grown < 0.005) return 0;
  return Math.min(1, (z - 2.5) / 2.5 + 0.3) * Math.min(1, 0.3 + grown * 20);
};

/** Every operation by itself, so that another mix of requests is no symptom. */
const latencyStrength = (good: readonly IndexedSpan[], bad: readonly IndexedSpan[]): number => {
  const operations = new Map<string, { good: number[]; bad: number[] }>();
  const put = (list: readonly IndexedSpan[], side: 'good' | 'bad'): void => {
    for (const { row } of list) {
      if (row.error) continue;
      const key = `${row.service}\u0000${row.name}`;
      let operation = operations.get(key);
      if (operation === undefined) operations.set(key, (operation = { good: [], bad: [] }));
      operation[side].push(row.durationMs);
    }
  };
  put(good, 'good');
  put(bad, 'bad');
  let strongest = 0;
  for (const { good: before, bad: now } of operations.values()) {
    if (before.length < 8 || now.length < 5) continue;
    const { z } = mannWhitney(before, now);
    const middle = quantile(now, 0.5) / Math.max(0.5, quantile(before, 0.5));
    const tail = quantile(now, 0.95) / Math.max(0.5, quantile(before, 0.95));
    const ratio = Math.max(middle, before.length >= 40 && now.length >= 40 ? tail : 0);
    if (ratio < 1.25 || (z < 2.5 && tail < 2)) continue;
    strongest = Math.max(
      strongest,
      Math.min(1, (Math.max(z, tail) - 1.5) / 4) * Math.min(1, (ratio - 1) / 0.8),
    );
  }
  return strongest;
};

const symptomKinds = {
  latency: 'latency',
  errors: 'errors',
  availability: 'errors',
  timeouts: 'errors',
} as const;

const figures = (context: Context): { kind: Symptom['kind']; strength: number }[] => {
  const { service } = context.data.target;
  const found: { kind: Symptom['kind']; strength: number }[] = [];
  for (const shift of seriesShifts(context)) {
    if (service !== '' && context.graph.canonical(shift.series.entity).name !== service) continue;
    if (shift.z < 4) continue;
    const kind = symptomKinds[shift.meaning as keyof typeof symptomKinds];
    if (kind !== undefined) found.push({ kind, strength: shiftProbability(shift.z - 2) });
    else if (service === '' && shift.z > 10)
      found.push({ kind: 'unknown', strength: 0.6 * shiftProbability(shift.z - 4) });
  }
  return found;
};

const alerts = (context: Context): number => {
  const { endMs } = context.incident;
  // The normal time may have been recorded afterwards.
  const startMs = Math.min(context.baseline.startMs, context.incident.startMs);
  return context.data.alerts.some(
    (alert) => alert.firing && alert.startMs < endMs && alert.startMs >= startMs,
  )
    ? 0.9
    : 0;
};
