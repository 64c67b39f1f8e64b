/**
 * "What is wrong, since when, how bad": which services fail more, or are slower, in one stretch of the range than in
 * the rest of it. Pure; the sentence itself is put together from these numbers in the language of the reader.
 *
 * Errors: the stretch that maximises the likelihood ratio of Kulldorff's scan statistic for a Bernoulli model (Kulldorff
 * 1997, "A spatial scan statistic") – it weighs how much higher the share is against how many calls say so.
 * Latency: the stretch of buckets whose mean log p95 differs most from the rest, in standard errors.
 */
import type { ServiceMapEdge, ServiceSummary, Sparkline } from '@nightglass/model';

export interface Finding {
  service: string;
  kind: 'errors' | 'latency';
  /** Unix seconds; null when all of the range is like that, so that its begin is not in sight. */
  since: number | null;
  /** Unix seconds; null when it still lasts. */
  until: number | null;
  /** Share of failed calls, or p95 in nanoseconds; null when there is nothing to compare with. */
  before: number | null;
  during: number;
  /** Failed calls, or slowed calls. */
  affected: number;
  /** The called side that fails or is slow together with it, when there is one. */
  callee: { name: string; errorRate: number; p95: number | null } | null;
}

interface Stretch {
  from: number;
  /** Exclusive. */
  to: number;
}

/** c·ln(c/n) with the limit 0 at c = 0. */
const entropy = (c: number, n: number): number => (c <= 0 || n <= 0 ? 0 : c * Math.log(c / n));

const prefixSums = (values: readonly number[]): number[] => {
  const sums = [0];
  for (const v of values) sums.push((sums.at(-1) ?? 0) + v);
  return sums;
};
const between = (sums: readonly number[], { from, to }: Stretch): number =>
  (sums[to] ?? 0) - (sums[from] ?? 0);

const leastErrors = 3;
const leastShare = 0.02;
const leastFactor = 2;
/** ln of the likelihood ratio; 6 is about p = 0.0005 for one stretch, which leaves room for trying them all. */
const leastEvidence = 6;

export const findErrors = (
  spark: Sparkline,
): (Stretch & { before: number | null; during: number; affected: number }) | undefined => {
  const [calls, errors] = [prefixSums(spark.calls), prefixSums(spark.errors)];
  const n = spark.calls.length;
  const all = { from: 0, to: n };
  const [allCalls, allErrors] = [between(calls, all), between(errors, all)];
  if (allErrors < leastErrors) return undefined;
  const flat = entropy(allErrors, allCalls) + entropy(allCalls - allErrors, allCalls);
  let best: Stretch | undefined;
  let bestScore = leastEvidence;
  for (let from = 0; from < n; from++) {
    for (let to = from + 1; to <= n; to++) {
      const [c, e] = [between(calls, { from, to }), between(errors, { from, to })];
      const [restCalls, restErrors] = [allCalls - c, allErrors - e];
      if (e < leastErrors || restCalls === 0) continue;
      const share = e / c;
      if (share < leastShare || share < leastFactor * (restErrors / restCalls)) continue;
      const score =
        entropy(e, c) +
        entropy(c - e, c) +
        entropy(restErrors, restCalls) +
        entropy(restCalls - restErrors, restCalls) -
        flat;
      if (score > bestScore) [best, bestScore] = [{ from, to }, score];
    }
  }
  if (best !== undefined) {
    const [c, e] = [between(calls, best), between(errors, best)];
    return { ...best, before: (allErrors - e) / (allCalls - c), during: e / c, affected: e };
  }
  // No contrast within the range: still worth saying when the share is plainly bad from end to end.
  const share = allErrors / allCalls;
  return share >= 0.05 ? { ...all, before: null, during: share, affected: allErrors } : undefined;
};

const slowerFactor = 1.8;
/** A stretch of fewer buckets, or one with more quiet buckets in it than this, is a spike and not a state. */
const leastBuckets = 4;
const quietShare = 0.25;
const slowerNano = 20e6;
const leastDeviation = 4;

