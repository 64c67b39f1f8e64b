/** Are the programs of the lint's recall and safe sets still what they say? Go's race detector is asked about each. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../command.ts';
import type { Report } from '../report.ts';

const testdata = join(import.meta.dirname, '../../../packages/golint/testdata');
const runs = 3;

const programsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** How many of `runs` runs the race detector reports a race in; a fatal error of the map ends a run early and is one too. */
const racesOf = async (program: string): Promise<number> => {
  let races = 0;
  for (let run = 0; run < runs; run++) {
    const { stderr } = await runCommand(program, [], { timeoutMs: 20_000 });
    if (stderr.includes('WARNING: DATA RACE')) races++;
  }
  return races;
};

const checkSet = async (go: string, folder: string, set: string, expected: number): Promise<string> => {
  const source = join(testdata, set);
  const binaries = join(folder, `golint-${set}`);
  const built = await runCommand(go, ['build', '-race', '-o', `${binaries}/`, './...'], {
    cwd: source,
    timeoutMs: 300_000,
  });
  if (built.code !== 0) throw new Error(`go build -race failed:\n${built.stderr}`);
  const programs = programsIn(source);
  const wrong: string[] = [];
  for (const name of programs) {
    const races = await racesOf(join(binaries, name));
    if (races !== expected) wrong.push(`${name}: a race in ${races} of ${runs} runs, expected ${expected}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return `${programs.length} programs`;
};

/** Runs the checks with the `go` at that path (1.25 or newer, with cgo); `folder` is for the programs. */
export const checkRaces = async (report: Report, go: string, folder: string): Promise<void> => {
  const race = await runCommand(go, ['env', 'CGO_ENABLED', 'GOARCH', 'GOOS']);
  const [cgo = '', arch = '', os = ''] = race.stdout.split('\n');
  if (cgo !== '1' && os !== 'darwin') {
    report.skip('race detector', `it needs cgo and a C compiler on ${os}/${arch}`);
    return;
  }
  await report.check(
    'race detector: every program of testdata/recall is convicted in every run',
    () => checkSet(go, folder, 'recall', runs),
    600_000,
  );
  await report.check(
    'race detector: every program of testdata/safe is acquitted in every run',
    () => checkSet(go, folder, 'safe', 0),
    600_000,
  );
};
