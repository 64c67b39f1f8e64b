/** Pods and what makes them: the Deployment (or its like) is where people change things. */
import type { ExplanationEntity } from '@nightglass/model';
import type { KubernetesObject } from '../../incident.ts';
import { type Container, containersOf } from './container.ts';
import { at, type Fields, fieldsOf, listOf, numberAt, textAt, textMapOf, timeOf } from './fields.ts';
import type { Labels } from './labels.ts';

export interface Pod {
  name: string;
  namespace: string;
  labels: Labels;
  node: string;
  ip: string;
  phase: string;
  reason: string;
  message: string;
  conditions: ReadonlyMap<string, Condition>;
  containers: Container[];
  spec: Fields;
  createdMs: number | null;
  deleting: boolean;
  workload: Workload;
}

export interface Condition {
  status: string;
  reason: string;
  message: string;
}

export interface Workload {
  /** `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `CronJob`, `ReplicaSet`; `Pod` for one that nobody manages. */
  kind: string;
  name: string;
  namespace: string;
  entity: ExplanationEntity;
  /** Asked for; null when it does not say (DaemonSet, Job). */
  replicas: number | null;
  ready: number | null;
  /** Labels of the pods it makes, the pod spec of its template and the containers of that. */
  labels: Labels;
  template: Fields;
  containers: Container[];
  conditions: ReadonlyMap<string, Condition>;
  pods: Pod[];
  /** Names of its ReplicaSets (of its Jobs, for a CronJob). */
  children: string[];
  object: KubernetesObject | null;
}

export const conditionsOf = (object: unknown): ReadonlyMap<string, Condition> =>
  new Map(
    listOf(at(object, 'status', 'conditions')).map((condition) => [
      textAt(condition, 'type'),
      {
        status: textAt(condition, 'status'),
        reason: textAt(condition, 'reason'),
        message: textAt(condition, 'message'),
      },
    ]),
  );

export const controllerOf = (object: unknown): { kind: string; name: string } | null => {
  const owners = listOf(at(object, 'metadata', 'ownerReferences'));
  const owner = owners.find((item) => at(item, 'controller') === true) ?? owners[0];
  const kind = textAt(owner, 'kind');
  const name = textAt(owner, 'name');
  return kind === '' || name === '' ? null : { kind, name };
};

/** Kinds that people write and that make pods. */
export const workloadKinds = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
] as const;

export const podTemplateOf = (object: unknown): Fields =>
  fieldsOf(
    textAt(object, 'kind') === 'CronJob'
      ? at(object, 'spec', 'jobTemplate', 'spec', 'template')
      : at(object, 'spec', 'template'),
  );

export const workloadOf = (object: KubernetesObject): Workload => {
  const template = podTemplateOf(object);
  const spec = fieldsOf(at(template, 'spec'));
  const daemons = object.kind === 'DaemonSet';
  return {
    kind: object.kind,
    name: textAt(object, 'metadata', 'name'),
    namespace: textAt(object, 'metadata', 'namespace'),
    entity: { kind: 'workload', name: textAt(object, 'metadata', 'name') },
    replicas: daemons
      ? numberAt(object, 'status', 'desiredNumberScheduled')
      : numberAt(object, 'spec', 'replicas'),
    ready: numberAt(object, 'status', daemons ? 'numberReady' : 'readyReplicas'),
    labels: textMapOf(at(template, 'metadata', 'labels')),
    template: spec,
    containers: containersOf(spec, {}),
    conditions: conditionsOf(object),
    pods: [],
    children: [],
    object,
  };
};

/** A workload of which only pods are known: its name and kind come from the owner, or from the pod. */
export const impliedWorkload = (
  kind: string,
  name: string,
  namespace: string,
  pod: KubernetesObject,
): Workload => ({
  kind,
  name,
  namespace,
  entity: { kind: kind === 'Pod' ? 'pod' : 'workload', name },
  replicas: null,
  ready: null,
  labels: textMapOf(at(pod, 'metadata', 'labels')),
  template: fieldsOf(at(pod, 'spec')),
  containers: containersOf(at(pod, 'spec'), {}),
  conditions: new Map(),
  pods: [],
  children: [],
  object: null,
});

export const podOf = (object: KubernetesObject, workload: Workload): Pod => ({
  name: textAt(object, 'metadata', 'name'),
  namespace: textAt(object, 'metadata', 'namespace'),
  labels: textMapOf(at(object, 'metadata', 'labels')),
  node: textAt(object, 'spec', 'nodeName'),
  ip: textAt(object, 'status', 'podIP'),
  phase: textAt(object, 'status', 'phase'),
  reason: textAt(object, 'status', 'reason'),
  message: textAt(object, 'status', 'message'),
  conditions: conditionsOf(object),
  containers: containersOf(at(object, 'spec'), at(object, 'status')),
  spec: fieldsOf(at(object, 'spec')),
  createdMs: timeOf(at(object, 'metadata', 'creationTimestamp')) ?? timeOf(at(object, 'status', 'startTime')),
  deleting: at(object, 'metadata', 'deletionTimestamp') !== undefined,
  workload,
});

/** Its containers serve: the Ready condition, or every container ready when the condition is not told. */
export const podIsReady = (pod: Pod): boolean => {
  const condition = pod.conditions.get('Ready');
  if (condition !== undefined) return condition.status === 'True';
  const main = pod.containers.filter((container) => !container.init);
  return main.length > 0 && main.every((container) => container.ready);
};

/** Ended on purpose: a Job's pod that succeeded. */
export const podIsDone = (pod: Pod): boolean => pod.phase === 'Succeeded';

export const podIsScheduled = (pod: Pod): boolean =>
  pod.node !== '' || pod.conditions.get('PodScheduled')?.status === 'True';
