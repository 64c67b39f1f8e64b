/** Robust figures. All take plain numbers without NaN, none changes its input. */

/** Linear interpolation between closest ranks (type 7); NaN for no value. */
export const quantileSorted = (sorted: ArrayLike<number>, q: number): number => {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const at = (n - 1) * q;
  const low = Math.floor(at);
  const a = sorted[low]!;
  const b = sorted[Math.min(n - 1, low + 1)]!;
  return a + (b - a) * (at - low);
};

/** Copying a Float64Array is many times faster than reading it value by value. */
const copy = (values: ArrayLike<number>): Float64Array =>
  values instanceof Float64Array ? values.slice() : Float64Array.from(values);

export const sorted = (values: ArrayLike<number>): Float64Array => copy(values).sort();

export const quantile = (values: ArrayLike<number>, q: number): number => quantileSorted(sorted(values), q);

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** Median absolute deviation, not scaled. */
export const mad = (values: ArrayLike<number>, centre = median(values)): number =>
  median(Float64Array.from(values, (value) => Math.abs(value - centre)));

/**
 * Median absolute deviation of values in ascending order, not scaled: the deviations are merged from both sides of the centre,
 * so that nothing is sorted again.
 */
export const madSorted = (ordered: ArrayLike<number>, centre: number): number => {
  const n = ordered.length;
  if (n === 0) return Number.NaN;
  let right = 0;
  while (right < n && ordered[right]! < centre) right++;
  let left = right - 1;
  let deviation = 0;
  let before = 0;
  for (let taken = 0; taken <= n >> 1; taken++) {
    before = deviation;
    const down = left >= 0 ? centre - ordered[left]! : Number.POSITIVE_INFINITY;
    const up = right < n ? ordered[right]! - centre : Number.POSITIVE_INFINITY;
    if (down <= up) left--;
    else right++;
    deviation = Math.min(down, up);
  }
  return n % 2 === 1 ? deviation : (before + deviation) / 2;
};

/** Sum that does not depend on the order of its terms: they are sorted first. */
export const stableSum = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (const value of sorted(values)) sum += value;
  return sum;
};

/** Weighted quantile of pairs: the smallest value whose cumulative weight reaches q of the whole; NaN for none. */
export const weightedQuantile = (
  values: readonly number[],
  weights: readonly number[],
  q: number,
): number => {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || weights[a]! - weights[b]!);
  let total = 0;
  for (const i of order) total += weights[i]!;
  let seen = 0;
  for (const i of order) {
    seen += weights[i]!;
    if (seen >= total * q) return values[i]!;
  }
  return Number.NaN;
};

/**
 * How many rows of the sum one row is worth (Kish): with weights as different as those of a sample, counts of weights are
 * more certain than they look. Divide weighted counts by it before a test. 1 for none.
 */
export const kish = (weights: readonly number[]): number => {
  const sum = stableSum(weights);
  return sum === 0 ? 1 : stableSum(weights.map((w) => w * w)) / sum;
};

/** Ranks from 0, ties share the middle of theirs. */
export const midRanks = (values: ArrayLike<number>): Float64Array => {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && values[order[j]!] === values[order[i]!]) j++;
    for (let k = i; k < j; k++) ranks[order[k]!] = (i + j - 1) / 2;
    i = j;
  }
  return ranks;
};
