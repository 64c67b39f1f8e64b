import type { ConfidenceBand } from '@nightglass/model';

/**
 * Score -> share of such answers that were right on the development sets: isotonic regression, as `npm run
 * bench:rootcause -- --calibrate` prints it; linear between the points.
 */
const points: readonly (readonly [score: number, confidence: number])[] = [
  [0, 0],
  [0.294, 0.116],
  [0.496, 0.405],
  [0.649, 0.744],
  [0.909, 0.952],
  [0.961, 0.988],
  [1, 0.988],
];

export const calibrate = (score: number): number => {
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1]!;
    const [x1, y1] = points[i]!;
    if (score <= x1) return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0);
  }
  return points.at(-1)![1];
};

export const bandOf = (confidence: number): ConfidenceBand =>
  confidence >= 0.8 ? 'strong' : confidence >= 0.55 ? 'likely' : confidence >= 0.35 ? 'possible' : 'weak';
