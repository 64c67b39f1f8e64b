import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  atLeast,
  counted,
  type Level,
  levels,
  type Profile,
  profiles,
  renderCheckstyle,
  renderGithub,
  renderJson,
  renderSarif,
  renderText,
  writeBaseline,
} from '@nightglass/golint';
import { NightglassError } from '@nightglass/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import { defaultCacheDir, programDigest } from '../lint/cache.ts';
import { diffOf, fixFiles } from '../lint/fix-files.ts';
import { type LintRun, runLint } from '../lint/run-lint.ts';
import { readSarifRuns } from '../lint/sarif-runs.ts';
import { replaceFile } from '../lint/write-file.ts';
import { printable } from '../text-output.ts';
import { version } from '../version.ts';
import { allowClosedOutput, complain } from './complain.ts';
import { jsonOption, wholeNumber } from './options.ts';

const formats = ['text', 'json', 'sarif', 'github', 'checkstyle'] as const;

interface LintFlags {
  format: (typeof formats)[number];
  json: boolean;
  output?: string;
  merge: string[];
  profile?: Profile;
  config?: string;
  baseline?: string;
  writeBaseline?: string;
  newFromRev?: string;
  fix: boolean;
  diff: boolean;
  tags: string[];
  tests?: boolean;
  generated?: boolean;
  jobs: number;
  cache: boolean;
  cacheDir?: string;
  failOn: Level;
  color: boolean;
  docsUrl: string;
}

