/** Ridge regression on standardised columns, by Cholesky's decomposition: O(n p^2 + p^3). */

export interface Ridge {
  predict(x: readonly number[]): number;
}

/** `rows` n x p, `y` n. Null when there is nothing to fit. Columns without variance are left out. */
export const ridge = (
  rows: readonly (readonly number[])[],
  y: readonly number[],
  lambda: number,
): Ridge | null => {
  const n = rows.length;
  const p = rows[0]?.length ?? 0;
  if (n < 3 || p === 0) return null;
  const means = new Array<number>(p).fill(0);
  const scales = new Array<number>(p).fill(0);
  for (const row of rows) for (let j = 0; j < p; j++) means[j]! += row[j]! / n;
  for (const row of rows) for (let j = 0; j < p; j++) scales[j]! += (row[j]! - means[j]!) ** 2 / n;
  for (let j = 0; j < p; j++) scales[j] = Math.sqrt(scales[j]!);
  const level = y.reduce((sum, value) => sum + value, 0) / n;
  const standard = (x: readonly number[], j: number): number =>
    scales[j]! > 0 ? (x[j]! - means[j]!) / scales[j]! : 0;
  const gram = Array.from({ length: p }, () => new Float64Array(p));
  const right = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    const z = means.map((_, j) => standard(rows[i]!, j));
    for (let a = 0; a < p; a++) {
      right[a]! += z[a]! * (y[i]! - level);
      for (let b = 0; b <= a; b++) gram[a]![b]! += z[a]! * z[b]!;
    }
  }
  for (let a = 0; a < p; a++) gram[a]![a]! += lambda * n;
  const beta = solve(gram, right);
  return {
    predict: (x) => level + beta.reduce((sum, coefficient, j) => sum + coefficient * standard(x, j), 0),
  };
};

/** Solves the lower triangle of a positive definite matrix in place. */
const solve = (matrix: Float64Array[], right: Float64Array): Float64Array => {
  const p = right.length;
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a]![b]!;
      for (let k = 0; k < b; k++) sum -= matrix[a]![k]! * matrix[b]![k]!;
      matrix[a]![b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[b]![b]!;
    }
  }
  const x = Float64Array.from(right);
  for (let a = 0; a < p; a++) {
    for (let k = 0; k < a; k++) x[a]! -= matrix[a]![k]! * x[k]!;
    x[a]! /= matrix[a]![a]!;
  }
  for (let a = p - 1; a >= 0; a--) {
    for (let k = a + 1; k < p; k++) x[a]! -= matrix[k]![a]! * x[k]!;
    x[a]! /= matrix[a]![a]!;
  }
  return x;
};
