/** Where cases come from: the sets of a folder, and the simulator. */
import type { BenchCase, CaseFilter } from './case.ts';
import { findSets } from './sets/index.ts';

export interface Source {
  name: string;
  about: string;
  cases(only: CaseFilter): AsyncIterable<BenchCase>;
}

/** The sets below `folder`; folders that no adapter knows are told to `warn`. */
export const folderSources = (folder: string, warn: (text: string) => void): Source[] => {
  const { sets, unknown } = findSets(folder);
  for (const name of unknown) warn(`${name}: a layout that is not known, left out`);
  return sets.map(({ name, folder: place, adapter }) => ({
    name,
    about: adapter.about,
    cases: (only) => adapter.cases(place, name, only),
  }));
};
