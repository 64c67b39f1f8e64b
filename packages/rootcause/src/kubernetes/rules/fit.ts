/**
 * Why a pod does not fit on a node: the scheduler's filters, in its order (NodeUnschedulable, NodeName, TaintToleration,
 * NodeAffinity, NodePorts, NodeResourcesFit, InterPodAffinity, PodTopologySpread). Told by the objects, and by the message of
 * `FailedScheduling` where they do not tell.
 */
import { type Container, requestsOf } from '../objects/container.ts';
import { at, type Fields, fieldsOf, listOf, textAt, textMapOf } from '../objects/fields.ts';
import { matchesNodeTerms, matchesPairs, matchesSelector } from '../objects/labels.ts';
import { type ClusterNode, isLifecycleTaint, nodeIsReady, untoleratedTaint } from '../objects/node.ts';
import type { Pod } from '../objects/workload.ts';

export const obstacles = [
  'not_ready',
  'node_selector',
  'node_affinity',
  'taint',
  'cordoned',
  'pod_anti_affinity',
  'pod_affinity',
  'topology_spread',
  'host_port',
  'insufficient_cpu',
  'insufficient_memory',
  'insufficient_pods',
  'insufficient_storage',
  'insufficient_resource',
  'volume',
] as const;
export type Obstacle = (typeof obstacles)[number];

export interface Demand {
  spec: Fields;
  namespace: string;
  labels: ReadonlyMap<string, string>;
  requests: ReadonlyMap<string, number>;
  containers: readonly Container[];
}

export const demandOf = (pod: Pod): Demand => ({
  spec: pod.spec,
  namespace: pod.namespace,
  labels: pod.labels,
  requests: requestsOf(pod.containers),
  containers: pod.containers,
});

