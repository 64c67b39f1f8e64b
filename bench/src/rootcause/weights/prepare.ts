/** Cases examined once, to be ranked with many weights. */
import {
  type Examination,
  examine,
  type IncidentData,
  judge,
  type ScoredHypothesis,
  scoreHypotheses,
  weights as standard,
  type Weights,
} from '@nightglass/rootcause';
import { hashOf } from '../data/random.ts';
import { shuffleIncident } from '../data/shuffle.ts';
import { rankOfTruth } from '../ranks.ts';
import type { Source } from '../sources.ts';

export interface PreparedCase {
  set: string;
  id: string;
  /** 1 when right at once; a little for a right answer further down; nothing for a false diagnosis of a normal window. */
  value(weights: Weights): number;
  rank(weights: Weights): number | null;
}

/** Reads and examines all, and lets go of the rows. */
export const prepare = async (source: Source, seed: number): Promise<PreparedCase[]> => {
  const cases: PreparedCase[] = [];
  for await (const bench of source.cases(() => true)) {
    const examination = examine(shuffleIncident(bench.data, seed ^ hashOf(bench.id)));
    const { set, id, proposal, right, unsaid, normal } = bench;
    const slim = withoutRows(examination);
    if (normal) {
      const verdict = (of: Examination, weights: Weights): string =>
        judge(of, { weights, maxHypotheses: 3 }).verdict;
      // the rows cost most of the time of a verdict; they are let go of where it does not change
      const least = verdict(slim, standard) === verdict(examination, standard) ? slim : examination;
      const falsely = (weights: Weights): boolean => {
        const { verdict: said, hypotheses } = judge(least, { weights, maxHypotheses: 3 });
        const first = hypotheses[0];
        const proposed = first === undefined ? null : proposal(first);
        return said === 'diagnosed' && (proposed === null || !right(proposed));
      };
      cases.push({ set, id, value: (weights) => (falsely(weights) ? 0 : 1), rank: () => null });
      continue;
    }
    const rank = (weights: Weights): number | null =>
      rankOfTruth({ proposal, right, unsaid }, shown(scoreHypotheses(slim, weights)));
    cases.push({ set, id, value: (weights) => worthOf(rank(weights)), rank });
  }
  return cases;
};

/** As the engine cuts its list. */
const shown = (scored: readonly ScoredHypothesis[]): ScoredHypothesis[] =>
  scored.filter(({ score }) => score >= 0.02).slice(0, 10);

const worthOf = (rank: number | null): number => (rank === null ? 0 : rank === 1 ? 1 : 0.1 / rank);

/** The ranking reads the graph and the findings only. */
const withoutRows = (examination: Examination): Examination => {
  const data: IncidentData = {
    ...examination.context.data,
    spans: [],
    logs: [],
    series: [],
    kubernetes: null,
  };
  return {
    ...examination,
    context: {
      ...examination.context,
      data,
      spans: {
        all: [],
        byId: new Map(),
        roots: [],
        byOperation: new Map(),
        badRoots: new Set(),
        thresholdMs: examination.context.spans.thresholdMs,
      },
      templates: { templates: [], of: () => undefined },
    },
    findings: examination.findings.map(({ finding, ...rest }) => ({
      ...rest,
      finding: {
        ...finding,
        evidence: finding.evidence.map((one) => ({ ...one, series: null, exemplars: [] })),
      },
    })),
  };
};
