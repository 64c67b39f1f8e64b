/**
 * Machines and the programs on them that Kubernetes stands on.
 *
 * The kubelet posts the state of its node; when it stops, the node controller sets Ready to Unknown after 40 s ("Kubelet
 * stopped posting node status"). A kubelet without its container runtime says so itself (Ready False, "container runtime is
 * down", "PLEG is not healthy"); sandboxes then fail at the runtime's socket. Without kube-proxy a node keeps its old rules:
 * new Services and new pods are not reached from there. Without the scheduler pods stay Pending, and nobody says why.
 */
import type { FaultClass } from '@nightglass/model';
import { commandWord, quotedName } from '../../words/subject.ts';
import { type Claim, claim, eventEvidence, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { type ClusterNode, nodeIsReady } from '../objects/node.ts';
import { podIsDone, podIsReady } from '../objects/workload.ts';
import { podsOn, unitRules, unitRuns } from './node-units.ts';

export const nodeRules = (cluster: Cluster): Claim[] => [
  ...unitRules(cluster),
  ...cluster.nodes.flatMap((node) => conditionRules(cluster, node)),
  ...runtimeRules(cluster),
];

interface Pressure {
  type: string;
  bad: 'True' | 'notTrue';
  faultClass: FaultClass;
  detail: string;
  p: number;
  en: string;
  zh: string;
  fixEn: string;
  fixZh: string;
}

const pressures: readonly Pressure[] = [
  {
    type: 'MemoryPressure',
    bad: 'True',
    faultClass: 'memory',
    detail: 'node_memory_pressure',
    p: 0.95,
    en: 'is short of memory',
    zh: '内存不足',
    fixEn: 'Find the pod that grew (`kubectl top pods`), give it a limit, or add memory.',
    fixZh: '用 `kubectl top pods` 找出增长的 Pod，设置上限或增加内存。',
  },
  {
    type: 'DiskPressure',
    bad: 'True',
    faultClass: 'disk',
    detail: 'node_disk_pressure',
    p: 0.95,
    en: 'is short of disk space',
    zh: '磁盘空间不足',
    fixEn: 'Remove old images and logs, or enlarge the disk.',
    fixZh: '清理旧镜像与日志，或扩容磁盘。',
  },
  {
    type: 'PIDPressure',
    bad: 'True',
    faultClass: 'node',
    detail: 'node_pid_pressure',
    p: 0.94,
    en: 'is short of process ids',
    zh: '进程号不足',
    fixEn: 'Find the pod that forks without end, and limit it (`podPidsLimit`).',
    fixZh: '找出不断创建进程的 Pod，并设置 `podPidsLimit`。',
  },
  {
    type: 'NetworkUnavailable',
    bad: 'True',
    faultClass: 'network',
    detail: 'node_network_unavailable',
    p: 0.94,
    en: 'has no pod network',
    zh: 'Pod 网络不可用',
    fixEn: "Bring the network plugin's pod on the node back.",
    fixZh: '恢复该节点上的网络插件 Pod。',
  },
];

const conditionRules = (cluster: Cluster, node: ClusterNode): Claim[] => {
  const found: Claim[] = [];
  const name = quotedName(node.name);
  const explains = [node.name, ...podsOn(cluster, node.name)];
  const nextCheck = look(
    `kubectl describe node ${commandWord(node.name, 'NODE')}`,
    'read its conditions and events.',
    '查看其状况与事件。',
  );
  for (const pressure of pressures) {
    const condition = node.conditions.get(pressure.type);
    if (condition?.status !== pressure.bad) continue;
    found.push(
      claim({
        entity: { kind: 'node', name: node.name },
        faultClass: pressure.faultClass,
        detail: pressure.detail,
        p: pressure.p,
        title: words(`Node ${name} ${pressure.en}`, `节点 ${name} ${pressure.zh}`),
        nextCheck,
        remediation: words(pressure.fixEn, pressure.fixZh),
        evidence: [conditionEvidence(node, pressure.type)],
        explains,
      }),
    );
  }
  if (nodeIsReady(node)) return found;
  const ready = node.conditions.get('Ready')!;
  const text = `${ready.reason} ${ready.message}`;
  const reason = notReadyReasons.find(({ pattern }) => pattern.test(text)) ?? notReadyReasons.at(-1)!;
  // Asked directly, the kubelet runs: then its silence is the network's or the API server's.
  const silent = reason.detail === 'kubelet_down' && unitRuns(cluster, node.name, 'kubelet_down');
  found.push(
    claim({
      entity: { kind: 'node', name: node.name },
      faultClass: reason.faultClass,
      detail: silent ? 'node_unreachable' : reason.detail,
      p: found.length > 0 ? 0.8 : silent ? 0.85 : reason.p,
      title: words(`Node ${name} is not ready: ${reason.en}`, `节点 ${name} 未就绪：${reason.zh}`),
      nextCheck,
      remediation: words(reason.fixEn, reason.fixZh),
      evidence: [conditionEvidence(node, 'Ready')],
      explains,
    }),
  );
  return found;
};

const conditionEvidence = (node: ClusterNode, type: string): Claim['evidence'][number] => {
  const condition = node.conditions.get(type)!;
  return stateEvidence(
    `Node/${node.name}`,
    words(`Its condition ${type} is ${condition.status}.`, `其状况 ${type} 为 ${condition.status}。`),
    `${type}=${condition.status} ${condition.reason}: ${condition.message}`,
  );
};

interface NotReady {
  pattern: RegExp;
  faultClass: FaultClass;
  detail: string;
  p: number;
  en: string;
  zh: string;
  fixEn: string;
  fixZh: string;
}

const notReadyReasons: readonly NotReady[] = [
  {
    pattern:
      /container runtime is down|PLEG is not healthy|container runtime not ready|runtime service failed|ContainerRuntime/i,
    faultClass: 'node',
    detail: 'container_runtime_down',
    p: 0.93,
    en: 'its container runtime does not answer',
    zh: '容器运行时无响应',
    fixEn: 'Restart the container runtime on the node.',
    fixZh: '在节点上重启容器运行时。',
  },
  {
    pattern:
      /cni plugin not initialized|network plugin is not ready|NetworkPluginNotReady|NetworkReady=false/i,
    faultClass: 'network',
    detail: 'cni_down',
    p: 0.93,
    en: 'its network plugin is not there',
    zh: '网络插件未就绪',
    fixEn: "Bring the network plugin's pod on the node back.",
    fixZh: '恢复该节点上的网络插件 Pod。',
  },
  {
    pattern: /certificate|x509/i,
    faultClass: 'tls',
    detail: 'control_plane_certificate',
    p: 0.92,
    en: "the kubelet's certificate is not accepted",
    zh: 'kubelet 证书不被接受',
    fixEn: "Renew the kubelet's certificate.",
    fixZh: '更新 kubelet 证书。',
  },
  {
    pattern: /stopped posting node status|NodeStatusUnknown|NodeStatusNeverUpdated/i,
    faultClass: 'node',
    detail: 'kubelet_down',
    p: 0.9,
    en: 'its kubelet is silent',
    zh: 'kubelet 失联',
    fixEn: 'Start the kubelet; if it runs, look at the way to the API server and at the machine itself.',
    fixZh: '启动 kubelet；若其在运行，检查到 API server 的网络及机器本身。',
  },
  {
    pattern: /.*/,
    faultClass: 'node',
    detail: 'node_not_ready',
    p: 0.9,
    en: 'the kubelet says so',
    zh: 'kubelet 报告未就绪',
    fixEn: 'Read the message of the condition and the log of the kubelet.',
    fixZh: '查看状况消息与 kubelet 日志。',
  },
];

const socketWords =
  /(?:containerd|crio|dockershim|cri-dockerd|docker)\.sock.{0,60}(?:no such file|connection refused|connect:)|container runtime is down/i;
const cniWords =
  /failed to (?:setup|set up|configure|find) .{0,80}network|plugin type=|cni plugin|CNI|no IP addresses available|failed to allocate for range/i;

/** Sandboxes that cannot be made, by node: the runtime's socket, or the network plugin. */
const runtimeRules = (cluster: Cluster): Claim[] => {
  const byNode = new Map<string, { runtime: number; cni: number; event: Claim['evidence'][number] }>();
  for (const pod of cluster.pods) {
    if (pod.node === '' || podIsDone(pod) || podIsReady(pod)) continue;
    const event = cluster
      .eventsOf('Pod', pod.namespace, pod.name)
      .findLast(
        ({ reason, message }) =>
          /FailedCreatePodSandBox|FailedKillPod/.test(reason) &&
          (socketWords.test(message) || cniWords.test(message)),
      );
    if (event === undefined) continue;
    const known = byNode.get(pod.node) ?? { runtime: 0, cni: 0, event: eventEvidence(event) };
    if (socketWords.test(event.message)) known.runtime++;
    else known.cni++;
    byNode.set(pod.node, known);
  }
  return [...byNode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { runtime, cni, event }]) => {
      const down = runtime >= cni;
      if (down && unitRuns(cluster, name, 'container_runtime_down')) return [];
      const shown = quotedName(name);
      return [
        claim({
          entity: { kind: 'node', name },
          faultClass: down ? 'node' : 'network',
          detail: down
            ? 'container_runtime_down'
            : /no IP addresses|allocate for range/i.test(event.quote)
              ? 'pod_ip_exhausted'
              : 'cni_down',
          p: 0.93,
          title: down
            ? words(
                `The container runtime of node ${shown} does not answer`,
                `节点 ${shown} 的容器运行时无响应`,
              )
            : words(`Pods on node ${shown} get no network`, `节点 ${shown} 上的 Pod 无法获得网络`),
          nextCheck: look(
            `kubectl describe node ${commandWord(name, 'NODE')}`,
            'then the unit of the runtime and the network plugin on the node.',
            '再检查节点上的运行时单元与网络插件。',
          ),
          remediation: down
            ? words('Restart the container runtime on the node.', '在节点上重启容器运行时。')
            : words(
                "Bring the network plugin's pod on the node back; give the node more addresses when they ran out.",
                '恢复网络插件 Pod；地址耗尽时扩大地址段。',
              ),
          evidence: [{ ...event, n: runtime + cni }],
          explains: [name, ...podsOn(cluster, name)],
        }),
      ];
    });
};
