/**
 * `npm run bench:rootcause -- --data ../shared/data/rca`: the root-cause engine on incidents with known causes, beside simple
 * methods on the same rows. bench/README.md has the options.
 */
import { parseArgs } from 'node:util';
import { ablations } from './data/ablate.ts';
import { answerTo, evaluate, type Outcome, rankUnder } from './evaluate.ts';
import { type Scores, scoresOf } from './figures/figures.ts';
import { printByFault, printSet, type SetResult } from './report.ts';
import { folderSources, type Source } from './sources.ts';
import type { TargetLine } from './targets.ts';
import { printCase } from './verbose.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/rca' },
    set: { type: 'string', multiple: true },
    case: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
    'no-ablations': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});

const seed = Number(options.seed);
const wanted = (id: string): boolean => options.case?.some((part) => id.includes(part)) ?? true;

const runSet = async (source: Source): Promise<SetResult> => {
  const outcomes: Outcome[] = [];
  const under: Record<string, Scores[]> = {};
  for await (const bench of source.cases(wanted)) {
    if (options.verbose) printCase(bench, answerTo(bench, seed));
    outcomes.push(evaluate(bench, seed));
    if (options['no-ablations'] || options.verbose || bench.normal) continue;
    for (const { name, applies, apply } of ablations)
      if (applies(bench.data)) (under[name] ??= []).push(scoresOf(rankUnder(bench, seed, apply)));
  }
  return { set: source.name, about: source.about, outcomes, ablations: under };
};

const sources = folderSources(options.data, (text) => console.error(text)).filter(
  ({ name }) => options.set?.includes(name) ?? true,
);
const results: SetResult[] = [];
const lines: TargetLine[] = [];
for (const source of sources) {
  const result = await runSet(source);
  if (result.outcomes.length === 0) continue;
  results.push(result);
  lines.push(...printSet(result));
  printByFault(result.outcomes);
}
if (options.json) console.log(JSON.stringify(results));
if (options.strict && lines.some(({ met }) => !met)) process.exitCode = 1;
