/** Versions of one service side by side, or one after the other: whose runs get into trouble of their own. */
import type { ExplanationChange } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import type { Context } from '../detector.ts';
import { median, quantile } from '../statistics/robust.ts';
import { proportionGrowth } from '../statistics/tests.ts';
import { type Execution, executionsOf } from '../traces/executions.ts';
import type { IndexedSpan } from '../traces/span-index.ts';

export interface VersionComparison {
  service: string;
  before: string;
  after: string;
  /** First run of the new version. */
  sinceMs: number;
  /** Both answered in the same time: the fairest comparison there is. */
  overlap: boolean;
  /** What grew: failures that begin in the service, or its own time. */
  trouble: 'errors' | 'latency';
  oldShare: number;
  newShare: number;
  n: number;
  z: number;
  p: number;
  operation: string;
  exemplars: IndexedSpan[];
  change: ExplanationChange;
}

interface Run {
  entry: IndexedSpan;
  operation: string;
  version: string;
  failed: boolean;
  /** Own time of the run, ms. */
  ownMs: number;
}

const minimumRuns = 5;

/** One per service and pair of versions that differ, services in ascending order. */
export const compareVersions = (context: Context): VersionComparison[] => {
  const services = new Map<string, Run[]>();
  const versions = new Map<string, Set<string>>();
  for (const { service, version } of Object.values(context.data.resources)) {
    if (version === '') continue;
    versions.set(service, (versions.get(service) ?? new Set()).add(version));
  }
  if ([...versions.values()].every((set) => set.size < 2)) return [];
  for (const [key, executions] of executionsOf(context)) {
    const [service = '', operation = ''] = key.split('\u0000');
    if ((versions.get(service)?.size ?? 0) < 2) continue;
    const runs = executions
      .map((execution) => runOf(context, operation, execution))
      .filter((run) => run.version !== '');
    services.set(service, [...(services.get(service) ?? []), ...runs]);
  }
  return [...services.keys()]
    .sort()
    .flatMap((service) => comparisons(context, service, services.get(service)!));
};

const runOf = (context: Context, operation: string, { entry, local, called }: Execution): Run => {
  const failing = local.some(({ row }) => row.error) || entry.row.error;
  // A call that failed is told by its callee, or by nobody; either way it is not this version's own.
  const inherited =
    called.some(({ row }) => row.error) || local.some(({ row }) => row.kind === 'client' && row.error);
  return {
    entry,
    operation,
    version: context.data.resources[entry.row.resource]?.version ?? '',
    failed: failing && !inherited,
    ownMs: local.reduce((sum, span) => sum + (span.row.kind === 'client' ? 0 : span.selfMs), 0),
  };
};

const comparisons = (context: Context, service: string, runs: readonly Run[]): VersionComparison[] => {
  const byVersion = Map.groupBy(runs, (run) => run.version);
  const first = (version: string): number =>
    byVersion
      .get(version)!
      .reduce((least, { entry }) => Math.min(least, entry.row.startMs), Number.POSITIVE_INFINITY);
  const order = [...byVersion.keys()].sort((a, b) => first(a) - first(b) || compareText(a, b));
  const found: VersionComparison[] = [];
  for (let i = 1; i < order.length; i++) {
    // The one before it that answered most is what it replaced.
    const old = order
      .slice(0, i)
      .sort((a, b) => byVersion.get(b)!.length - byVersion.get(a)!.length || compareText(a, b))[0]!;
    const one = compare(
      context,
      service,
      [old, byVersion.get(old)!],
      [order[i]!, byVersion.get(order[i]!)!],
      first(order[i]!),
    );
    if (one !== null) found.push(one);
  }
  return found;
};

