/** How much of the bad requests each party answers for by itself. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { lagOf } from '../metrics/lag.ts';
import { median, quantile, stableSum } from '../statistics/robust.ts';
import { answerOf, isAnswered, ownerOf } from './blame.ts';
import { criticalPath } from './critical-path.ts';
import { failuresOf } from './failure-groups.ts';
import type { IndexedSpan } from './span-index.ts';

const whileFailing = 0.1;
/** Who calls is seldom at fault for what it is answered. */
const restOfTrust = 0.5;
/** Fewer bad requests than this say nothing. */
const fewest = 8;

const cache = new WeakMap<Context, ReadonlyMap<string, number> | null>();

/**
 * Per traced party (entityKey): the mean over the bad requests of its part in each. A slow request: the excess over the
 * usual own time that it has on the critical path, as share of the request's excess; the time between a client and a server
 * counts for both, own time of one that writes to a full queue for the queue as well. A failing request: whole for whom the
 * service where it fails first blames (of an answer that came too late, who made it late), and that service for the rest of
 * its trust; where workers or connections ran out, also whoever keeps them. The part of a queue that fills up is that of its
 * readers and of whom they call as well.
 * Null when there are too few bad requests with traces.
 */
export const ownShares = (context: Context): ReadonlyMap<string, number> | null => {
  let known = cache.get(context);
  if (known === undefined) cache.set(context, (known = compute(context)));
  return known;
};

const compute = (context: Context): ReadonlyMap<string, number> | null => {
  const bad = [...context.spans.badRoots];
  if (bad.length < fewest) return null;
  const usual = usualSelf(context);
  const usualWhole = usualDuration(context);
  const { byEntry } = failuresOf(context);
  const occupants = occupantsOf(context, usual);
  const parts = new Map<string, number[]>();
  const add = (key: string, share: number): void => {
    const list = parts.get(key);
    if (list === undefined) parts.set(key, [share]);
    else list.push(share);
  };
  for (const span of context.spans.all) {
    for (const entity of partiesOf(context, span)) {
      const key = entityKey(entity);
      if (!parts.has(key)) parts.set(key, []);
    }
  }
  for (const root of bad) {
    const { weight } = root.row;
    const shares = new Map<string, number>();
    const give = (entity: ExplanationEntity, share: number): void => {
      const key = entityKey(entity);
      shares.set(key, Math.min(1, (shares.get(key) ?? 0) + share));
    };
    if (root.row.error) {
      const sightings = byEntry.get(root) ?? [];
      for (const { origin, blame } of sightings) {
        const own: ExplanationEntity = { kind: 'service', name: origin.row.service };
        const late = blame.detail === 'timeout' ? answerOf(origin) : undefined;
        const lateness = late === undefined ? none : excessOf(context, [late], usual, 0);
        if (lateness.size === 0) give(blame.entity, 1 / sightings.length);
        for (const [key, part] of lateness) give(context.graph.entity(key), part / sightings.length);
        if (entityKey(blame.entity) !== entityKey(own))
          give(own, (restOfTrust * (1 - blame.trust)) / sightings.length);
        if (blame.faultClass === 'pool_exhaustion' && blame.entity.kind === 'service')
          for (const [key, part] of occupants(blame.entity.name))
            give(context.graph.entity(key), part / sightings.length);
      }
    }
    const over = root.row.durationMs - usualWhole(root);
    // Where it is known why a request failed, that it took longer (waits between retries) says little.
    const part = shares.size > 0 ? whileFailing : 1;
    if (over > 0 && !(shares.size > 0 && over < usualWhole(root))) {
      const path = new Map<IndexedSpan, number>();
      criticalPath(root, path);
      for (const [span, ms] of path) {
        const normal = usual(span);
        const excess = Math.min(ms, span.selfMs - normal.median);
        if (span.selfMs <= normal.high || excess <= 0) continue;
        for (const entity of partiesOf(context, span)) give(entity, (part * excess) / over);
      }
    }
    for (const [key, share] of shares) add(key, Math.min(1, share) * weight);
  }
  const whole = stableSum(bad.map((root) => root.row.weight));
  const share = (key: string): number => stableSum(parts.get(key) ?? []) / whole;
  // Who waits for a queue waits for whatever keeps it from being emptied.
  const { behind } = lagOf(context);
  return new Map(
    [...parts.keys()].sort().map((key) => [key, Math.max(share(key), ...behind(key).map(share))]),
  );
};

