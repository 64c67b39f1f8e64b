/** One run of the lint: from arguments to what every format is made from. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  againstBaseline,
  compareFindings,
  compareProblems,
  counted,
  type FileProblem,
  type Finding,
  globMatches,
  isNew,
  type LintConfig,
  type LintReport,
  type Profile,
  readBaseline,
  ruleMetas,
} from '@nightglass/golint';
import { NightglassError } from '@nightglass/model';
import { LintCache } from './cache.ts';
import { type FoundConfig, findConfig } from './config-file.ts';
import { changedSince } from './git.ts';
import { lintUnits } from './pool.ts';
import { type GoFolder, readSourceTree, relativeTo, type SourceTree, whyNot } from './source-tree.ts';
import { readTargets, type Targets } from './targets.ts';
import type { Unit, UnitOptions, UnitResult } from './unit.ts';

export interface LintRequest {
  paths: readonly string[];
  cwd: string;
  profile: Profile | undefined;
  /** File named by a person. */
  config: string | undefined;
  baseline: string | undefined;
  newFromRev: string | undefined;
  tags: readonly string[];
  tests: boolean | undefined;
  generated: boolean | undefined;
  jobs: number;
  cache: { dir: string; program: string } | null;
  nowMs: number;
  version: string;
  /** Where the pages of rules are. */
  docs: string;
}

export interface LintRun {
  report: LintReport;
  /** Before baseline and revision took any out. */
  all: Finding[];
  /** Absolute folder that paths are relative to. */
  base: string;
  /** For people, on standard error. */
  notices: string[];
  /** Path -> digest of the bytes that were linted. */
  digests: ReadonlyMap<string, string>;
}

interface Work {
  unit: Unit;
  folder: GoFolder;
}

/** NightglassError when it cannot be run at all. */
export const runLint = async (request: LintRequest): Promise<LintRun> => {
  const targets = readTargets(request.paths, request.cwd);
  const { base } = targets;
  const metas = ruleMetas();
  const ids = metas.map((meta) => meta.id);
  const found = findConfig(request.config, targets.common, request.cwd, ids);
  const { config } = found;
  const tests = request.tests ?? config.tests ?? true;
  const tree = readTrees(targets, tests);
  const changed = request.newFromRev === undefined ? undefined : changedSince(request.newFromRev, base);
  const baseline =
    request.baseline === undefined ? undefined : readBaselineFile(request.baseline, request.cwd);
  const options: UnitOptions = {
    base,
    tests,
    tags: request.tags.length > 0 ? request.tags : config.tags,
    profile: request.profile ?? config.profile ?? 'recommended',
    levels: config.levels,
    generated: request.generated ?? config.generated ?? false,
  };
  const { results, notices } = await lintAll(worksOf(tree, base, found), options, request);
  const only = onlyFiles(targets, tree);
  const wanted = ({ path }: { path: string }): boolean => only === undefined || only.has(path);
  const all = results
    .flatMap((result) => result.findings)
    .filter((finding) => wanted(finding.location))
    .sort(compareFindings);
  const problems: FileProblem[] = [...tree.problems, ...results.flatMap((result) => result.problems)];
  const fresh = changed === undefined ? all : all.filter((finding) => isNew(finding, changed));
  if (all.length > fresh.length)
    notices.push(`${all.length - fresh.length} older than ${request.newFromRev}: not shown`);
  const kept = againstBaseline(fresh, baseline ?? new Map());
  if (kept.gone > 0 && changed === undefined && only === undefined)
    notices.push(`${kept.gone} of the baseline no longer there: write it anew with --write-baseline`);
  const suppressed = [
    ...results.flatMap((result) => result.suppressed).filter((one) => wanted(one.finding.location)),
    ...kept.suppressed,
  ];
  return {
    report: {
      findings: kept.findings,
      suppressed: suppressed.sort((a, b) => compareFindings(a.finding, b.finding)),
      problems: problems.filter(wanted).sort(compareProblems),
      stats: sumOf(results),
      rules: metas,
      version: request.version,
      base: `${pathToFileURL(base).href.replace(/\/$/, '')}/`,
      docs: request.docs,
    },
    all,
    base,
    notices: [...leftOutNotices(results), ...notices],
    digests: new Map(results.flatMap((result) => result.digests)),
  };
};

const sumOf = (results: readonly UnitResult[]): LintReport['stats'] => {
  const sum = { files: 0, lines: 0, packages: 0 };
  for (const { stats } of results) {
    sum.files += stats.files;
    sum.lines += stats.lines;
    sum.packages += stats.packages;
  }
  return sum;
};