const compare = (
  context: Context,
  service: string,
  [before, old]: [string, Run[]],
  [after, now]: [string, Run[]],
  sinceMs: number,
): VersionComparison | null => {
  const lastOld = old.reduce((most, { entry }) => Math.max(most, entry.row.startMs), 0);
  const beside = old.filter(({ entry }) => entry.row.startMs >= sinceMs);
  const same = now.filter(({ entry }) => entry.row.startMs <= lastOld);
  const overlap = beside.length >= minimumRuns && same.length >= minimumRuns;
  const oldRuns = overlap ? beside : old;
  if (oldRuns.length < minimumRuns || now.length < minimumRuns) return null;
  const slow = slowness(old);
  const candidates = (['errors', 'latency'] as const).map((trouble) => {
    const bad = (run: Run): boolean => (trouble === 'errors' ? run.failed : slow(run));
    const newBad = now.filter(bad);
    const k1 = oldRuns.filter(bad).length;
    const { z } = proportionGrowth(k1, oldRuns.length, newBad.length, now.length);
    return { trouble, z, newBad, oldShare: k1 / oldRuns.length, newShare: newBad.length / now.length };
  });
  const best = candidates.toSorted((a, b) => b.z - a.z)[0]!;
  if (best.z < 2.5 || best.newShare < best.oldShare + 0.02) return null;
  if (!overlap && wasSickBefore(context, old, best, slow, sinceMs)) return null;
  const likely = 1 / (1 + Math.exp(-1.5 * (best.z - 3)));
  const size = 0.5 + 0.5 * Math.min(1, (best.newShare - best.oldShare) / 0.2);
  const operations = Map.groupBy(best.newBad, (run) => run.operation);
  const [operation] = [...operations].sort(
    (a, b) => b[1].length - a[1].length || compareText(a[0], b[0]),
  )[0]!;
  return {
    service,
    before,
    after,
    sinceMs,
    overlap,
    trouble: best.trouble,
    oldShare: best.oldShare,
    newShare: best.newShare,
    n: oldRuns.length + now.length,
    z: best.z,
    p: (overlap ? 0.97 : successor * (provedWell(context, now, best.newBad) ? 0.3 : 1)) * likely * size,
    operation,
    exemplars: best.newBad.slice(0, 3).map(({ entry }) => entry),
    change: versionChange(context, service, after, sinceMs, before),
  };
};

/** One version after the other: whatever else began meanwhile looks like its doing. */
const successor = 0.4;

/**
 * It ran before the onset, ten runs at least, and was well there: as few bad runs as those would be a rare chance (Poisson, 2 %)
 * if it were as bad as since.
 */
const provedWell = (context: Context, now: readonly Run[], newBad: readonly Run[]): boolean => {
  const isEarly = ({ entry }: Run): boolean => entry.row.startMs < context.onsetMs;
  const early = now.filter(isEarly).length;
  const late = now.length - early;
  if (early < 10 || late === 0) return false;
  const bad = newBad.filter(isEarly).length;
  return poissonAtMost(bad, early * ((newBad.length - bad) / late)) < rareChance;
};
const rareChance = 0.02;

/** P(X <= k) of a Poisson variable. */
const poissonAtMost = (k: number, mean: number): number => {
  let term = Math.exp(-mean);
  let sum = term;
  for (let i = 1; i <= k; i++) sum += term *= mean / i;
  return sum;
};

/** Whether the trouble was there before the version was: the old one in it as well, or the onset long before. */
const wasSickBefore = (
  { onsetMs }: Context,
  old: readonly Run[],
  { trouble, newShare }: { trouble: VersionComparison['trouble']; newShare: number },
  slow: (run: Run) => boolean,
  sinceMs: number,
): boolean => {
  if (sinceMs > onsetMs + 90_000) return true;
  const between = old.filter(({ entry }) => entry.row.startMs >= onsetMs);
  const sick = between.filter((run) => (trouble === 'errors' ? run.failed : slow(run))).length;
  return between.length >= 3 && sick / between.length > 0.4 * newShare;
};

/** Own time above 1.5 times the old version's 95th percentile of the operation, and 2 ms more. */
const slowness = (old: readonly Run[]): ((run: Run) => boolean) => {
  const limits = new Map(
    [...Map.groupBy(old, (run) => run.operation)].map(([operation, runs]) => {
      const own = runs.map((run) => run.ownMs);
      return [operation, Math.max(1.5 * quantile(own, 0.95), median(own) + 2)];
    }),
  );
  return ({ operation, ownMs }) => ownMs > (limits.get(operation) ?? Number.POSITIVE_INFINITY);
};

/** The reported change that brought the version; else one that says what the telemetry shows. */
export const versionChange = (
  context: Context,
  service: string,
  version: string,
  sinceMs: number,
  before: string,
): ExplanationChange => {
  const row =
    context.data.changes.find((change) => change.service === service && change.version === version) ??
    context.data.changes.find(
      (change) =>
        change.kind === 'deploy' &&
        change.service === service &&
        Math.abs((change.deployedMs ?? change.timeMs) - sinceMs) < 300_000,
    );
  if (row !== undefined)
    return {
      id: row.id,
      kind: row.kind,
      timeMs: row.deployedMs ?? row.timeMs,
      service,
      summary: row.summary,
    };
  return {
    id: version,
    kind: 'deploy',
    timeMs: sinceMs,
    service,
    summary: `${service} ${before} → ${version}`.slice(0, 200),
  };
};
