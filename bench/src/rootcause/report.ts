/** The figures as tables for people. */
import { printTable } from '../lib/table.ts';
import type { BaselineName, Outcome } from './evaluate.ts';
import {
  type Figure,
  figuresOf,
  type Measure,
  mean,
  measures,
  type Scores,
  scoresOf,
} from './figures/figures.ts';
import { heldTo, type TargetLine } from './targets.ts';

export interface SetResult {
  set: string;
  about: string;
  sealed: boolean;
  outcomes: Outcome[];
  /** Scores under each ablation that applies, of the cases it was run on. */
  ablations: Record<string, Scores[]>;
}

export const shown = ({ value, low, high }: Figure): string =>
  `${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;

const headings: Record<Measure, string> = {
  top1: 'top-1',
  top3: 'top-3',
  top5: 'top-5',
  avg5: 'Avg@5',
  mrr: 'MRR',
};

const figureRow = (name: string, scores: readonly Scores[]): string[] => {
  const figures = figuresOf(scores);
  return [name, ...measures.map((measure) => shown(figures[measure]))];
};

export const targetLines = ({ set, outcomes }: SetResult): TargetLine[] => {
  const incidents = outcomes.filter(({ normal }) => !normal);
  return heldTo(set, incidents.length === 0 ? null : figuresOf(incidents.map(({ scores }) => scores)), {
    decoys: outcomes.filter(({ decoy }) => decoy).length,
    falseShare: mean(outcomes.map((one) => (one.falseDiagnosis ? 1 : 0))),
  });
};

export const printSet = (result: SetResult): void => {
  const { set, about, outcomes, ablations } = result;
  const incidents = outcomes.filter(({ normal }) => !normal);
  console.log(`\n${set}: ${outcomes.length} ${incidents.length > 0 ? 'incidents' : 'windows'} (${about})`);
  if (incidents.length > 0) printRanks(incidents, ablations);
  console.log(verdictsOf(outcomes));
  printByFault(result);
  for (const { text } of targetLines(result)) console.log(`  ${text}`);
};

const printRanks = (incidents: readonly Outcome[], ablations: SetResult['ablations']): void => {
  const names = Object.keys(incidents[0]?.baselines ?? {}) as BaselineName[];
  const full = incidents.map(({ scores }) => scores);
  printTable(
    ['', ...measures.map((measure) => headings[measure])],
    [
      figureRow('Nightglass', full),
      figureRow(
        'random order',
        incidents.map(({ random }) => random),
      ),
      ...names.map((name) => baselineRow(name, incidents)),
      ...Object.entries(ablations).map(([name, scores]) =>
        figureRow(scores.length < incidents.length ? `  ${name} (${scores.length})` : `  ${name}`, scores),
      ),
    ],
  );
};

/** An incident without a figure to score is a miss; where no incident of the set has one, the method does not apply. */
const baselineRow = (name: BaselineName, incidents: readonly Outcome[]): string[] => {
  const silent = incidents.filter(({ baselines }) => baselines[name] === null).length;
  if (silent === incidents.length) return [name, ...measures.map(() => 'n/a')];
  return figureRow(
    silent === 0 ? name : `${name} (silent in ${silent})`,
    incidents.map(({ baselines }) => baselines[name] ?? scoresOf(null)),
  );
};

const verdictsOf = (outcomes: readonly Outcome[]): string => {
  const counts = new Map<string, number>();
  for (const { verdict } of outcomes) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([verdict, n]) => `${verdict} ${n}`);
  const diagnosed = outcomes.filter(({ verdict }) => verdict === 'diagnosed');
  const wrong = diagnosed.filter(({ falseDiagnosis }) => falseDiagnosis).length;
  const classes = outcomes.flatMap(({ classRight, rank }) =>
    rank === 1 && classRight !== null ? [classRight] : [],
  );
  const ms = outcomes.map((one) => one.ms).sort((a, b) => a - b);
  return [
    `  verdicts: ${parts.join(', ')}; diagnosed wrongly: ${wrong} of ${diagnosed.length}`,
    outcomes.some(({ decoy }) => decoy)
      ? `decoys named: ${outcomes.filter(({ decoy }) => decoy).length}`
      : '',
    classes.length > 0
      ? `class of fault right where the party is: ${mean(classes.map(Number)).toFixed(3)} of ${classes.length}`
      : '',
    `thinking: median ${(ms[Math.floor(ms.length / 2)] ?? 0).toFixed(0)} ms, longest ${(ms.at(-1) ?? 0).toFixed(0)} ms`,
  ]
    .filter((part) => part !== '')
    .join('; ');
};

/** Where it goes wrong, by the set's own kinds of fault. */
const printByFault = ({ outcomes, sealed }: SetResult): void => {
  const groups = new Map<string, Outcome[]>();
  for (const one of outcomes) groups.set(one.fault, [...(groups.get(one.fault) ?? []), one]);
  if (groups.size < 2) return;
  printTable(
    ['  fault', 'n', 'top-1', 'top-3', ...(sealed ? [] : ['not among the first 3'])],
    [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([fault, group]) => [
        `  ${fault}`,
        String(group.length),
        mean(group.map(({ scores }) => scores.top1)).toFixed(2),
        mean(group.map(({ scores }) => scores.top3)).toFixed(2),
        ...(sealed ? [] : [missed(group)]),
      ]),
  );
};

const missed = (group: readonly Outcome[]): string =>
  group
    .filter(({ scores }) => scores.top3 === 0)
    .map(({ id }) => id)
    .slice(0, 6)
    .join(' ');
