/** One incident through the engine and the baselines, its rows shuffled first. */
import type { Diagnosis, Hypothesis } from '@nightglass/model';
import { diagnose, type IncidentData } from '@nightglass/rootcause';
import { type Baseline, largestZScore, robustScorer } from './baselines/baselines.ts';
import type { BenchCase } from './case.ts';
import { hashOf } from './data/random.ts';
import { shuffleIncident } from './data/shuffle.ts';
import { expectedScores, type Scores, scoresOf } from './figures/figures.ts';
import { rankOfScores, rankOfTruth } from './ranks.ts';

export const baselines = { 'largest z-score': largestZScore, BARO: robustScorer } satisfies Record<
  string,
  Baseline
>;
export type BaselineName = keyof typeof baselines;

export interface Outcome {
  id: string;
  truth: string;
  fault: string;
  normal: boolean;
  rank: number | null;
  scores: Scores;
  verdict: Diagnosis['verdict'];
  /** Of the first hypothesis; '' when there is none. */
  first: string;
  confidence: number;
  score: number;
  /** Of the first hypothesis over the best of another party, as a share of its score. */
  lead: number;
  /** The first hypothesis names what was laid out to mislead. */
  decoy: boolean;
  /** `diagnosed` with a first hypothesis that is not right. */
  falseDiagnosis: boolean;
  /** Class of the fault right, when the case can tell. */
  classRight: boolean | null;
  ms: number;
  random: Scores;
  /** Null: the method has nothing to work with here. */
  baselines: Record<BaselineName, Scores | null>;
}

export const answerTo = (
  bench: BenchCase,
  seed: number,
  change?: (data: IncidentData) => IncidentData,
): Diagnosis => {
  const data = change === undefined ? bench.data : change(bench.data);
  return diagnose(shuffleIncident(data, seed ^ hashOf(bench.id)));
};

export const evaluate = (bench: BenchCase, seed: number): Outcome => {
  const started = performance.now();
  const diagnosis = answerTo(bench, seed);
  const ms = performance.now() - started;
  const first = diagnosis.hypotheses[0];
  const proposal = proposalOf(bench, first);
  const rank = bench.normal ? null : rankOfTruth(bench, diagnosis.hypotheses);
  return {
    id: bench.id,
    truth: bench.truth.text,
    fault: bench.truth.fault,
    normal: bench.normal,
    rank,
    scores: scoresOf(rank),
    verdict: diagnosis.verdict,
    first: first === undefined ? '' : describeHypothesis(first),
    confidence: first?.confidence ?? 0,
    score: first?.score ?? 0,
    lead: leadOf(diagnosis.hypotheses),
    decoy: proposal !== null && (bench.decoys ?? []).includes(proposal),
    falseDiagnosis: diagnosis.verdict === 'diagnosed' && (proposal === null || !bench.right(proposal)),
    classRight: first === undefined || bench.classRight === undefined ? null : bench.classRight(first),
    ms,
    random: expectedScores(
      bench.candidates.length,
      bench.candidates.filter((one) => bench.right(one)).length,
    ),
    baselines: {
      'largest z-score': baselineScores(bench, largestZScore),
      BARO: baselineScores(bench, robustScorer),
    },
  };
};

const leadOf = ([first, ...rest]: readonly Hypothesis[]): number => {
  if (first === undefined) return 0;
  const { kind, name } = first.entity;
  const other = rest.find(({ entity }) => entity.kind !== kind || entity.name !== name)?.score ?? 0;
  return (first.score - other) / first.score;
};

const proposalOf = (bench: BenchCase, hypothesis: Hypothesis | undefined): string | null =>
  hypothesis === undefined ? (bench.unsaid ?? null) : bench.proposal(hypothesis);

export const describeHypothesis = (hypothesis: Hypothesis): string =>
  [
    `${hypothesis.entity.kind}:${hypothesis.entity.name}`,
    hypothesis.faultClass,
    hypothesis.detail,
    hypothesis.change?.id.slice(0, 12) ?? '',
  ]
    .filter((part) => part !== '')
    .join(' ');

const baselineScores = (bench: BenchCase, baseline: Baseline): Scores | null => {
  if (bench.normal) return null;
  const scored = baseline(bench.data).flatMap(({ entity, score }): [string, number][] => {
    const proposal = bench.blames(entity);
    return proposal === null ? [] : [[proposal, score]];
  });
  return scored.length === 0 ? null : scoresOf(rankOfScores(bench.right, scored));
};

/** Ranks alone, for data with something taken away. */
export const rankUnder = (
  bench: BenchCase,
  seed: number,
  change: (data: IncidentData) => IncidentData,
): number | null => rankOfTruth(bench, answerTo(bench, seed, change).hypotheses);
