/**
 * Pods that no node takes (`Pending`, `PodScheduled` false, `FailedScheduling`).
 *
 * A node is asked only when the pod may go there at all (node selector and affinity). If it may go nowhere, the selector or
 * the affinity is at fault. Otherwise what blocks the nodes that it may go to is: machines of the control plane, which no
 * ordinary pod is meant to use, are set aside when others are left. The scheduler tries again when something changes, so an
 * event of a pod that runs by now says nothing.
 */
import { type Claim, eventEvidence } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at, listOf, textAt, textMapOf } from '../objects/fields.ts';
import { matchesNodeTerms } from '../objects/labels.ts';
import { type ClusterNode, nodeIsReady } from '../objects/node.ts';
import { type Pod, podIsDone, podIsScheduled, type Workload } from '../objects/workload.ts';
import {
  type Demand,
  demandOf,
  matchesNodeSelector,
  type Obstacle,
  obstacles,
  obstaclesOn,
  requiredNodeAffinity,
  toldObstacles,
} from './fit.ts';
import { schedulingClaim } from './scheduling-words.ts';

export const schedulingRules = (cluster: Cluster): Claim[] => {
  const pending = new Map<Workload, Pod[]>();
  for (const pod of cluster.pods) {
    if (
      podIsDone(pod) ||
      pod.deleting ||
      podIsScheduled(pod) ||
      (pod.phase !== 'Pending' && pod.phase !== '')
    )
      continue;
    const list = pending.get(pod.workload);
    if (list === undefined) pending.set(pod.workload, [pod]);
    else list.push(pod);
  }
  return [...pending].flatMap(([workload, pods]) => {
    const found = claimFor(cluster, workload, pods);
    return found === null ? [] : [found];
  });
};

const claimFor = (cluster: Cluster, workload: Workload, pods: readonly Pod[]): Claim | null => {
  const pod = pods[0]!;
  const messages = pods.flatMap((p) =>
    cluster.eventsOf('Pod', p.namespace, p.name).filter((event) => event.reason === 'FailedScheduling'),
  );
  const event = messages.at(-1);
  const message = event?.message ?? pod.conditions.get('PodScheduled')?.message ?? '';
  const told = toldObstacles(message);
  if (message === '' && pod.conditions.get('PodScheduled')?.reason !== 'Unschedulable') return null;
  const demand = demandOf(pod);
  const judged = cluster.nodes.length > 0 ? judge(cluster, demand, told) : fromMessage(told);
  if (judged === null) return null;
  return schedulingClaim(
    cluster,
    workload,
    pod,
    pods.length,
    demand,
    judged,
    event === undefined ? [] : [eventEvidence(event)],
    message,
  );
};

export interface Judged {
  obstacle: Obstacle;
  /** Nodes that the obstacle closes, of those that the pod may go to. */
  nodes: readonly ClusterNode[];
  /** All that the pod may go to by selector and affinity. */
  eligible: readonly ClusterNode[];
  p: number;
}

const judge = (cluster: Cluster, demand: Demand, told: ReadonlyMap<Obstacle, number>): Judged | null => {
  const { nodes } = cluster;
  const required = requiredNodeAffinity(demand.spec);
  const selected = nodes.filter((node) => matchesNodeSelector(node, demand.spec));
  const eligible = selected.filter((node) => matchesNodeTerms(node.labels, required, node.name));
  // Machines of the control plane are not meant for workloads, unless there are no others or the pod names them.
  const machines =
    nodes.some((node) => !node.controlPlane) && !namesControlPlane(demand) ? notControlPlane : () => true;
  if (!eligible.some(machines))
    return selected.some(machines)
      ? { obstacle: 'node_affinity', nodes: selected, eligible, p: 0.97 }
      : { obstacle: 'node_selector', nodes, eligible, p: 0.97 };
  const ordinary = eligible.filter(notControlPlane);
  const asked = ordinary.length > 0 ? ordinary : eligible;
  const blocked = asked.map((node) => ({ node, by: obstaclesOn(demand, node, cluster.podsOn(node.name)) }));
  const open = blocked.filter(({ by }) => by.length === 0);
  const counts = new Map<Obstacle, ClusterNode[]>();
  for (const { node, by } of blocked) {
    const first = by[0];
    if (first !== undefined) counts.set(first, [...(counts.get(first) ?? []), node]);
  }
  // What the objects do not tell (room taken by pods that were not given, spread, volumes) the message does.
  for (const [obstacle, many] of told) {
    if (open.length === 0 || obstacle === 'cordoned' || obstacle === 'node_affinity') continue;
    if (obstacle === 'taint' || (obstacle === 'not_ready' && asked.every(nodeIsReady))) continue;
    if ((counts.get(obstacle)?.length ?? 0) < many)
      counts.set(obstacle, [...(counts.get(obstacle) ?? []), ...open.map(({ node }) => node)]);
  }
  const order = [...counts].sort(
    (a, b) =>
      b[1].length - a[1].length ||
      rarity(a[0]) - rarity(b[0]) ||
      obstacles.indexOf(a[0]) - obstacles.indexOf(b[0]),
  );
  const best = order[0];
  if (best === undefined) return fromMessage(told);
  return {
    obstacle: best[0],
    nodes: best[1],
    eligible,
    p: order.length === 1 ? 0.96 : 0.8,
  };
};

const notControlPlane = (node: ClusterNode): boolean => !node.controlPlane;

/** It asks for a machine by its name or its role, or tolerates what keeps others away from there. */
const namesControlPlane = ({ spec }: Demand): boolean =>
  [...textMapOf(at(spec, 'nodeSelector')).keys()].some((key) =>
    /hostname|role|control-plane|master/.test(key),
  ) ||
  listOf(at(spec, 'tolerations')).some((toleration) =>
    /control-plane|master/.test(textAt(toleration, 'key')),
  );

/** Of obstacles that close equally many nodes, the one that somebody wrote down for this pod comes first. */
const rarity = (obstacle: Obstacle): number => {
  switch (obstacle) {
    case 'volume':
      return 0;
    case 'pod_anti_affinity':
    case 'pod_affinity':
    case 'topology_spread':
    case 'host_port':
      return 1;
    case 'insufficient_cpu':
    case 'insufficient_memory':
    case 'insufficient_resource':
    case 'insufficient_storage':
      return 2;
    case 'taint':
      return 3;
    case 'cordoned':
      return 4;
    default:
      return 5;
  }
};

/** Without nodes only the scheduler's own words are left; a cordoned machine or the control plane's taint is mere company. */
const fromMessage = (told: ReadonlyMap<Obstacle, number>): Judged | null => {
  const order = [...told].sort(
    (a, b) => rarity(a[0]) - rarity(b[0]) || b[1] - a[1] || obstacles.indexOf(a[0]) - obstacles.indexOf(b[0]),
  );
  const sharp = order.filter(([obstacle]) => obstacle !== 'cordoned' && obstacle !== 'not_ready');
  const best = [...sharp].sort((a, b) => b[1] - a[1])[0] ?? order[0];
  return best === undefined ? null : { obstacle: best[0], nodes: [], eligible: [], p: 0.85 };
};
