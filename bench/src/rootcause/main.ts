/**
 * `npm run bench:rootcause -- --data ../shared/data/rca`: the root-cause engine on incidents with known causes, beside simple
 * methods on the same rows. bench/README.md has the options.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/process-usage.ts';
import { answerTo, evaluate } from './evaluate.ts';
import { printCalibration } from './figures/calibration.ts';
import { printSet, targetLines } from './report.ts';
import { runInParallel } from './run-parallel.ts';
import { runSet } from './run-set.ts';
import { folderSources, type Source, simulatedSources, tuningSources } from './sources.ts';
import { printCase } from './verbose.ts';
import { crossValidate, prepareAll, tune } from './weights/report.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/rca' },
    set: { type: 'string', multiple: true },
    case: { type: 'string', multiple: true },
    seed: { type: 'string', default: '1' },
    simulated: { type: 'string', default: '300' },
    normal: { type: 'string', default: '200' },
    verbose: { type: 'boolean', default: false },
    ablations: { type: 'boolean', default: true },
    speed: { type: 'boolean', default: false },
    'cross-validate': { type: 'boolean', default: false },
    tune: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    strict: { type: 'boolean', default: false },
    /** One set, its result as JSON: what this program starts itself with. */
    alone: { type: 'string' },
  },
  allowNegative: true,
});

const seed = Number(options.seed);
const asked = ({ name }: { name: string }): boolean => options.set?.includes(name) ?? true;
const wantedCase = (id: string): boolean => options.case?.some((part) => id.includes(part)) ?? true;
const warn = (text: string): void => {
  if (options.alone === undefined) console.error(text);
};

const fromFolder = (): Source[] => folderSources(options.data, warn).filter(asked);
/** The development seeds are part of a run only when they are asked for. */
const simulated = (): Source[] => [
  ...simulatedSources(Number(options.simulated), Number(options.normal)).filter(asked),
  ...(options.set === undefined ? [] : tuningSources().filter(asked)),
];

const show = async (): Promise<void> => {
  for (const source of [...fromFolder(), ...simulated()])
    if (source.sealed) warn(`${source.name}: sealed; look at simulated-dev instead`);
    else for await (const bench of source.cases(wantedCase)) printCase(bench, answerTo(bench, seed));
};

const calibrate = async (): Promise<void> => {
  const answers = [];
  for (const source of [...fromFolder(), ...tuningSources().filter(asked)])
    for await (const bench of source.cases(wantedCase)) {
      const { score, lead, confidence, rank, first } = evaluate(bench, seed);
      if (first !== '') answers.push({ score, lead, confidence, right: rank === 1 });
    }
  printCalibration(answers);
};

const sources = (): Source[] => [...fromFolder(), ...simulated()];

const measureOne = async (name: string): Promise<void> => {
  const source = sources().find((one) => one.name === name);
  if (source === undefined) throw new Error(`there is no set ${name}`);
  const result = await runSet(source, { seed, only: wantedCase, ablations: options.ablations });
  process.stdout.write(JSON.stringify(result));
};

const measure = async (): Promise<void> => {
  if (!options.json) console.log(describeMachine());
  const names = sources().map(({ name }) => name);
  const results = await runInParallel(names, 'simulated', process.argv.slice(2), (result) => {
    if (!options.json) printSet(result);
  });
  if (options.json) console.log(JSON.stringify(results));
  if (options.out !== undefined) writeFileSync(options.out, JSON.stringify(results));
  if (options.strict && results.some((result) => targetLines(result).some(({ met }) => !met)))
    process.exitCode = 1;
};

if (options.alone !== undefined) await measureOne(options.alone);
else if (options.verbose) await show();
else if (options.speed) {
  const { printSpeed } = await import('./speed/report.ts');
  if (!printSpeed() && options.strict) process.exitCode = 1;
} else if (options['cross-validate'] || options.tune) {
  // a search judges each window a thousand times
  const sets = await prepareAll([...fromFolder(), ...tuningSources(80, 24).filter(asked)], seed);
  if (options['cross-validate']) crossValidate(sets);
  if (options.tune) tune(sets);
} else if (options.calibrate) await calibrate();
else await measure();
