import type { CaseFilter } from './case.ts';
import { ablations } from './data/ablate.ts';
import { hashOf } from './data/random.ts';
import { evaluate, type Outcome, rankUnder } from './evaluate.ts';
import { type Scores, scoresOf } from './figures/figures.ts';
import type { SetResult } from './report.ts';
import type { Source } from './sources.ts';

/** Ablations of more cases would take longer than they tell. */
const mostAblated = 60;

export const runSet = async (
  source: Source,
  { seed, only, ablations: ablate }: { seed: number; only: CaseFilter; ablations: boolean },
): Promise<SetResult> => {
  const outcomes: Outcome[] = [];
  const under: Record<string, Scores[]> = {};
  for await (const bench of source.cases(only)) {
    outcomes.push(evaluate(bench, seed));
    if (!ablate || bench.normal || outcomes.length > mostAblated) continue;
    for (const { name, applies, apply } of ablations)
      if (applies(bench.data)) {
        under[name] ??= [];
        under[name].push(scoresOf(rankUnder(bench, seed, (data) => apply(data, seed ^ hashOf(bench.id)))));
      }
  }
  return { set: source.name, about: source.about, sealed: source.sealed, outcomes, ablations: under };
};
