/** Figures of a ranking: top-k, Avg@5 and mean reciprocal rank, with bootstrap intervals. */
import { randomFrom } from '../data/random.ts';

export const measures = ['top1', 'top3', 'top5', 'avg5', 'mrr'] as const;
export type Measure = (typeof measures)[number];

/** One case's share in each measure, 0 to 1: whole for a rank, broken for the expectation of a random ranking. */
export type Scores = Record<Measure, number>;

export interface Figure {
  value: number;
  /** 95 % percentile interval of the bootstrap over cases. */
  low: number;
  high: number;
}

/** Avg@5 is the mean of top-1 to top-5; a truth that is not ranked scores nothing. */
export const scoresOf = (rank: number | null): Scores => {
  const within = (k: number): number => (rank !== null && rank <= k ? 1 : 0);
  return {
    top1: within(1),
    top3: within(3),
    top5: within(5),
    avg5: [1, 2, 3, 4, 5].reduce((sum, k) => sum + within(k), 0) / 5,
    mrr: rank === null ? 0 : 1 / rank,
  };
};

/** What a uniformly random order of `candidates` proposals, `right` of them right, scores on average: exact. */
export const expectedScores = (candidates: number, right: number): Scores => {
  const scores: Scores = { top1: 0, top3: 0, top5: 0, avg5: 0, mrr: 0 };
  /** Chance that none of the first places is right. */
  let none = 1;
  for (let rank = 1; rank <= candidates && none > 0; rank++) {
    const here = (none * Math.min(right, candidates - rank + 1)) / (candidates - rank + 1);
    const there = scoresOf(rank);
    for (const measure of measures) scores[measure] += here * there[measure];
    none -= here;
  }
  return scores;
};

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const resamples = 2000;

export const bootstrap = (values: readonly number[], seed = 1): Figure => {
  const random = randomFrom(seed);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  }).sort((a, b) => a - b);
  return {
    value: mean(values),
    low: means[Math.floor(0.025 * resamples)] ?? Number.NaN,
    high: means[Math.ceil(0.975 * resamples) - 1] ?? Number.NaN,
  };
};

export const figuresOf = (cases: readonly Scores[]): Record<Measure, Figure> => {
  const of = (measure: Measure): Figure => bootstrap(cases.map((scores) => scores[measure]));
  return { top1: of('top1'), top3: of('top3'), top5: of('top5'), avg5: of('avg5'), mrr: of('mrr') };
};
