/**
 * Init containers run one after the other before the pod's own containers; one that never ends (it waits for something that
 * never comes) keeps the pod in `Init:0/1` for ever, without any error.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, logsCommand, look, stateEvidence, words } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import type { Container } from '../objects/container.ts';
import { nearest } from '../objects/similar.ts';
import type { Pod } from '../objects/workload.ts';

/** Ordinary preparation is done by then. */
const longMs = 60_000;

export const initRules = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) => {
    if (!isUnwell(workload)) return [];
    for (const pod of workload.pods) {
      const waiting = pod.containers.find(
        (container) => container.init && !container.sidecar && container.state.phase === 'running',
      );
      if (waiting === undefined || pod.deleting) continue;
      const since = waiting.state.startedMs ?? pod.createdMs;
      const missing = namedButMissing(cluster, pod, waiting);
      if (missing === null && since !== null && cluster.nowMs - since < longMs) continue;
      return [waits(cluster, pod, waiting, missing)];
    }
    return [];
  });

/** A host in its command or variables that no Service has, though one of nearly that name exists. */
const namedButMissing = (
  cluster: Cluster,
  pod: Pod,
  container: Container,
): { host: string; near: string | null } | null => {
  const services = cluster.services
    .filter(({ namespace }) => namespace === pod.namespace)
    .map(({ name }) => name);
  if (services.length === 0) return null;
  const texts = [...container.command, ...container.env.map(({ value }) => value)].join(' ').slice(0, 4000);
  const hosts = new Set<string>();
  for (const match of texts.matchAll(
    /(?:nslookup|ping|dig|getent hosts|wget|curl|nc|telnet)(?: -[\w=]+(?: \d+)?)* (?:https?:\/\/)?([a-z][a-z0-9-]{1,62})(?=[\s.:;/]|$)/g,
  ))
    hosts.add(match[1]!);
  for (const match of texts.matchAll(/(?<![\w.-])([a-z][a-z0-9-]{1,62})(?::| )\d{2,5}\b/g))
    hosts.add(match[1]!);
  for (const host of [...hosts].sort()) {
    if (services.includes(host) || /^(?:localhost|sleep|timeout|seq|head|tail)$/.test(host)) continue;
    return { host, near: nearest(host, services) };
  }
  return null;
};

const waits = (
  cluster: Cluster,
  pod: Pod,
  container: Container,
  missing: { host: string; near: string | null } | null,
): Claim => {
  const name = quotedName(pod.workload.name);
  const shown = quotedName(container.name);
  const log = cluster.logsOf(pod.workload.name)[0];
  return claim({
    entity: pod.workload.entity,
    faultClass: 'config',
    detail: 'init_container_waiting',
    p: missing === null ? 0.8 : 0.94,
    title: words(
      `${name} does not start: its init container ${shown} waits${missing === null ? '' : ` for ${quotedName(missing.host)}, which does not exist`}`,
      `${name} 无法启动：初始化容器 ${shown} 一直等待${missing === null ? '' : ` ${quotedName(missing.host)}，而它不存在`}`,
    ),
    nextCheck: look(logsCommand(pod, container.name, false), 'read what it waits for.', '查看它在等待什么。'),
    remediation:
      missing === null || missing.near === null
        ? words('Bring up what it waits for, or correct its command.', '恢复其等待的对象，或修正其命令。')
        : words(
            `Correct its command: Service ${quotedName(missing.near)} exists.`,
            `修正其命令：现有 Service ${quotedName(missing.near)}。`,
          ),
    evidence: [
      stateEvidence(
        `Pod/${pod.name}`,
        words(
          'The init container runs and does not end; the others wait for it.',
          '初始化容器持续运行，其余容器在等待。',
        ),
        `init container ${container.name}: running; command: ${container.command.join(' ')}`,
      ),
      ...(log === undefined
        ? []
        : [
            stateEvidence('log', words('Its most frequent log line.', '其最常见的日志。'), log.text, {
              signal: 'log',
              n: log.weight,
            }),
          ]),
    ],
  });
};
