/**
 * Services that send nowhere or to the wrong place.
 *
 * A Service sends to the ready pods of its namespace whose labels hold every pair of its selector. `targetPort` by name is
 * looked up among the container ports of the same protocol: no such name, no endpoint. By number it is used as it is, and a
 * port on which nothing listens refuses. A pod that is not ready is no fault of the Service.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import type { Container } from '../objects/container.ts';
import { pairsText } from '../objects/labels.ts';
import { addressesOf, type Service, type ServicePort } from '../objects/service.ts';
import { similarity } from '../objects/similar.ts';
import { podIsReady, type Workload } from '../objects/workload.ts';

export const serviceRules = (cluster: Cluster): Claim[] =>
  cluster.services.flatMap((service) => {
    if (service.type === 'ExternalName') return [];
    if (service.selector.size === 0) return manualEndpoints(cluster, service);
    const behind = cluster.behind(service).workloads;
    if (behind.length === 0) {
      const found = selectsNothing(cluster, service);
      return found === null ? [] : [found];
    }
    return wrongPorts(cluster, service, behind);
  });

/** Evidence that somebody was harmed: a check that failed, or callers that are known. */
const harm = (
  cluster: Cluster,
  service: Service,
): { evidence: Claim['evidence']; seen: boolean; called: boolean } => {
  const check = cluster.unreachable(service.name);
  const callers = cluster.callersOf(service.name);
  return {
    seen: check !== undefined,
    called: callers.length > 0,
    evidence: [
      ...(check === undefined
        ? []
        : [
            stateEvidence(
              `check ${check.target}:${check.what}`,
              words('A check could not reach it.', '连通性检查失败。'),
              check.text,
            ),
          ]),
      ...(callers.length === 0
        ? []
        : [
            stateEvidence(
              `Service/${service.name}`,
              words(`${callers.length} others call it.`, `有 ${callers.length} 个调用方。`),
              callers.slice(0, 12).join(', '),
              { n: callers.length },
            ),
          ]),
    ],
  };
};

/** The workload that the Service was most likely meant for: by name, or by a label that it shares. */
const meantFor = (cluster: Cluster, service: Service): { workload: Workload; alike: number } | null => {
  const rated = cluster.workloads
    .filter(({ namespace, kind }) => namespace === service.namespace && kind !== 'Job' && kind !== 'CronJob')
    .map((workload) => {
      const shared = [...service.selector].filter(
        ([key, value]) => workload.labels.get(key) === value,
      ).length;
      const values = Math.max(
        0,
        ...[...service.selector.values()].flatMap((value) =>
          [...workload.labels.values()].map((label) => similarity(value, label)),
        ),
      );
      const byName = similarity(service.name, workload.name);
      return { workload, alike: Math.max(byName, values * 0.95, shared > 0 ? 0.85 : 0) };
    })
    .sort((a, b) => b.alike - a.alike || (a.workload.name < b.workload.name ? -1 : 1));
  const best = rated[0];
  return best !== undefined && best.alike >= 0.7 ? best : null;
};

const selectsNothing = (cluster: Cluster, service: Service): Claim | null => {
  const meant = meantFor(cluster, service);
  const { evidence, seen, called } = harm(cluster, service);
  const name = quotedName(service.name);
  const selector = pairsText(service.selector);
  if (meant === null && !seen && !called) return null;
  const labels = meant === null ? '' : pairsText(meant.workload.labels);
  return claim({
    entity: service.entity,
    faultClass: 'config',
    detail: meant === null ? 'missing_workload' : 'service_selector',
    p: meant === null ? 0.6 : seen || called ? 0.97 : 0.8,
    title:
      meant === null
        ? words(
            `Service ${name} has no pods behind it, and no workload fits`,
            `Service ${name} 背后没有 Pod，也没有匹配的工作负载`,
          )
        : words(`The selector of Service ${name} matches no pods`, `Service ${name} 的选择器没有匹配的 Pod`),
    nextCheck: look(
      kubectl(service.namespace, 'get', 'endpoints', service.name, ' && kubectl get pods --show-labels'),
      'compare the selector with the labels of the pods.',
      '对比选择器与 Pod 标签。',
    ),
    remediation:
      meant === null
        ? words('Bring the workload back, or remove the Service.', '恢复工作负载，或删除该 Service。')
        : words(
            `Make \`spec.selector\` and the pod labels of ${quotedName(meant.workload.name)} agree.`,
            `使 \`spec.selector\` 与 ${quotedName(meant.workload.name)} 的 Pod 标签一致。`,
          ),
    evidence: [
      stateEvidence(
        `Service/${service.name}`,
        words(
          'The selector, beside the labels of the pods that it was meant for.',
          '选择器与目标 Pod 的标签。',
        ),
        `selector: ${selector}; pod labels: ${labels || '-'}`,
      ),
      ...evidence,
    ],
  });
};

/** Port numbers on which a container is known to serve, beyond those it declares. */
const alsoServes = (container: Container): Set<number> => {
  const served = new Set<number>();
  for (const { name, value } of container.env)
    if (/PORT$/.test(name) && /^\d{2,5}$/.test(value)) served.add(Number(value));
  for (const { port } of container.probes) if (typeof port === 'number') served.add(port);
  for (const argument of container.command)
    for (const match of argument.matchAll(/(?:^|[=: ])(\d{2,5})(?![\d.])/g)) served.add(Number(match[1]));
  return served;
};

