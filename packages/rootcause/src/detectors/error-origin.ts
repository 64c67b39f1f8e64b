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
 * requests that fail there. p = (1 - P(chance)) (0.3 + 0.7 Fix) trust n / (n + 2).
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
  const key = [entityKey(blame.entity), blame.faultClass, blame.detail, blame.operation].join('\u0000');
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = { blame, good: [], bad: [] }));
  return group;
};

const toFinding = (
  context: Context,
  group: Group,
  totals: { before: number; now: number; failing: number },
): Finding | null => {
  const { bad, good, blame } = group;
  if (bad.length < 2 || totals.failing === 0) return null;
  const k2 = stableSum(bad.map((s) => s.weight));
  const k1 = stableSum(good.map((s) => s.weight));
  // Without any request of the normal time there is nothing to grow from: one in a thousand is taken as usual.
  const [n1, usual] = totals.before > 0 ? [totals.before, k1] : [1000, 1];
  const { z, p } = proportionGrowth(usual, n1, k2, totals.now);
  if (z < 2) return null;
  const fix = Math.min(1, k2 / totals.failing);
  const trust = stableSum(bad.map((s) => s.blame.trust)) / bad.length;
  return finding({
    entity: blame.entity,
    faultClass: blame.faultClass,
    detail: blame.detail,
    operation: blame.operation,
    p: (1 - p) * (0.3 + 0.7 * fix) * trust * (bad.length / (bad.length + 2)),
    coverage: fix,
    onsetMs: bad[0]!.origin.row.startMs,
    evidence: [evidence(context, group, { fix, p, k1: usual / n1, k2: k2 / totals.now })],
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
