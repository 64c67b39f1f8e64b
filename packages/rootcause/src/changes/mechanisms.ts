import type { Hunk } from './diff.ts';
import { reachOf } from './file-kind.ts';
import { literalMechanisms } from './literal-mechanisms.ts';
import type { Mechanism } from './mechanism.ts';
import { removalMechanisms } from './removal-mechanisms.ts';
import { settingMechanisms } from './setting-mechanisms.ts';
import { workMechanisms } from './work-mechanisms.ts';

/** All that the hunks do that can do harm, the strongest of each kind; what files cannot reach a running service is weaker. */
export const mechanismsOf = (hunks: readonly Hunk[]): Mechanism[] => {
  const best = new Map<string, Mechanism>();
  for (const hunk of hunks) {
    const reach = reachOf[hunk.kind];
    for (const read of [literalMechanisms, removalMechanisms, workMechanisms, settingMechanisms])
      for (const found of read(hunk)) {
        const scaled = { ...found, strength: found.strength * reach };
        const known = best.get(found.kind);
        if (known === undefined || scaled.strength > known.strength) best.set(found.kind, scaled);
      }
  }
  return [...best.values()].sort((a, b) => b.strength - a.strength || (a.kind < b.kind ? -1 : 1));
};