type Fault = 'service_port' | 'service_protocol';

const faultOf = (
  port: ServicePort,
  containers: readonly Container[],
  all: readonly ServicePort[],
): Fault | null => {
  const declared = containers.flatMap((container) => container.ports);
  if (typeof port.target === 'string') {
    if (declared.some(({ name, protocol }) => name === port.target && protocol === port.protocol))
      return null;
    return declared.some(({ name }) => name === port.target) ? 'service_protocol' : 'service_port';
  }
  const same = declared.filter((own) => own.port === port.target);
  if (same.length === 0) {
    // A declared port is only information: other signs of a listener count as well.
    if (
      declared.length === 0 ||
      containers.some((container) => alsoServes(container).has(port.target as number))
    )
      return null;
    return 'service_port';
  }
  if (same.some(({ protocol }) => protocol === port.protocol)) return null;
  // One port in both protocols (DNS): the other one is served.
  return all.some((other) => other !== port && other.port === port.port) ? null : 'service_protocol';
};

const wrongPorts = (cluster: Cluster, service: Service, behind: readonly Workload[]): Claim[] => {
  const containers = behind.flatMap(({ containers: all }) =>
    all.filter(({ init, sidecar }) => !init || sidecar),
  );
  return service.ports.flatMap((port) => {
    const fault = faultOf(port, containers, service.ports);
    if (fault === null) return [];
    const { evidence, seen, called } = harm(cluster, service);
    const name = quotedName(service.name);
    const declared = containers.flatMap((container) =>
      container.ports.map((p) => `${p.name === '' ? '' : `${p.name} `}${p.port}/${p.protocol}`),
    );
    const sure = typeof port.target === 'string' || seen;
    return [
      claim({
        entity: service.entity,
        faultClass: 'config',
        detail: fault,
        // A container may serve more ports than it declares.
        p: sure ? 0.97 : called ? 0.8 : 0.5,
        title:
          fault === 'service_port'
            ? words(
                `Service ${name} sends to port ${port.target}, which its pods do not serve`,
                `Service ${name} 转发到端口 ${port.target}，而其 Pod 并未提供`,
              )
            : words(
                `Service ${name} forwards ${port.protocol}, while its pods serve another protocol on port ${port.target}`,
                `Service ${name} 转发 ${port.protocol}，而其 Pod 在端口 ${port.target} 使用其他协议`,
              ),
        nextCheck: look(
          kubectl(service.namespace, 'describe', 'service', service.name),
          'compare `TargetPort` and `Endpoints` with the container ports.',
          '对比 `TargetPort`、`Endpoints` 与容器端口。',
        ),
        remediation:
          fault === 'service_port'
            ? words(
                `Set \`targetPort\` to a port of the container: ${declared.join(', ')}.`,
                `将 \`targetPort\` 设为容器端口：${declared.join('、')}。`,
              )
            : words(
                'Set `protocol` of the Service port to that of the container port.',
                '将 Service 端口的 `protocol` 设为容器端口的协议。',
              ),
        evidence: [
          stateEvidence(
            `Service/${service.name}`,
            words('Port of the Service, beside the ports of the containers.', 'Service 端口与容器端口。'),
            `port ${port.port}/${port.protocol}, targetPort ${port.target}; container ports: ${declared.join(', ') || '-'}`,
          ),
          ...evidence,
        ],
      }),
    ];
  });
};

/** Endpoints written by hand: addresses that are nobody's, while pods of the Service's name exist. */
const manualEndpoints = (cluster: Cluster, service: Service): Claim[] => {
  const endpoints = cluster.find('Endpoints', service.namespace, service.name);
  const workload = cluster.workloads.find(
    ({ name, namespace }) => name === service.name && namespace === service.namespace,
  );
  if (workload === undefined || !workload.pods.some(podIsReady)) return [];
  const { ready } = addressesOf(endpoints);
  const own = new Set(workload.pods.map((pod) => pod.ip));
  if (ready.some((address) => own.has(address))) return [];
  const { evidence, seen, called } = harm(cluster, service);
  if (!seen && !called) return [];
  const name = quotedName(service.name);
  return [
    claim({
      entity: service.entity,
      faultClass: 'config',
      detail: 'service_endpoints',
      p: seen ? 0.93 : 0.8,
      title: words(
        `Service ${name} has no selector, and its endpoints are not the pods of ${quotedName(workload.name)}`,
        `Service ${name} 没有选择器，其端点不是 ${quotedName(workload.name)} 的 Pod`,
      ),
      nextCheck: look(
        kubectl(service.namespace, 'get', 'endpoints', service.name),
        'compare the addresses with those of the pods.',
        '对比端点地址与 Pod 地址。',
      ),
      remediation: words(
        'Give the Service a selector, or correct its Endpoints.',
        '为 Service 设置选择器，或修正其 Endpoints。',
      ),
      evidence: [
        stateEvidence(
          `Endpoints/${service.name}`,
          words('Addresses of the Service, beside those of the pods.', 'Service 端点地址与 Pod 地址。'),
          `endpoints: ${ready.join(', ') || '-'}; pods: ${[...own].sort().join(', ')}`,
        ),
        ...evidence,
      ],
    }),
  ];
};
