/** Failures of both windows, grouped by who is blamed for what. */
import type { Context } from '../detector.ts';
import { strongestBelow } from '../graph/strongest-below.ts';
import { entityKey } from '../incident.ts';
import { stableSum } from '../statistics/robust.ts';
import { type Blame, blameOf, calleesByCall, originsOf } from './failures.ts';
import type { IndexedSpan } from './span-index.ts';

export interface Sighting {
  origin: IndexedSpan;
  weight: number;
  blame: Blame;
}

export interface FailureGroup {
  blame: Blame;
  /** Where failing requests failed first. */
  good: Sighting[];
  bad: Sighting[];
  /** Calls that failed while the request that made them went on: swallowed, or answered from a fallback. */
  swallowed: Sighting[];
}

export interface Failures {
  /** By entity, class and operation; keys in no order. */
  groups: ReadonlyMap<string, FailureGroup>;
  /** Of a failing request: where it failed first, and who is blamed. */
  byEntry: ReadonlyMap<IndexedSpan, readonly Sighting[]>;
}

const cache = new WeakMap<Context, Failures>();

export const failuresOf = (context: Context): Failures => {
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = collect(context)));
  return known;
};

const collect = (context: Context): Failures => {
  const callees = calleesByCall(context);
  const failing: { entry: IndexedSpan; sightings: Sighting[] }[] = [];
  const known = new Set<IndexedSpan>();
  for (const entry of context.spans.roots) {
    if (!entry.row.error) continue;
    const origins = originsOf(entry);
    for (const origin of origins) known.add(origin);
    failing.push({
      entry,
      sightings: origins.map((origin) => ({
        origin,
        weight: entry.row.weight / origins.length,
        blame: blameOf(context, origin, callees),
      })),
    });
  }
  const swallowed = context.spans.all
    .filter((span) => span.bad && span.row.error && !known.has(span) && isFirst(span))
    .map((origin) => ({ origin, weight: origin.row.weight, blame: blameOf(context, origin, callees) }));
  const blamed = weightsOf([
    ...failing.filter(({ entry }) => entry.bad).flatMap(({ sightings }) => sightings),
    ...swallowed,
  ]);
  const groups = new Map<string, FailureGroup>();
  const byEntry = new Map<IndexedSpan, readonly Sighting[]>();
  const groupOf = (blame: Blame): FailureGroup => {
    const key = [entityKey(blame.entity), blame.faultClass, blame.operation].join('\u0000');
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { blame, good: [], bad: [], swallowed: [] }));
    return group;
  };
  const culprits = new Map<string, string | null>();
  const settled = (sighting: Sighting): Sighting => {
    const { blame } = sighting;
    if (!blame.elsewhere) return sighting;
    const start = entityKey(blame.entity);
    let culprit = culprits.get(start);
    if (culprit === undefined) culprits.set(start, (culprit = mostBlamedBelow(context, start, blamed)));
    if (culprit === null) return sighting;
    // Of those whom a breaker keeps from being called, the one that is called may itself be what fails.
    if (blame.detail === 'circuit_open' && (blamed.get(start) ?? 0) >= (blamed.get(culprit) ?? 0))
      return { ...sighting, blame: { ...blame, elsewhere: false } };
    const entity = context.graph.entity(culprit);
    return { ...sighting, blame: { ...blame, entity, operation: '', trust: 0.7, elsewhere: false } };
  };
  for (const { entry, sightings } of failing) {
    const found = sightings.map(settled);
    byEntry.set(entry, found);
    for (const sighting of found) groupOf(sighting.blame)[entry.bad ? 'bad' : 'good'].push(sighting);
  }
  for (const sighting of swallowed.map(settled)) groupOf(sighting.blame).swallowed.push(sighting);
  return { groups, byEntry };
};

const isFirst = (span: IndexedSpan): boolean =>
  !span.children.some((child) => child.row.error && child.row.kind !== 'consumer');

const weightsOf = (sightings: readonly Sighting[]): Map<string, number> => {
  const lists = new Map<string, number[]>();
  for (const { blame, weight } of sightings) {
    if (blame.elsewhere) continue;
    const key = entityKey(blame.entity);
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [weight]);
    else list.push(weight);
  }
  return new Map([...lists].map(([key, list]) => [key, stableSum(list)]));
};

const mostSteps = 3;

/**
 * A failure that speaks of another party without naming it (an open breaker, "upstream not available") goes to the party
 * below that fails most; with none (null) it stays where it is.
 */
const mostBlamedBelow = (
  { graph }: Context,
  start: string,
  blamed: ReadonlyMap<string, number>,
): string | null => {
  const next = (key: string): string[] =>
    graph
      .out(key)
      .filter((edge) => edge.kind !== 'runs_on')
      .map((edge) => edge.to);
  const { key } = strongestBelow(start, next, (to) => blamed.get(to) ?? 0, { steps: mostSteps, loss: 1 });
  return key === '' ? null : key;
};
