/** The programs of a machine that Kubernetes stands on, when somebody asked for their units: the state now, whatever old events say. */
import type { KubernetesCheck } from '../../incident.ts';
import { commandWord, quotedName } from '../../words/subject.ts';
import { type Claim, claim, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';

interface Unit {
  pattern: RegExp;
  detail: string;
  en: string;
  zh: string;
}

const units: readonly Unit[] = [
  { pattern: /^kubelet$/, detail: 'kubelet_down', en: 'the kubelet', zh: 'kubelet' },
  {
    pattern: /^(?:containerd|docker|dockerd|crio|cri-o|cri-dockerd)$/,
    detail: 'container_runtime_down',
    en: 'the container runtime',
    zh: '容器运行时',
  },
  { pattern: /^kube-?proxy$/, detail: 'kube_proxy_down', en: 'kube-proxy', zh: 'kube-proxy' },
  { pattern: /^kube-?scheduler$/, detail: 'scheduler_down', en: 'the scheduler', zh: '调度器' },
  {
    pattern: /^kube-?controller-?manager$/,
    detail: 'controller_manager_down',
    en: 'the controller manager',
    zh: '控制器管理器',
  },
  { pattern: /^kube-?apiserver$/, detail: 'api_server_down', en: 'the API server', zh: 'API server' },
  { pattern: /^etcd$/, detail: 'etcd_down', en: 'etcd', zh: 'etcd' },
  {
    pattern: /^(?:coredns|node-local-dns|systemd-resolved|dnsmasq)$/,
    detail: 'node_dns_down',
    en: 'the name server of the node',
    zh: '节点域名服务',
  },
];

const withoutSuffix = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/\.service$/, '');

export const podsOn = (cluster: Cluster, node: string): string[] => [
  ...new Set(cluster.podsOn(node).map((pod) => pod.workload.name)),
];

export const unitRules = (cluster: Cluster): Claim[] =>
  cluster.checks.flatMap((check) => {
    if (check.kind !== 'node_unit' || check.ok) return [];
    const name = withoutSuffix(check.what);
    const unit = units.find(({ pattern }) => pattern.test(name));
    return [unitClaim(cluster, check, name, unit)];
  });

const unitClaim = (cluster: Cluster, check: KubernetesCheck, name: string, unit: Unit | undefined): Claim => {
  const node = quotedName(check.target);
  const expired = /x509|certificate has expired|certificate.{0,40}not yet valid/i.test(check.text);
  const arg = commandWord(name, 'UNIT');
  return claim({
    entity: { kind: 'node', name: check.target },
    faultClass: expired ? 'tls' : 'node',
    detail: expired ? 'control_plane_certificate' : (unit?.detail ?? 'node_unit_down'),
    p: unit === undefined ? 0.85 : 0.98,
    title: words(
      `${unit?.en ?? quotedName(name)} does not run on node ${node}`.replace(/^the /, 'The '),
      `节点 ${node} 上的${unit?.zh ?? quotedName(name)}未运行`,
    ),
    nextCheck: look(
      `systemctl status ${arg}; journalctl -u ${arg} -n 100`,
      `on node ${node}: when it stopped, and why.`,
      `在节点 ${node} 上查看停止时间与原因。`,
    ),
    remediation: words(
      `\`systemctl start ${arg}\` on the node; then find out who or what stopped it.`,
      `在节点上执行 \`systemctl start ${arg}\`，再查明停止原因。`,
    ),
    evidence: [
      stateEvidence(
        `node ${check.target}, unit ${name}`,
        words('The unit was asked for its state.', '已查询该单元的状态。'),
        activeLine(check.text),
      ),
    ],
    explains: [check.target, ...podsOn(cluster, check.target)],
  });
};

const activeLine = (text: string): string =>
  /^.*(?:Active|active|state)\W.*$/m.exec(text)?.[0].trim() ?? text;

/** A unit that was asked and runs. */
export const unitRuns = (cluster: Cluster, node: string, detail: string): boolean =>
  cluster.checks.some(
    (check) =>
      check.kind === 'node_unit' &&
      check.target === node &&
      check.ok &&
      units.find(({ detail: d }) => d === detail)?.pattern.test(withoutSuffix(check.what)) === true,
  );
