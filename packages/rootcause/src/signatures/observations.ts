/** What is known of each entity's figures in the incident: from series, from alerts and from spans. */

import type { Context } from '../detector.ts';
import { type AlertRow, entityKey } from '../incident.ts';
import { badDirection, type MetricMeaning } from '../metrics/meaning.ts';
import { type SeriesShift, seriesShifts } from '../metrics/shifts.ts';
import { median } from '../statistics/robust.ts';
import { proportionGrowth } from '../statistics/tests.ts';
import { alertMeaning } from './alert-meaning.ts';
import type { FigureState } from './signature.ts';

/** What was seen of one figure of one entity. */
export interface Observation {
  entityKey: string;
  meaning: MetricMeaning;
  /** The states that hold; more than one where several series of one meaning moved apart; empty: between flat and moved. */
  states: ReadonlySet<FigureState>;
  /** Most moved first. */
  shifts: readonly SeriesShift[];
  /** Alerts that fire for it. */
  alerts: readonly AlertRow[];
  /** What the spans say, where they say it. */
  spans: SpanFigure | null;
}

interface SpanFigure {
  before: number;
  after: number;
  unit: 'ms' | '1' | '/s';
  n: number;
  state: FigureState | null;
}

export interface Observations {
  /** Null: not evaluable, nothing measures it. */
  of(entityKey: string, meaning: MetricMeaning): Observation | null;
  /**
   * Share of the other entities of this incident that show it, smoothed: what all show says little of one. `present`: the
   * one that is judged shows it.
   */
  usual(meaning: MetricMeaning, state: FigureState, present: boolean): number;
}

/** A figure counts as moved from this many deviations on, as flat below the second. */
const movedZ = 4;
const flatZ = 2.5;
/** What shipped experience weighs against this incident's own shares, in entities. */
const experience = 10;
/** Share of the entities near an incident that show a moved figure, by experience. */
const usually = { up: 0.12, down: 0.08 };
/** A figure beside a moved one, of the same entity or of its neighbours, moved too in about half of the incidents. */
const usuallyFlat = 0.5;

interface Draft {
  shifts: SeriesShift[];
  alerts: AlertRow[];
  evaluated: boolean;
  spans: SpanFigure | null;
  alertStates: Set<FigureState>;
}

/** Deviations with the sign of the movement itself, not of what is bad. */
const signedZ = (shift: SeriesShift): number => {
  const direction = badDirection(shift.meaning);
  if (direction === 0) return shift.z;
  if (shift.z > 0) return shift.z * direction;
  return shift.scale > 0 ? (shift.medianAfter - shift.medianBefore) / shift.scale : 0;
};

const cache = new WeakMap<Context, Observations>();

/** Made once for a context. */
export const observe = (context: Context): Observations => {
  let found = cache.get(context);
  if (found === undefined) cache.set(context, (found = compute(context)));
  return found;
};

const compute = (context: Context): Observations => {
  const drafts = new Map<string, Draft>();
  const draft = (key: string, meaning: MetricMeaning): Draft => {
    const id = `${key}\u0000${meaning}`;
    let found = drafts.get(id);
    if (found === undefined)
      drafts.set(
        id,
        (found = { shifts: [], alerts: [], evaluated: false, spans: null, alertStates: new Set() }),
      );
    return found;
  };
  for (const shift of seriesShifts(context)) {
    if (shift.meaning === null) continue;
    for (const key of ownersOf(context, entityKey(context.graph.canonical(shift.series.entity))))
      draft(key, shift.meaning).shifts.push(shift);
  }
  for (const alert of context.data.alerts) {
    const read = alertMeaning(alert);
    if (read === null || alert.startMs >= context.incident.endMs) continue;
    for (const key of ownersOf(context, entityKey(context.graph.canonical(alert.entity)))) {
      const found = draft(key, read.meaning);
      found.evaluated = true;
      if (!alert.firing) continue;
      found.alerts.push(alert);
      found.alertStates.add(read.state);
    }
  }
  for (const { key, meaning, figure } of spanFigures(context)) draft(key, meaning).spans = figure;

  const seen = new Map<string, Observation>();
  const totals = new Map<MetricMeaning, Record<FigureState | 'all', number>>();
  for (const id of [...drafts.keys()].sort()) {
    const [key = '', meaning] = id.split('\u0000') as [string, MetricMeaning];
    const observation = concluded(key, meaning, drafts.get(id)!);
    seen.set(id, observation);
    const total = totals.get(meaning) ?? { up: 0, down: 0, flat: 0, all: 0 };
    for (const state of observation.states) total[state]++;
    total.all++;
    totals.set(meaning, total);
  }
  return {
    of: (key, meaning) => seen.get(`${key}\u0000${meaning}`) ?? null,
    usual: (meaning, state, present) => {
      if (state === 'flat') return usuallyFlat;
      const total = totals.get(meaning);
      const others = Math.max(0, (total?.all ?? 0) - 1);
      const showing = Math.min(others, Math.max(0, (total?.[state] ?? 0) - (present ? 1 : 0)));
      return (showing + experience * usually[state] + 1) / (others + experience + 2);
    },
  };
};

