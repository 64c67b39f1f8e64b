import type { Crash, RuntimeFinding } from '@nightglass/model';
import type { DumpArtifact } from '../../model.ts';

/** What the goroutines of one dump show by themselves; nothing for a healthy one. */
export function dumpFindings(_artifact: DumpArtifact, _crash: Crash | null): RuntimeFinding[] {
  return [];
}
