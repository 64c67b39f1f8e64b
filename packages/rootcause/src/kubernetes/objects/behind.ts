/** Which pods and workloads a Service sends to, and which pods stand on a node: asked often, so worked out once. */
import type { Labels } from './labels.ts';
import type { Service } from './service.ts';
import type { Pod, Workload } from './workload.ts';

export interface Placement {
  /** Of its namespace, matched by every pair of its selector; pods on their way out are left out. */
  behind(service: Service): { pods: readonly Pod[]; workloads: readonly Workload[] };
  podsOn(node: string): readonly Pod[];
}

export const placementOf = (pods: readonly Pod[], workloads: readonly Workload[]): Placement => {
  const podsByPair = byPair(pods.filter(({ deleting }) => !deleting));
  const workloadsByPair = byPair(workloads);
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) push(byNode, pod.node, pod);
  const known = new Map<Service, { pods: readonly Pod[]; workloads: readonly Workload[] }>();
  return {
    behind: (service) => {
      let found = known.get(service);
      if (found === undefined) {
        const matched = matching(podsByPair, service);
        const makers = new Set([
          ...matching(workloadsByPair, service),
          ...matched.map(({ workload }) => workload),
        ]);
        found = { pods: matched, workloads: workloads.filter((workload) => makers.has(workload)) };
        known.set(service, found);
      }
      return found;
    },
    podsOn: (node) => byNode.get(node) ?? [],
  };
};

interface Labelled {
  namespace: string;
  labels: Labels;
}

const byPair = <T extends Labelled>(items: readonly T[]): Map<string, T[]> => {
  const index = new Map<string, T[]>();
  for (const item of items)
    for (const [key, value] of item.labels) push(index, `${item.namespace}\u0000${key}\u0000${value}`, item);
  return index;
};

const matching = <T extends Labelled>(
  index: ReadonlyMap<string, readonly T[]>,
  service: Service,
): readonly T[] => {
  const [first, ...rest] = [...service.selector];
  if (first === undefined) return [];
  const candidates = index.get(`${service.namespace}\u0000${first[0]}\u0000${first[1]}`) ?? [];
  return candidates.filter(({ labels }) => rest.every(([key, value]) => labels.get(key) === value));
};

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};
