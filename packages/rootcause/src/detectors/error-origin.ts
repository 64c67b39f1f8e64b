import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { lagOf } from '../metrics/lag.ts';
import { kish, stableSum } from '../statistics/robust.ts';
import { proportionGrowth } from '../statistics/tests.ts';
import { type FailureGroup, failuresOf, type Sighting } from '../traces/failure-groups.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { percent } from '../words/figures.ts';

/**
 * Error origin (reference 3.14): every failing request of the incident is followed down its errors to where it failed
 * first. Fix(X) = share of the failing requests whose origin is X; significance by the growth of the share of all
 * requests that fail there. p = (1 - P(chance)) (0.3 + 0.7 Fix F) (0.6 + 0.4 A) trust n / (n + 2), F the share of the bad
 * requests that failed rather than were slow, A the share of X's failures that are of this kind.
 *
 * Calls that fail without failing their request tell of the callee as well:
 * p = 0.55 (0.85 for several callers) (1 - P(chance)) (share of such calls that fail now - before) trust n / (n + 4); the larger p counts.
 */
export const errorOrigin: Detector = {
  name: 'error_origin',
  independent: false,
  detect: (context) => {
    const { groups } = failuresOf(context);
    const totals = totalsOf(context, groups);
    return [...groups.keys()].sort().flatMap((key) => {
      const group = groups.get(key)!;
      const found = [ofRequests(context, group, totals), ofCalls(context, group)];
      return found
        .filter((one) => one !== null)
        .sort((a, b) => b.p - a.p)
        .slice(0, 1);
    });
  },
};

interface Totals {
  before: number;
  now: number;
  failing: number;
  /** Weight of the failing requests of the incident that go back to a party, whatever the fault. */
  ofEntity: ReadonlyMap<string, number>;
  /** Requests that one row stands for. */
  worth: number;
  /** Of the bad requests, the share that failed (the others were slow). */
  failingShare: number;
}

const weight = (roots: readonly IndexedSpan[]): number => stableSum(roots.map((root) => root.row.weight));

const totalsOf = ({ spans }: Context, groups: ReadonlyMap<string, FailureGroup>): Totals => {
  const now = spans.roots.filter((root) => root.bad);
  const failing = now.filter((root) => root.row.error);
  const bad = weight([...spans.badRoots]);
  const perEntity = new Map<string, number[]>();
  for (const key of [...groups.keys()].sort()) {
    const { blame, bad: sightings } = groups.get(key)!;
    const entity = entityKey(blame.entity);
    const weights = perEntity.get(entity) ?? [];
    for (const sighting of sightings) weights.push(sighting.weight);
    perEntity.set(entity, weights);
  }
  return {
    before: weight(spans.roots.filter((root) => !root.bad)),
    now: weight(now),
    failing: weight(failing),
    worth: Math.max(1, kish(spans.roots.map((root) => root.row.weight))),
    ofEntity: new Map([...perEntity].map(([key, list]) => [key, stableSum(list)])),
    failingShare: bad === 0 ? 1 : weight([...spans.badRoots].filter((root) => root.row.error)) / bad,
  };
};

const meanTrust = (sightings: readonly Sighting[]): number =>
  stableSum(sightings.map((s) => s.blame.trust)) / sightings.length;

const ofRequests = (context: Context, group: FailureGroup, totals: Totals): Finding | null => {
  const { bad, good, blame } = group;
  if (bad.length < 2 || totals.failing === 0) return null;
  const k2 = stableSum(bad.map((s) => s.weight));
  const k1 = stableSum(good.map((s) => s.weight));
  // Without any request of the normal time there is nothing to grow from: one in a thousand is taken as usual.
  const [n1, usual] = totals.before > 0 ? [totals.before, k1] : [1000, 1];
  const { worth } = totals;
  const { z, p } = proportionGrowth(usual / worth, n1 / worth, k2 / worth, totals.now / worth);
  if (z < 2) return null;
  const ofEntity = Math.max(k2, totals.ofEntity.get(entityKey(blame.entity)) ?? k2);
  const fix = Math.min(1, ofEntity / totals.failing);
  const likely = (0.3 + 0.7 * fix * totals.failingShare) * (0.6 + 0.4 * (k2 / ofEntity));
  const { service, name } = bad[0]!.origin.row;
  const share = percent(Math.min(1, k2 / totals.failing));
  const before = percent(usual / n1);
  const now = percent(k2 / totals.now);
  return finding({
    entity: blame.entity,
    faultClass: blame.faultClass,
    detail: usualDetail(bad),
    operation: blame.operation,
    p: (1 - p) * likely * meanTrust(bad) * (bad.length / (bad.length + 2)),
    coverage: fix * totals.failingShare,
    inherits: isOther(group),
    onsetMs: bad[0]!.origin.row.startMs,
    evidence: [
      evidence(context, group, bad, {
        before: usual / n1,
        after: k2 / totals.now,
        effect: Math.min(1, k2 / totals.failing),
        p,
        text: {
          en: `${share} of the failing requests fail first in ${name} of ${service}: ${before} of all requests failed there before, ${now} now.`,
          zh: `${share} 的失败请求最先失败于 ${service} 的 ${name}：此前占全部请求的 ${before}，现在为 ${now}。`,
        },
      }),
    ],
  });
};