export const requiredNodeAffinity = (spec: unknown): unknown =>
  at(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');

export const matchesNodeSelector = (node: ClusterNode, spec: unknown): boolean => {
  const selector = textMapOf(at(spec, 'nodeSelector'));
  return selector.size === 0 || matchesPairs(node.labels, selector);
};

/** Everything that keeps the pod off the node, sharpest first; empty when the objects tell of nothing. */
/** `pods` are those on the node. */
export const obstaclesOn = (demand: Demand, node: ClusterNode, pods: readonly Pod[]): Obstacle[] => {
  const found = new Set<Obstacle>();
  const { spec } = demand;
  if (!matchesNodeSelector(node, spec)) found.add('node_selector');
  if (!matchesNodeTerms(node.labels, requiredNodeAffinity(spec), node.name)) found.add('node_affinity');
  if (!nodeIsReady(node)) found.add('not_ready');
  const tolerations = listOf(at(spec, 'tolerations'));
  const taint = untoleratedTaint(node, tolerations);
  if (taint !== null && !isLifecycleTaint(taint)) found.add('taint');
  const tolerated = untoleratedTaint(
    { ...node, taints: [{ key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' }] },
    tolerations,
  );
  if (node.cordoned && tolerated !== null) found.add('cordoned');
  const there = pods.filter(({ phase }) => phase !== 'Succeeded' && phase !== 'Failed');
  for (const [resource, asked] of demand.requests) {
    const room = node.allocatable.get(resource);
    if (room === undefined) {
      if (!/^(?:cpu|memory|ephemeral-storage)$/.test(resource) && node.allocatable.size > 0)
        found.add('insufficient_resource');
      continue;
    }
    const used = there.reduce((sum, pod) => sum + (requestsOf(pod.containers).get(resource) ?? 0), 0);
    if (used + asked > room) found.add(insufficient(resource));
  }
  const most = node.allocatable.get('pods');
  if (most !== undefined && there.length + 1 > most) found.add('insufficient_pods');
  if (repelled(demand, there)) found.add('pod_anti_affinity');
  if (hostPortTaken(demand, there)) found.add('host_port');
  return obstacles.filter((obstacle) => found.has(obstacle));
};

const insufficient = (resource: string): Obstacle => {
  if (resource === 'cpu') return 'insufficient_cpu';
  if (resource === 'memory') return 'insufficient_memory';
  if (resource === 'pods') return 'insufficient_pods';
  return resource.includes('storage') ? 'insufficient_storage' : 'insufficient_resource';
};

/** Required anti-affinity per host, of the pod or of those that are there. */
const repelled = (demand: Demand, there: readonly Pod[]): boolean => {
  const terms = antiAffinityTerms(demand.spec);
  return there.some(
    (pod) =>
      terms.some(
        (term) =>
          perHost(term) &&
          inScope(term, demand.namespace, pod.namespace) &&
          matchesSelector(pod.labels, at(term, 'labelSelector')),
      ) ||
      antiAffinityTerms(pod.spec).some(
        (term) =>
          perHost(term) &&
          inScope(term, pod.namespace, demand.namespace) &&
          matchesSelector(demand.labels, at(term, 'labelSelector')),
      ),
  );
};

export const antiAffinityTerms = (spec: unknown): readonly unknown[] =>
  listOf(at(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'));

const perHost = (term: unknown): boolean => textAt(term, 'topologyKey') === 'kubernetes.io/hostname';

const inScope = (term: unknown, own: string, other: string): boolean => {
  const names = listOf(at(term, 'namespaces'));
  if (at(term, 'namespaceSelector') !== undefined) return true;
  return names.length === 0 ? own === other : names.includes(other);
};

const hostPorts = (containers: readonly Container[]): string[] =>
  containers.flatMap((container) =>
    listOf(container.spec.ports).flatMap((port) => {
      const number = fieldsOf(port).hostPort;
      return typeof number === 'number' && number > 0
        ? [`${number}/${textAt(port, 'protocol') || 'TCP'}`]
        : [];
    }),
  );

const hostPortTaken = (demand: Demand, there: readonly Pod[]): boolean => {
  const wanted = new Set(hostPorts(demand.containers));
  return wanted.size > 0 && there.some((pod) => hostPorts(pod.containers).some((port) => wanted.has(port)));
};

const segments: readonly [Obstacle, RegExp][] = [
  [
    'volume',
    /volume node affinity conflict|didn't find available persistent volumes|PersistentVolume's node affinity|unbound (?:immediate )?PersistentVolumeClaim|persistentvolumeclaim "|exceed max volume count|no available volume zone/i,
  ],
  [
    'not_ready',
    /not-ready|unreachable|node\(s\) were not ready|node\.kubernetes\.io\/(?:memory|disk|pid)-pressure|network-unavailable/i,
  ],
  ['taint', /taint/i],
  ['cordoned', /unschedulable/i],
  ['node_affinity', /node affinity\/selector|node affinity|node selector/i],
  ['pod_anti_affinity', /anti-?affinity/i],
  ['pod_affinity', /pod affinity/i],
  ['topology_spread', /topology spread/i],
  ['host_port', /free ports/i],
  ['insufficient_cpu', /Insufficient cpu/i],
  ['insufficient_memory', /Insufficient memory/i],
  ['insufficient_pods', /Too many pods|Insufficient pods/i],
  ['insufficient_storage', /Insufficient ephemeral-storage/i],
  ['insufficient_resource', /Insufficient /i],
];

/** Nodes per obstacle, from `0/4 nodes are available: 1 node(s) were unschedulable, 3 Insufficient cpu. preemption: ...`. */
export const toldObstacles = (message: string): Map<Obstacle, number> => {
  const told = new Map<Obstacle, number>();
  const body = /nodes are available: (.*)$/s.exec(message)?.[1]?.split(/\.\s+preemption:/)[0] ?? '';
  for (const part of body.split(/, (?=\d+ )|; /)) {
    const obstacle = segments.find(([, pattern]) => pattern.test(part))?.[0];
    if (obstacle === undefined) continue;
    told.set(obstacle, (told.get(obstacle) ?? 0) + (Number(/^\s*(\d+)/.exec(part)?.[1]) || 1));
  }
  return told;
};
