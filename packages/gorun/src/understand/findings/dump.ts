import type { Crash, RuntimeFinding } from '@nightglass/model';
import type { DumpArtifact } from '../../model.ts';
import { analyseWaits, type WaitAnalysis } from '../waits/graph.ts';
import { lockCircle } from './cycles.ts';
import { leakFindings } from './leaks.ts';
import { lockFindings } from './locks.ts';
import { pileUpFindings } from './pile-ups.ts';
import { recoveredFindings } from './recovered.ts';
import { stackFindings } from './stacks.ts';

/** What the rules of one dump look at. */
export interface DumpContext {
  artifact: DumpArtifact;
  analysis: WaitAnalysis;
  /** The process stopped because nothing could run: ages say nothing, every wait is for good. */
  stopped: boolean;
}

/**
 * What the goroutines of one dump show by themselves. Nothing for a healthy one: idle workers, open connections and
 * short contention are no findings. Ages are lower bounds in whole minutes, so rules ask for at least one.
 */
export function dumpFindings(artifact: DumpArtifact, crash: Crash | null): RuntimeFinding[] {
  if (artifact.goroutines.length === 0 || artifact.format === 'race-report') return [];
  const stopped = crash?.reason === 'deadlock' || crash?.reason === 'synctest-deadlock';
  const context: DumpContext = { artifact, analysis: analyseWaits(artifact.goroutines), stopped };
  const locks = lockFindings(context);
  // Of a process that stopped for it, the text of the crash tells it.
  const circle = stopped ? null : lockCircle(context);
  return [
    ...recoveredFindings(context),
    ...(circle === null ? [] : [circle]),
    ...locks.findings,
    ...leakFindings(context),
    ...pileUpFindings(context, locks.named),
    ...stackFindings(context),
  ];
}
