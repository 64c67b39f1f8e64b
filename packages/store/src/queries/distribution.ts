/** Histograms as counts per bucket: adding, subtracting, quantiles. Both OTLP kinds. Pure. */

/**
 * A distribution of observations. Explicit buckets are keyed by their upper bound (Infinity for the last).
 * Exponential ones by index at `scale`: bucket i holds (base^i, base^(i+1)], base = 2^(2^-scale).
 */
export interface Distribution {
  count: number;
  sum: number;
  explicit: Map<number, number>;
  scale: number;
  zero: number;
  zeroThreshold: number;
  positive: Map<number, number>;
  negative: Map<number, number>;
}

/** The finest scale OTLP knows; an empty distribution takes any. */
const finestScale = 20;

export const emptyDistribution = (): Distribution => ({
  count: 0,
  sum: 0,
  explicit: new Map(),
  scale: finestScale,
  zero: 0,
  zeroThreshold: 0,
  positive: new Map(),
  negative: new Map(),
});

export const explicitDistribution = (
  count: number,
  sum: number,
  bounds: readonly number[],
  counts: readonly number[],
): Distribution => {
  const explicit = new Map<number, number>();
  for (const [i, n] of counts.entries()) explicit.set(bounds[i] ?? Number.POSITIVE_INFINITY, n);
  return { ...emptyDistribution(), count, sum, explicit };
};

const indexed = (offset: number, counts: readonly number[]): Map<number, number> =>
  new Map(counts.map((n, i) => [offset + i, n]));

export const exponentialDistribution = (
  count: number,
  sum: number,
  scale: number,
  zero: number,
  zeroThreshold: number,
  positive: { offset: number; counts: readonly number[] },
  negative: { offset: number; counts: readonly number[] },
): Distribution => ({
  ...emptyDistribution(),
  count,
  sum,
  scale,
  zero,
  zeroThreshold,
  positive: indexed(positive.offset, positive.counts),
  negative: indexed(negative.offset, negative.counts),
});

/** Adds `factor` times `other` to `target`, at the coarser of the two scales. A factor of -1 subtracts. */
export const addDistribution = (target: Distribution, other: Distribution, factor = 1): void => {
  target.count += other.count * factor;
  target.sum += other.sum * factor;
  addCounts(target.explicit, other.explicit, factor, 0);
  if (other.scale < target.scale && hasExponential(other)) coarsen(target, other.scale);
  const shift = Math.max(0, other.scale - target.scale);
  addCounts(target.positive, other.positive, factor, shift);
  addCounts(target.negative, other.negative, factor, shift);
  target.zero += other.zero * factor;
  target.zeroThreshold = Math.max(target.zeroThreshold, other.zeroThreshold);
};

const hasExponential = (d: Distribution): boolean => d.positive.size > 0 || d.negative.size > 0;

const addCounts = (
  into: Map<number, number>,
  from: Map<number, number>,
  factor: number,
  shift: number,
): void => {
  for (const [key, n] of from) {
    const at = shift === 0 ? key : Math.floor(key / 2 ** shift);
    into.set(at, (into.get(at) ?? 0) + n * factor);
  }
};

const coarsen = (target: Distribution, scale: number): void => {
  const shift = target.scale - scale;
  for (const side of ['positive', 'negative'] as const) {
    const merged = new Map<number, number>();
    addCounts(merged, target[side], 1, shift);
    target[side] = merged;
  }
  target.scale = scale;
};

/** `later - earlier` of a cumulative histogram; `later` itself when it started anew in between. */
export const increase = (earlier: Distribution, later: Distribution, restarted: boolean): Distribution => {
  const delta = emptyDistribution();
  addDistribution(delta, later);
  if (restarted || later.count < earlier.count) return delta;
  addDistribution(delta, earlier, -1);
  return delta;
};

/**
 * The q-quantile, null when nothing was observed. Within an explicit bucket values are taken as evenly spread
 * (Prometheus `histogram_quantile`: a result in the last bucket is its lower bound, the first bucket starts at 0 when
 * its bound is positive); within an exponential one as evenly spread on its logarithmic scale.
 */
export const quantile = (d: Distribution, q: number): number | null => {
  const buckets = d.explicit.size > 0 ? explicitBuckets(d) : exponentialBuckets(d);
  const total = buckets.reduce((n, b) => n + b.count, 0);
  if (!(total > 0)) return null;
  const rank = q * total;
  let below = 0;
  for (const bucket of buckets) {
    if (bucket.count <= 0) continue;
    if (below + bucket.count >= rank - 1e-9 * total) {
      const share = Math.min(1, Math.max(0, (rank - below) / bucket.count));
      return bucket.at(share);
    }
    below += bucket.count;
  }
  return buckets.at(-1)?.at(1) ?? null;
};

interface Bucket {
  count: number;
  /** The value below which this share of the bucket lies. */
  at(share: number): number;
}

const explicitBuckets = (d: Distribution): Bucket[] => {
  const bounds = [...d.explicit.keys()].sort((a, b) => a - b);
  return bounds.map((upper, i) => {
    const lower = i > 0 ? (bounds[i - 1] ?? 0) : upper > 0 ? 0 : upper;
    const count = d.explicit.get(upper) ?? 0;
    // Without any bound nothing is known but the mean.
    const open = i > 0 ? lower : d.count > 0 ? d.sum / d.count : 0;
    return { count, at: (share) => (Number.isFinite(upper) ? lower + (upper - lower) * share : open) };
  });
};

const exponentialBuckets = (d: Distribution): Bucket[] => {
  const power = (i: number): number => 2 ** (i / 2 ** d.scale);
  const positive = [...d.positive].sort((a, b) => a[0] - b[0]);
  const negative = [...d.negative].sort((a, b) => b[0] - a[0]);
  return [
    ...negative.map(([i, count]) => ({ count, at: (share: number) => -power(i + 1 - share) })),
    {
      count: d.zero,
      at: (share: number) => {
        const lower = negative.length > 0 ? -d.zeroThreshold : 0;
        const upper = positive.length > 0 ? d.zeroThreshold : 0;
        return lower + (upper - lower) * share;
      },
    },
    ...positive.map(([i, count]) => ({ count, at: (share: number) => power(i + share) })),
  ];
};
