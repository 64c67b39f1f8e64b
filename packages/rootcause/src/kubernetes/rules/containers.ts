/**
 * Containers that cannot start or do not stay up.
 *
 * The kubelet tells why a container waits or ended (`state.waiting.reason`, `lastState.terminated`): `OOMKilled` when the
 * kernel ended a process of its memory control group. Containers of one pod share its network, so also its ports.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, logsCommand, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { quantityText } from '../objects/quantity.ts';
import { crashes } from './crashes.ts';
import { cannotStart } from './start-failures.ts';
import { eventLike, stateOfContainer, type Trouble, troubledContainers } from './trouble.ts';

export const containerRules = (cluster: Cluster): Claim[] =>
  troubledContainers(cluster).flatMap((trouble) => {
    const found =
      oomKilled(trouble) ?? cannotStart(trouble) ?? portTaken(cluster, trouble) ?? crashes(cluster, trouble);
    return found === null ? [] : [{ ...found, onsetMs: found.onsetMs ?? trouble.sinceMs }];
  });

const oomWords = /\boom[- _]?kill/i;

const oomKilled = (trouble: Trouble): Claim | null => {
  const { container, workload, texts } = trouble;
  const byState = container.state.reason === 'OOMKilled' || container.last?.reason === 'OOMKilled';
  if (!byState && !texts.some((text) => oomWords.test(text))) return null;
  const limit = container.limits.get('memory');
  const limitText = limit === undefined ? '' : quantityText('memory', limit);
  return claim({
    entity: workload.entity,
    faultClass: 'memory',
    detail: 'oom_killed',
    p: trouble.waiting || container.restarts > 1 ? 0.97 : 0.9,
    title: words(
      `${quotedName(workload.name)} is killed for using more memory than its limit${limitText === '' ? '' : ` of ${limitText}`}`,
      `${quotedName(workload.name)} 内存超出上限${limitText === '' ? '' : `（${limitText}）`}被终止`,
    ),
    nextCheck: look(
      describeCommand(workload),
      `compare \`limits.memory\` of container ${quotedName(container.name)} with what the process needs at its start and under load.`,
      `对比容器 ${quotedName(container.name)} 的 \`limits.memory\` 与进程启动及负载下所需的内存。`,
    ),
    remediation: words(
      'Raise the memory limit above what the process needs; then look for a leak if its use keeps growing.',
      '将内存上限调到进程所需之上；若用量持续增长，再排查泄漏。',
    ),
    evidence: [
      stateOfContainer(
        trouble,
        words(
          `Container ${quotedName(container.name)} was killed by the kernel for its memory.`,
          `容器 ${quotedName(container.name)} 因内存被内核终止。`,
        ),
      ),
      ...eventLike(trouble, oomWords),
    ],
  });
};

const portTakenWords = /address already in use|EADDRINUSE|bind: .{0,80}in use/i;

/** Containers of a pod share one network: two that listen on one port exclude each other. */
const portTaken = (cluster: Cluster, trouble: Trouble): Claim | null => {
  const { container, workload, pod } = trouble;
  if (
    (container.init && !container.sidecar) ||
    (container.last === null && container.state.phase !== 'terminated')
  )
    return null;
  const others = pod.containers.filter(
    (other) => other.name !== container.name && (!other.init || other.sidecar),
  );
  const shared = container.ports.find((own) =>
    others.some((other) => other.ports.some((p) => p.port === own.port && p.protocol === own.protocol)),
  );
  const log = cluster.logsOf(workload.name).find(({ text }) => portTakenWords.test(text));
  const said = log !== undefined || trouble.texts.some((text) => portTakenWords.test(text));
  if (shared === undefined && !(said && others.length > 0)) return null;
  return claim({
    entity: workload.entity,
    faultClass: 'config',
    detail: 'sidecar_port_conflict',
    p: shared !== undefined && said ? 0.96 : 0.85,
    title: words(
      `Two containers of ${quotedName(workload.name)} want the same port${shared === undefined ? '' : ` ${shared.port}`}`,
      `${quotedName(workload.name)} 的两个容器占用同一端口${shared === undefined ? '' : ` ${shared.port}`}`,
    ),
    nextCheck: look(
      logsCommand(pod, container.name),
      'look for "address already in use".',
      '查找 "address already in use"。',
    ),
    remediation: words('Give each container of the pod its own port.', '为 Pod 中每个容器分配不同端口。'),
    evidence: [
      stateOfContainer(
        trouble,
        words(
          `Container ${quotedName(container.name)} does not stay up beside the others of its pod.`,
          `容器 ${quotedName(container.name)} 无法与同 Pod 的其他容器共存。`,
        ),
      ),
      ...(log === undefined
        ? []
        : [
            stateEvidence(
              'log',
              words('Its log says that the port is taken.', '其日志显示端口已被占用。'),
              log.text,
              { signal: 'log' },
            ),
          ]),
    ],
  });
};
