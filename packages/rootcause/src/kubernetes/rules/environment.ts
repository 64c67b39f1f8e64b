/**
 * Variables that name the wrong place: a host that is no Service, a port that the Service does not have, a port of its own
 * that nobody else uses.
 *
 * A short host name is resolved in the pod's own namespace (`search` of resolv.conf), `name.namespace` in that one. A name
 * that does not exist is not enough: settings of features nobody uses stay in manifests for years. What convicts is that a
 * Service of nearly that name exists, that others use the same variable with a value that works, or that a log complains.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, look, stateEvidence, words } from '../claim.ts';
import type { Cluster, NamedAddress } from '../cluster.ts';
import { isIpv4 } from '../objects/address.ts';
import type { Service } from '../objects/service.ts';
import { nearest, similarity } from '../objects/similar.ts';
import { listenPortRules } from './listen-port.ts';
import { lookupFailure } from './missing-service.ts';

export const environmentRules = (cluster: Cluster): Claim[] => [
  ...cluster.addresses.flatMap((named) => {
    const found = judge(cluster, named);
    return found === null ? [] : [found];
  }),
  ...listenPortRules(cluster),
];

const judge = (cluster: Cluster, named: NamedAddress): Claim | null => {
  const { target, address } = named;
  if (isIpv4(address.host)) return numericAddress(cluster, named);
  if (target === null) return null;
  const services = cluster.services.filter(({ namespace }) => namespace === target.namespace);
  if (services.length === 0) return null;
  const service = services.find(({ name }) => name === target.name);
  if (service === undefined) return unknownHost(cluster, named, target, services);
  return wrongPort(cluster, named, service) ?? anotherService(cluster, named, service, services);
};

/** `PRODUCT_CATALOG_SERVICE_ADDR` -> `PRODUCT_CATALOG_SERVICE`: what the variable is about. */
const stemOf = (variable: string): string =>
  variable.replace(/_?(?:ADDR|ADDRESS|HOST|HOSTNAME|URL|URI|ENDPOINT|SERVER|BASE_URL|TARGET|DSN)$/i, '');

/** The same variable in other workloads, with a value that names a Service that exists. */
const peers = (cluster: Cluster, named: NamedAddress): NamedAddress[] =>
  cluster.addresses.filter(
    (other) =>
      other.workload !== named.workload &&
      other.variable.name === named.variable.name &&
      other.target !== null &&
      other.address.host !== named.address.host &&
      cluster.find('Service', other.target.namespace, other.target.name) !== undefined,
  );

const setting = (
  { workload, container, variable }: NamedAddress,
  text: { en: string; zh: string },
): Claim['evidence'][number] =>
  stateEvidence(
    `${workload.kind}/${workload.name}`,
    words(text.en, text.zh),
    `container ${container.name}: ${variable.name}=${variable.value}`,
  );

const addressClaim = (
  named: NamedAddress,
  detail: string,
  p: number,
  says: { en: string; zh: string },
  better: string,
  evidence: Claim['evidence'],
): Claim =>
  claim({
    entity: named.workload.entity,
    faultClass: 'config',
    detail,
    p,
    title: words(
      `${quotedName(named.workload.name)} is set to call ${quotedName(named.variable.value)}, ${says.en}`,
      `${quotedName(named.workload.name)} 被配置为调用 ${quotedName(named.variable.value)}，${says.zh}`,
    ),
    nextCheck: look(
      describeCommand(named.workload),
      `compare ${quotedName(named.variable.name)} with \`kubectl get services\`.`,
      `将 ${quotedName(named.variable.name)} 与 \`kubectl get services\` 对比。`,
    ),
    remediation: words(
      `Set ${quotedName(named.variable.name)} to ${quotedName(better)}.`,
      `将 ${quotedName(named.variable.name)} 设为 ${quotedName(better)}。`,
    ),
    evidence: [setting(named, { en: 'The variable as it is set.', zh: '变量的当前值。' }), ...evidence],
  });

const forTelemetry = /^(?:OTEL|JAEGER|ZIPKIN|STATSD|DD|SENTRY)_|TELEMETRY|METRICS_|TRACING|COLLECTOR/;

const unknownHost = (
  cluster: Cluster,
  named: NamedAddress,
  target: { name: string; namespace: string },
  services: readonly Service[],
): Claim | null => {
  // The workload exists, its Service does not: that is not the caller's mistake.
  if (cluster.workloads.some(({ name, namespace }) => name === target.name && namespace === target.namespace))
    return null;
  const others = peers(cluster, named);
  const names = services.map(({ name }) => name);
  const near = nearest(target.name, names, 0.78) ?? byStem(named, names);
  const log = lookupFailure(cluster, target.name);
  const better = others[0]?.variable.value ?? (near === null ? null : withPort(near, named));
  if (better === null && log === null) return null;
  const sure = others.length > 0 || log !== null;
  // Where telemetry is sent to harms nobody who is served.
  const p = forTelemetry.test(named.variable.name) ? 0.3 : better === null ? 0.8 : sure ? 0.97 : 0.88;
  return addressClaim(
    named,
    'env_service_address',
    p,
    { en: 'a name that no Service has', zh: '没有该名称的 Service' },
    better ?? 'the Service that is meant',
    [
      stateEvidence(
        `Service/${target.name}`,
        words('No Service of this name exists.', '不存在该名称的 Service。'),
        `services of ${target.namespace}: ${names.slice(0, 20).join(', ')}`,
      ),
      ...others.slice(0, 2).map((other) =>
        setting(other, {
          en: 'Another workload sets the same variable to a Service that exists.',
          zh: '另一工作负载的同名变量指向存在的 Service。',
        }),
      ),
      ...(log === null
        ? []
        : [
            stateEvidence(
              'log',
              words('A log says that the name does not resolve.', '日志显示该名称无法解析。'),
              log.text,
              { signal: 'log', n: log.weight },
            ),
          ]),
    ],
  );
};

