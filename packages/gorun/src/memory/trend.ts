/** Robust statistics of a series that may hold jumps: what one wild cycle does must not decide. */

/** Points above this are thinned evenly: pairs grow with the square. */
const mostPoints = 400;

/** Middle value; the mean of the two middle ones for an even count; 0 for none. */
export const median = (values: readonly number[]): number => {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

export interface Trend {
  /** Theil-Sen: median of the slopes of all pairs, y per x. */
  slope: number;
  /** Median line's value at the first and the last x. */
  first: number;
  last: number;
  /**
   * Mann-Kendall: standard normal score of "more pairs rise than fall"; above 2.58 is a rise that chance gives once in
   * 200 flat series. With tied values counted out of the variance.
   */
  score: number;
  /** Pairs that rise, of the pairs that differ; 0.5 is no trend. */
  risingShare: number;
  points: number;
}

/** Trend of `y` over `x` (ascending). Null with fewer than three points. */
export const trendOf = (x: readonly number[], y: readonly number[]): Trend | null => {
  const step = Math.max(1, x.length / mostPoints);
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < x.length; i += step) {
    xs.push(x[Math.floor(i)] as number);
    ys.push(y[Math.floor(i)] as number);
  }
  const n = xs.length;
  if (n < 3) return null;
  const slopes: number[] = [];
  let rising = 0;
  let falling = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      const dx = (xs[j] as number) - (xs[i] as number);
      const dy = (ys[j] as number) - (ys[i] as number);
      if (dy > 0) rising++;
      else if (dy < 0) falling++;
      if (dx > 0) slopes.push(dy / dx);
    }
  const ties = new Map<number, number>();
  for (const value of ys) ties.set(value, (ties.get(value) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const t of ties.values()) variance -= t * (t - 1) * (2 * t + 5);
  variance /= 18;
  const difference = rising - falling;
  const slope = median(slopes);
  const intercept = median(ys.map((value, i) => value - slope * (xs[i] as number)));
  return {
    slope,
    first: intercept + slope * (xs[0] as number),
    last: intercept + slope * (xs[n - 1] as number),
    score: variance > 0 ? (difference - Math.sign(difference)) / Math.sqrt(variance) : 0,
    risingShare: rising + falling === 0 ? 0.5 : rising / (rising + falling),
    points: n,
  };
};
