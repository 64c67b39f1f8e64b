/** What else moved around a process: who it calls, how much it is asked, how long it takes. */
import type { Context } from '../../detector.ts';
import { entityKey, type MetricSeries } from '../../incident.ts';
import type { MetricMeaning } from '../../metrics/meaning.ts';
import { observe } from '../../signatures/observations.ts';
import { median, stableSum } from '../../statistics/robust.ts';

export const keyOf = (context: Context, series: MetricSeries): string =>
  entityKey(context.graph.canonical(series.entity));

/** Did a figure of the entity rise, or, for a pod without it, of its service? Null when nothing measures it. */
export const rose = (context: Context, key: string, meaning: MetricMeaning): boolean | null => {
  const owners = key.startsWith('pod:')
    ? context.graph
        .in(key)
        .filter(({ kind }) => kind === 'runs_on')
        .map(({ from }) => from)
    : [];
  for (const one of [key, ...owners]) {
    const seen = observe(context).of(one, meaning);
    if (seen !== null) return seen.states.has('up');
  }
  return null;
};

export const trafficRose = (context: Context, key: string): boolean => rose(context, key, 'traffic') === true;

/** Key of a callee that became slow; null when none did. */
export const slowCallee = (context: Context, key: string): string | null =>
  context.graph
    .out(key)
    .filter(({ kind }) => kind !== 'runs_on')
    .map(({ to }) => to)
    .find((to) => observe(context).of(to, 'latency')?.states.has('up') === true) ?? null;

export const memoryRose = (context: Context, key: string): boolean =>
  (['heap', 'memory'] as const).some((meaning) => observe(context).of(key, meaning)?.states.has('up'));

/**
 * Little's law: requests in flight = arrivals x time in the system. How many more than usual the service's spans say are in
 * flight; null without spans of both times.
 */
export const moreInFlight = (context: Context, service: string): number | null => {
  const { baseline, incident } = context;
  const busy: [number[], number[]] = [[], []];
  for (const { row, bad } of context.spans.all) {
    if (row.service !== service || (row.kind !== 'server' && row.kind !== 'consumer')) continue;
    busy[bad ? 1 : 0].push(row.durationMs * row.weight);
  }
  if (busy[0].length < 5 || busy[1].length < 5) return null;
  const before = stableSum(busy[0]) / Math.max(1, baseline.endMs - baseline.startMs);
  return stableSum(busy[1]) / Math.max(1, incident.endMs - incident.startMs) - before;
};

/**
 * Share of the service's operations that became slow: median a fifth longer, and by a millisecond. Null with fewer than two
 * that can be compared.
 */
export const slowShare = (
  context: Context,
  service: string,
): { share: number; operations: number } | null => {
  let slow = 0;
  let operations = 0;
  for (const key of [...context.spans.byOperation.keys()].sort()) {
    if (!key.startsWith(`${service}\u0000`)) continue;
    const [before, after] = [false, true].map((side) =>
      (context.spans.byOperation.get(key) ?? [])
        .filter(({ bad, row }) => bad === side && (row.kind === 'server' || row.kind === 'consumer'))
        .map(({ row }) => row.durationMs),
    ) as [number[], number[]];
    if (before.length < 5 || after.length < 5) continue;
    operations++;
    const [from, to] = [median(before), median(after)];
    if (to > from * 1.2 && to - from > 1) slow++;
  }
  return operations < 2 ? null : { share: slow / operations, operations };
};

/** Trends look at pairs of points: more of them cost their square and say no more. */
const mostPoints = 80;

/** Points of the series from one time to another, gaps left out, thinned evenly to at most `most`; x in minutes. */
export const pointsIn = (
  series: MetricSeries,
  startMs: number,
  endMs: number,
  most = mostPoints,
): { minutes: number[]; values: number[] } => {
  const minutes: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < series.timesMs.length; i++) {
    const time = series.timesMs[i]!;
    const value = series.values[i]!;
    if (time < startMs || time >= endMs || !Number.isFinite(value)) continue;
    minutes.push((time - startMs) / 60_000);
    values.push(value);
  }
  const step = Math.ceil(values.length / most);
  if (step <= 1) return { minutes, values };
  const kept = (_: number, i: number): boolean => i % step === 0;
  return { minutes: minutes.filter(kept), values: values.filter(kept) };
};
