/**
 * Pods that resolve names otherwise than the cluster does: `dnsPolicy: None` with name servers that do not know the cluster,
 * `dnsPolicy: Default` (the node's resolver, without the cluster's names), or `hostAliases` that give a Service's name an
 * address of their own. All of it goes past CoreDNS, so only these pods suffer.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at, listOf, textAt, textOf } from '../objects/fields.ts';
import type { Workload } from '../objects/workload.ts';

export const nameSettingRules = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) => [...resolver(cluster, workload), ...aliases(cluster, workload)]);

const unresolved =
  /no such host|i\/o timeout|server misbehaving|ENOTFOUND|EAI_AGAIN|name resolution|could not resolve|Name or service not known|UnknownHost/i;

const resolver = (cluster: Cluster, workload: Workload): Claim[] => {
  const policy = textAt(workload.template, 'dnsPolicy');
  const servers = listOf(at(workload.template, 'dnsConfig', 'nameservers')).map(textOf);
  const clusterServers = cluster.services
    .filter(({ name, namespace }) => namespace === 'kube-system' && /dns/.test(name))
    .map(({ clusterIp }) => clusterIp);
  // The cluster's name server, or a cache of it on the node (169.254.0.0/16), may be named by hand.
  const known = servers.some((server) => clusterServers.includes(server) || server.startsWith('169.254.'));
  const foreign =
    policy === 'None' ? !known : policy === 'Default' && at(workload.template, 'hostNetwork') !== true;
  const needed = cluster.addresses.some((named) => named.workload === workload && named.target !== null);
  if (!foreign || !needed) return [];
  const log = cluster.logsOf(workload.name).find(({ text }) => unresolved.test(text));
  return [
    claim({
      entity: workload.entity,
      faultClass: 'dns',
      detail: 'pod_dns_config',
      p: log === undefined ? 0.8 : 0.96,
      title: words(
        `${quotedName(workload.name)} does not ask the cluster's name service, so it cannot find Services`,
        `${quotedName(workload.name)} 未使用集群域名服务，无法解析 Service`,
      ),
      nextCheck: look(
        describeCommand(workload),
        'read `dnsPolicy` and `dnsConfig` of the template.',
        '查看模板的 `dnsPolicy` 与 `dnsConfig`。',
      ),
      remediation: words('Set `dnsPolicy: ClusterFirst`.', '设为 `dnsPolicy: ClusterFirst`。'),
      evidence: [
        stateEvidence(
          `${workload.kind}/${workload.name}`,
          words('How its pods resolve names.', '其 Pod 的域名解析方式。'),
          `dnsPolicy: ${policy}; nameservers: ${servers.join(', ') || '-'}`,
        ),
        ...(log === undefined
          ? []
          : [
              stateEvidence('log', words('Names do not resolve there.', '其中域名无法解析。'), log.text, {
                signal: 'log',
                n: log.weight,
              }),
            ]),
      ],
    }),
  ];
};

const aliases = (cluster: Cluster, workload: Workload): Claim[] =>
  listOf(at(workload.template, 'hostAliases')).flatMap((alias) => {
    const ip = textAt(alias, 'ip');
    const service = listOf(at(alias, 'hostnames'))
      .map((name) => textOf(name).split('.')[0]!)
      .map((name) => cluster.find('Service', workload.namespace, name))
      .find((found) => found !== undefined);
    if (service === undefined || textAt(service, 'spec', 'clusterIP') === ip) return [];
    const name = textAt(service, 'metadata', 'name');
    return [
      claim({
        entity: workload.entity,
        faultClass: 'dns',
        detail: 'host_alias',
        p: 0.93,
        title: words(
          `${quotedName(workload.name)} gives Service ${quotedName(name)} an address of its own`,
          `${quotedName(workload.name)} 为 Service ${quotedName(name)} 指定了其他地址`,
        ),
        nextCheck: look(
          describeCommand(workload),
          'read `hostAliases` of the template.',
          '查看模板的 `hostAliases`。',
        ),
        remediation: words(
          'Remove the alias, or give it the address of the Service.',
          '删除该别名，或改为 Service 的地址。',
        ),
        evidence: [
          stateEvidence(
            `${workload.kind}/${workload.name}`,
            words('The alias, beside the address of the Service.', '别名与 Service 的地址。'),
            `hostAliases: ${name} -> ${ip}; clusterIP: ${textAt(service, 'spec', 'clusterIP')}`,
          ),
        ],
      }),
    ];
  });
