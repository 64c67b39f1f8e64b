/** `--calibrate`: is the confidence the share that was right, and which coefficients would make it so. */
import { printTable } from '../../lib/table.ts';
import { reliability } from './reliability.ts';

export interface Answer {
  score: number;
  /** Over the best other party, as a share of the score: 0 to 1. */
  lead: number;
  confidence: number;
  right: boolean;
}

export interface Fit {
  constant: number;
  score: number;
  lead: number;
}

const steps = 30;
/** Keeps the step finite where every answer was right. */
const ridge = 1e-3;

/** Logistic regression of `right` on score and lead by Newton's method (McCullagh and Nelder, 1989, section 4). */
export const fitConfidence = (answers: readonly Answer[]): Fit => {
  let w: Vector = [0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const gradient: Vector = [-ridge * w[0], -ridge * w[1], -ridge * w[2]];
    const hessian: [Vector, Vector, Vector] = [
      [ridge, 0, 0],
      [0, ridge, 0],
      [0, 0, ridge],
    ];
    for (const { score, lead, right } of answers) {
      const x: Vector = [1, score, lead];
      const p = 1 / (1 + Math.exp(-(w[0] + w[1] * score + w[2] * lead)));
      for (const i of axes) {
        gradient[i] += ((right ? 1 : 0) - p) * x[i];
        for (const j of axes) hessian[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    const by = solve(hessian, gradient);
    w = [w[0] + by[0], w[1] + by[1], w[2] + by[2]];
  }
  return { constant: w[0], score: w[1], lead: w[2] };
};

type Vector = [number, number, number];
const axes = [0, 1, 2] as const;

/** Cramer's rule. */
const solve = ([a, b, c]: readonly [Vector, Vector, Vector], [u, v, w]: Vector): Vector => {
  const whole = determinant([a, b, c]);
  const inPlace = (row: Vector, value: number, column: 0 | 1 | 2): Vector => {
    const copy: Vector = [...row];
    copy[column] = value;
    return copy;
  };
  const replaced = (column: 0 | 1 | 2): number =>
    determinant([inPlace(a, u, column), inPlace(b, v, column), inPlace(c, w, column)]) / whole;
  return [replaced(0), replaced(1), replaced(2)];
};

const determinant = ([a, b, c]: readonly [Vector, Vector, Vector]): number =>
  a[0] * (b[1] * c[2] - b[2] * c[1]) -
  a[1] * (b[0] * c[2] - b[2] * c[0]) +
  a[2] * (b[0] * c[1] - b[1] * c[0]);

export const printCalibration = (answers: readonly Answer[]): void => {
  const { bins, error } = reliability(answers);
  console.log(`\nConfidence of first hypotheses beside the share that was right, ${answers.length} answers`);
  printTable(
    ['confidence', 'n', 'mean', 'right'],
    bins.map(({ low, high, n, meanConfidence, right }) => [
      `${low.toFixed(1)} to ${high.toFixed(1)}`,
      String(n),
      meanConfidence.toFixed(2),
      right.toFixed(2),
    ]),
  );
  const { constant, score, lead } = fitConfidence(answers);
  console.log(`  expected calibration error ${error.toFixed(3)}`);
  console.log(
    `  logistic fit: constant ${constant.toFixed(2)}, score ${score.toFixed(2)}, lead ${lead.toFixed(2)}`,
  );
};
