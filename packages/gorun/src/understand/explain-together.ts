import type { RuntimeFinding } from '@nightglass/model';
import type { DumpArtifact, ReadResult } from '../model.ts';
import { bySeverity } from './explain.ts';
import { growthFindings } from './findings/growth.ts';

export interface NamedResult {
  /** File or sender's name, as shown to people. */
  name: string;
  result: ReadResult;
}

/**
 * What only several inputs together tell: goroutines that grow from dump to dump. Inputs are taken in the order given,
 * which is taken for their order in time.
 */
export function explainTogether(inputs: readonly NamedResult[]): RuntimeFinding[] {
  const dumps: { name: string; artifact: DumpArtifact }[] = [];
  for (const { name, result } of inputs) {
    for (const artifact of result.artifacts) {
      if (artifact.format === 'profile' || artifact.format === 'godebug') continue;
      if (artifact.format === 'race-report') continue;
      dumps.push({ name, artifact });
    }
  }
  return bySeverity(growthFindings(dumps));
}
