/** A small cluster in which all is well, and ways to break it. Written by hand, in the shapes of the API. */

import type { Finding } from '../../detector.ts';
import { kubernetesDetector } from '../../detectors/kubernetes.ts';
import type { IncidentData, KubernetesEvent, KubernetesObject, KubernetesState } from '../../incident.ts';
import { contextOf } from '../../testing/context-of.ts';

type Fields = Record<string, unknown>;

export const namespace = 'shop';
/** Windows of `contextOf`: the incident is from 600 s to 900 s. */
export const nowMs = 900_000;
const time = (ms: number): string => new Date(ms).toISOString();

const workloads = [
  { name: 'web', port: 8080, calls: ['cart:7070', 'search:9200'] },
  { name: 'cart', port: 7070, calls: ['store:6379'] },
  { name: 'search', port: 9200, calls: [] },
  { name: 'store', port: 6379, calls: [] },
];

const container = ({ name, port, calls }: (typeof workloads)[number]): Fields => ({
  name: 'main',
  image: `registry.example/${name}:1.4`,
  ports: [{ name: 'api', containerPort: port, protocol: 'TCP' }],
  env: [
    { name: 'PORT', value: String(port) },
    ...calls.map((call) => ({ name: `${call.split(':')[0]!.toUpperCase()}_ADDR`, value: call })),
  ],
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  livenessProbe: { tcpSocket: { port }, initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 3 },
  readinessProbe: { tcpSocket: { port }, initialDelaySeconds: 5, periodSeconds: 10, failureThreshold: 3 },
  volumeMounts: name === 'store' ? [{ name: 'data', mountPath: '/data' }] : [],
});

const podSpec = (one: (typeof workloads)[number]): Fields => ({
  serviceAccountName: one.name,
  containers: [container(one)],
  volumes: one.name === 'store' ? [{ name: 'data', persistentVolumeClaim: { claimName: 'store-data' } }] : [],
});

const ofWorkload = (one: (typeof workloads)[number], place: number): KubernetesObject[] => {
  const { name, port } = one;
  const labels = { app: name };
  const hash = `7c5f46fc4${place}`;
  const set = `${name}-${hash}`;
  const metadata = (own: string): KubernetesObject['metadata'] => ({
    name: own,
    namespace,
    labels: { ...labels },
  });
  const ip = `10.1.0.${place + 10}`;
  return [
    {
      kind: 'Deployment',
      metadata: metadata(name),
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: podSpec(one) },
      },
      status: { readyReplicas: 1, conditions: [{ type: 'Available', status: 'True' }] },
    },
    {
      kind: 'ReplicaSet',
      metadata: { ...metadata(set), ownerReferences: [{ kind: 'Deployment', name, controller: true }] },
      spec: { replicas: 1, template: { metadata: { labels }, spec: podSpec(one) } },
      status: { readyReplicas: 1 },
    },
    {
      kind: 'Pod',
      metadata: {
        ...metadata(`${set}-abcd${place}`),
        labels: { ...labels, 'pod-template-hash': hash },
        creationTimestamp: time(nowMs - 400_000),
        ownerReferences: [{ kind: 'ReplicaSet', name: set, controller: true }],
      },
      spec: { ...podSpec(one), nodeName: `worker-${(place % 2) + 1}` },
      status: {
        phase: 'Running',
        podIP: ip,
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: 'True' },
        ],
        containerStatuses: [
          {
            name: 'main',
            ready: true,
            restartCount: 0,
            state: { running: { startedAt: time(nowMs - 390_000) } },
            lastState: {},
          },
        ],
      },
    },
    {
      kind: 'Service',
      metadata: metadata(name),
      spec: {
        type: 'ClusterIP',
        clusterIP: `10.2.0.${place + 10}`,
        selector: { app: name },
        ports: [{ name: 'api', port, targetPort: port, protocol: 'TCP' }],
      },
    },
    {
      kind: 'Endpoints',
      metadata: metadata(name),
      subsets: [{ addresses: [{ ip }], ports: [{ port, protocol: 'TCP' }] }],
    },
    { kind: 'ServiceAccount', metadata: metadata(name) },
  ];
};

const node = (name: string, controlPlane: boolean): KubernetesObject => ({
  kind: 'Node',
  metadata: {
    name,
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/arch': 'amd64',
      ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
    },
  },
  spec: controlPlane
    ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
    : {},
  status: {
    allocatable: { cpu: '4', memory: '8Gi', pods: '110' },
    conditions: [
      { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
      { type: 'MemoryPressure', status: 'False' },
      { type: 'DiskPressure', status: 'False' },
    ],
  },
});

