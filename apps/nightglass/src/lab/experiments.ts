/** The experiments on disk: every folder of `lab/` with an `expect.json`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NightglassError } from '@nightglass/model';
import { type Experiment, experimentFile, type LabRun, labRun } from './model.ts';

export const labFolder = join(import.meta.dirname, '../../../../lab');

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** In alphabetical order. Throws when a file is not what `experimentFile` says: that is a bug of the lab. */
export const readExperiments = (folder = labFolder): Experiment[] => {
  if (!existsSync(folder))
    throw new NightglassError('NG_NOT_FOUND', `the experiments are not at ${folder}`, {
      hint: 'They are the folder lab/ of the Nightglass repository.',
    });
  return readdirSync(folder)
    .sort()
    .filter((id) => existsSync(join(folder, id, 'expect.json')))
    .map((id) => ({
      id,
      folder: join(folder, id),
      ...experimentFile.parse(readJson(join(folder, id, 'expect.json'))),
    }));
};

/** Those asked for by id, in their own order; all of them when none is named. */
export const pickExperiments = (all: readonly Experiment[], ids: readonly string[]): Experiment[] => {
  const unknown = ids.filter((id) => !all.some((e) => e.id === id));
  if (unknown.length > 0)
    throw new NightglassError('NG_BAD_PARAMETER', `there is no experiment "${unknown.join('", "')}"`, {
      hint: `There are: ${all.map((e) => e.id).join(', ')}`,
      parameter: 'only',
    });
  return all.filter((e) => ids.length === 0 || ids.includes(e.id));
};

/** What was seen elsewhere, oldest Go first, of these experiments only. */
export const readRecorded = (ids: ReadonlySet<string>, folder = labFolder): LabRun[] =>
  labRun
    .array()
    .parse(readJson(join(folder, 'recorded.json')))
    .map((run) => ({ ...run, results: run.results.filter((r) => ids.has(r.id)) }))
    .filter((run) => run.results.length > 0);
