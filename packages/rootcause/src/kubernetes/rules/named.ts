/** From the name of a service or a figure to the workload that serves it. */
import type { ExplanationEntity } from '@nightglass/model';
import type { Cluster } from '../cluster.ts';
import type { Workload } from '../objects/workload.ts';

export const workloadNamed = (cluster: Cluster, name: string): Workload | undefined => {
  const own = cluster.workloads.find((workload) => workload.name === name);
  if (own !== undefined) return own;
  const service = cluster.services.find((candidate) => candidate.name === name);
  return service === undefined ? undefined : cluster.behind(service).workloads[0];
};

export const entityOf = (cluster: Cluster, name: string): ExplanationEntity =>
  workloadNamed(cluster, name)?.entity ?? { kind: 'service', name };
