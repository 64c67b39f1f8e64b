/** `--cross-validate` and `--tune`. */
import { weights as standard, type Weights } from '@nightglass/rootcause';
import { printTable } from '../../lib/table.ts';
import { type Measure, mean, type Scores, scoresOf } from '../figures/figures.ts';
import type { Source } from '../sources.ts';
import { type PreparedCase, prepare } from './prepare.ts';
import { WeightSearch } from './search.ts';

type Prepared = Map<string, PreparedCase[]>;

export const prepareAll = async (sources: readonly Source[], seed: number): Promise<Prepared> => {
  const sets: Prepared = new Map();
  for (const source of sources) {
    const cases = await prepare(source, seed);
    if (cases.length > 0) sets.set(source.name, cases);
    console.error(`${source.name}: ${cases.length} examined`);
  }
  return sets;
};

const figure = (cases: readonly PreparedCase[], weights: Weights, measure: Measure): string => {
  const normal = cases.every((one) => one.rank(weights) === null && one.value(weights) === 1);
  const scores = (one: PreparedCase): Scores => scoresOf(one.rank(weights));
  return normal ? '-' : mean(cases.map((one) => scores(one)[measure])).toFixed(3);
};

const changed = (weights: Weights): string =>
  (Object.keys(weights) as (keyof Weights)[])
    .filter((key) => weights[key] !== standard[key])
    .map((key) => `${key} ${standard[key]} -> ${weights[key]}`)
    .join(', ') || 'as they are';

/** Each set in turn is left out while the weights are chosen, then ranked with what was chosen. */
export const crossValidate = (sets: Prepared): void => {
  const search = new WeightSearch(sets);
  const names = [...sets.keys()];
  const rows: string[][] = [];
  const chosen: string[] = [];
  for (const left of names) {
    const others = names.filter((name) => name !== left);
    const weights = search.choose(others, standard, (text) => console.error(`without ${left}: ${text}`));
    const cases = sets.get(left) ?? [];
    rows.push([
      left,
      String(cases.length),
      search.valueOf(left, standard).toFixed(3),
      search.valueOf(left, weights).toFixed(3),
      ...(['top1', 'top3'] as const).flatMap((measure) => [
        figure(cases, standard, measure),
        figure(cases, weights, measure),
      ]),
    ]);
    chosen.push(`  without ${left}: ${changed(weights)}`);
  }
  console.log('\nOne set left out while the weights are chosen, then ranked with them');
  printTable(
    [
      'set left out',
      'n',
      'value as shipped',
      'chosen',
      'top-1 as shipped',
      'chosen',
      'top-3 as shipped',
      'chosen',
    ],
    rows,
  );
  console.log('weights that the other sets choose:');
  for (const line of chosen) console.log(line);
};

/** What a search over everything would choose: for a person to look at, not to take over blindly. */
export const tune = (sets: Prepared): void => {
  const search = new WeightSearch(sets);
  const names = [...sets.keys()];
  const weights = search.choose(names, standard, (text) => console.error(text));
  console.log(
    `\nAll sets: ${search.objective(names, standard).toFixed(4)} as shipped, ${search.objective(names, weights).toFixed(4)} with:`,
  );
  console.log(`  ${changed(weights)}`);
  printTable(
    ['set', 'as shipped', 'chosen'],
    names.map((name) => [
      name,
      search.valueOf(name, standard).toFixed(3),
      search.valueOf(name, weights).toFixed(3),
    ]),
  );
};
