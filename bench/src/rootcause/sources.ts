/** Where cases come from: the sets of a folder, and the simulator. */
import type { BenchCase, CaseFilter } from './case.ts';
import { findSets } from './sets/index.ts';
import { benchSeeds, simulatedIncidents, simulatedNormal, tuningSeeds } from './simulated.ts';

export interface Source {
  name: string;
  about: string;
  /** Its cases are not to be looked at one by one: who has seen them would tune for them. */
  sealed: boolean;
  cases(only: CaseFilter): AsyncIterable<BenchCase>;
}

/** The sets below `folder`; folders that no adapter knows are told to `warn`. */
export const folderSources = (folder: string, warn: (text: string) => void): Source[] => {
  const { sets, unknown } = findSets(folder);
  for (const name of unknown) warn(`${name}: a layout that is not known, left out`);
  return sets.map(({ name, folder: place, adapter }) => ({
    name,
    about: adapter.about,
    sealed: false,
    cases: (only) => adapter.cases(place, name, only),
  }));
};

const simulatorSources = (
  name: string,
  seeds: { incidents: number; normal: number },
  counts: { incidents: number; normal: number },
): Source[] => [
  {
    name,
    about: `parties are ranked; seeds from ${seeds.incidents}`,
    sealed: seeds === benchSeeds,
    cases: (only) => simulatedIncidents(name, seeds.incidents, counts.incidents, only),
  },
  {
    name: `${name}-normal`,
    about: `no fault, with decoys; seeds from ${seeds.normal}`,
    sealed: seeds === benchSeeds,
    cases: (only) => simulatedNormal(`${name}-normal`, seeds.normal, counts.normal, only),
  },
];

export const simulatedSources = (incidents: number, normal: number): Source[] =>
  simulatorSources('simulated', benchSeeds, { incidents, normal });

/** To work with, to choose weights and to calibrate: never the seeds that are reported. */
export const tuningSources = (incidents = 120, normal = 60): Source[] =>
  simulatorSources('simulated-dev', tuningSeeds, { incidents, normal });
