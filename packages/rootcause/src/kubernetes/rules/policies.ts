/**
 * NetworkPolicies that block calls.
 *
 * Policies only allow: as soon as one policy of a direction selects a pod, everything of that direction that no policy allows
 * is dropped (connections time out). `policyTypes` is `Ingress` when left out, with `Egress` added when there are egress
 * rules. A rule without `from`/`to` allows all peers, one without `ports` all ports. Egress that forgets port 53 also takes
 * the names away.
 */
import type { KubernetesObject } from '../../incident.ts';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { isIpv4 } from '../objects/address.ts';
import { at, fieldsOf, listOf, numberAt, portOf, textAt, textMapOf } from '../objects/fields.ts';
import { type Labels, matchesSelector, selectorText } from '../objects/labels.ts';
import type { Workload } from '../objects/workload.ts';

type Direction = 'ingress' | 'egress';

export const policyRules = (cluster: Cluster): Claim[] => {
  const policies = cluster.objects('NetworkPolicy');
  if (policies.length === 0) return [];
  const blocked = new Map<string, Block>();
  for (const { caller, callee } of callsBetween(cluster))
    for (const direction of ['ingress', 'egress'] as const) {
      const own = direction === 'ingress' ? callee : caller;
      const peer = direction === 'ingress' ? caller : callee;
      const policy = blocks(cluster, policies, direction, own, peer, callee);
      if (policy === null) continue;
      add(blocked, policy, direction, own, caller, callee);
    }
  for (const workload of cluster.workloads) {
    const policy = blocksNames(cluster, policies, workload);
    if (policy !== null) add(blocked, policy, 'names', workload, workload, workload);
  }
  return [...blocked.values()].map((block) => blockClaim(cluster, block));
};

interface Block {
  policy: KubernetesObject;
  direction: Direction | 'names';
  own: Workload[];
  calls: string[];
}

const add = (
  blocked: Map<string, Block>,
  policy: KubernetesObject,
  direction: Block['direction'],
  own: Workload,
  caller: Workload,
  callee: Workload,
): void => {
  const key = `${textAt(policy, 'metadata', 'namespace')}/${textAt(policy, 'metadata', 'name')}/${direction}`;
  const block = blocked.get(key) ?? { policy, direction, own: [], calls: [] };
  if (!block.own.includes(own)) block.own.push(own);
  if (caller !== callee) block.calls.push(`${caller.name} -> ${callee.name}`);
  blocked.set(key, block);
};

/** Calls of which both sides are workloads of the cluster. */
const callsBetween = (cluster: Cluster): { caller: Workload; callee: Workload }[] => {
  const named = new Map<string, Workload[]>();
  for (const workload of cluster.workloads)
    named.set(workload.name, [...(named.get(workload.name) ?? []), workload]);
  const callers = new Map<Workload, Set<Workload>>();
  const addAll = (callee: Workload, names: readonly string[]): void => {
    const known = callers.get(callee) ?? new Set();
    for (const name of names)
      for (const caller of named.get(name) ?? []) if (caller !== callee) known.add(caller);
    callers.set(callee, known);
  };
  for (const service of cluster.services)
    for (const callee of cluster.behind(service).workloads) addAll(callee, cluster.callersOf(service.name));
  for (const callee of cluster.workloads) addAll(callee, cluster.callersOf(callee.name));
  return [...callers].flatMap(([callee, found]) => [...found].map((caller) => ({ caller, callee })));
};

const selects = (policy: KubernetesObject, direction: Direction, workload: Workload): boolean => {
  if (textAt(policy, 'metadata', 'namespace') !== workload.namespace) return false;
  const types = listOf(at(policy, 'spec', 'policyTypes')).map((type) => String(type).toLowerCase());
  const applies =
    types.length > 0
      ? types.includes(direction)
      : direction === 'ingress' || at(policy, 'spec', 'egress') !== undefined;
  return applies && matchesSelector(workload.labels, at(policy, 'spec', 'podSelector') ?? {});
};

/** The policy that closes the way; null when nothing selects, or something allows. */
const blocks = (
  cluster: Cluster,
  policies: readonly KubernetesObject[],
  direction: Direction,
  own: Workload,
  peer: Workload,
  callee: Workload,
): KubernetesObject | null => {
  const selecting = policies.filter((policy) => selects(policy, direction, own));
  const ports = callee.containers.flatMap((container) => container.ports);
  const allowed = selecting.some((policy) =>
    listOf(at(policy, 'spec', direction)).some(
      (rule) =>
        allowsPeer(
          cluster,
          listOf(at(rule, direction === 'ingress' ? 'from' : 'to')),
          peer,
          textAt(policy, 'metadata', 'namespace'),
        ) &&
        (ports.length === 0 ||
          ports.some(({ port, name, protocol }) =>
            allowsPort(listOf(at(rule, 'ports')), port, name, protocol),
          )),
    ),
  );
  return allowed ? null : (selecting[0] ?? null);
};

const allowsPeer = (
  cluster: Cluster,
  peers: readonly unknown[],
  workload: Workload,
  namespace: string,
): boolean =>
  peers.length === 0 ||
  peers.some((peer) => {
    const block = textAt(peer, 'ipBlock', 'cidr');
    if (block !== '') return workload.pods.length === 0 || workload.pods.some(({ ip }) => inBlock(ip, block));
    const spaces = at(peer, 'namespaceSelector');
    const pods = at(peer, 'podSelector');
    const spaceFits =
      spaces === undefined
        ? workload.namespace === namespace
        : matchesSelector(namespaceLabels(cluster, workload.namespace), spaces);
    return spaceFits && (pods === undefined || matchesSelector(workload.labels, pods));
  });

