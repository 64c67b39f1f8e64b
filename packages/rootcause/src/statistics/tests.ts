/** Tests of significance, each with its source. */

/** Upper tail of the standard normal distribution (Abramowitz and Stegun 26.2.17, error below 7.5e-8). */
export const normalTail = (z: number): number => {
  if (Number.isNaN(z)) return 1;
  if (z < 0) return 1 - normalTail(-z);
  if (z > 37) return 0;
  const t = 1 / (1 + 0.2316419 * z);
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (poly * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
};

/**
 * A number of deviations, 0 or more, as a probability that it is no chance: 1/2 at `even`, 0.92 to 0.94 at four times two to five;
 * monotonous.
 */
export const likelihood = (deviations: number, even: number): number =>
  1 / (1 + Math.exp(-2.2 * (Math.log1p(deviations) - Math.log1p(even))));

/**
 * Mann-Whitney: probability that a value of `b` exceeds one of `a` (ties count half), and the one-sided p of so much by
 * chance, by the normal approximation with correction for ties.
 */
export const mannWhitney = (
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { greater: number; p: number; z: number } => {
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) return { greater: 0.5, p: 1, z: 0 };
  const all = new Float64Array(n + m);
  const sa = Float64Array.from(a).sort();
  const sb = Float64Array.from(b).sort();
  all.set(sa, 0);
  all.set(sb, n);
  all.sort();
  let rankSum = 0;
  let ties = 0;
  let ib = 0;
  for (let i = 0; i < all.length; ) {
    let j = i;
    while (j < all.length && all[j] === all[i]) j++;
    const rank = (i + 1 + j) / 2;
    const count = j - i;
    ties += count * count * count - count;
    while (ib < m && sb[ib] === all[i]) {
      rankSum += rank;
      ib++;
    }
    i = j;
  }
  const u = rankSum - (m * (m + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * Math.max(1, total - 1)));
  const z = variance > 0 ? (u - (n * m) / 2) / Math.sqrt(variance) : 0;
  return { greater: u / (n * m), p: normalTail(z), z };
};

/** Two proportions, pooled z, one-sided: more in the second. */
export const proportionGrowth = (
  k1: number,
  n1: number,
  k2: number,
  n2: number,
): { z: number; p: number } => {
  if (n1 <= 0 || n2 <= 0) return { z: 0, p: 1 };
  const pooled = (k1 + k2 + 0.5) / (n1 + n2 + 1);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const z = error > 0 ? (k2 / n2 - k1 / n1) / error : 0;
  return { z, p: normalTail(z) };
};
