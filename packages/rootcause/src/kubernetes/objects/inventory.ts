/** The objects of a cluster, arranged: each once, the newest state of it, in an order that the input does not decide. */
import type { KubernetesEvent, KubernetesObject, KubernetesState } from '../../incident.ts';
import { arrayOf, at, fieldsOf, textAt } from './fields.ts';
import { type ClusterNode, nodeOf } from './node.ts';
import { type Service, serviceOf } from './service.ts';
import {
  controllerOf,
  impliedWorkload,
  type Pod,
  podOf,
  type Workload,
  workloadKinds,
  workloadOf,
} from './workload.ts';

export interface Inventory {
  workloads: Workload[];
  pods: Pod[];
  services: Service[];
  nodes: ClusterNode[];
  namespaces: ReadonlySet<string>;
  objects(kind: string): readonly KubernetesObject[];
  find(kind: string, namespace: string, name: string): KubernetesObject | undefined;
  /** The workload that made an object (a ReplicaSet, a Pod, a Job) or is it; undefined when nobody knows. */
  workloadOf(kind: string, namespace: string, name: string): Workload | undefined;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = (kind: string, namespace: string, name: string): string =>
  `${kind}\u0000${namespace}\u0000${name}`;

const objectKey = (object: KubernetesObject): string =>
  keyOf(textAt(object, 'kind'), textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'));

/** Of two states of one object the one with the later resourceVersion; for equal ones the larger text, so that order means nothing. */
const newer = (a: KubernetesObject, b: KubernetesObject): KubernetesObject => {
  const version = (object: KubernetesObject): number =>
    Number(textAt(object, 'metadata', 'resourceVersion')) || 0;
  if (version(a) !== version(b)) return version(a) > version(b) ? a : b;
  return stableText(a) >= stableText(b) ? a : b;
};

/** JSON with sorted keys, bounded in depth. */
const stableText = (value: unknown, depth = 0): string => {
  if (depth > 12) return '';
  if (Array.isArray(value)) return `[${value.map((item) => stableText(item, depth + 1)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const fields = fieldsOf(value);
  return `{${Object.keys(fields)
    .sort()
    .map((key) => `${key}:${stableText(fields[key], depth + 1)}`)
    .join(',')}}`;
};

export const takeInventory = (state: KubernetesState): Inventory => {
  const all = new Map<string, KubernetesObject>();
  for (const object of arrayOf(state.objects) as KubernetesObject[]) {
    if (textAt(object, 'kind') === '' || textAt(object, 'metadata', 'name') === '') continue;
    const key = objectKey(object);
    const known = all.get(key);
    all.set(key, known === undefined ? object : newer(known, object));
  }
  const byKind = new Map<string, KubernetesObject[]>();
  for (const key of [...all.keys()].sort(compare)) {
    const object = all.get(key)!;
    const list = byKind.get(object.kind);
    if (list === undefined) byKind.set(object.kind, [object]);
    else list.push(object);
  }
  const objects = (kind: string): readonly KubernetesObject[] => byKind.get(kind) ?? [];
  const find = (kind: string, namespace: string, name: string): KubernetesObject | undefined =>
    all.get(keyOf(kind, namespace, name));

  const owners = new Map<string, Workload>();
  const workloads: Workload[] = [];
  for (const kind of workloadKinds)
    for (const object of objects(kind)) {
      const owner = controllerOf(object);
      const namespace = textAt(object, 'metadata', 'namespace');
      const name = textAt(object, 'metadata', 'name');
      const parent = owner === null ? undefined : owners.get(keyOf(owner.kind, namespace, owner.name));
      if (parent !== undefined) {
        parent.children.push(name);
        owners.set(keyOf(kind, namespace, name), parent);
        continue;
      }
      // A ReplicaSet whose Deployment was not given stands for it under the Deployment's name.
      const workload = workloadOf(object);
      if (owner !== null) {
        workload.kind = owner.kind;
        workload.name = owner.name;
        workload.entity = { kind: 'workload', name: owner.name };
        workload.children.push(name);
        owners.set(keyOf(owner.kind, namespace, owner.name), workload);
      }
      owners.set(keyOf(kind, namespace, name), workload);
      workloads.push(workload);
    }

  const pods: Pod[] = [];
  for (const object of objects('Pod')) {
    const namespace = textAt(object, 'metadata', 'namespace');
    const owner = ownerOfPod(object);
    const key = keyOf(owner.kind, namespace, owner.name);
    let workload = owners.get(key);
    if (workload === undefined) {
      const name = owner.kind === 'ReplicaSet' ? withoutHash(object, owner.name) : owner.name;
      const kind = owner.kind === 'ReplicaSet' && name !== owner.name ? 'Deployment' : owner.kind;
      workload = owners.get(keyOf(kind, namespace, name));
      if (workload === undefined) {
        workload = impliedWorkload(kind, name, namespace, object);
        workloads.push(workload);
        owners.set(keyOf(kind, namespace, name), workload);
      }
      owners.set(key, workload);
    }
    const pod = podOf(object, workload);
    workload.pods.push(pod);
    pods.push(pod);
    owners.set(keyOf('Pod', namespace, pod.name), workload);
  }
  workloads.sort(
    (a, b) => compare(a.name, b.name) || compare(a.namespace, b.namespace) || compare(a.kind, b.kind),
  );

  const namespaces = new Set(objects('Namespace').map((object) => textAt(object, 'metadata', 'name')));
  for (const object of all.values()) {
    const namespace = textAt(object, 'metadata', 'namespace');
    if (namespace !== '') namespaces.add(namespace);
  }
  return {
    workloads,
    pods,
    services: objects('Service').map(serviceOf),
    nodes: objects('Node').map(nodeOf),
    namespaces,
    objects,
    find,
    workloadOf: (kind, namespace, name) => {
      const known = owners.get(keyOf(kind, namespace, name));
      if (known !== undefined) return known;
      // An event may be all that is left of a pod or a ReplicaSet: its name still tells the Deployment.
      const parts = name.split('-');
      for (const drop of [1, 2]) {
        if (parts.length <= drop) break;
        const base = parts.slice(0, -drop).join('-');
        const found = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job']
          .map((guess) => owners.get(keyOf(guess, namespace, base)))
          .find((workload) => workload !== undefined);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
};

const ownerOfPod = (pod: KubernetesObject): { kind: string; name: string } =>
  controllerOf(pod) ?? { kind: 'Pod', name: textAt(pod, 'metadata', 'name') };

/** A Deployment names its ReplicaSets `<deployment>-<pod-template-hash>`. */
const withoutHash = (pod: KubernetesObject, replicaSet: string): string => {
  const hash = textAt(pod, 'metadata', 'labels', 'pod-template-hash');
  return hash !== '' && replicaSet.endsWith(`-${hash}`) ? replicaSet.slice(0, -hash.length - 1) : replicaSet;
};

/**
 * Ascending by time (unknown first), each kind of event of an object once: its last time, its largest count, which is two at
 * least where it was told of two times.
 */
export const tidyEvents = (events: unknown): KubernetesEvent[] => {
  const known = new Map<string, KubernetesEvent>();
  for (const item of arrayOf(events)) {
    const time = at(item, 'timeMs');
    const event: KubernetesEvent = {
      timeMs: typeof time === 'number' && Number.isFinite(time) ? time : null,
      type: textAt(item, 'type') === 'Warning' ? 'Warning' : 'Normal',
      reason: textAt(item, 'reason'),
      message: textAt(item, 'message'),
      count: Math.max(1, Number(at(item, 'count')) || 1),
      object: {
        kind: textAt(item, 'object', 'kind'),
        name: textAt(item, 'object', 'name'),
        namespace: textAt(item, 'object', 'namespace'),
      },
    };
    const { kind, name, namespace } = event.object;
    const key = [keyOf(kind, namespace, name), event.reason, event.message].join('\u0000');
    const before = known.get(key);
    if (before === undefined) known.set(key, event);
    else {
      const again = before.timeMs !== null && event.timeMs !== null && before.timeMs !== event.timeMs;
      before.count = Math.max(before.count, event.count, again ? 2 : 1);
      if (event.timeMs !== null) before.timeMs = Math.max(before.timeMs ?? event.timeMs, event.timeMs);
    }
  }
  return [...known.keys()]
    .sort(compare)
    .map((key) => known.get(key)!)
    .sort((a, b) => (a.timeMs ?? -Infinity) - (b.timeMs ?? -Infinity) || 0);
};