const namespaceLabels = (cluster: Cluster, name: string): Labels => {
  const labels = new Map(textMapOf(at(cluster.find('Namespace', '', name), 'metadata', 'labels')));
  labels.set('kubernetes.io/metadata.name', name);
  return labels;
};

const numberOf = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const inBlock = (ip: string, cidr: string): boolean => {
  const [base = '', bits = '32'] = cidr.split('/');
  if (!isIpv4(ip) || !isIpv4(base)) return true;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(ip) / size) === Math.floor(numberOf(base) / size);
};

const allowsPort = (rules: readonly unknown[], port: number, name: string, protocol: string): boolean =>
  rules.length === 0 ||
  rules.some((rule) => {
    if ((textAt(rule, 'protocol') || 'TCP') !== protocol) return false;
    const allowed = portOf(at(rule, 'port'));
    const end = numberAt(rule, 'endPort');
    if (allowed === null) return true;
    return typeof allowed === 'string' ? allowed === name : port >= allowed && port <= (end ?? allowed);
  });

/** Egress is closed for the workload, and no rule lets port 53 through. */
const blocksNames = (
  cluster: Cluster,
  policies: readonly KubernetesObject[],
  workload: Workload,
): KubernetesObject | null => {
  const selecting = policies.filter((policy) => selects(policy, 'egress', workload));
  if (
    selecting.length === 0 ||
    !cluster.addresses.some((named) => named.workload === workload && named.target !== null)
  )
    return null;
  const allowed = selecting.some((policy) =>
    listOf(at(policy, 'spec', 'egress')).some(
      (rule) =>
        allowsPort(listOf(at(rule, 'ports')), 53, 'dns', 'UDP') ||
        allowsPort(listOf(at(rule, 'ports')), 53, 'dns', 'TCP'),
    ),
  );
  return allowed ? null : selecting[0]!;
};

/** What is dropped is never answered. */
const droppedWords = /timed? ?out|i\/o timeout|deadline exceeded|ETIMEDOUT|no such host|name resolution/i;

const blockClaim = (cluster: Cluster, { policy, direction, own, calls }: Block): Claim => {
  const namespace = textAt(policy, 'metadata', 'namespace');
  const name = textAt(policy, 'metadata', 'name');
  const selector = at(policy, 'spec', 'podSelector');
  const all =
    Object.keys(fieldsOf(at(selector, 'matchLabels'))).length +
      listOf(at(selector, 'matchExpressions')).length ===
    0;
  const check = own
    .map((workload) => cluster.unreachable(workload.name))
    .find((found) => found !== undefined);
  const callers = [
    ...new Set([...own.map((workload) => workload.name), ...calls.map((call) => call.split(' ')[0]!)]),
  ];
  const said = callers
    .flatMap((caller) => cluster.logsOf(caller))
    .find(({ text }) => droppedWords.test(text));
  const shown = quotedName(own[0]!.name);
  const target = all && own.length > 1 ? quotedName(namespace) : shown;
  return claim({
    entity: all && own.length > 1 ? { kind: 'namespace', name: namespace } : own[0]!.entity,
    faultClass: 'network',
    detail: direction === 'names' ? 'network_policy_dns' : `network_policy_${direction}`,
    p: check !== undefined || said !== undefined ? 0.96 : direction === 'names' ? 0.6 : 0.75,
    title:
      direction === 'names'
        ? words(
            `NetworkPolicy ${quotedName(name)} keeps ${target} from resolving names`,
            `NetworkPolicy ${quotedName(name)} 使 ${target} 无法解析域名`,
          )
        : words(
            `NetworkPolicy ${quotedName(name)} blocks calls ${direction === 'ingress' ? 'to' : 'from'} ${target}`,
            `NetworkPolicy ${quotedName(name)} 阻断了${direction === 'ingress' ? '到' : '来自'} ${target} 的调用`,
          ),
    nextCheck: look(
      kubectl(namespace, 'describe', 'networkpolicy', name),
      'compare its rules with the labels of the callers and the ports they use.',
      '对比其规则与调用方标签及端口。',
    ),
    remediation: words(
      'Allow the calls that are meant (peer and port), or remove the policy.',
      '放行应允许的调用（对端与端口），或删除该策略。',
    ),
    evidence: [
      stateEvidence(
        `NetworkPolicy/${name}`,
        words(
          'It selects these pods, and no policy allows these calls.',
          '它选择了这些 Pod，且没有策略放行这些调用。',
        ),
        `podSelector: ${selectorText(selector) || '(all)'}; ${direction === 'names' ? 'no rule for port 53' : `blocked: ${calls.slice(0, 12).join(', ')}`}`,
        { n: calls.length },
      ),
      ...(said === undefined
        ? []
        : [
            stateEvidence('log', words('A caller waits in vain.', '调用方等待超时。'), said.text, {
              signal: 'log',
              n: said.weight,
            }),
          ]),
      ...(check === undefined
        ? []
        : [
            stateEvidence(
              `check ${check.target}:${check.what}`,
              words('A check could not reach it.', '连通性检查失败。'),
              check.text,
            ),
          ]),
    ],
  });
};
