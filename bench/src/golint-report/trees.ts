/**
 * `npm run report:golint-trees [-- --fetch] [--only NAME]`: lints Go's own source and large open-source trees with every
 * rule, and compares the errors with what a person judged when reading the code (bench/golint/judged). Needs Go on PATH for
 * GOROOT and the module cache; `--fetch` downloads what is missing. Exit code 1 for a crash, a file that is not read, an
 * error that nobody has judged, or more than one false error per 200,000 lines.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FileProblem, Finding, LintResult } from '@nightglass/golint';
import { printTable } from '../lib/table.ts';
import { lintRaceTests } from './go-race-tests.ts';
import { type Compared, compare, readJudged } from './judged.ts';
import { locate, type TreeSource, trees } from './tree-list.ts';
import { percent } from './words.ts';

const linesPerFalseError = 200_000;
const command = join(import.meta.dirname, '../../../apps/nightglass/bin/nightglass.js');

const { values: options } = parseArgs({
  options: {
    fetch: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string', default: 'all' },
  },
});

interface Measured {
  tree: TreeSource;
  version: string;
  findings: Finding[];
  problems: FileProblem[];
  stats: LintResult['stats'];
  seconds: number;
  /** What the command said when it ended without a result; '' when it did not. */
  crash: string;
  compared: Compared;
}

const measure = (tree: TreeSource, dir: string, version: string, folder: string): Measured => {
  const output = join(folder, `${tree.name}.json`);
  const started = performance.now();
  const args = ['lint', '--profile', options.profile, '--json', '--no-cache', '--output', output, dir];
  const ended = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  const seconds = (performance.now() - started) / 1000;
  let result: Pick<LintResult, 'findings' | 'problems' | 'stats'>;
  let crash = '';
  try {
    result = JSON.parse(readFileSync(output, 'utf8')) as LintResult;
  } catch {
    result = { findings: [], problems: [], stats: { files: 0, lines: 0, packages: 0 } };
    crash = `exit code ${ended.status}: ${ended.stderr.slice(-2000)}`;
  }
  const errors = result.findings.filter(({ level }) => level === 'error');
  const compared = compare(errors, readJudged(tree.name));
  const { findings, problems, stats } = result;
  return { tree, version, findings, problems, stats, seconds, crash, compared };
};

/** Rules that stopped are told as problems of line 0 too; they are crashes of the lint. */
const isFault = ({ message }: FileProblem): boolean => message.includes('a fault of the lint');

const verdicts = ({ compared }: Measured, verdict: string): number =>
  compared.judged.filter(({ judgement }) => judgement.verdict === verdict).length;

const sumOf = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((sum, one) => sum + of(one), 0);

const at = ({ location }: Finding): string => `${location.path}:${location.startLine}`;

const print = (measured: readonly Measured[]): void => {
  printTable(
    ['tree', 'version', 'files', 'lines', 'seconds', 'crashes', 'not read'],
    measured.map((one) => [
      one.tree.name,
      one.version,
      String(one.stats.files),
      String(one.stats.lines),
      one.seconds.toFixed(1),
      String((one.crash === '' ? 0 : 1) + one.problems.filter(isFault).length),
      String(one.problems.filter((problem) => !isFault(problem)).length),
    ]),
  );
  const kinds = [
    ...new Set(measured.flatMap((one) => one.findings.map((f) => `${f.rule} ${f.level}`))),
  ].sort();
  console.log('\nfindings');
  printTable(
    ['rule', ...measured.map((one) => one.tree.name), 'all'],
    kinds.map((kind) => {
      const counts = measured.map(
        (one) => one.findings.filter((f) => `${f.rule} ${f.level}` === kind).length,
      );
      return [
        kind,
        ...counts.map((count) => String(count || '')),
        String(counts.reduce((sum, count) => sum + count, 0)),
      ];
    }),
  );
  console.log('\nerrors, judged by reading the code');
  for (const one of measured)
    for (const { finding, judgement } of one.compared.judged)
      console.log(
        `${judgement.verdict.padEnd(6)} ${one.tree.name} ${at(finding)} ${finding.rule} ${finding.entity}: ${judgement.why}`,
      );
  for (const one of measured)
    for (const finding of one.compared.unjudged)
      console.log(`nobody ${one.tree.name} ${at(finding)} ${finding.rule} ${finding.fingerprint}`);
  for (const one of measured)
    for (const judgement of one.compared.gone)
      console.log(`no longer found: ${one.tree.name} ${judgement.at} (${judgement.verdict})`);
  for (const one of measured) {
    if (one.crash !== '') console.log(`${one.tree.name} crashed: ${one.crash}`);
    for (const { path, line, message } of one.problems)
      console.log(`${one.tree.name}/${path}:${line}: ${message}`);
  }
};

