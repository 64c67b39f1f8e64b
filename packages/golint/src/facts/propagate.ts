/** After all bodies were walked: what follows along the calls of the package. */
import { type Edge, edgesOf } from './edges.ts';
import { propagateEffects } from './effects.ts';
import { fillEntryLocks } from './entry-locks.ts';
import type { Fn } from './function.ts';
import type { PackageIndex } from './package-index.ts';
import { fillRoots } from './roots.ts';
import { fillSummaries } from './summaries.ts';
import type { PackageState } from './walker-state.ts';

export type Edges = ReadonlyMap<Fn, readonly Edge[]>;

/** Fills spawns, roots, entry locks, effects and summaries; gives who runs whom. */
export const propagate = (index: PackageIndex, state: PackageState): Edges => {
  const early = edgesOf(index, state);
  const spawned = fillRoots(index, early, state);
  fillEntryLocks(index, early, spawned, state);
  for (const list of early.values())
    for (const edge of list)
      if (edge.from.entryLocks.length > 0) edge.locks = [...edge.locks, ...edge.from.entryLocks];
  propagateEffects(index, early, state);
  fillSummaries(index, early);
  return early;
};
