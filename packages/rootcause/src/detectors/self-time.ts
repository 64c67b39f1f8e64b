import type { ExplanationEntity } from '@nightglass/model';
import {
  type Context,
  type Detector,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from '../detector.ts';
import { entityKey } from '../incident.ts';
import { lagOf } from '../metrics/lag.ts';
import { mad, median, stableSum, weightedQuantile } from '../statistics/robust.ts';
import { likelihood, mannWhitney } from '../statistics/tests.ts';
import { entriesAbove, isAnswered, ownerOf } from '../traces/blame.ts';
import { criticalPath } from '../traces/critical-path.ts';
import type { IndexedSpan } from '../traces/span-index.ts';
import { duration, percent } from '../words/figures.ts';

/**
 * Self time and counterfactual replacement (reference 3.14). For every operation of every owner: own time in the incident
 * against the normal time (Mann-Whitney, and the excess of the median or of the 90th percentile over max(1.4826 MAD, 5 %,
 * 1 ms)). Fix(X) = share of the slow requests that would have met the threshold with the own time of X on their critical
 * path at its usual median (times up to the usual 90th percentile are left as they are). p = P(shift) n / (n + 4)
 * (0.25 + 0.75 max(Fix, C, 0.6 U, 0.6 L)), half of it for a silent party when less than half of its callers wait longer: C
 * the share of the excess time that X carries, times the share of the bad requests that are slow; U the share of a silent party's callers (two or more) that all wait longer; L 1 for a consumer whose queue
 * fills up.
 */
export const selfTime: Detector = {
  name: 'self_time',
  independent: false,
  detect: (context) => {
    const groups = operations(context);
    const shifts = [...groups.keys()]
      .sort()
      .map((key) => compare(groups.get(key)!))
      .filter((shift) => shift !== null);
    if (shifts.length === 0) return [];
    const excess = new Map<IndexedSpan, { shift: Shift; ms: number }>();
    for (const shift of shifts)
      for (const span of shift.group.bad)
        if (span.selfMs > shift.usualHigh) excess.set(span, { shift, ms: span.selfMs - shift.before });
    const fixes = counterfactual(context, excess);
    const breadth = breadths(context, shifts);
    return shifts.map((shift) =>
      toFinding(
        context,
        shift,
        fixes.get(shift) ?? { fix: context.spans.badRoots.size > 0 ? 0 : null, carried: 0, share: 0 },
        breadth.get(entityKey(shift.group.owner)) ?? null,
      ),
    );
  },
};

interface Group {
  owner: ExplanationEntity;
  service: string;
  operation: string;
  good: IndexedSpan[];
  bad: IndexedSpan[];
}
interface Shift {
  group: Group;
  before: number;
  /** 90th percentile of the normal time: what is below is usual. */
  usualHigh: number;
  after: number;
  highAfter: number;
  excessZ: number;
  p: number;
  likely: number;
}

const operations = (context: Context): Map<string, Group> => {
  const groups = new Map<string, Group>();
  for (const span of context.spans.all) {
    // What a client's span holds besides the server's is the way between the two: edge_gap's matter.
    if (span.row.kind === 'client' && isAnswered(span)) continue;
    const owner = ownerOf(context, span);
    const key = `${entityKey(owner)}\u0000${span.row.service}\u0000${span.row.name}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = { owner, service: span.row.service, operation: span.row.name, good: [], bad: [] };
      groups.set(key, group);
    }
    (span.bad ? group.bad : group.good).push(span);
  }
  return groups;
};

const minimumSpans = 4;

const compare = (group: Group): Shift | null => {
  const { good, bad } = group;
  if (good.length < minimumSpans || bad.length < minimumSpans) return null;
  const b = good.map((span) => span.selfMs);
  const a = bad.map((span) => span.selfMs);
  const weights = (spans: readonly IndexedSpan[]) => spans.map((span) => span.row.weight);
  const before = weightedQuantile(b, weights(good), 0.5);
  const after = weightedQuantile(a, weights(bad), 0.5);
  const usualHigh = weightedQuantile(b, weights(good), 0.9);
  const highAfter = weightedQuantile(a, weights(bad), 0.9);
  const high = highAfter - usualHigh;
  const scale = Math.max(1.4826 * mad(b, before), 0.05 * before, 1);
  const excessZ = Math.max(after - before, 0.6 * high) / scale;
  const { p, z } = mannWhitney(b, a);
  if (excessZ < 0.7 || (z < 2 && excessZ < 3)) return null;
  // Even chance at an excess of two deviations; few spans say less (n / (n + 4)).
  const shift = likelihood(excessZ, 2);
  return {
    group,
    before,
    usualHigh,
    after,
    highAfter,
    excessZ,
    p,
    likely: (shift * bad.length) / (bad.length + 4),
  };
};

/** When all of several callers wait longer for one silent party, it is hardly theirs. */
const unanimous = 0.6;

/** For silent parties with several callers: the share of them whose waiting grew. */
const breadths = (context: Context, shifts: readonly Shift[]): Map<string, number> => {
  const callers = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, owner: ExplanationEntity, service: string): void => {
    const key = entityKey(owner);
    const set = map.get(key);
    if (set === undefined) map.set(key, new Set([service]));
    else set.add(service);
  };
  for (const span of context.spans.all) {
    if (!span.bad) continue;
    const owner = ownerOf(context, span);
    if (owner.kind !== 'service') add(callers, owner, span.row.service);
  }
  const slower = new Map<string, Set<string>>();
  for (const { group, likely } of shifts)
    if (likely > 0.4 && group.owner.kind !== 'service') add(slower, group.owner, group.service);
  const found = new Map<string, number>();
  for (const [key, set] of slower) {
    const all = callers.get(key)!.size;
    if (all > 1) found.set(key, set.size / all);
  }
  return found;
};

interface Effect {
  /** Weighted share of the bad requests that it would have saved; null when none was slow. */
  fix: number | null;
  /** Its share of the excess time of all considered requests. */
  carried: number;
  /** The same as a share of what is wrong: failing requests are bad as well. */
  share: number;
}

const counterfactual = (
  context: Context,
  excess: ReadonlyMap<IndexedSpan, { shift: Shift; ms: number }>,
): Map<Shift, Effect> => {
  const { roots, badRoots } = context.spans;
  const slow = roots.filter((root) => badRoots.has(root) && !root.row.error);
  const usual = usualDurations(context);
  const saved = new Map<Shift, number[]>();
  const carried = new Map<Shift, number[]>();
  const totals: number[] = [];
  const weights: number[] = [];
  const considered = slow.length > 0 ? slow : roots.filter((root) => root.bad && !root.row.error);
  for (const root of considered) {
    const onPath = new Map<IndexedSpan, number>();
    criticalPath(root, onPath);
    const wins = new Map<Shift, number>();
    for (const [span, ms] of onPath) {
      const own = excess.get(span);
      if (own === undefined) continue;
      wins.set(own.shift, (wins.get(own.shift) ?? 0) + Math.min(own.ms, ms));
    }
    const normal = usual(root);
    const over = Math.max(0, root.row.durationMs - normal.median);
    totals.push(over * root.row.weight);
    weights.push(root.row.weight);
    for (const [shift, win] of wins) {
      add(carried, shift, Math.min(win, over) * root.row.weight);
      if (slow.length > 0 && root.row.durationMs - win <= normal.limit) add(saved, shift, root.row.weight);
    }
  }
  const total = stableSum(totals);
  // Failing requests are bad as well: what only slows down saves none of them.
  const failing = stableSum([...badRoots].map((root) => (root.row.error ? root.row.weight : 0)));
  const count = stableSum(weights) + (slow.length > 0 ? failing : 0);
  const slowShare = count > 0 ? stableSum(weights) / count : 1;
  const result = new Map<Shift, Effect>();
  for (const [shift, parts] of carried) {
    const ofExcess = total > 0 ? stableSum(parts) / total : 0;
    const fix = slow.length > 0 && count > 0 ? stableSum(saved.get(shift) ?? []) / count : null;
    result.set(shift, { fix, carried: ofExcess, share: ofExcess * slowShare });
  }
  return result;
};

const add = (map: Map<Shift, number[]>, shift: Shift, value: number): void => {
  const list = map.get(shift);
  if (list === undefined) map.set(shift, [value]);
  else list.push(value);
};

/** Usual median of an entry's operation, and the duration that counts as good. */
const usualDurations = (context: Context): ((root: IndexedSpan) => { median: number; limit: number }) => {
  const groups = new Map<string, number[]>();
  for (const root of context.spans.roots) {
    if (root.bad || root.row.error) continue;
    const key = `${root.row.service}\u0000${root.row.name}`;
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [root.row.durationMs]);
    else list.push(root.row.durationMs);
  }
  const known = new Map<string, { median: number; limit: number }>();
  for (const [key, values] of groups) {
    const middle = median(values);
    const ordered = values.toSorted((a, b) => a - b);
    const p95 = ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * 0.95))]!;
    known.set(key, {
      median: middle,
      limit: context.spans.thresholdMs ?? Math.max(p95 * 1.3, middle * 2, 1),
    });
  }
  return (root) =>
    known.get(`${root.row.service}\u0000${root.row.name}`) ?? {
      median: 0,
      limit: context.spans.thresholdMs ?? 0,
    };
};

/** Only one of several callers waits longer: then it is rather the way from there. */
const alone = 0.5;

const toFinding = (context: Context, shift: Shift, effect: Effect, breadth: number | null): Finding => {
  const { group } = shift;
  const explains = Math.max(effect.fix ?? 0, effect.share);
  // Nobody waits for a consumer, but its queue does: where that fills up, the slow step is what fills it.
  const lagging =
    group.bad[0]!.row.kind === 'consumer' && lagOf(context).readers.has(group.service) ? unanimous : 0;
  const isService = group.owner.kind === 'service' && group.owner.name === group.service;
  const operation = isService ? group.operation : '';
  const few = breadth !== null && breadth < 0.5;
  const several = breadth !== null && !few;
  return finding({
    entity: group.owner,
    faultClass: 'slow_code',
    operation,
    p:
      shift.likely *
      (0.25 + 0.75 * Math.max(explains, several ? unanimous * breadth : 0, lagging)) *
      (few ? alone : 1),
    coverage: effect.fix,
    // It may wait to hand over to a queue that is full.
    inherits: isService && lagOf(context).writers.has(group.service),
    onsetMs: firstSlow(context, shift),
    evidence: [evidence(context, shift, effect, isService)],
  });
};

const evidence = (context: Context, shift: Shift, effect: Effect, isService: boolean): EvidenceDraft => {
  const { group } = shift;
  // Where the middle stayed, the slowest tenth is what moved.
  const tail = shift.after < 1.2 * shift.before;
  const before = tail ? shift.usualHigh : shift.before;
  const after = tail ? shift.highAfter : shift.after;
  const worst = group.bad.toSorted((a, b) => b.selfMs - a.selfMs || (a.row.spanId < b.row.spanId ? -1 : 1));
  const inBad = entriesAbove(context);
  const chosen = worst.filter((span) => inBad.has(span)).slice(0, 3);
  const whose = isService ? 'own time' : 'time waited for it';
  const whoseZh = isService ? '自身耗时' : '等待它的时间';
  const saves = effect.fix !== null && effect.fix >= effect.share;
  const share = percent(saves ? effect.fix! : effect.carried);
  const says = saves
    ? {
        en: `with it at its usual value ${share} of the bad requests would have been good`,
        zh: `若保持平常值，${share} 的异常请求本可正常`,
      }
    : {
        en: `${share} of the time that requests took beyond the usual is spent there`,
        zh: `请求超出平常的耗时中有 ${share} 花在这里`,
      };
  return evidenceDraft({
    signal: 'trace',
    entity: group.owner,
    subject: group.operation,
    unit: 'ms',
    before,
    after,
    effect: saves ? effect.fix : effect.carried,
    effectUnit: 'share',
    n: group.bad.length,
    p: shift.p,
    text: {
      en: `${group.operation} of ${group.service}: ${whose} went from ${duration(before)} to ${duration(after)}${tail ? ' in the slowest tenth' : ''}; ${says.en}.`,
      zh: `${group.service} 的 ${group.operation}：${whoseZh}${tail ? '（最慢十分之一）' : ''}从 ${duration(before)} 变为 ${duration(after)}；${says.zh}。`,
    },
    query: {
      kind: 'traces',
      service: group.service,
      operation: group.operation,
      status: '',
      minDurationMs: Math.max(1, Math.round(after * 0.8)),
      attributes: {},
      window: context.incident,
    },
    exemplars: (chosen.length > 0 ? chosen : worst.slice(0, 3)).map(({ row }) => ({
      traceId: row.traceId,
      spanId: row.spanId,
      logId: '',
      timeMs: row.startMs,
    })),
  });
};

const firstSlow = (context: Context, shift: Shift): number | null => {
  const limit = (shift.before + shift.after) / 2;
  return shift.group.bad.find((span) => span.selfMs > limit)?.row.startMs ?? context.onsetMs;
};
