/** Load: how many more requests a party handles than usual, and what that alone explains. */
import type { ExplanationEntity, TimeWindow } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { ownerOf } from '../traces/blame.ts';
import { type SeriesShift, seriesShifts } from './shifts.ts';

const cache = new WeakMap<Context, Map<string, number>>();

/** Requests now over requests before, by its figures and by its spans per covered minute, the larger; null: unknown. */
export const loadRatio = (context: Context, entity: ExplanationEntity): number | null =>
  loadRatios(context).get(entityKey(context.graph.canonical(entity))) ?? null;

/** The same of all parties of which it is known, by entity key. */
export const loadRatios = (context: Context): ReadonlyMap<string, number> => {
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = compute(context)));
  return known;
};

const compute = (context: Context): Map<string, number> => {
  const ratios = new Map<string, number>();
  const parties = new Map<string, { good: number; bad: number }>();
  for (const span of context.spans.all) {
    const { row, parent, bad } = span;
    const owner = ownerOf(context, span);
    const isCall = owner.kind !== 'service' || owner.name !== row.service;
    if (!isCall && parent !== null && parent.row.service === row.service) continue;
    const key = entityKey(owner);
    let counts = parties.get(key);
    if (counts === undefined) parties.set(key, (counts = { good: 0, bad: 0 }));
    if (bad) counts.bad += row.weight;
    else counts.good += row.weight;
  }
  const { good, bad } = coveredMinutes(context);
  for (const [key, counts] of parties) {
    if (counts.good < 10 || counts.bad < 5 || good === 0 || bad === 0) continue;
    ratios.set(key, counts.bad / bad / (counts.good / good));
  }
  const figures = new Map<string, Map<string, { before: number; after: number }>>();
  for (const shift of seriesShifts(context)) {
    if (shift.meaning !== 'traffic') continue;
    const key = entityKey(context.graph.canonical(shift.series.entity));
    let names = figures.get(key);
    if (names === undefined) figures.set(key, (names = new Map()));
    const sum = names.get(shift.series.name) ?? { before: 0, after: 0 };
    names.set(shift.series.name, {
      before: sum.before + shift.medianBefore,
      after: sum.after + shift.medianAfter,
    });
  }
  for (const [key, names] of figures)
    for (const { before, after } of names.values())
      if (before > 0) ratios.set(key, Math.max(ratios.get(key) ?? 0, after / before));
  return ratios;
};

/** Minutes of each window in which any span began: traces are not always kept for all of the time. */
export const coveredMinutes = (context: Context): { good: number; bad: number } => {
  const { baseline, incident } = context;
  const { good, bad } = tracedMinutes(context);
  const whole = (minutes: number, { startMs, endMs }: TimeWindow): number =>
    Math.min(minutes, (endMs - startMs) / 60_000);
  return { good: whole(good.length, baseline), bad: whole(bad.length, incident) };
};

interface Minutes {
  /** Counted from the beginning of the window, ascending. */
  good: readonly number[];
  bad: readonly number[];
}
const traced = new WeakMap<Context, Minutes>();

export const tracedMinutes = (context: Context): Minutes => {
  let known = traced.get(context);
  if (known !== undefined) return known;
  const good = new Set<number>();
  const bad = new Set<number>();
  for (const span of context.spans.all) {
    const since = span.bad ? context.onsetMs : context.baseline.startMs;
    (span.bad ? bad : good).add(Math.floor((span.row.startMs - since) / 60_000));
  }
  const inOrder = (minutes: Set<number>): number[] => [...minutes].sort((a, b) => a - b);
  traced.set(context, (known = { good: inOrder(good), bad: inOrder(bad) }));
  return known;
};

/** A processor that works more because it is asked more is not sick: what grew no more than the load says little. */
export const loadFactor = (context: Context, shift: SeriesShift): number => {
  if (shift.meaning !== 'cpu' && shift.meaning !== 'network_io' && shift.meaning !== 'gc') return 1;
  const load = loadRatio(context, shift.series.entity);
  if (load === null || load < 1.2 || shift.medianBefore <= 0) return 1;
  return shift.medianAfter / shift.medianBefore <= load * 1.3 ? 0.3 : 1;
};
