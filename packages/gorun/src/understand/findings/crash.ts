import type { Crash, RuntimeFinding } from '@nightglass/model';
import type { DumpArtifact, SiteIndex } from '../../model.ts';

/** What a crash means, as one finding. */
export function crashFindings(
  _artifact: DumpArtifact,
  crash: Crash,
  _index: SiteIndex | undefined,
): RuntimeFinding[] {
  return [
    {
      id: crash.reason,
      severity: 'critical',
      confidence: 'proved',
      title: crash.message,
      detail: [],
      evidence: [{ stance: 'supports', text: crash.message, lines: [crash.lines], goroutines: [] }],
      sites: crash.sites,
      advice: [],
    },
  ];
}