export const findLatency = (
  spark: Sparkline,
): (Stretch & { before: number; during: number; affected: number }) | undefined => {
  const known = spark.p95.flatMap((p, i) => (p !== null && p > 0 ? [{ i, log: Math.log(p) }] : []));
  const n = known.length;
  if (n < 6) return undefined;
  const logs = prefixSums(known.map((k) => k.log));
  const squares = prefixSums(known.map((k) => k.log * k.log));
  const total = { from: 0, to: n };
  let best: { stretch: Stretch; before: number; during: number } | undefined;
  let bestScore = leastDeviation;
  for (let from = 0; from < n; from++) {
    for (let to = from + leastBuckets; to <= n; to++) {
      const [inside, outside] = [to - from, n - (to - from)];
      if (outside < 3) continue;
      const insideSum = between(logs, { from, to });
      const during = insideSum / inside;
      const before = (between(logs, total) - insideSum) / outside;
      const spread =
        (between(squares, total) - inside * during * during - outside * before * before) / Math.max(1, n - 2);
      const score = (during - before) / Math.sqrt((Math.max(spread, 0) + 0.01) * (1 / inside + 1 / outside));
      if (
        score > bestScore &&
        Math.exp(during - before) >= slowerFactor &&
        Math.exp(during) - Math.exp(before) >= slowerNano
      )
        [best, bestScore] = [{ stretch: { from, to }, before, during }, score];
    }
  }
  if (best === undefined) return undefined;
  const middle = (best.before + best.during) / 2;
  const inside = known.slice(best.stretch.from, best.stretch.to);
  if (inside.filter((k) => k.log < middle).length > quietShare * inside.length) return undefined;
  const first = known[best.stretch.from]?.i ?? 0;
  const last = known[best.stretch.to - 1]?.i ?? 0;
  const affected = spark.calls.slice(first, last + 1).reduce((a, b) => a + b, 0);
  return {
    from: first,
    to: last + 1,
    before: Math.exp(best.before),
    during: Math.exp(best.during),
    affected,
  };
};

/** A stretch that reaches one of the last two buckets with calls lasts: the newest bucket is only half filled. */
const lasts = (spark: Sparkline, to: number): boolean => {
  const withCalls = spark.calls.flatMap((c, i) => (c > 0 ? [i] : []));
  return to > (withCalls.at(-2) ?? withCalls.at(-1) ?? 0);
};

const firstCalls = (spark: Sparkline): number => spark.calls.findIndex((c) => c > 0);

const fails = (e: ServiceMapEdge): boolean =>
  e.server !== e.client && e.calls > 0 && e.errors / e.calls >= 0.01;

const worstCallee = (service: string, edges: readonly ServiceMapEdge[]): Finding['callee'] => {
  const failing = edges
    .filter((e) => e.client === service && fails(e))
    .sort((a, b) => b.errors / b.calls - a.errors / a.calls)[0];
  return failing === undefined
    ? null
    : { name: failing.server, errorRate: failing.errors / failing.calls, p95: failing.p95 };
};

/** Callees before their callers (the cause is further down), then by how many calls were hit. */
const inOrderOfCause = (findings: Finding[], edges: readonly ServiceMapEdge[]): Finding[] => {
  const found = new Set(findings.map((f) => f.service));
  const below = (service: string, seen: Set<string>): number => {
    if (seen.has(service)) return 0;
    seen.add(service);
    const callees = edges.filter((e) => e.client === service && found.has(e.server) && fails(e));
    return callees.reduce((most, e) => Math.max(most, 1 + below(e.server, seen)), 0);
  };
  const height = new Map([...found].map((s) => [s, below(s, new Set())]));
  const kinds = { errors: 0, latency: 1 };
  return findings.sort(
    (a, b) =>
      kinds[a.kind] - kinds[b.kind] ||
      (height.get(a.service) ?? 0) - (height.get(b.service) ?? 0) ||
      b.affected - a.affected,
  );
};

export const findAnomalies = (
  services: readonly ServiceSummary[],
  edges: readonly ServiceMapEdge[],
): Finding[] => {
  const findings: Finding[] = [];
  for (const { name, sparkline: spark } of services) {
    const at = (bucket: number): number => spark.start + bucket * spark.step;
    const errors = findErrors(spark);
    const latency = findLatency(spark);
    for (const [kind, stretch] of [
      ['errors', errors],
      ['latency', latency],
    ] as const) {
      if (stretch === undefined) continue;
      findings.push({
        service: name,
        kind,
        since: stretch.from <= firstCalls(spark) ? null : at(stretch.from),
        until: lasts(spark, stretch.to) ? null : at(stretch.to),
        before: stretch.before,
        during: stretch.during,
        affected: stretch.affected,
        callee: worstCallee(name, edges),
      });
    }
  }
  return inOrderOfCause(findings, edges);
};