export class TestCluster {
  readonly state: KubernetesState = {
    objects: [
      ...workloads.flatMap(ofWorkload),
      node('control', true),
      node('worker-1', false),
      node('worker-2', false),
      { kind: 'Namespace', metadata: { name: namespace } },
      { kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data: { level: 'info' } },
      { kind: 'Secret', metadata: { name: 'keys', namespace }, data: { token: '' } },
      {
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'store-data', namespace },
        spec: {
          storageClassName: '',
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
          volumeName: 'store-data-volume',
        },
        status: { phase: 'Bound' },
      },
      {
        kind: 'PersistentVolume',
        metadata: { name: 'store-data-volume' },
        spec: {
          storageClassName: '',
          accessModes: ['ReadWriteOnce'],
          capacity: { storage: '1Gi' },
          claimRef: { namespace, name: 'store-data' },
        },
        status: { phase: 'Bound' },
      },
    ],
    events: [],
    checks: [],
  };

  find(kind: string, name: string): KubernetesObject {
    const found = this.state.objects.find(
      (object) =>
        object.kind === kind &&
        (object.metadata.name === name || (kind === 'Pod' && object.metadata.name.startsWith(`${name}-`))),
    );
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  }

  add(...objects: KubernetesObject[]): this {
    this.state.objects.push(...objects);
    return this;
  }

  remove(kind: string, name: string): this {
    const gone = this.find(kind, name);
    this.state.objects = this.state.objects.filter((object) => object !== gone);
    return this;
  }

  /** Sets a field, making what is missing on the way. */
  set(kind: string, name: string, path: readonly (string | number)[], value: unknown): this {
    setAt(this.find(kind, name), path, value);
    return this;
  }

  /** The same field of the pod template and of the pods. */
  template(name: string, path: readonly (string | number)[], value: unknown): this {
    setAt(this.find('Deployment', name), ['spec', 'template', 'spec', ...path], value);
    for (const object of this.state.objects)
      if (object.kind === 'Pod' && object.metadata.name.startsWith(`${name}-`))
        setAt(object, ['spec', ...path], value);
    return this;
  }

  /** Its container waits; the pod is not ready. */
  waits(name: string, reason: string, message = '', last: Fields = {}, restartCount = 0): this {
    return this.notReady(name, {
      name: 'main',
      ready: false,
      restartCount,
      state: { waiting: { reason, message } },
      lastState: last,
    });
  }

  notReady(name: string, status: Fields): this {
    const object = this.find('Pod', name);
    setAt(
      object,
      ['status', 'conditions'],
      [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False' },
      ],
    );
    setAt(object, ['status', 'containerStatuses'], [status]);
    setAt(this.find('Deployment', name), ['status', 'readyReplicas'], 0);
    return this;
  }

  /** It has no node; the scheduler says why, when a message is given. */
  pending(name: string, message = ''): this {
    const object = this.find('Pod', name);
    setAt(object, ['spec', 'nodeName'], undefined);
    setAt(object, ['status'], {
      phase: 'Pending',
      conditions: [
        { type: 'PodScheduled', status: 'False', reason: message === '' ? '' : 'Unschedulable', message },
      ],
    });
    setAt(this.find('Deployment', name), ['status', 'readyReplicas'], 0);
    return message === '' ? this : this.event('Pod', object.metadata.name, 'FailedScheduling', message);
  }

  /** None of its pods exists. */
  withoutPods(name: string): this {
    this.remove('Pod', name);
    setAt(this.find('Deployment', name), ['status', 'readyReplicas'], 0);
    return this;
  }

  event(
    kind: string,
    name: string,
    reason: string,
    message: string,
    more: Partial<KubernetesEvent> = {},
  ): this {
    const object =
      kind === 'Node' ? { kind, name, namespace: '' } : { kind, name: this.#nameOf(kind, name), namespace };
    this.state.events.push({
      timeMs: nowMs - 20_000,
      type: 'Warning',
      reason,
      message,
      count: 3,
      object,
      ...more,
    });
    return this;
  }

  /** The ReplicaSet could not create a pod. */
  refused(name: string, message: string): this {
    const set = this.state.objects.find(
      (object) => object.kind === 'ReplicaSet' && object.metadata.name.startsWith(`${name}-`),
    );
    return this.event(
      'ReplicaSet',
      set!.metadata.name,
      'FailedCreate',
      `Error creating: pods "${name}-x" is forbidden: ${message}`,
    );
  }

  check(target: string, ok: boolean, text = ok ? 'open' : 'connection refused'): this {
    this.state.checks.push({ kind: 'connectivity', target, what: '80', ok, text });
    return this;
  }

  unit(target: string, what: string, ok: boolean): this {
    this.state.checks.push({
      kind: 'node_unit',
      target,
      what,
      ok,
      text: ok ? 'Active: active (running)' : 'Active: inactive (dead)',
    });
    return this;
  }

  findings(more: Partial<IncidentData> = {}): Finding[] {
    return kubernetesDetector.detect(contextOf({ ...more, kubernetes: this.state }));
  }

  /** `workload:cart image_reference`, surest first. */
  said(more: Partial<IncidentData> = {}): string[] {
    return this.findings(more).map(({ entity, detail }) => `${entity.kind}:${entity.name} ${detail}`);
  }

  #nameOf(kind: string, name: string): string {
    return kind === 'Pod' ? this.find(kind, name).metadata.name : name;
  }
}

const setAt = (target: unknown, path: readonly (string | number)[], value: unknown): void => {
  let here = target as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) {
    here[key] ??= {};
    here = here[key] as Record<string | number, unknown>;
  }
  here[path.at(-1)!] = value;
};
