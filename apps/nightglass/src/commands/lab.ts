import { accessSync, constants, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { NightglassError } from '@nightglass/model';
import { Command } from 'commander';
import { styleFor } from '../inspect/report/page.ts';
import { pickExperiments, readExperiments, readRecorded } from '../lab/experiments.ts';
import { exitCodeOf, runLab } from '../lab/lab.ts';
import type { Experiment, ExperimentResult, LabRun } from '../lab/model.ts';
import { renderPage } from '../lab/report/page.ts';
import { renderText } from '../lab/report/text.ts';
import { verdictWords } from '../lab/report/words.ts';
import { findToolchains } from '../lab/toolchains.ts';
import { printable } from '../text-output.ts';
import { jsonOption } from './options.ts';

interface LabCommandOptions {
  list: boolean;
  only: string[];
  go: string[];
  recorded: boolean;
  quick: boolean;
  html?: string;
  json: boolean;
}

const idsOf = (text: string, before: string[]): string[] => [
  ...before,
  ...text.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()])),
];

/** `nightglass lab`: what is true about maps on this machine's Go. */
export const labCommand = (): Command =>
  new Command('lab')
    .description("put what is said about Go maps to the test on this machine's Go")
    .option('--list', 'list the experiments and their claims', false)
    .option('--only <ids>', 'only these experiments, separated by commas', idsOf, [])
    .option('--go <path...>', 'also these Go toolchains: a GOROOT or a go executable', [])
    .option('--quick', 'shorter runs: seconds instead of minutes, wider intervals', false)
    .option('--recorded', 'show what was recorded with Go 1.19 to 1.27 and run nothing', false)
    .option('--html <file>', 'also write a page that needs nothing else')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Uses every Go from 1.18 on that it finds: on PATH, in /usr/local/go*, /usr/lib/go-1.*, ~/sdk/go*, in the module cache,
in GOROOT and where --go says. Nothing is downloaded; builds go to a temporary folder that is removed. Without Go the
recorded results are shown. What is measured is best measured on a machine that does nothing else.

Examples:
  $ nightglass lab --quick
  $ nightglass lab --only range-delete,traceback-levels
  $ nightglass lab --go ~/sdk/go1.22.12 --html lab.html
  $ nightglass lab --recorded

Exit codes: 0 everything confirmed (or --list, --recorded), 1 something refuted, 2 something could not be run or
decided, or there is no Go, or the command was called wrongly.`,
    )
    .action(lab);

const gdbOnPath = (): string | undefined =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => {
    try {
      accessSync(join(folder, 'gdb'), constants.X_OK);
      return [join(folder, 'gdb')];
    } catch {
      return [];
    }
  })[0];

const say = (line: string): void => {
  process.stderr.write(`${printable(line)}\n`);
};

const progress = (go: string, id: string, result: ExperimentResult | null): void => {
  if (result === null) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kgo ${go}  ${id} ...`);
    return;
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  say(`go ${go}  ${id}: ${verdictWords[result.verdict]} (${result.seconds} s)`);
};

const list = (experiments: readonly Experiment[], json: boolean): void => {
  if (json)
    console.log(JSON.stringify(experiments.map(({ id, title, claim, go }) => ({ id, title, claim, go }))));
  else for (const { id, title, claim } of experiments) console.log(`${id}\n  ${title}. ${claim}`);
};

const writePage = (file: string, text: string): void => {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NightglassError('NG_BAD_PARAMETER', `the page cannot be written: ${reason}`, {
      hint: 'Name a file in a folder that exists and that you may write to.',
      parameter: 'html',
    });
  }
};

async function lab(options: LabCommandOptions): Promise<void> {
  const experiments = pickExperiments(readExperiments(), options.only);
  if (options.list) {
    list(experiments, options.json);
    return;
  }
  const elsewhere = readRecorded(new Set(experiments.map((e) => e.id)));
  const { env } = process;
  const found = options.recorded
    ? { toolchains: [], notes: [] }
    : await findToolchains({ env, home: homedir(), named: options.go });
  for (const note of found.notes) say(`not used: ${note}`);
  const gdb = gdbOnPath();
  const runs = await runLab(experiments, found.toolchains, {
    env,
    quick: options.quick,
    gdb,
    now: () => new Date(),
    progress,
  });
  const notes: string[] = [];
  if (!options.recorded && runs.length === 0)
    notes.push(
      'No Go was found on this machine (https://go.dev/doc/install), so nothing was run. These are recorded results; each says where and when.',
    );
  const shown = runs.length > 0 ? runs : elsewhere;
  if (options.html !== undefined)
    writePage(options.html, renderPage(experiments, allRuns(runs, elsewhere), notes));
  if (options.json)
    process.stdout.write(`${JSON.stringify({ recorded: runs.length === 0, notes, runs: shown })}\n`);
  else
    process.stdout.write(
      renderText(experiments, shown, {
        style: styleFor(process.stdout.isTTY === true && (env.NO_COLOR ?? '') === ''),
        width: process.stdout.isTTY ? process.stdout.columns : 100,
        notes,
      }),
    );
  process.exitCode = options.recorded ? 0 : exitCodeOf(runs);
}

/** The page shows recorded results beside those of this machine, of other versions. */
const allRuns = (here: readonly LabRun[], elsewhere: readonly LabRun[]): LabRun[] => [
  ...here,
  ...elsewhere.filter((run) => !here.some(({ go }) => go === run.go)),
];