const ofCalls = (context: Context, group: FailureGroup): Finding | null => {
  const { swallowed, blame } = group;
  if (swallowed.length < 4) return null;
  const { service, name } = swallowed[0]!.origin.row;
  const same = context.spans.byOperation.get(`${service}\u0000${name}`) ?? [];
  const worth = Math.max(1, kish(same.map((span) => span.row.weight)));
  const count = (bad: boolean, failed: boolean): number =>
    weight(same.filter((span) => span.bad === bad && (!failed || span.row.error))) / worth;
  const before = count(false, false) === 0 ? 0 : count(false, true) / count(false, false);
  const now = count(true, true) / Math.max(1e-9, count(true, false));
  const { z, p } = proportionGrowth(
    count(false, true),
    count(false, false),
    count(true, true),
    count(true, false),
  );
  if (z < 3 || now - before < 0.1) return null;
  // A consumer fails nobody's request; that its queue fills up shows that it matters.
  const lagging = swallowed[0]!.origin.row.kind === 'consumer' && lagOf(context).readers.has(service);
  const callers = new Set(swallowed.map(({ origin }) => origin.row.service)).size;
  return finding({
    entity: blame.entity,
    faultClass: blame.faultClass,
    detail: usualDetail(swallowed),
    operation: blame.operation,
    p:
      (callers > 1 || lagging ? severalCallers : 0.55) *
      (1 - p) *
      (now - before) *
      meanTrust(swallowed) *
      (swallowed.length / (swallowed.length + 4)),
    onsetMs: swallowed[0]!.origin.row.startMs,
    inherits: isOther(group),
    evidence: [
      evidence(context, group, swallowed, {
        before,
        after: now,
        effect: now - before,
        p,
        text: {
          en: `${percent(now)} of ${name} of ${service} fail, ${percent(before)} before; the requests that make them go on without.`,
          zh: `${service} 的 ${name} 有 ${percent(now)} 失败，此前为 ${percent(before)}；发起它们的请求仍继续。`,
        },
      }),
    ],
  });
};

/** Blamed by its caller, or out of connections to somebody: whom it calls may be behind it. */
const isOther = ({ blame, bad, swallowed }: FailureGroup): boolean =>
  blame.faultClass === 'pool_exhaustion' ||
  (bad[0] ?? swallowed[0])?.origin.row.service !== blame.entity.name;

/** When several callers fail at one party it is hardly their fault. */
const severalCallers = 0.85;

const usualDetail = (sightings: readonly Sighting[]): string => {
  const counts = new Map<string, number>();
  for (const { blame } of sightings)
    if (blame.detail !== '') counts.set(blame.detail, (counts.get(blame.detail) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
};

const evidence = (
  context: Context,
  { blame }: FailureGroup,
  sightings: readonly Sighting[],
  figures: { before: number; after: number; effect: number; p: number; text: { en: string; zh: string } },
) => {
  const { service, name } = sightings[0]!.origin.row;
  return evidenceDraft({
    signal: 'trace',
    entity: blame.entity,
    subject: name,
    unit: '1',
    effectUnit: 'share',
    n: sightings.length,
    quote: sightings.find((s) => s.blame.quote !== '')?.blame.quote ?? '',
    query: {
      kind: 'traces',
      service,
      operation: name,
      status: 'error',
      minDurationMs: null,
      attributes: {},
      window: context.incident,
    },
    exemplars: sightings.slice(0, 3).map(({ origin }) => ({
      traceId: origin.row.traceId,
      spanId: origin.row.spanId,
      logId: '',
      timeMs: origin.row.startMs,
    })),
    ...figures,
  });
};
