/** Go's own tests of the race detector as a second truth: TestRace... must race, TestNoRace... must not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLintOptions, type Finding, lintPackage } from '@nightglass/golint';
import { raceRules } from './programs.ts';

export interface RaceTests {
  /** TestRace functions of map_test.go: most race for a map, some for a key or value beside it. */
  racy: string[];
  found: string[];
  /** TestNoRace functions of all files, and those that got an error. */
  safe: string[];
  accused: string[];
}

const namesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** `TestRaceMapRW.func1` -> `TestRaceMapRW` */
const outermost = ({ function: name }: Finding): string => name.split('.')[0] ?? '';

/** Reads GOROOT/src/runtime/race/testdata; `src` is GOROOT/src. */
export const lintRaceTests = (src: string): RaceTests => {
  const folder = join(src, 'runtime/race/testdata');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('_test.go'))
    .sort()
    .map((name) => ({ path: name, text: readFileSync(join(folder, name), 'utf8') }));
  const { findings } = lintPackage(
    { dir: '.', importPath: 'runtime/race/testdata', goMinor: null, files },
    defaultLintOptions,
  );
  const convicted = new Set(
    findings.filter(({ rule }) => raceRules.some((one) => one === rule)).map(outermost),
  );
  const errors = new Set(findings.filter(({ level }) => level === 'error').map(outermost));
  const maps = files.find(({ path }) => path === 'map_test.go')?.text ?? '';
  const racy = namesIn(maps, /^func (TestRace\w+)/gm);
  const safe = files.flatMap(({ text }) => namesIn(text, /^func (TestNoRace\w+)/gm));
  return {
    racy,
    found: racy.filter((name) => convicted.has(name)),
    safe,
    accused: safe.filter((name) => errors.has(name)),
  };
};
