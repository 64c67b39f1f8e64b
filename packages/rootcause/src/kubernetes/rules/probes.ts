/**
 * Probes that fail for what the probe asks, not for what the process does.
 *
 * A failed liveness or startup probe (`failureThreshold` times in a row, every `periodSeconds`, after
 * `initialDelaySeconds`) restarts the container; a failed readiness probe takes the pod out of its Services. The kubelet
 * tells each failure in an `Unhealthy` event, with what the connection said. A probe at the wrong port is refused or times
 * out at the connect; of the wrong protocol it gets an answer that it cannot read; at the wrong path an HTTP status;
 * too early or too strict it fails only while the process starts or is busy.
 */
import type { KubernetesEvent } from '../../incident.ts';
import { quotedName } from '../../words/subject.ts';
import {
  against,
  type Claim,
  claim,
  describeCommand,
  eventEvidence,
  look,
  stateEvidence,
  words,
} from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import type { Container, Probe } from '../objects/container.ts';
import type { Pod } from '../objects/workload.ts';
import { probeTimingClaim } from './probe-timing.ts';

export interface FailingProbe {
  pod: Pod;
  container: Container;
  probe: Probe;
  events: readonly KubernetesEvent[];
  failures: number;
  /** Newest words of a failure. */
  said: string;
}

export const probeRules = (cluster: Cluster): Claim[] => {
  const found = new Map<string, Claim>();
  for (const pod of cluster.pods)
    for (const container of pod.containers)
      for (const probe of container.probes) {
        const failing = failingProbe(cluster, pod, container, probe);
        const made =
          failing === null
            ? probeTimingClaim(cluster, pod, container, probe, null)
            : (wrongHandler(cluster, failing) ??
              wrongPort(cluster, failing) ??
              probeTimingClaim(cluster, pod, container, probe, failing) ??
              unhealthy(failing));
        if (made === null) continue;
        const key = `${pod.workload.namespace}/${pod.workload.name}/${made.detail}`;
        const known = found.get(key);
        if (known === undefined || made.p > known.p) found.set(key, made);
      }
  return [...found.values()];
};

const titleCase = (kind: string): string => `${kind[0]!.toUpperCase()}${kind.slice(1)}`;

/**
 * Null when it does no harm now: a few failures at the start of a container that is ready and was never killed for it.
 */
const failingProbe = (
  cluster: Cluster,
  pod: Pod,
  container: Container,
  probe: Probe,
): FailingProbe | null => {
  if (pod.deleting) return null;
  const events = cluster.eventsOf('Pod', pod.namespace, pod.name);
  const own = events.filter(
    (event) => event.reason === 'Unhealthy' && event.message.startsWith(`${titleCase(probe.kind)} probe`),
  );
  if (own.length === 0) return null;
  const killed = events.some(
    (event) =>
      event.reason === 'Killing' &&
      event.message.includes(`failed ${probe.kind} probe`) &&
      (event.message.includes(container.name) || pod.containers.length === 1),
  );
  const restarted =
    container.restarts > 0 &&
    (killed || container.last?.exitCode === 137 || container.last?.exitCode === 143);
  const harmful = probe.kind === 'readiness' ? !container.ready : killed || restarted;
  if (!harmful || !concerns(own, container, pod, probe)) return null;
  return {
    pod,
    container,
    probe,
    events: own,
    failures: own.reduce((sum, event) => sum + event.count, 0),
    said: own.at(-1)!.message,
  };
};

/** With several containers, the port in the message tells whose probe it is. */
const concerns = (
  events: readonly KubernetesEvent[],
  container: Container,
  pod: Pod,
  probe: Probe,
): boolean => {
  if (pod.containers.filter((other) => other.probes.some((p) => p.kind === probe.kind)).length < 2)
    return true;
  const port = portNumber(container, probe);
  return (
    port === null ||
    events.some((event) => event.message.includes(`:${port}`) || !/:\d{2,5}\b/.test(event.message))
  );
};

/** The number of the probe's port; null when it has none or its name is not declared. */
export const portNumber = (container: Container, probe: Probe): number | null =>
  typeof probe.port === 'string'
    ? (container.ports.find((port) => port.name === probe.port)?.port ?? null)
    : probe.port;

export const probeText = (probe: Probe): string =>
  `${probe.kind}Probe: ${probe.handler}${probe.port === null ? '' : ` port ${probe.port}`}${probe.path === '' ? '' : ` path ${probe.path}`}, initialDelaySeconds ${probe.initialDelay}, timeoutSeconds ${probe.timeout}, periodSeconds ${probe.period}, failureThreshold ${probe.failureThreshold}`;

