/** Deployments as the telemetry shows them: a process of a service begins with another `service.version`. Pure. */
import type { ChangeRow, IncidentData } from '@nightglass/rootcause';

interface Seen {
  service: string;
  version: string;
  firstMs: number;
}

/** A process that was there when the data began was not deployed then. */
const settleMs = 10_000;

const firstSights = (data: Pick<IncidentData, 'resources' | 'spans' | 'logs'>): Seen[] => {
  const first = new Map<string, number>();
  const see = (resource: string, timeMs: number): void => {
    const known = first.get(resource);
    if (known === undefined || timeMs < known) first.set(resource, timeMs);
  };
  for (const { resource, startMs } of data.spans) see(resource, startMs);
  for (const { resource, timeMs } of data.logs) see(resource, timeMs);
  return [...first].flatMap(([id, firstMs]) => {
    const { service = '', version = '' } = data.resources[id] ?? {};
    return service === '' || version === '' ? [] : [{ service, version, firstMs }];
  });
};

/** One change for each time that a service's newest process has another version than its newest one before. */
export const versionChanges = (
  data: Pick<IncidentData, 'resources' | 'spans' | 'logs' | 'baseline'>,
): ChangeRow[] => {
  const byService = Map.groupBy(firstSights(data), ({ service }) => service);
  const changes: ChangeRow[] = [];
  for (const service of [...byService.keys()].sort()) {
    const seen = (byService.get(service) ?? []).sort(
      (a, b) => a.firstMs - b.firstMs || (a.version < b.version ? -1 : 1),
    );
    let current = seen[0];
    for (const next of seen) {
      if (current === undefined || next.version === current.version) continue;
      const there = next.firstMs - Math.max(seen[0]?.firstMs ?? 0, data.baseline.startMs) < settleMs;
      if (!there) changes.push(deployOf(service, current.version, next));
      current = next;
    }
  }
  return changes;
};

const deployOf = (service: string, before: string, { version, firstMs }: Seen): ChangeRow => ({
  id: `${service}@${version}`,
  kind: 'deploy',
  timeMs: firstMs,
  service,
  summary: `${service} ${before} -> ${version}`,
  version,
  author: '',
  diff: '',
  files: [],
  deployedMs: firstMs,
});
