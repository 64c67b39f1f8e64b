import { NightglassError, type StackSimilarity, stackSimilarities } from '@nightglass/model';
import { Command, Option } from 'commander';
import { inspectDiff } from '../inspect/diff.ts';
import { exitCodeOf, inspectFiles, isWrong } from '../inspect/inspect.ts';
import { type ProgressLine, progressLine } from '../inspect/progress.ts';
import { renderDiff } from '../inspect/report/diff-report.ts';
import { type ReportOptions, renderReport } from '../inspect/report/report.ts';
import { printable } from '../text-output.ts';
import { allowClosedOutput, complain } from './complain.ts';
import { jsonOption, wholeNumber } from './options.ts';

interface InspectOptions {
  diff: boolean;
  goroutines: boolean;
  similarity: StackSimilarity;
  limit: number;
  color: boolean;
  width?: number;
  verbose: boolean;
  json: boolean;
  source?: string;
}

/** `nightglass inspect FILE...`: what a Go program left behind, read and explained. */
export const inspectCommand = (): Command =>
  new Command('inspect')
    .argument(
      '[file...]',
      'dumps, crash output, logs, profiles, GODEBUG traces, also .gz; - is standard input',
    )
    .description('read what a Go program left behind and say what happened')
    .option('--diff', 'compare two goroutine dumps, or two profiles: --diff BEFORE AFTER', false)
    .option('--source <dir>', 'source of the program: names the other party of a map crash')
    .option('--goroutines', 'list the goroutines, those with alike stacks together', false)
    .addOption(
      new Option('--similarity <how>', 'how alike stacks must be to be listed together')
        .choices([...stackSimilarities])
        .default('any-pointer' satisfies StackSimilarity),
    )
    .addOption(
      new Option('--limit <number>', 'at most this many buckets or sites')
        .argParser(wholeNumber(1, 1_000_000))
        .default(20),
    )
    .addOption(
      new Option('--width <columns>', 'of the text (default: that of the terminal, else 100)').argParser(
        wholeNumber(40, 1_000),
      ),
    )
    .option('--no-color', 'no colours, as without a terminal or with NO_COLOR')
    .option('--verbose', 'every line of code of every advice', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Reads, whatever the file is called: panics, fatal errors, signals and race reports; goroutine dumps (SIGQUIT, debug=1,
debug=2, pprof); pprof profiles and their text form; gctrace, schedtrace, scavtrace and inittrace; each also inside a
log of any size, with container or JSON prefixes, several in one file. Go 1.18 to 1.27.

Examples:
  $ nightglass inspect crash.txt
  $ kubectl logs --previous payment-7d9f | nightglass inspect
  $ nightglass inspect app.log.gz --json
  $ curl -s 'http://localhost:6060/debug/pprof/goroutine?debug=2' | nightglass inspect - --goroutines
  $ nightglass inspect heap_02h.pb.gz heap_03h.pb.gz gctrace.log     joined: what grows, and why
  $ nightglass inspect --diff dump_before.txt dump_after.txt
  $ nightglass inspect crash.txt --source .      who else uses the map, from the source

Exit codes: 0 nothing wrong, 1 a crash or a finding of weight (critical, warning), 2 something could not be read (the
rest is printed), as a text in which nothing of Go is found, or the command was called wrongly.`,
    )
    .action(inspect);

async function inspect(files: string[], options: InspectOptions): Promise<void> {
  const names = files.length === 0 && !process.stdin.isTTY ? ['-'] : files;
  if (names.length === 0)
    throw new NightglassError('NG_BAD_PARAMETER', 'no file is named and nothing is piped in', {
      hint: 'Try: nightglass inspect crash.txt, or: journalctl -u payment | nightglass inspect',
    });
  if (names.filter((name) => name === '-').length > 1)
    throw new NightglassError('NG_BAD_PARAMETER', 'standard input can be read only once', {
      hint: 'Name the other input as a file.',
    });
  allowClosedOutput();
  const report: ReportOptions = {
    similarity: options.similarity,
    limit: options.limit,
    list: options.goroutines,
    verbose: options.verbose,
    colour: options.color && process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
    width: options.width ?? (process.stdout.isTTY ? process.stdout.columns : 100),
  };
  const waiting = progressLine(process.stderr, () => performance.now());
  try {
    await (options.diff ? diff : all)(names, options, report, waiting);
  } catch (error) {
    if (!(error instanceof NightglassError)) throw error;
    waiting.done();
    complain(error);
    process.exitCode = 2;
  }
}

async function all(
  names: string[],
  options: InspectOptions,
  report: ReportOptions,
  { progress, done }: ProgressLine,
): Promise<void> {
  const inspection = await inspectFiles(names, progress, options.source);
  done();
  process.exitCode = exitCodeOf(inspection.result);
  for (const notice of inspection.sourceNotices) console.error(`nightglass: ${printable(notice)}`);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(inspection.result)}\n`);
    return;
  }
  process.stdout.write(renderReport(inspection, report));
  for (const error of inspection.result.errors) complain(error);
}

async function diff(
  names: string[],
  options: InspectOptions,
  report: ReportOptions,
  { progress, done }: ProgressLine,
): Promise<void> {
  const [before, after] = names;
  if (before === undefined || after === undefined || names.length !== 2)
    throw new NightglassError('NG_BAD_PARAMETER', `--diff compares two files; ${names.length} given`, {
      hint: 'nightglass inspect --diff BEFORE AFTER',
    });
  const result = await inspectDiff([before, after], options.similarity, progress);
  done();
  process.exitCode = isWrong(result.findings) ? 1 : 0;
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : renderDiff(result, report));
}
