/** The programs of packages/golint/testdata whose truth the race detector told, and what the lint says of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildContext,
  defaultLintOptions,
  type Finding,
  lintPackage,
  type SourceText,
  selectPackages,
} from '@nightglass/golint';

export const testdata = join(import.meta.dirname, '../../../packages/golint/testdata');

/** Rules that tell of a map used by two goroutines; another finding on a racy program is no recall. */
export const raceRules = ['NGG001', 'NGG002', 'NGG006'] as const;

export interface Program {
  name: string;
  /** First comment of the program: the shape of its bug, or of what only looks like one. */
  shape: string;
  findings: Finding[];
  problems: string[];
}

const sourcesIn = (folder: string): SourceText[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.go'))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }));

const lintProgram = (folder: string, name: string, goMinor: number): Program => {
  const files = sourcesIn(join(folder, name));
  const selected = selectPackages(
    { dir: '.', importPath: `example.org/${name}`, goMinor, files },
    { context: buildContext([]), tests: false },
  );
  const results = selected.packages.map((source) => lintPackage(source, defaultLintOptions));
  const text = files.find(({ path }) => path === 'main.go')?.text ?? '';
  return {
    name,
    shape: /^\/\/ (.*)$/m.exec(text)?.[1] ?? '',
    findings: results.flatMap((result) => result.findings),
    problems: results.flatMap((result) =>
      result.problems.map(({ path, line, message }) => `${path}:${line}: ${message}`),
    ),
  };
};

/** Lints every program below `folder` by itself, with the profile that users have when they choose none. */
export const lintPrograms = (folder: string): Program[] => {
  const goMinor = Number(/^go 1\.(\d+)/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))?.[1]);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => lintProgram(folder, entry.name, goMinor))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** Findings that say: this map is raced for. */
export const convictions = (program: Program): Finding[] =>
  program.findings.filter(({ rule }) => raceRules.some((one) => one === rule));

/** Findings that no safe program may have. */
export const errorsOf = (program: Program): Finding[] =>
  program.findings.filter(({ level }) => level === 'error');
