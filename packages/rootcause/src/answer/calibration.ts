import type { ConfidenceBand } from '@nightglass/model';

/**
 * Score -> share of such answers that were right on the development sets: isotonic regression, as `npm run
 * bench:rootcause -- --calibrate` prints it, smoothed; linear between the points. Below 0.6 it is held under what those sets
 * gave (0.62 at 0.46, 0.67 at 0.55): most of them are easier than a night in production.
 */
const points: readonly (readonly [score: number, confidence: number])[] = [
  [0, 0],
  [0.3, 0.15],
  [0.46, 0.42],
  [0.55, 0.6],
  [0.65, 0.8],
  [0.91, 0.94],
  [0.96, 0.988],
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
