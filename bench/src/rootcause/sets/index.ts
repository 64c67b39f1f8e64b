/** The layouts that can be read, and the sets that a folder holds. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Adapter } from '../case.ts';
import { culpritCommit } from './culprit-commit/adapter.ts';
import { foldersIn } from './folders.ts';
import { kubernetesStates } from './kubernetes-states/adapter.ts';
import { nezha } from './nezha/adapter.ts';
import { petshop } from './petshop/adapter.ts';
import { rcaeval } from './rcaeval/adapter.ts';

/** The first that recognises a folder reads it. */
const adapters: readonly Adapter[] = [petshop, nezha, culpritCommit, kubernetesStates, rcaeval];

export interface FoundSet {
  name: string;
  folder: string;
  adapter: Adapter;
}

/** The sets in the folders of `root`, by name; folders of an unknown layout are named in `unknown`. */
export const findSets = (root: string): { sets: FoundSet[]; unknown: string[] } => {
  if (!existsSync(root)) throw new Error(`there is no folder ${root}`);
  const sets: FoundSet[] = [];
  const unknown: string[] = [];
  for (const name of foldersIn(root)) {
    const folder = join(root, name);
    const adapter = adapters.find((one) => one.recognises(folder));
    if (adapter === undefined) unknown.push(name);
    else sets.push({ name, folder, adapter });
  }
  return { sets, unknown };
};
