/** Strict ranks: what ties with the truth, or stands before it, counts as before it. */
import type { Hypothesis } from '@nightglass/model';
import type { BenchCase } from './case.ts';

/** What ranks need of a hypothesis. */
export type RankedHypothesis = Pick<
  Hypothesis,
  'entity' | 'faultClass' | 'detail' | 'operation' | 'change' | 'score'
>;

/** Rank of the first right proposal among distinct proposals, from 1; null when none is right. */
export const rankOfTruth = (
  bench: Pick<BenchCase, 'proposal' | 'right' | 'unsaid'>,
  hypotheses: readonly RankedHypothesis[],
): number | null => {
  const before = new Set<string>();
  let truthScore: number | null = null;
  for (const hypothesis of hypotheses) {
    const proposal = bench.proposal(hypothesis);
    if (proposal === null) continue;
    if (bench.right(proposal)) truthScore ??= hypothesis.score;
    else if (truthScore === null || hypothesis.score >= truthScore) before.add(proposal);
  }
  if (truthScore === null && (bench.unsaid === undefined || !bench.right(bench.unsaid))) return null;
  return before.size + 1;
};

/** The same for a baseline's scores: a proposal's score is its largest; NaN counts as no score. */
export const rankOfScores = (
  right: (proposal: string) => boolean,
  scores: Iterable<readonly [proposal: string, score: number]>,
): number | null => {
  const best = new Map<string, number>();
  for (const [proposal, score] of scores)
    if (!Number.isNaN(score)) best.set(proposal, Math.max(score, best.get(proposal) ?? -Infinity));
  let truth = -Infinity;
  let found = false;
  for (const [proposal, score] of best)
    if (right(proposal)) {
      found = true;
      truth = Math.max(truth, score);
    }
  if (!found) return null;
  let before = 0;
  for (const [proposal, score] of best) if (!right(proposal) && score >= truth) before++;
  return before + 1;
};
