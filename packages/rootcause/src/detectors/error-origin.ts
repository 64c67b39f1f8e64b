import { type Context, type Detector, evidenceDraft, type Finding, finding } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { stableSum } from '../statistics/robust.ts';
import { proportionGrowth } from '../statistics/tests.ts';
import { type Blame, blameOf, calleesByCall, originsOf } from '../traces/failures.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { percent } from '../words/figures.ts';

/**
 * Error origin (reference 3.14): every failing request of the incident is followed down its errors to where it failed
 * first. Fix(X) = share of the failing requests whose origin is X; significance by the growth of the share of all
 * requests that fail there. p = (1 - P(chance)) (0.3 + 0.7 Fix F) (0.6 + 0.4 A) trust n / (n + 2), F the share of the bad
 * requests that failed rather than were slow, A the share of X's failures that are of this kind.
 */
export const errorOrigin: Detector = {
  name: 'error_origin',
  independent: false,
  detect: (context) => {
    const callees = calleesByCall(context);
    const groups = new Map<string, Group>();
    const failingBefore: number[] = [];
    const failingNow: number[] = [];
    const before: number[] = [];
    const now: number[] = [];
    for (const entry of context.spans.roots) {
      const { weight } = entry.row;
      (entry.bad ? now : before).push(weight);
      if (!entry.row.error) continue;
      (entry.bad ? failingNow : failingBefore).push(weight);
      const origins = originsOf(entry);
      for (const origin of origins) {
        const blame = blameOf(context, origin, callees);
        const group = groupOf(groups, blame);
        (entry.bad ? group.bad : group.good).push({ entry, origin, weight: weight / origins.length, blame });
      }
    }
    const totals = {
      before: stableSum(before),
      now: stableSum(now),
      failing: stableSum(failingNow),
      ofEntity: perEntity(groups),
      failingShare: failingShare(context),
    };
    return [...groups.keys()]
      .sort()
      .map((key) => toFinding(context, groups.get(key)!, totals))
      .filter((found) => found !== null);
  },
};

interface Sighting {
  entry: IndexedSpan;
  origin: IndexedSpan;
  weight: number;
  blame: Blame;
}
interface Group {
  blame: Blame;
  good: Sighting[];
  bad: Sighting[];
}

const groupOf = (groups: Map<string, Group>, blame: Blame): Group => {
  const key = [entityKey(blame.entity), blame.faultClass, blame.operation].join('\u0000');
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = { blame, good: [], bad: [] }));
  return group;
};

interface Totals {
  before: number;
  now: number;
  failing: number;
  /** Weight of the failing requests of the incident that go back to a party, whatever the fault. */
  ofEntity: ReadonlyMap<string, number>;
  /** Of the bad requests, the share that failed (the others were slow). */
  failingShare: number;
}

const perEntity = (groups: ReadonlyMap<string, Group>): Map<string, number> => {
  const weights = new Map<string, number[]>();
  for (const key of [...groups.keys()].sort()) {
    const { blame, bad } = groups.get(key)!;
    const entity = entityKey(blame.entity);
    weights.set(entity, [...(weights.get(entity) ?? []), ...bad.map((s) => s.weight)]);
  }
  return new Map([...weights].map(([key, list]) => [key, stableSum(list)]));
};

const failingShare = ({ spans }: Context): number => {
  const bad = [...spans.badRoots];
  const all = stableSum(bad.map((root) => root.row.weight));
  return all === 0 ? 1 : stableSum(bad.map((root) => (root.row.error ? root.row.weight : 0))) / all;
};

const usualDetail = (bad: readonly Sighting[]): string => {
  const counts = new Map<string, number>();
  for (const { blame } of bad)
    if (blame.detail !== '') counts.set(blame.detail, (counts.get(blame.detail) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
};

const toFinding = (context: Context, group: Group, totals: Totals): Finding | null => {
  const { bad, good, blame } = group;
  if (bad.length < 2 || totals.failing === 0) return null;
  const k2 = stableSum(bad.map((s) => s.weight));
  const k1 = stableSum(good.map((s) => s.weight));
  // Without any request of the normal time there is nothing to grow from: one in a thousand is taken as usual.
  const [n1, usual] = totals.before > 0 ? [totals.before, k1] : [1000, 1];
  const { z, p } = proportionGrowth(usual, n1, k2, totals.now);
  if (z < 2) return null;
  const fix = Math.min(1, (totals.ofEntity.get(entityKey(blame.entity)) ?? k2) / totals.failing);
  // Of several faults that one party shows, the more frequent is the likelier.
  const among = k2 / Math.max(k2, totals.ofEntity.get(entityKey(blame.entity)) ?? k2);
  const trust = stableSum(bad.map((s) => s.blame.trust)) / bad.length;
  return finding({
    entity: blame.entity,
    faultClass: blame.faultClass,
    detail: usualDetail(bad),
    operation: blame.operation,
    p:
      (1 - p) *
      (0.3 + 0.7 * fix * totals.failingShare) *
      (0.6 + 0.4 * among) *
      trust *
      (bad.length / (bad.length + 2)),
    coverage: fix * totals.failingShare,
    onsetMs: bad[0]!.origin.row.startMs,
    evidence: [
      evidence(context, group, {
        fix: Math.min(1, k2 / totals.failing),
        p,
        k1: usual / n1,
        k2: k2 / totals.now,
      }),
    ],
  });
};

const evidence = (
  context: Context,
  { bad, blame }: Group,
  figures: { fix: number; p: number; k1: number; k2: number },
) => {
  const { origin } = bad[0]!;
  const { service, name } = origin.row;
  const share = percent(figures.fix);
  return evidenceDraft({
    signal: 'trace',
    entity: blame.entity,
    subject: name,
    unit: '1',
    before: figures.k1,
    after: figures.k2,
    effect: figures.fix,
    effectUnit: 'share',
    n: bad.length,
    p: figures.p,
    quote: bad.find((s) => s.blame.quote !== '')?.blame.quote ?? '',
    text: {
      en: `${share} of the failing requests fail first in ${name} of ${service}: ${percent(figures.k1)} of all requests failed there before, ${percent(figures.k2)} now.`,
      zh: `${share} 的失败请求最先失败于 ${service} 的 ${name}：此前占全部请求的 ${percent(figures.k1)}，现在为 ${percent(figures.k2)}。`,
    },
    query: {
      kind: 'traces',
      service,
      operation: name,
      status: 'error',
      minDurationMs: null,
      attributes: {},
      window: context.incident,
    },
    exemplars: bad.slice(0, 3).map((s) => ({
      traceId: s.origin.row.traceId,
      spanId: s.origin.row.spanId,
      logId: '',
      timeMs: s.origin.row.startMs,
    })),
  });
};