/** Go's own tests of its race detector; nothing when that Go has none. */
const printRaceTests = (src: string): void => {
  if (!existsSync(join(src, 'runtime/race/testdata/map_test.go'))) return;
  const { racy, found, safe, accused } = lintRaceTests(src);
  console.log(
    `\nGo's race detector tests (runtime/race/testdata): ${found.length} of the ${racy.length} TestRace functions of map_test.go found; ${accused.length} of ${safe.length} TestNoRace functions accused ${accused.join(' ')}`,
  );
  const missed = racy.filter((name) => !found.includes(name));
  console.log(`missed, most race for a key, a value or the variable: ${missed.join(' ')}`);
};

/** What reading samples of the warnings and notes gave, by rule over the trees. */
const printSamples = (measured: readonly Measured[]): void => {
  const samples = measured.flatMap((one) => readJudged(one.tree.name).samples);
  const rules = [...new Set(samples.map(({ rule }) => rule))].sort();
  if (rules.length === 0) return;
  console.log('\nwarnings and notes, samples read: what is said is so');
  printTable(
    ['rule', 'read', 'right', ''],
    rules.map((rule) => {
      const of = samples.filter((one) => one.rule === rule);
      const [read, right] = [sumOf(of, (one) => one.read), sumOf(of, (one) => one.right)];
      return [rule, String(read), String(right), percent(right, read)];
    }),
  );
};

const conclude = (measured: readonly Measured[]): boolean => {
  const lines = sumOf(measured, (one) => one.stats.lines);
  const [right, wrong, unsure] = ['true', 'false', 'unsure'].map((verdict) =>
    sumOf(measured, (one) => verdicts(one, verdict)),
  ) as [number, number, number];
  const unjudged = sumOf(measured, (one) => one.compared.unjudged.length);
  const broken = sumOf(measured, (one) => one.problems.length + (one.crash === '' ? 0 : 1));
  const rate = (wrong * linesPerFalseError) / Math.max(lines, 1);
  console.log(
    `\n${lines} lines: ${right} true, ${wrong} false, ${unsure} unsure, ${unjudged} not judged; precision ${percent(right, right + wrong)}, ${rate.toFixed(2)} false errors per ${linesPerFalseError} lines (target at most 1), ${broken} crashes and unread files (target 0)`,
  );
  return broken === 0 && unjudged === 0 && rate <= 1;
};

const folder = mkdtempSync(join(tmpdir(), 'nightglass-golint-trees-'));
try {
  const measured: Measured[] = [];
  let goSource = '';
  for (const tree of trees) {
    if (options.only.length > 0 && !options.only.includes(tree.name)) continue;
    const found = locate(tree, options.fetch);
    if ('missing' in found) console.log(`left out: ${found.missing}`);
    else {
      if (tree.module === null) goSource = found.dir;
      measured.push(measure(tree, found.dir, found.version, folder));
    }
  }
  if (measured.length === 0) {
    console.error('no tree to lint: is Go on PATH?');
    process.exitCode = 2;
  } else {
    print(measured);
    printSamples(measured);
    if (goSource !== '') printRaceTests(goSource);
    process.exitCode = conclude(measured) ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
