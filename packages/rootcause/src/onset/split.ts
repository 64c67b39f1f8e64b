/** Where a row of values in order of time falls apart into a lower and a higher part. */
import { midRanks } from '../statistics/robust.ts';
import type { Point } from './points.ts';

export interface Split {
  /** Time of the first point of the higher part. */
  timeMs: number;
  /** How surprising it is; for a row without a change about chi-squared with one degree of freedom. */
  statistic: number;
}

const fewestPoints = 12;
const fewestBefore = 5;
const fewestAfter = 3;

/**
 * The split in [from, to] with the largest n1 n2 / (n1 + n2) (m1 - m2)^2 / s^2 of the ranks (reference 3.3), when that is
 * above `least`. O(n log n).
 */
export const splitOfRanks = (
  points: readonly Point[],
  fromMs: number,
  toMs: number,
  least: number,
): Split | null => {
  const n = points.length;
  if (n < fewestPoints) return null;
  const parts = scan(midRanks(points.map(({ value }) => value)), points);
  if (parts === null) return null;
  return strongest(points, fromMs, toMs, least, (i) => n * parts(i));
};

/** Of the splits in [from, to] the one with the largest statistic above `least` that `holds`, which is asked only then. */
const strongest = (
  points: readonly Point[],
  fromMs: number,
  toMs: number,
  least: number,
  statisticAt: (i: number) => number,
  holds: (i: number) => boolean = () => true,
): Split | null => {
  let best: Split | null = null;
  for (let i = fewestBefore; i <= points.length - fewestAfter; i++) {
    const { timeMs } = points[i]!;
    if (timeMs < fromMs || timeMs > toMs || timeMs <= points[i - 1]!.timeMs) continue;
    const statistic = statisticAt(i);
    if (statistic > (best?.statistic ?? least) && holds(i)) best = { timeMs, statistic };
  }
  return best;
};

/** A usual spread of the logarithms that is smaller than this is a clock's, not a system's. */
const leastSpread = 0.1;
/** What the ranks must say as well: a few values far off are no change of the row. */
const leastOfRanks = 8;
/** Values of less than a millisecond or so differ by chance. */
const floor = 1;

/**
 * The same by the likelihood ratio of the logarithms, -(n - 3) ln(SSW / SST): in a short row ranks cannot tell a call that takes
 * a hundred times as long from one that takes a tenth more.
 */
export const splitOfSizes = (
  points: readonly Point[],
  fromMs: number,
  toMs: number,
  least: number,
): Split | null => {
  const n = points.length;
  if (n < fewestBefore + fewestAfter) return null;
  const logs = Float64Array.from(points, ({ value }) => Math.log(Math.max(0, value) + floor));
  const bySize = scan(logs, points, leastSpread ** 2);
  if (bySize === null) return null;
  // Few rows come near: their ranks are made when they do.
  let byRank: ((i: number) => number) | null = null;
  return strongest(
    points,
    fromMs,
    toMs,
    least,
    (i) => -(n - 3) * Math.log(1 - bySize(i)),
    (i) => {
      byRank ??= scan(midRanks(logs), points)!;
      return n * byRank(i) >= leastOfRanks;
    },
  );
};

/** Share of the variance that lies between the parts before and from i on, 0 when it does not rise there; null without variance. */
const scan = (
  values: Float64Array,
  { length: n }: readonly Point[],
  noise = 0,
): ((i: number) => number) | null => {
  const before = new Float64Array(n + 1);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    before[i + 1] = before[i]! + values[i]!;
    squares += values[i]! ** 2;
  }
  const total = before[n]!;
  const variance = squares / n - (total / n) ** 2;
  if (variance <= 1e-12) return null;
  return (i) => {
    const rise = (total - before[i]!) / (n - i) - before[i]! / i;
    return rise > 0 ? ((i * (n - i)) / (n * n)) * (rise ** 2 / (variance + noise)) : 0;
  };
};