const parseTags = (text: string, before: string[]): string[] => {
  const tags = text.split(/[\s,]+/).filter((tag) => tag !== '');
  const wrong = tags.find((tag) => !/^[\p{L}\p{Nd}_.]+$/u.test(tag));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not a build tag.`);
  return [...before, ...tags];
};

const docsFolder = pathToFileURL(fileURLToPath(new URL('../../../../docs/lint', import.meta.url))).href;

/** `nightglass lint`: maps shared between goroutines, misuse of sync.Map, locks held too long, in Go source. */
export const lintCommand = (): Command =>
  new Command('lint')
    .argument('[path...]', 'folders (with all below them), files that end in .go, or ./...')
    .description('find maps that goroutines share without a lock, and what comes close to it, in Go source')
    .addOption(new Option('--format <format>', 'of the findings').choices([...formats]).default('text'))
    .addOption(jsonOption())
    .option('--output <file>', 'write the findings to a file')
    .option('--merge <sarif>', 'with --format sarif: add the runs of this SARIF file', listed, [])
    .addOption(
      new Option('--profile <profile>', 'which rules run (default: recommended)').choices([...profiles]),
    )
    .option('--config <file>', 'configuration (default: the nearest .nightglass-lint.yaml upwards)')
    .option('--baseline <file>', 'leave out the findings that this file counts')
    .option('--write-baseline <file>', 'write all findings of now as a baseline, and succeed')
    .option('--new-from-rev <rev>', 'only findings on lines that differ from this git revision')
    .option('--fix', 'apply the fixes of findings that have one', false)
    .option('--diff', 'show what --fix would change, and change nothing', false)
    .option('--tags <tags>', 'build tags; may name another GOOS and GOARCH: windows,arm64', parseTags, [])
    .option('--tests', 'report _test.go files (the default)')
    .option('--no-tests', 'do not read _test.go files')
    .option('--generated', 'report generated files too')
    .addOption(
      new Option('--jobs <number>', 'threads')
        .argParser(wholeNumber(1, 256))
        // V8 compiles and collects on threads of its own: with one thread per core, 2 cores took 0.95 to 1.1 times as long, and twice the memory.
        .default(Math.max(1, availableParallelism() >> 1), 'one per two cores'),
    )
    .option('--no-cache', 'do not use results of earlier runs')
    .option('--cache-dir <dir>', "where they are kept (default: nightglass/lint in the user's cache folder)")
    .addOption(
      new Option('--fail-on <level>', 'least level of a finding that makes the exit code 1')
        .choices([...levels])
        .default('warning' satisfies Level),
    )
    .option('--docs-url <url>', 'where the pages of rules are, for links', docsFolder)
    .option('--no-color', 'no colours, as without a terminal or with NO_COLOR')
    .addHelpText(
      'after',
      `
Examples:
  $ nightglass lint ./...
  $ nightglass lint --profile strict internal/cache
  $ nightglass lint --fix ./...
  $ nightglass lint --write-baseline .nightglass-baseline.json
  $ nightglass lint --baseline .nightglass-baseline.json --format github
  $ nightglass lint --format sarif --merge golangci.sarif --output lint.sarif

Exit codes: 0 no finding of the level of --fail-on (warning: notes alone are 0), 1 findings, 2 it could not be run, or
some file could not be read or is not Go (what is found in the others is printed).`,
    )
    .action(lint);

function listed(value: string, before: string[]): string[] {
  return [...before, value];
}

async function lint(paths: string[], flags: LintFlags): Promise<void> {
  allowClosedOutput();
  try {
    const run = await runLint({
      paths,
      cwd: process.cwd(),
      profile: flags.profile,
      config: flags.config,
      baseline: flags.baseline,
      newFromRev: flags.newFromRev,
      tags: flags.tags,
      tests: flags.tests,
      generated: flags.generated,
      jobs: flags.jobs,
      cache: flags.cache
        ? { dir: resolve(flags.cacheDir ?? defaultCacheDir(process.env)), program: program() }
        : null,
      nowMs: Date.now(),
      version,
      docs: flags.docsUrl,
    });
    say(run.notices);
    process.exitCode = conclude(run, flags);
  } catch (error) {
    if (!(error instanceof NightglassError)) throw error;
    complain(error);
    process.exitCode = 2;
  }
}

/** What decides about a finding: the lint, and how files are read. */
const program = (): string =>
  programDigest([
    fileURLToPath(new URL('.', import.meta.resolve('@nightglass/golint'))),
    fileURLToPath(new URL('../lint', import.meta.url)),
  ]);

const say = (notices: readonly string[]): void => {
  for (const notice of notices) console.error(`nightglass: ${printable(notice)}`);
};

function conclude(linted: LintRun, flags: LintFlags): number {
  const failed = linted.report.problems.length > 0;
  if (flags.writeBaseline !== undefined) {
    write(flags.writeBaseline, (path) => replaceFile(path, writeBaseline(linted.all)));
    say([`${counted(linted.all.length, 'finding')} written to ${flags.writeBaseline}`]);
    for (const { path, line, message } of linted.report.problems) say([`${path}:${line}: ${message}`]);
    return failed ? 2 : 0;
  }
  let run = linted;
  if (flags.diff) {
    const { diff, notices } = diffOf(run);
    say(notices);
    process.stdout.write(diff);
  } else if (flags.fix) {
    const fixed = fixFiles(run);
    say(fixed.notices);
    run = fixed.run;
  }
  if (!flags.diff || flags.output !== undefined) print(run, flags);
  if (failed) return 2;
  return run.report.findings.some(({ level }) => atLeast(level, flags.failOn)) ? 1 : 0;
}

const write = (name: string, how: (path: string) => void): void => {
  try {
    how(resolve(name));
  } catch (error) {
    throw new NightglassError('NG_BAD_PARAMETER', `${name} cannot be written: ${(error as Error).message}`);
  }
};

function print(run: LintRun, flags: LintFlags): void {
  const text = rendered(run, flags);
  if (flags.output === undefined) process.stdout.write(text);
  else write(flags.output, (path) => writeFileSync(path, text));
}

function rendered(run: LintRun, flags: LintFlags): string {
  const { report, base } = run;
  const sourceOf = (path: string): string | undefined => {
    try {
      return readFileSync(join(base, path), 'utf8');
    } catch {
      return undefined;
    }
  };
  const format = flags.json ? 'json' : flags.format;
  if (flags.merge.length > 0 && format !== 'sarif')
    throw new NightglassError('NG_BAD_PARAMETER', '--merge goes with --format sarif');
  switch (format) {
    case 'json':
      return renderJson(report);
    case 'sarif':
      return renderSarif(report, { sourceOf, otherRuns: flags.merge.flatMap(readSarifRuns) });
    case 'github':
      return renderGithub(report);
    case 'checkstyle':
      return renderCheckstyle(report);
    case 'text':
      return renderText(report, {
        sourceOf,
        colour:
          flags.color &&
          flags.output === undefined &&
          process.stdout.isTTY === true &&
          (process.env.NO_COLOR ?? '') === '',
        prefix: base === process.cwd() ? '' : `${base.replace(/\/$/, '')}/`,
      });
  }
}