const byStem = (named: NamedAddress, names: readonly string[]): string | null =>
  nearest(stemOf(named.variable.name), names, 0.9);

const withPort = (name: string, { address }: NamedAddress): string =>
  address.port === null ? name : `${name}:${address.port}`;

const wrongPort = (cluster: Cluster, named: NamedAddress, service: Service): Claim | null => {
  const { port } = named.address;
  if (port === null || service.ports.length === 0 || service.ports.some((own) => own.port === port))
    return null;
  // Headless: the client goes straight to the pod's port.
  if (service.clusterIp === 'None' || service.type === 'ExternalName') return null;
  const same = cluster.addresses.filter(
    (other) => other !== named && other.target?.name === service.name && other.address.port !== null,
  );
  const agree = same.filter(
    (other) => other.address.port === port && other.workload !== named.workload,
  ).length;
  const right = same.filter((other) => service.ports.some((own) => own.port === other.address.port)).length;
  const ports = service.ports.map((own) => own.port).join(', ');
  const evidence = [
    stateEvidence(
      `Service/${service.name}`,
      words('Ports that the Service has.', 'Service 的端口。'),
      `ports: ${ports}`,
    ),
    ...same
      .slice(0, 3)
      .map((other) =>
        setting(other, { en: 'Another caller of the Service.', zh: '该 Service 的另一调用方。' }),
      ),
  ];
  if (agree > 0 && right === 0)
    return claim({
      entity: service.entity,
      faultClass: 'config',
      detail: 'service_port',
      p: 0.95,
      title: words(
        `Service ${quotedName(service.name)} does not have port ${port}, which all its callers use`,
        `Service ${quotedName(service.name)} 没有所有调用方使用的端口 ${port}`,
      ),
      nextCheck: look(
        `kubectl get services -A`,
        `compare the ports of ${quotedName(service.name)} with what its callers set.`,
        `对比 ${quotedName(service.name)} 的端口与调用方设置。`,
      ),
      remediation: words(`Give the Service port ${port} again.`, `恢复 Service 的端口 ${port}。`),
      evidence: [
        setting(named, { en: 'A caller of the Service.', zh: '该 Service 的调用方。' }),
        ...evidence,
      ],
    });
  return addressClaim(
    named,
    'env_service_port',
    right > 0 ? 0.96 : 0.9,
    {
      en: `a port that Service ${quotedName(service.name)} does not have`,
      zh: `Service ${quotedName(service.name)} 没有该端口`,
    },
    `${named.address.host}:${service.ports[0]!.port}`,
    evidence,
  );
};

/** It names a Service that exists, but the variable is about another one. */
const anotherService = (
  cluster: Cluster,
  named: NamedAddress,
  service: Service,
  services: readonly Service[],
): Claim | null => {
  const stem = stemOf(named.variable.name);
  const own = similarity(stem, service.name);
  const meant = services.find(({ name }) => name !== service.name && similarity(stem, name) >= 0.97);
  if (meant === undefined || own >= 0.8) return null;
  const others = peers(cluster, named).filter((other) => other.target?.name === meant.name);
  return addressClaim(
    named,
    'env_service_address',
    others.length > 0 ? 0.95 : 0.85,
    { en: 'though the variable is about another Service', zh: '而该变量应指向另一个 Service' },
    `${meant.name}${meant.ports[0] === undefined ? '' : `:${meant.ports[0].port}`}`,
    others
      .slice(0, 2)
      .map((other) =>
        setting(other, { en: 'Another workload sets the same variable so.', zh: '另一工作负载的同名变量。' }),
      ),
  );
};

/** An address of numbers: right only while a Service or a pod has it. */
const numericAddress = (cluster: Cluster, named: NamedAddress): Claim | null => {
  const { host } = named.address;
  const owner = cluster.services.find(({ clusterIp }) => clusterIp === host);
  const names = cluster.services
    .filter(({ namespace }) => namespace === named.workload.namespace)
    .map(({ name }) => name);
  const meant = byStem(named, names);
  const others = peers(cluster, named);
  const near = cluster.services.some(
    ({ clusterIp }) => isIpv4(clusterIp) && firstHalf(clusterIp) === firstHalf(host),
  );
  if (owner !== undefined && (meant === null || owner.name === meant)) return null;
  if (owner === undefined && cluster.pods.some(({ ip }) => ip === host)) return null;
  if (owner === undefined && others.length === 0 && !(near && meant !== null)) return null;
  const better = others[0]?.variable.value ?? (meant === null ? null : withPort(meant, named));
  if (better === null) return null;
  return addressClaim(
    named,
    'env_service_address',
    others.length > 0 ? 0.93 : 0.85,
    owner === undefined
      ? { en: 'an address that no Service has', zh: '没有 Service 使用该地址' }
      : {
          en: `the address of Service ${quotedName(owner.name)}`,
          zh: `这是 Service ${quotedName(owner.name)} 的地址`,
        },
    better,
    others
      .slice(0, 2)
      .map((other) =>
        setting(other, { en: 'Another workload sets the same variable so.', zh: '另一工作负载的同名变量。' }),
      ),
  );
};

const firstHalf = (ip: string): string => ip.split('.').slice(0, 2).join('.');
