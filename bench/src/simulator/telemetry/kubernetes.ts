/** Objects and events of the cluster, as its API gives them. */
import type { KubernetesState } from '@nightglass/rootcause';
import type { Outage } from '../engine/state.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Chance } from '../random.ts';
import type { Pod, System } from '../system/system.ts';

const iso = (timeMs: number): string => `${new Date(Math.floor(timeMs)).toISOString().slice(0, 19)}Z`;

const findPod = (state: KubernetesState, pod: Pod) =>
  state.objects.find((object) => object.kind === 'Pod' && object.metadata.name === pod.name);

export const makeKubernetes = (system: System, timeline: Timeline): KubernetesState => {
  const objects: KubernetesState['objects'] = [];
  for (const machine of system.machines)
    objects.push({
      kind: 'Node',
      metadata: { name: machine.name, labels: { 'topology.kubernetes.io/zone': machine.zone } },
      status: {
        capacity: { cpu: String(machine.cores), memory: `${machine.memoryMb}Mi` },
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'KubeletReady',
            message: 'kubelet is posting ready status',
          },
          { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', message: '' },
          { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', message: '' },
        ],
      },
    });
  for (const service of system.services) {
    const labels = { app: service.name };
    const image = `registry.internal/${service.name}:${service.version}`;
    const resources = {
      limits: { cpu: `${Math.round(service.cores * 1000)}m`, memory: `${service.memoryLimitMb}Mi` },
    };
    objects.push(
      {
        kind: 'Deployment',
        metadata: { name: service.name, namespace: service.namespace, labels },
        spec: {
          replicas: service.pods.length,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              containers: [{ name: service.stem, image, resources, ports: [{ containerPort: 8080 }] }],
            },
          },
        },
        status: {
          replicas: service.pods.length,
          readyReplicas: service.pods.length,
          availableReplicas: service.pods.length,
        },
      },
      {
        kind: 'Service',
        metadata: { name: service.name, namespace: service.namespace, labels },
        spec: { selector: labels, ports: [{ port: 8080, targetPort: 8080 }] },
      },
    );
    for (const pod of service.pods)
      objects.push({
        kind: 'Pod',
        metadata: {
          name: pod.name,
          namespace: service.namespace,
          labels,
          creationTimestamp: iso(timeline.startMs - 86_400_000),
        },
        spec: {
          nodeName: pod.machine.name,
          containers: [{ name: service.stem, image, resources, ports: [{ containerPort: 8080 }] }],
        },
        status: {
          phase: 'Running',
          podIP: pod.ip,
          conditions: [{ type: 'Ready', status: 'True' }],
          containerStatuses: [
            {
              name: service.stem,
              ready: true,
              restartCount: 0,
              image,
              state: { running: { startedAt: iso(timeline.startMs - 86_390_000) } },
            },
          ],
        },
      });
  }
  return { objects, events: [], checks: [] };
};

/** A pod that waits, or is not ready, and the events that say why. */
export const podReason = (
  state: KubernetesState,
  pod: Pod,
  why: { reason: string; message: string; ready: boolean; startMs: number; events: [string, string][] },
): void => {
  const object = findPod(state, pod);
  const { service } = pod;
  if (object) {
    const waiting = why.reason !== '';
    object.status = {
      ...object.status,
      ...(waiting ? { phase: 'Pending' } : {}),
      conditions: [{ type: 'Ready', status: why.ready ? 'True' : 'False', reason: 'ContainersNotReady' }],
      containerStatuses: [
        {
          name: service.stem,
          ready: why.ready,
          restartCount: 0,
          state: waiting
            ? { waiting: { reason: why.reason, message: why.message } }
            : { running: { startedAt: iso(why.startMs - 3_600_000) } },
        },
      ],
    };
  }
  why.events.forEach(([reason, message], i) => {
    state.events.push({
      timeMs: why.startMs + 5000 + i * 9000,
      type: 'Warning',
      reason,
      message,
      count: 3 + i * 2,
      object: { kind: 'Pod', name: pod.name, namespace: service.namespace },
    });
  });
};

/** Restarts that happened in the run stand in the pods' statuses and in events. */
export const noteOutages = (state: KubernetesState, outages: readonly Outage[], endMs: number): void => {
  const byPod = Map.groupBy(outages, (outage) => outage.pod);
  for (const [pod, times] of byPod) {
    const last = times[times.length - 1]!;
    const object = findPod(state, pod);
    const { service } = pod;
    const down = last.endMs > endMs;
    const terminated = {
      reason: last.reason,
      exitCode: last.exitCode,
      startedAt: iso(last.startMs - 60_000),
      finishedAt: iso(last.startMs),
    };
    if (object)
      object.status = {
        ...object.status,
        conditions: [{ type: 'Ready', status: down ? 'False' : 'True' }],
        containerStatuses: [
          {
            name: service.stem,
            ready: !down,
            restartCount: times.length,
            lastState: { terminated },
            state: down
              ? {
                  waiting: {
                    reason: 'CrashLoopBackOff',
                    message: `back-off restarting failed container=${service.stem} pod=${pod.name}`,
                  },
                }
              : { running: { startedAt: iso(last.endMs) } },
          },
        ],
      };
    for (const outage of times.slice(0, 4))
      state.events.push({
        timeMs: outage.startMs + 1000,
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container ${service.stem} in pod ${pod.name}`,
        count: 1,
        object: { kind: 'Pod', name: pod.name, namespace: service.namespace },
      });
  }
};

const innocent = [
  ['Normal', 'Pulled', 'Container image already present on machine'],
  ['Normal', 'ScalingReplicaSet', 'Scaled up replica set'],
  ['Normal', 'LeaderElection', 'became leader'],
  [
    'Warning',
    'FailedGetResourceMetric',
    'failed to get cpu utilization: did not receive metrics for targeted pods',
  ],
  ['Warning', 'DNSConfigForming', 'Search Line limits were exceeded, some search paths have been omitted'],
  ['Normal', 'SuccessfulRescale', 'New size: 3; reason: cpu resource utilization below target'],
] as const;

export const addInnocentEvents = (
  chance: Chance,
  state: KubernetesState,
  system: System,
  timeline: Timeline,
): void => {
  const count = chance.integer(2, 9);
  for (let i = 0; i < count; i++) {
    const pod = chance.pick(system.pods);
    const [type, reason, message] = chance.pick(innocent);
    state.events.push({
      timeMs: Math.round(chance.between(timeline.startMs, timeline.endMs)),
      type,
      reason,
      message,
      count: 1,
      object: { kind: 'Pod', name: pod.name, namespace: pod.service.namespace },
    });
  }
};
