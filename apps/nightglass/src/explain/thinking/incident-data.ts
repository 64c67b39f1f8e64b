/** The engine's input from everything that was fetched. Pure. */
import { type ChangeRow, emptyIncident, type IncidentData } from '@nightglass/rootcause';
import { type IncidentBlocks, readIncident } from '@nightglass/store';
import { findStart } from './find-start.ts';
import type { AboutIncident } from './protocol.ts';
import { versionChanges } from './version-changes.ts';

const ms = (nano: bigint): number => Number(nano / 1000n) / 1000;

export const incidentData = (blocks: IncidentBlocks, about: AboutIncident): IncidentData => {
  const { sampledShare, truncated, ...rows } = readIncident(blocks);
  const baseline = { startMs: ms(blocks.baseline.from), endMs: ms(blocks.baseline.to) };
  const incident = { startMs: ms(blocks.incident.from), endMs: ms(blocks.incident.to) };
  const data: IncidentData = {
    ...emptyIncident(about.target, baseline, incident),
    ...rows,
    runtime: about.runtime,
    coverage: { sampledShare, droppedRecords: about.droppedRecords, truncated },
  };
  return findStart({ ...data, changes: withoutTold(about.changes, versionChanges(data)) });
};

/** Minutes that a deployment takes from its report to its first request. */
const sameDeployMs = 15 * 60_000;

/** A deployment that was reported is known better than by its first span. */
const withoutTold = (told: readonly ChangeRow[], seen: readonly ChangeRow[]): ChangeRow[] => [
  ...told,
  ...seen.filter(
    (change) =>
      !told.some(
        (known) =>
          known.kind === 'deploy' &&
          known.service === change.service &&
          known.version === change.version &&
          Math.abs(known.timeMs - change.timeMs) < sameDeployMs,
      ),
  ),
];
