/** Events: below `kubectl describe` of an object, and as `kubectl get events` lists them. */
import type { KubernetesEvent } from '@nightglass/rootcause';
import { eventAge } from './times.ts';

const described = /^\s+(Normal|Warning)\s+(\S+)\s+(\S+(?: \(x\d+ over \S+\))?)\s+(\S+)\s+(.*)$/;
const listed = /^(\S+(?: \(x\d+ over \S+\))?)\s+(Normal|Warning)\s+(\S+)\s+([a-z]+)\/(\S+)\s+(.*)$/;

const timeOf = (age: string, nowMs: number): { timeMs: number | null; count: number } => {
  const { ageMs, count } = eventAge(age);
  return { timeMs: ageMs === null ? null : nowMs - ageMs, count };
};

export const describedEvents = (
  text: string,
  object: KubernetesEvent['object'],
  nowMs: number,
): KubernetesEvent[] =>
  (text.split(/^Events:/m)[1] ?? '').split('\n').flatMap((line) => {
    const match = described.exec(line);
    if (match === null) return [];
    const type = match[1] === 'Warning' ? ('Warning' as const) : ('Normal' as const);
    return [{ ...timeOf(match[3]!, nowMs), type, reason: match[2]!, message: match[5]!, object }];
  });

/** Kinds as `kubectl get events` writes them, in the API's case. */
const kinds: Record<string, string> = {
  pod: 'Pod',
  replicaset: 'ReplicaSet',
  deployment: 'Deployment',
  statefulset: 'StatefulSet',
  daemonset: 'DaemonSet',
  job: 'Job',
  cronjob: 'CronJob',
  node: 'Node',
  service: 'Service',
  endpoints: 'Endpoints',
  persistentvolumeclaim: 'PersistentVolumeClaim',
  persistentvolume: 'PersistentVolume',
  horizontalpodautoscaler: 'HorizontalPodAutoscaler',
};

export const listedEvents = (text: string, namespace: string, nowMs: number): KubernetesEvent[] =>
  text.split('\n').flatMap((line) => {
    const match = listed.exec(line);
    if (match === null) return [];
    const kind = kinds[match[4]!] ?? match[4]!;
    const type = match[2] === 'Warning' ? ('Warning' as const) : ('Normal' as const);
    return [
      {
        ...timeOf(match[1]!, nowMs),
        type,
        reason: match[3]!,
        message: match[6]!,
        object: { kind, name: match[5]!, namespace: kind === 'Node' ? '' : namespace },
      },
    ];
  });