type Usual = (span: IndexedSpan) => { median: number; high: number };

/**
 * Who keeps the workers and connections of a service: per party that it waits for, its part of the time that the
 * service's own runs take beyond the usual.
 */
const occupantsOf = (context: Context, usual: Usual): ((service: string) => ReadonlyMap<string, number>) => {
  const known = new Map<string, ReadonlyMap<string, number>>();
  return (service) => {
    let parts = known.get(service);
    if (parts === undefined) known.set(service, (parts = occupy(context, service, usual)));
    return parts;
  };
};

const occupy = (context: Context, service: string, usual: Usual): ReadonlyMap<string, number> => {
  const runs = context.spans.all.filter(
    ({ row, parent, bad }) => bad && row.service === service && parent?.row.service !== service,
  );
  const parts = new Map(excessOf(context, runs, usual, leastExcess));
  parts.delete(`service:${service}`);
  return parts;
};

const none: ReadonlyMap<string, number> = new Map();

/** Runs that take hardly longer than usual keep no connection from anybody. */
const leastExcess = 0.25;

/**
 * Per party its part in the time that these runs take beyond the usual, on their critical paths; empty when that is less
 * than so much of what is usual.
 */
const excessOf = (
  context: Context,
  runs: readonly IndexedSpan[],
  usual: Usual,
  least: number,
): ReadonlyMap<string, number> => {
  const excess = new Map<string, number>();
  let whole = 0;
  let normal = 0;
  for (const run of runs) {
    const path = new Map<IndexedSpan, number>();
    criticalPath(run, path);
    for (const [step, ms] of path) {
      const over = Math.min(ms, step.selfMs - usual(step).median) * run.row.weight;
      normal += Math.min(ms, usual(step).median) * run.row.weight;
      if (over <= 0 || step.selfMs <= usual(step).high) continue;
      whole += over;
      for (const entity of partiesOf(context, step)) {
        const key = entityKey(entity);
        excess.set(key, (excess.get(key) ?? 0) + over);
      }
    }
  }
  if (whole < least * normal) return none;
  return new Map([...excess.keys()].sort().map((key) => [key, excess.get(key)! / whole]));
};

/** The way between a client and the server that answers it belongs to both. */
const partiesOf = (context: Context, span: IndexedSpan): ExplanationEntity[] => {
  const owner = ownerOf(context, span);
  const full = lagOf(context).writers.get(span.row.service);
  if (full !== undefined && owner.kind === 'service')
    return [owner, ...full.map((key) => context.graph.entity(key))];
  if (span.row.kind !== 'client' || !isAnswered(span)) return [owner];
  return [owner, { kind: 'service', name: answerOf(span)!.row.service }];
};

const usualSelf = (context: Context): Usual => {
  const known = new Map<string, { median: number; high: number }>();
  for (const [key, spans] of context.spans.byOperation) {
    const good = spans.filter((span) => !span.bad).map((span) => span.selfMs);
    if (good.length > 0) known.set(key, { median: median(good), high: quantile(good, 0.9) });
  }
  return (span) => known.get(`${span.row.service}\u0000${span.row.name}`) ?? { median: 0, high: 0 };
};

const usualDuration = (context: Context): ((root: IndexedSpan) => number) => {
  const known = new Map<string, number>();
  const groups = new Map<string, number[]>();
  for (const root of context.spans.roots) {
    if (root.bad || root.row.error) continue;
    const key = `${root.row.service}\u0000${root.row.name}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [root.row.durationMs]);
    else list.push(root.row.durationMs);
  }
  for (const [key, values] of groups) known.set(key, median(values));
  return (root) => known.get(`${root.row.service}\u0000${root.row.name}`) ?? 0;
};
