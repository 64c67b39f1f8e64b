import type { RuntimeFinding } from '@nightglass/model';
import { explainMemory } from '../memory/explain.ts';
import type { DumpArtifact, GodebugArtifact, ProfileArtifact, ReadResult } from '../model.ts';
import { bySeverity } from './explain.ts';
import { growthFindings } from './findings/growth.ts';

export interface NamedResult {
  /** File or sender's name, as shown to people. */
  name: string;
  result: ReadResult;
}

/**
 * What only several inputs together tell: goroutines that grow or stand still from dump to dump, memory joined over GC
 * traces and heap profiles. Inputs are taken in the order given, which is taken for their order in time.
 */
export function explainTogether(inputs: readonly NamedResult[]): RuntimeFinding[] {
  const dumps: { name: string; artifact: DumpArtifact }[] = [];
  const heaps: ProfileArtifact[] = [];
  const names: string[] = [];
  const gc: GodebugArtifact[] = [];
  for (const { name, result } of inputs) {
    for (const artifact of result.artifacts) {
      if (artifact.format === 'godebug') gc.push(artifact);
      else if (artifact.format === 'profile') {
        heaps.push(artifact);
        names.push(name);
      } else if (artifact.format !== 'race-report') dumps.push({ name, artifact });
    }
  }
  // One trace or one profile alone is told with its artifact.
  const memory = heaps.length + gc.length > 1 ? explainMemory({ gc, heaps, names }) : [];
  return bySeverity([...growthFindings(dumps), ...memory]);
}