const leftOutNotices = (results: readonly UnitResult[]): string[] => {
  const leftOut = results.reduce((sum, result) => sum + result.leftOut, 0);
  const notices = results.flatMap((result) => result.notices).sort();
  return leftOut === 0
    ? notices
    : [
        ...notices,
        `${counted(leftOut, 'file')} left out: not built with these tags (--tags windows,arm64,...)`,
      ];
};

const readTrees = ({ list, base }: Targets, tests: boolean): SourceTree => {
  const folders = new Map<string, GoFolder>();
  const problems: FileProblem[] = [];
  for (const { dir, recursive } of list) {
    const tree = readSourceTree(dir, { base, tests, recursive });
    for (const folder of tree.folders) folders.set(folder.dir, folder);
    problems.push(...tree.problems);
  }
  const some = [...folders.values()].some(({ files }) => files.some(({ name }) => name.endsWith('.go')));
  if (some || problems.length > 0) return { folders: [...folders.values()], problems };
  const where = list.map(({ dir }) => dir).join(', ');
  throw new NightglassError('NG_NOT_FOUND', `no Go files in ${where}`, {
    hint: `vendor, testdata, third_party, node_modules and folders that begin with "_" or "." are left out${tests ? '' : ', test files too (--tests)'}; name one to lint it.`,
  });
};

const worksOf = ({ folders }: SourceTree, base: string, { config, dir }: FoundConfig): Work[] =>
  folders.flatMap((folder): Work[] => {
    const files = folder.files.map(({ name }) => relativeTo(base, join(folder.dir, name)));
    const excluded = folder.files.flatMap(({ name }, i): Unit['excluded'] => {
      const pattern = excluding(config, relativeTo(dir, join(folder.dir, name)));
      return pattern === undefined ? [] : [[files[i]!, `exclude: ${pattern}`]];
    });
    // Nothing of it would be told.
    if (excluded.length === files.length) return [];
    const { importPath, goMinor } = folder;
    const bytes = folder.files.reduce((sum, file) => sum + file.stamp.size, 0);
    return [
      { folder, unit: { dir: relativeTo(base, folder.dir), importPath, goMinor, files, bytes, excluded } },
    ];
  });

const excluding = ({ exclude }: LintConfig, path: string): string | undefined =>
  exclude.find((pattern) => globMatches(pattern, path));

/** Paths to report when only files were named; undefined for everything. A file Go does not look at is NG_BAD_PARAMETER. */
const onlyFiles = ({ list, base }: Targets, tree: SourceTree): ReadonlySet<string> | undefined => {
  if (list.every(({ file }) => file === null)) return undefined;
  const read = new Set(
    tree.folders.flatMap(({ dir, files }) => files.map(({ name }) => relativeTo(base, join(dir, name)))),
  );
  const only = new Set<string>();
  for (const target of list) {
    if (target.file !== null) {
      const path = relativeTo(base, target.file);
      if (!read.has(path))
        throw new NightglassError('NG_BAD_PARAMETER', `${path} is no file that is linted`, {
          hint: 'Names that begin with "_" or "." are left out, as Go does; _test.go with --no-tests.',
        });
      only.add(path);
    } else {
      const below = relativeTo(base, target.dir);
      for (const path of read) if (below === '.' || path.startsWith(`${below}/`)) only.add(path);
    }
  }
  return only;
};

const readBaselineFile = (name: string, cwd: string): ReturnType<typeof readBaseline> => {
  try {
    return readBaseline(readFileSync(resolve(cwd, name), 'utf8'), name);
  } catch (error) {
    if (error instanceof NightglassError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new NightglassError(
      'NG_BAD_PARAMETER',
      code === 'ENOENT' ? `the baseline ${name} does not exist` : `the baseline ${name} ${whyNot(error)}`,
      { hint: 'Write one: nightglass lint --write-baseline FILE' },
    );
  }
};

const lintAll = async (
  works: readonly Work[],
  options: UnitOptions,
  request: LintRequest,
): Promise<{ results: UnitResult[]; notices: string[] }> => {
  const results: UnitResult[] = [];
  const notices: string[] = [];
  const { cache: place } = request;
  const cache = place === null ? null : new LintCache(place.dir, options, place.program, request.nowMs);
  const byUnit = new Map<Unit, Work>();
  for (const work of works) {
    const known = cache?.get(work.unit, work.folder);
    if (known === undefined) byUnit.set(work.unit, work);
    else results.push(known);
  }
  await lintUnits([...byUnit.keys()], options, request.jobs, (unit, result) => {
    results.push(result);
    const work = byUnit.get(unit);
    if (work !== undefined && result.digests.length === unit.files.length)
      cache?.put(unit, work.folder, result);
  });
  const trouble = cache?.save();
  if (trouble !== undefined) notices.push(trouble);
  return { results, notices };
};
