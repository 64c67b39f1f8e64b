/**
 * Probes that are too early, too strict or too slow: `initialDelaySeconds`, `timeoutSeconds`, `periodSeconds`,
 * `failureThreshold`. A liveness probe kills after `initialDelay + (failureThreshold - 1) * period + timeout` seconds
 * without an answer; what needs longer to start never comes up. A readiness probe whose first look comes after minutes
 * keeps a healthy pod without requests and tells nothing, because it has not failed yet.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, eventEvidence, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import type { Container, Probe } from '../objects/container.ts';
import { type Pod, podIsReady } from '../objects/workload.ts';
import type { FailingProbe } from './probes.ts';

/** Seconds from the start of the container to its first possible kill. */
const patience = (probe: Probe): number =>
  probe.initialDelay + (probe.failureThreshold - 1) * probe.period + probe.timeout;

/** The API's defaults give 21 s; less than half of that is strict for anything that is not a toy. */
const strictSeconds = 10;
/** A container that is looked at so late is kept waiting by the setting. */
const lateSeconds = 30;

const kindZh = { liveness: '存活', readiness: '就绪', startup: '启动' } as const;

export const probeTimingClaim = (
  cluster: Cluster,
  pod: Pod,
  container: Container,
  probe: Probe,
  failing: FailingProbe | null,
): Claim | null => {
  const reason =
    failing === null ? tooLate(cluster, pod, container, probe) : tooStrict(container, probe, failing);
  if (reason === null) return null;
  const name = quotedName(pod.workload.name);
  return claim({
    entity: pod.workload.entity,
    faultClass: 'config',
    detail: `${probe.kind}_probe_timing`,
    p: reason.p,
    title: words(
      `The ${probe.kind} probe of ${name} is ${reason.en}`,
      `${name} 的${kindZh[probe.kind]}探针${reason.zh}`,
    ),
    nextCheck: look(
      describeCommand(pod.workload),
      `compare the probe's times with how long container ${quotedName(container.name)} needs to start and to answer.`,
      `对比探针时间设置与容器 ${quotedName(container.name)} 的启动及响应耗时。`,
    ),
    remediation: words(reason.fixEn, reason.fixZh),
    evidence: [
      stateEvidence(
        `${pod.workload.kind}/${pod.workload.name}`,
        words("The probe's times as they are set.", '探针的时间设置。'),
        `initialDelaySeconds ${probe.initialDelay}, timeoutSeconds ${probe.timeout}, periodSeconds ${probe.period}, failureThreshold ${probe.failureThreshold}, successThreshold ${probe.successThreshold}`,
      ),
      ...(failing === null ? [] : [eventEvidence(failing.events.at(-1)!, { n: failing.failures })]),
    ],
  });
};

interface Reason {
  p: number;
  en: string;
  zh: string;
  fixEn: string;
  fixZh: string;
}

const startWords = /connection refused|failed to connect|connect: |dial tcp/i;
const slowWords =
  /context deadline exceeded|timed? ?out|did not complete within|Client\.Timeout|command .{0,200} timed out/i;

const tooStrict = (container: Container, probe: Probe, failing: FailingProbe): Reason | null => {
  const wait = patience(probe);
  const atStart = startWords.test(failing.said) || slowWords.test(failing.said);
  if (!atStart) return null;
  const strict = wait <= strictSeconds || probe.failureThreshold === 1;
  // It has served in between: what it needs is time, not another port.
  const serves = container.ready || container.restarts > 0;
  if (probe.kind !== 'readiness')
    return strict
      ? {
          p: serves ? 0.95 : 0.9,
          en: `too strict: it kills the container ${wait} s after its start, before it can answer`,
          zh: `过于严格：启动后 ${wait} 秒即终止容器，来不及应答`,
          fixEn:
            'Give it a `startupProbe`, or raise `initialDelaySeconds`, `timeoutSeconds` and `failureThreshold` above what a slow start needs.',
          fixZh:
            '增加 `startupProbe`，或将 `initialDelaySeconds`、`timeoutSeconds`、`failureThreshold` 调至慢启动所需之上。',
        }
      : null;
  return probe.timeout <= 1 && probe.failureThreshold === 1 && slowWords.test(failing.said)
    ? {
        p: 0.85,
        en: `too strict: one answer later than ${probe.timeout} s takes the pod out of its Services`,
        zh: `过于严格：一次应答超过 ${probe.timeout} 秒即被移出 Service`,
        fixEn: 'Raise `timeoutSeconds` and `failureThreshold`.',
        fixZh: '调高 `timeoutSeconds` 与 `failureThreshold`。',
      }
    : null;
};

/** It runs, has not failed, and is not ready because nobody has asked it yet. */
const tooLate = (cluster: Cluster, pod: Pod, container: Container, probe: Probe): Reason | null => {
  if (probe.kind === 'liveness' || container.ready || container.state.phase !== 'running' || pod.deleting)
    return null;
  if (
    probe.kind === 'readiness' &&
    container.started === false &&
    container.probes.some((p) => p.kind === 'startup')
  )
    return null;
  const first = probe.initialDelay + (probe.successThreshold - 1) * probe.period;
  const wait = Math.max(first, probe.period);
  // While others of the workload serve, a pod on its way up is an ordinary rollout.
  if (wait < lateSeconds || pod.workload.pods.some((other) => podIsReady(other))) return null;
  const started = container.state.startedMs;
  const age = started === null ? null : (cluster.nowMs - started) / 1000;
  if (age !== null && age > first + 2 * probe.period) return null;
  return {
    p: wait >= 60 ? 0.93 : 0.8,
    en: `too slow: it takes ${wait} s before the pod may get requests`,
    zh: `过慢：需 ${wait} 秒 Pod 才能接收请求`,
    fixEn:
      'Lower `initialDelaySeconds`, `periodSeconds` and `successThreshold`; a `startupProbe` covers slow starts.',
    fixZh: '降低 `initialDelaySeconds`、`periodSeconds` 与 `successThreshold`；慢启动可用 `startupProbe`。',
  };
};
