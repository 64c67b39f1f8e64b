/** Whether anybody feels that a resource is short: a processor that is busy and slows down nobody is no cause. */
import type { FaultClass } from '@nightglass/model';
import type { Context, Finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { isOutbound, type MetricMeaning } from '../metrics/meaning.ts';
import { seriesShifts } from '../metrics/shifts.ts';
import { quantile } from '../statistics/robust.ts';
import { proportionGrowth } from '../statistics/tests.ts';
import { ownerOf } from '../traces/blame.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { residents } from './own-part.ts';

const resources = new Set<FaultClass>([
  'cpu',
  'memory',
  'disk',
  'throttling',
  'gc_pressure',
  'event_loop',
  'node',
]);

/** What users of a party see of it. */
const seen: ReadonlySet<MetricMeaning | null> = new Set<MetricMeaning>([
  'latency',
  'errors',
  'availability',
  'timeouts',
]);
/** What shows trouble but tells nothing when it is quiet. */
const shown: ReadonlySet<MetricMeaning | null> = new Set<MetricMeaning>([
  'restarts',
  'queue_lag',
  'queue_depth',
]);

const moved = 3;
const fewestSpans = 8;
const slower = 1.25;
/** What is left of a short resource when those who use it are measured and as well as ever. */
const unfelt = 0.4;

/**
 * Factor for findings that a figure of a resource gave: 1 when the party became slower or fails more (90th percentile by a
 * quarter, figures by three deviations), or when nothing measures that; else 0.4. Of a machine half of what runs there must
 * feel it for 1; less counts in proportion.
 */
export const feltFactor = (context: Context): ((finding: Finding) => number) => {
  const effects = effectsOf(context);
  return ({ entity, faultClass, evidence }) => {
    if (!resources.has(faultClass) || evidence[0]?.signal !== 'metric') return 1;
    const key = entityKey(entity);
    const around =
      entity.kind === 'pod' || entity.kind === 'node' ? residents(context.graph, key) : podsOf(context, key);
    const known = [key, ...around].flatMap((k) => effects.get(k) ?? []);
    if (known.length === 0) return 1;
    // A machine that is short of something hurts most of what runs on it.
    const share = known.filter((felt) => felt).length / known.length;
    const enough = entity.kind === 'node' ? 0.5 : 0;
    return share > 0 && share >= enough ? 1 : unfelt + (1 - unfelt) * (enough === 0 ? 0 : share / enough);
  };
};

const podsOf = ({ graph }: Context, key: string): string[] =>
  graph
    .out(key)
    .filter(({ kind, to }) => kind === 'runs_on' && graph.entity(to).kind === 'pod')
    .map(({ to }) => to);

/** Parties whose answers are measured, and whether these became worse. */
const effectsOf = (context: Context): Map<string, boolean> => {
  const effects = new Map<string, boolean>();
  const note = (key: string, felt: boolean): void => {
    effects.set(key, felt || effects.get(key) === true);
  };
  for (const { series, meaning, z } of seriesShifts(context)) {
    if (isOutbound(series.name) && series.entity.kind === 'service') continue;
    const key = entityKey(context.graph.canonical(series.entity));
    if (seen.has(meaning)) note(key, z >= moved);
    else if (shown.has(meaning) && z >= moved) note(key, true);
  }
  for (const [key, spans] of answersOf(context)) {
    const felt = becameWorse(spans);
    if (felt !== null) note(key, felt);
  }
  return effects;
};

/** What each party answers, per operation: requests it handles, and calls to those that send no spans. */
const answersOf = (context: Context): [string, readonly IndexedSpan[]][] => {
  const groups = new Map<string, { owner: string; spans: IndexedSpan[] }>();
  for (const span of context.spans.all) {
    const { row, parent } = span;
    const owner = ownerOf(context, span);
    const own = owner.kind === 'service' && owner.name === row.service;
    if (own && (row.kind === 'client' || row.kind === 'producer')) continue;
    if (own && parent !== null && parent.row.service === row.service) continue;
    const key = `${entityKey(owner)}\u0000${row.service}\u0000${row.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { owner: entityKey(owner), spans: [span] });
    else group.spans.push(span);
  }
  return [...groups.values()].map(({ owner, spans }) => [owner, spans]);
};

/** Null when too few spans tell. */
const becameWorse = (spans: readonly IndexedSpan[]): boolean | null => {
  const good = spans.filter((span) => !span.bad);
  const bad = spans.filter((span) => span.bad);
  if (good.length < fewestSpans || bad.length < fewestSpans) return null;
  const failed = (list: readonly IndexedSpan[]): number => list.filter(({ row }) => row.error).length;
  if (proportionGrowth(failed(good), good.length, failed(bad), bad.length).z >= moved) return true;
  const high = (list: readonly IndexedSpan[]): number =>
    quantile(
      list.map(({ row }) => row.durationMs),
      0.9,
    );
  return high(bad) > slower * high(good) + 1;
};
