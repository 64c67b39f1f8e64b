/** Containers that do not run, with all that was said of them: what several families look at. */
import type { LocalText } from '@nightglass/model';
import type { KubernetesEvent } from '../../incident.ts';
import { type Claim, eventEvidence, stateEvidence } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import type { Container } from '../objects/container.ts';
import { type Pod, podIsDone, podIsReady, type Workload } from '../objects/workload.ts';

export interface Trouble {
  workload: Workload;
  pod: Pod;
  container: Container;
  /** It does not run now, or it was killed in the time that is looked at. */
  waiting: boolean;
  events: readonly KubernetesEvent[];
  /** Messages of its states and of the pod's events, newest last. */
  texts: readonly string[];
  /** When the first container of the workload so named ended or was warned of; null when an earlier end may be forgotten. */
  sinceMs: number | null;
}

/** Containers that wait, ended badly, or restarted in the time looked at; one per workload and container: the worst pod's. */
export const troubledContainers = (cluster: Cluster): readonly Trouble[] => {
  let found = caches.get(cluster);
  if (found === undefined) caches.set(cluster, (found = findTroubled(cluster)));
  return found;
};

/** Several families ask for them. */
const caches = new WeakMap<Cluster, Trouble[]>();

const findTroubled = (cluster: Cluster): Trouble[] => {
  const found = new Map<string, Trouble>();
  for (const pod of cluster.pods) {
    // What is on its way out, or has ended while its workload is well, is history.
    if (podIsDone(pod) || pod.deleting || (pod.phase === 'Failed' && !stillMissed(pod, cluster.sinceMs)))
      continue;
    for (const container of pod.containers) {
      const waiting = doesNotRun(container, pod);
      if (!waiting && !wasKilled(container, cluster.sinceMs)) continue;
      const key = `${pod.workload.kind}/${pod.workload.namespace}/${pod.workload.name}/${container.name}`;
      const known = found.get(key);
      const events = cluster
        .eventsOf('Pod', pod.namespace, pod.name)
        .filter((event) => concerns(event, pod, container));
      const since = earliest(known === undefined ? undefined : known.sinceMs, beginOf(container, events));
      if (known !== undefined && (known.waiting || !waiting)) {
        known.sinceMs = since;
        continue;
      }
      const texts = [
        container.last?.message ?? '',
        ...events
          .filter(({ type, reason }) => type === 'Warning' && reason !== 'Unhealthy')
          .map(({ message }) => message),
        container.state.message,
      ].filter((text) => text !== '');
      found.set(key, { workload: pod.workload, pod, container, waiting, events, texts, sinceMs: since });
    }
  }
  return [...found.values()];
};

/**
 * A container keeps its last end only: with more than one, events tell the first, if all of them are kept. An event that came
 * again keeps its last time only.
 */
const beginOf = ({ last, restarts }: Container, events: readonly KubernetesEvent[]): number | null => {
  const warned = events.flatMap(({ type, timeMs, count }) =>
    type === 'Warning' && timeMs !== null && count === 1 ? [timeMs] : [],
  );
  const ended = restarts === 1 && last?.finishedMs != null ? [last.finishedMs] : [];
  if (warned.length + ended.length < restarts) return null;
  return warned.length + ended.length === 0 ? null : Math.min(...warned, ...ended);
};

const earliest = (a: number | null | undefined, b: number | null): number | null =>
  a === undefined ? b : a === null || b === null ? null : Math.min(a, b);

/** A pod that failed matters while its workload lacks it, or when it failed just now (a Job's). */
const stillMissed = (pod: Pod, sinceMs: number): boolean => {
  const ends = pod.containers.flatMap(({ state }) => state.finishedMs ?? []);
  const recent = ends.length === 0 || Math.max(...ends) >= sinceMs;
  return pod.workload.replicas === null ? recent : isUnwell(pod.workload);
};

/** `ContainerCreating` and `PodInitializing` are the ordinary way to a start, unless a warning says otherwise. */
const doesNotRun = ({ state, init, ready, sidecar }: Container, pod: Pod): boolean => {
  if (state.phase === 'waiting') return !podIsReady(pod);
  if (state.phase !== 'terminated') return false;
  if (init && !sidecar) return state.exitCode !== 0 && state.exitCode !== null;
  return !ready && pod.phase !== 'Succeeded' && !(state.exitCode === 0 && pod.phase === 'Failed');
};

const wasKilled = ({ last, restarts, init }: Container, sinceMs: number): boolean =>
  !init &&
  restarts > 0 &&
  last !== null &&
  last.phase === 'terminated' &&
  (last.exitCode !== 0 || last.reason === 'OOMKilled') &&
  (last.finishedMs === null || last.finishedMs >= sinceMs);

/** An event of the pod that names another of its containers does not concern this one. */
const concerns = (event: KubernetesEvent, pod: Pod, container: Container): boolean => {
  const named = /(?:container|Container) "?([a-z0-9][a-z0-9-]{0,62})"?(?: in pod| failed|,|$)/.exec(
    event.message,
  )?.[1];
  return named === undefined || named === container.name || !pod.containers.some((c) => c.name === named);
};

const stateQuote = ({ container, pod }: Trouble): string => {
  const { state, last } = container;
  const part = (name: string, s: typeof state): string =>
    `${name}.${s.phase}: reason=${s.reason || '-'}${s.exitCode === null ? '' : ` exitCode=${s.exitCode}`}${s.message === '' ? '' : ` message=${s.message}`}`;
  return [
    `pod ${pod.name}, container ${container.name}, restartCount ${container.restarts}`,
    part('state', state),
    ...(last === null ? [] : [part('lastState', last)]),
  ].join('; ');
};

export const stateOfContainer = (trouble: Trouble, text: LocalText): Claim['evidence'][number] =>
  stateEvidence(`Pod/${trouble.pod.name}`, text, stateQuote(trouble));

/** Evidence of the newest warning event whose message matches. */
export const eventLike = (trouble: Trouble, pattern: RegExp): Claim['evidence'] => {
  const event = trouble.events.findLast((e) => e.type === 'Warning' && pattern.test(e.message));
  return event === undefined ? [] : [eventEvidence(event)];
};