const effect = (probe: Probe): { en: string; zh: string } =>
  probe.kind === 'readiness'
    ? { en: 'so its pods get no requests', zh: '导致 Pod 收不到请求' }
    : { en: 'so the kubelet keeps restarting it', zh: '导致 kubelet 反复重启' };

const kindZh = { liveness: '存活', readiness: '就绪', startup: '启动' } as const;

const probeClaim = (
  failing: FailingProbe,
  what: 'port' | 'protocol' | 'path' | 'command' | 'access',
  p: number,
  says: { en: string; zh: string; fixEn: string; fixZh: string },
  evidence: Claim['evidence'],
): Claim => {
  const { pod, container, probe, events } = failing;
  const name = quotedName(pod.workload.name);
  const then = effect(probe);
  return claim({
    entity: pod.workload.entity,
    faultClass: 'config',
    detail: `${probe.kind}_probe_${what}`,
    p,
    title: words(
      `The ${probe.kind} probe of ${name} ${says.en}, ${then.en}`,
      `${name} 的${kindZh[probe.kind]}探针${says.zh}，${then.zh}`,
    ),
    nextCheck: look(
      describeCommand(pod.workload),
      `compare the ${probe.kind} probe of container ${quotedName(container.name)} with the ports and the protocol it serves.`,
      `对比容器 ${quotedName(container.name)} 的${kindZh[probe.kind]}探针与其监听的端口及协议。`,
    ),
    remediation: words(says.fixEn, says.fixZh),
    evidence: [
      eventEvidence(events.at(-1)!, { n: failing.failures }),
      stateEvidence(
        `${pod.workload.kind}/${pod.workload.name}`,
        words(`The probe as it is set, beside the ports of the container.`, `探针设置与容器端口。`),
        `${probeText(probe)}; containerPorts: ${container.ports.map((port) => `${port.port}/${port.protocol}`).join(', ') || '-'}`,
      ),
      ...evidence,
    ],
  });
};

const unreadable =
  /malformed HTTP (?:response|version|status)|HTTP\/1\.x transport connection broken|server gave HTTP response to HTTPS client|HTTP request to an HTTPS server|first record does not look like a TLS|error reading server preface|frame too large|unexpected HTTP status code received from server|unknown service grpc\.health|code = Unimplemented|does not implement the grpc health|stream terminated by RST_STREAM|unexpected EOF.*http2|missing HTTP content-type/i;
const statusCode = /HTTP probe failed with statuscode: (\d{3})/i;

/** An answer came, and it is not one that the probe can read: wrong protocol, scheme, path or command. */
const wrongHandler = (_cluster: Cluster, failing: FailingProbe): Claim | null => {
  const { probe, said, container } = failing;
  if (unreadable.test(said))
    return probeClaim(
      failing,
      'protocol',
      0.97,
      {
        en: `speaks ${probe.handler === 'grpc' ? 'gRPC health checks' : probe.scheme} to a port that answers in another protocol`,
        zh: `使用${probe.handler === 'grpc' ? ' gRPC 健康检查' : ` ${probe.scheme}`}协议，而端口使用另一种协议`,
        fixEn:
          'Use the handler that fits what the port serves: `httpGet` with the right scheme, `grpc`, or `tcpSocket`.',
        fixZh: '改用与端口协议一致的方式：正确 scheme 的 `httpGet`、`grpc` 或 `tcpSocket`。',
      },
      otherProbes(failing),
    );
  const status = Number(statusCode.exec(said)?.[1] ?? Number.NaN);
  if (status === 404 || status === 405 || status === 301 || status === 302)
    return probeClaim(
      failing,
      'path',
      0.93,
      {
        en: `asks for ${quotedName(probe.path || '/')}, which the process does not serve (status ${status})`,
        zh: `请求的路径 ${quotedName(probe.path || '/')} 进程并未提供（状态 ${status}）`,
        fixEn: 'Set `httpGet.path` to the path that reports health.',
        fixZh: '将 `httpGet.path` 设为健康检查路径。',
      },
      otherProbes(failing),
    );
  if (status === 401 || status === 403)
    return probeClaim(
      failing,
      'access',
      0.85,
      {
        en: `is refused by the process (status ${status})`,
        zh: `被进程拒绝（状态 ${status}）`,
        fixEn: 'Let the health path answer without credentials, or send them in `httpGet.httpHeaders`.',
        fixZh: '允许健康检查路径免认证访问，或在 `httpGet.httpHeaders` 中携带凭据。',
      },
      otherProbes(failing),
    );
  if (
    probe.handler === 'exec' &&
    /executable file not found|no such file or directory|not found|permission denied/i.test(said)
  )
    return probeClaim(
      failing,
      'command',
      0.94,
      {
        en: `runs a command that container ${quotedName(container.name)} does not have`,
        zh: `执行的命令在容器 ${quotedName(container.name)} 中不存在`,
        fixEn: 'Use a command that the image has, or another kind of probe.',
        fixZh: '改用镜像中存在的命令，或其他探测方式。',
      },
      otherProbes(failing),
    );
  return null;
};

