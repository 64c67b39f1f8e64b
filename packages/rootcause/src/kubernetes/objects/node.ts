import type { KubernetesObject } from '../../incident.ts';
import { at, listOf, textAt, textMapOf } from './fields.ts';
import type { Labels } from './labels.ts';
import { quantityOf } from './quantity.ts';
import { type Condition, conditionsOf } from './workload.ts';

export interface ClusterNode {
  name: string;
  labels: Labels;
  taints: Taint[];
  cordoned: boolean;
  conditions: ReadonlyMap<string, Condition>;
  allocatable: ReadonlyMap<string, number>;
  /** It carries the control plane: pods of users are not meant to run there. */
  controlPlane: boolean;
}

export interface Taint {
  key: string;
  value: string;
  effect: string;
}

/** Labels and taints that installers put on machines of the control plane. */
const controlPlaneKeys = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

export const nodeOf = (object: KubernetesObject): ClusterNode => {
  // The kubelet labels its node with its host name; a snapshot without the label is not complete.
  const labels = new Map(textMapOf(at(object, 'metadata', 'labels')));
  if (!labels.has('kubernetes.io/hostname'))
    labels.set('kubernetes.io/hostname', textAt(object, 'metadata', 'name'));
  const taints = listOf(at(object, 'spec', 'taints')).map((taint) => ({
    key: textAt(taint, 'key'),
    value: textAt(taint, 'value'),
    effect: textAt(taint, 'effect'),
  }));
  const allocatable = new Map<string, number>();
  for (const [name, value] of textMapOf(at(object, 'status', 'allocatable'))) {
    const amount = quantityOf(value);
    if (amount !== null) allocatable.set(name, amount);
  }
  const role = labels.get('kubernetes.io/role');
  return {
    name: textAt(object, 'metadata', 'name'),
    labels,
    taints,
    cordoned:
      at(object, 'spec', 'unschedulable') === true ||
      taints.some((taint) => taint.key === 'node.kubernetes.io/unschedulable'),
    conditions: conditionsOf(object),
    allocatable,
    controlPlane:
      controlPlaneKeys.some((key) => labels.has(key) || taints.some((taint) => taint.key === key)) ||
      role === 'master' ||
      role === 'control-plane',
  };
};

/** Ready, or nothing known to the contrary. */
export const nodeIsReady = (node: ClusterNode): boolean =>
  (node.conditions.get('Ready')?.status ?? 'True') === 'True';

/** Taints that the node controller puts on by itself: they tell of a state, not of somebody's wish. */
export const isLifecycleTaint = (taint: Taint): boolean => taint.key.startsWith('node.kubernetes.io/');

/** The first taint that keeps the pod away (NoSchedule or NoExecute); null when all are tolerated. */
export const untoleratedTaint = (node: ClusterNode, tolerations: readonly unknown[]): Taint | null =>
  node.taints.find(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  ) ?? null;

const tolerates = (toleration: unknown, taint: Taint): boolean => {
  const key = textAt(toleration, 'key');
  const effect = textAt(toleration, 'effect');
  const exists = textAt(toleration, 'operator') === 'Exists';
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return exists;
  return key === taint.key && (exists || textAt(toleration, 'value') === taint.value);
};

export const taintText = (taint: Taint): string =>
  `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`;
