import type { Measured } from './model.ts';

/** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom; beyond, the normal one. */
const studentT = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const normal = 1.96;

/** Mean of repeated measurements with its 95 % confidence interval; of one value the interval is everything. */
export const meanInterval = (values: readonly number[]): Measured => {
  const n = values.length;
  if (n === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN };
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  if (n === 1) return { mean, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  const half = (studentT[n - 2] ?? normal) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
};

/**
 * How many times larger `first` is than `second`, from measurements made in pairs: the geometric mean of the ratios
 * with its 95 % confidence interval (t on the logarithms, so that 2 and 1/2 weigh the same).
 */
export const ratioInterval = (first: readonly number[], second: readonly number[]): Measured => {
  const logs: number[] = [];
  first.slice(0, second.length).forEach((a, i) => {
    const b = second[i] ?? 0;
    if (a > 0 && b > 0) logs.push(Math.log(a / b));
  });
  const { mean, low, high } = meanInterval(logs);
  return { mean: Math.exp(mean), low: Math.exp(low), high: Math.exp(high) };
};

/** Wilson's 95 % score interval of a proportion: honest for 0 of n and for small n. */
export const wilson = (hits: number, n: number): Measured => {
  if (n === 0) return { mean: Number.NaN, low: 0, high: 1 };
  const p = hits / n;
  const z2 = normal ** 2;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (normal / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { mean: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
};
