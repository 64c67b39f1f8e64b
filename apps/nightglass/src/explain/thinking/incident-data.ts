/** The engine's input from everything that was fetched. Pure. */
import {
  type ChangeRow,
  emptyIncident,
  type IncidentData,
  type KubernetesState,
  kubernetesFromLogs,
} from '@nightglass/rootcause';
import { type IncidentBlocks, type NoticeRow, readIncident } from '@nightglass/store';
import { findStart } from './find-start.ts';
import type { AboutIncident } from './protocol.ts';
import { toldByLogs } from './told-by-logs.ts';
import { versionChanges } from './version-changes.ts';

const ms = (nano: bigint): number => Number(nano / 1000n) / 1000;

export const incidentData = (blocks: IncidentBlocks, about: AboutIncident): IncidentData => {
  const { sampledShare, truncated, notices, ...rows } = readIncident(blocks);
  const baseline = { startMs: ms(blocks.baseline.from), endMs: ms(blocks.baseline.to) };
  const incident = { startMs: ms(blocks.incident.from), endMs: ms(blocks.incident.to) };
  const data: IncidentData = {
    ...emptyIncident(about.target, baseline, incident),
    ...rows,
    kubernetes: clusterOf(notices),
    runtime: about.runtime,
    coverage: { sampledShare, droppedRecords: about.droppedRecords, truncated },
  };
  return findStart({
    ...data,
    changes: withoutTold([...about.changes, ...toldByLogs(notices)], versionChanges(data)),
  });
};

/** Null when no record tells of a cluster. The type of an event may come as the severity of its record. */
const clusterOf = (notices: readonly NoticeRow[]): KubernetesState | null => {
  const state = kubernetesFromLogs(
    notices.map(({ timeMs, body, severity, attributes }) => ({
      timeMs,
      body,
      attributes: { severity_text: severity, ...attributes },
    })),
  );
  return state.objects.length + state.events.length === 0 ? null : state;
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