/** The entity, and the service whose pod it is. */
const ownersOf = (context: Context, key: string): string[] =>
  key.startsWith('pod:')
    ? [
        key,
        ...context.graph
          .in(key)
          .filter((edge) => edge.kind === 'runs_on')
          .map((edge) => edge.from),
      ]
    : [key];

const concluded = (key: string, meaning: MetricMeaning, draft: Draft): Observation => {
  const shifts = draft.shifts.toSorted((a, b) => Math.abs(signedZ(b)) - Math.abs(signedZ(a)));
  const states = new Set<FigureState>(draft.alertStates);
  if (shifts.some((shift) => signedZ(shift) >= movedZ)) states.add('up');
  if (shifts.some((shift) => signedZ(shift) <= -movedZ)) states.add('down');
  if (draft.spans?.state != null && draft.spans.state !== 'flat') states.add(draft.spans.state);
  const measured = shifts.length > 0 || draft.spans !== null || draft.evaluated;
  const still =
    shifts.every((shift) => Math.abs(signedZ(shift)) < flatZ) &&
    (draft.spans === null || draft.spans.state === 'flat');
  if (states.size === 0 && measured && still) states.add('flat');
  return { entityKey: key, meaning, states, shifts, alerts: draft.alerts, spans: draft.spans };
};

interface ServiceSpans {
  ratios: { log: number; weight: number }[];
  before: number[];
  after: number[];
  errors: [number, number];
  total: [number, number];
}

/**
 * Latency, errors and traffic of each service from its entry spans. Latency is compared within each operation (weighted mean
 * of the logarithms of the ratios of medians), so that another mix of operations is no change.
 */
const spanFigures = (context: Context): { key: string; meaning: MetricMeaning; figure: SpanFigure }[] => {
  const services = new Map<string, ServiceSpans>();
  for (const operation of [...context.spans.byOperation.keys()].sort()) {
    const service = operation.slice(0, operation.indexOf('\u0000'));
    const before: number[] = [];
    const after: number[] = [];
    let known = services.get(service);
    if (known === undefined)
      services.set(service, (known = { ratios: [], before: [], after: [], errors: [0, 0], total: [0, 0] }));
    for (const { row, bad } of context.spans.byOperation.get(operation) ?? []) {
      if (row.kind !== 'server' && row.kind !== 'consumer') continue;
      (bad ? after : before).push(row.durationMs);
      known.total[bad ? 1 : 0] += row.weight;
      if (row.error) known.errors[bad ? 1 : 0] += row.weight;
    }
    if (before.length < 5 || after.length < 5) continue;
    const [from, to] = [median(before), median(after)];
    if (from <= 0 || to <= 0) continue;
    known.ratios.push({
      // Below a millisecond a ratio is a matter of the clock.
      log: Math.abs(to - from) < 1 ? 0 : Math.log(to / from),
      weight: after.length,
    });
    for (const value of before) known.before.push(value);
    for (const value of after) known.after.push(value);
  }
  const figures: { key: string; meaning: MetricMeaning; figure: SpanFigure }[] = [];
  for (const service of [...services.keys()].sort()) {
    const known = services.get(service)!;
    const key = entityKey(context.graph.canonical({ kind: 'service', name: service }));
    for (const [meaning, figure] of figuresOf(context, known))
      if (figure !== null) figures.push({ key, meaning, figure });
  }
  return figures;
};

const figuresOf = (context: Context, known: ServiceSpans): [MetricMeaning, SpanFigure | null][] => {
  const weights = known.ratios.reduce((sum, { weight }) => sum + weight, 0);
  const log = known.ratios.reduce((sum, ratio) => sum + ratio.log * ratio.weight, 0) / Math.max(1, weights);
  const [calls, badCalls] = known.total;
  const rate = (count: number, { startMs, endMs }: { startMs: number; endMs: number }): number =>
    endMs > startMs ? (count * 1000) / (endMs - startMs) : 0;
  const [rateBefore, rateAfter] = [rate(calls, context.baseline), rate(badCalls, context.incident)];
  const errors = proportionGrowth(known.errors[0], calls, known.errors[1], badCalls);
  return [
    [
      'latency',
      weights === 0
        ? null
        : {
            before: median(known.before),
            after: median(known.after),
            unit: 'ms',
            n: known.after.length,
            state: stateOf(log, Math.log(1.5), Math.log(1.2)),
          },
    ],
    [
      'errors',
      calls < 5 || badCalls < 5
        ? null
        : {
            before: known.errors[0] / calls,
            after: known.errors[1] / badCalls,
            unit: '1',
            n: badCalls,
            state: stateOf(errors.z, movedZ, flatZ),
          },
    ],
    [
      'traffic',
      calls < 20
        ? null
        : {
            before: rateBefore,
            after: rateAfter,
            unit: '/s',
            n: badCalls,
            state: stateOf(Math.log((rateAfter + 1e-9) / rateBefore), Math.log(1.5), Math.log(1.25)),
          },
    ],
  ];
};

const stateOf = (value: number, moved: number, flat: number): FigureState | null =>
  value >= moved ? 'up' : value <= -moved ? 'down' : Math.abs(value) < flat ? 'flat' : null;
