import type { RuntimeFinding } from '@nightglass/model';
import { explainMemory } from '../memory/explain.ts';
import type { DumpArtifact, GodebugArtifact, ProfileArtifact, ReadResult } from '../model.ts';
import { bySeverity, memoryOf } from './explain.ts';
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
  // What one trace or profile tells alone is told with its artifact.
  const alone = new Set([
    ...gc.flatMap((artifact) => memoryOf({ gc: [artifact] })).map(titleOf),
    ...heaps.flatMap((artifact) => memoryOf({ heaps: [artifact] })).map(titleOf),
  ]);
  const memory = heaps.length + gc.length > 1 ? explainMemory({ gc, heaps, names }) : [];
  return bySeverity([...growthFindings(dumps), ...memory.filter((one) => !alone.has(titleOf(one)))]);
}

function titleOf({ title }: RuntimeFinding): string {
  return title;
}