/** What the other probes of the container do: one that passes shows that the process is well. */
const otherProbes = ({ container, probe }: FailingProbe): Claim['evidence'] =>
  container.probes
    .filter((other) => other.kind !== probe.kind)
    .map((other) =>
      stateEvidence(
        `container ${container.name}`,
        other.kind === 'readiness' && container.ready
          ? words(
              'Its readiness probe passes: the process itself serves.',
              '其就绪探针正常：进程本身可服务。',
            )
          : words('Its other probe, for comparison.', '其另一探针，供对比。'),
        probeText(other),
      ),
    );

/** Ports on which the process is known to serve: declared, targeted by Services, asked by the other probes, told by PORT. */
export const servedPorts = (
  cluster: Cluster,
  { pod, container, probe }: FailingProbe,
): Map<number, string> => {
  const served = new Map<number, string>();
  const add = (port: number | null, why: string): void => {
    if (port !== null && !served.has(port)) served.set(port, why);
  };
  for (const port of container.ports) add(port.port, `containerPort ${port.port}`);
  for (const other of container.probes)
    if (other.kind !== probe.kind && (other.kind !== 'readiness' || container.ready))
      add(portNumber(container, other), `${other.kind}Probe port ${other.port}`);
  for (const service of cluster.services)
    if (cluster.behind(service).pods.includes(pod))
      for (const { target } of service.ports)
        add(
          typeof target === 'number'
            ? target
            : (container.ports.find((port) => port.name === target)?.port ?? null),
          `Service ${service.name} targetPort ${target}`,
        );
  for (const { name, value } of container.env)
    if (/^(?:.*_)?PORT$/.test(name) && /^\d{2,5}$/.test(value)) add(Number(value), `${name}=${value}`);
  return served;
};

const noConnection =
  /connection refused|failed to connect|dial tcp|i\/o timeout|context deadline exceeded|timed? ?out/i;

const wrongPort = (cluster: Cluster, failing: FailingProbe): Claim | null => {
  const { container, probe, said, pod } = failing;
  if (probe.port === null || !noConnection.test(said)) return null;
  const number = portNumber(container, probe);
  const elsewhere = pod.containers.some(
    (other) => other !== container && other.ports.some((p) => p.port === number),
  );
  // A service mesh rewrites probes to its agent's port (15020 /app-health/..).
  if (elsewhere || /^\/app-health\//.test(probe.path)) return null;
  const served = servedPorts(cluster, failing);
  if (number !== null && served.has(number)) return null;
  if (served.size === 0) return null;
  return probeClaim(
    failing,
    'port',
    number === null || container.ports.length > 0 ? 0.96 : 0.85,
    {
      en: `asks port ${probe.port}, where the container does not listen`,
      zh: `探测端口 ${probe.port}，而容器并不监听该端口`,
      fixEn: `Set the probe's port to one that the container serves: ${[...served.keys()].sort((a, b) => a - b).join(', ')}.`,
      fixZh: `将探针端口改为容器监听的端口：${[...served.keys()].sort((a, b) => a - b).join('、')}。`,
    },
    [
      stateEvidence(
        `container ${container.name}`,
        words('Ports that it is known to serve.', '已知其监听的端口。'),
        [...served.values()].join('; '),
      ),
    ],
  );
};

/** The probe is set as the container serves, and still fails: the process itself does not answer. */
const unhealthy = (failing: FailingProbe): Claim => {
  const { pod, probe, events } = failing;
  const name = quotedName(pod.workload.name);
  const then = effect(probe);
  return claim({
    entity: pod.workload.entity,
    faultClass: 'code_error',
    detail: `${probe.kind}_probe_failing`,
    p: 0.45,
    title: words(
      `${name} does not pass its ${probe.kind} probe, ${then.en}`,
      `${name} 未通过${kindZh[probe.kind]}探针，${then.zh}`,
    ),
    nextCheck: look(
      describeCommand(pod.workload),
      'the probe is set as the container serves; read the log of the process at the time of the failures.',
      '探针设置与容器一致；查看失败时进程日志。',
    ),
    remediation: words(
      'Find out what keeps the process from answering: a dependency, its CPU limit, a lock.',
      '查明进程无法应答的原因：依赖、CPU 上限或锁。',
    ),
    evidence: [
      eventEvidence(events.at(-1)!, { n: failing.failures }),
      against(
        `${pod.workload.kind}/${pod.workload.name}`,
        words('Port and protocol of the probe fit the container.', '探针的端口与协议均与容器一致。'),
        probeText(probe),
      ),
    ],
  });
};
