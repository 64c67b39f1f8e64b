/**
 * Images that cannot be pulled: `ErrImagePull`, then `ImagePullBackOff`; the runtime's own words stand in the message.
 *
 * A registry answers 404 (`not found`, `manifest unknown`) for a name or tag it does not have, 401 or 403 when the
 * credentials are missing or wrong (also for private names that do not exist), 429 beyond its rate limit. A registry host
 * that does not resolve is a slip in the reference, unless other images of that host fail as well.
 */
import type { FaultClass, LocalText } from '@nightglass/model';
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, eventEvidence, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at, listOf, textAt } from '../objects/fields.ts';
import { nearest } from '../objects/similar.ts';
import { podIsDone, type Workload } from '../objects/workload.ts';
import { type Trouble, troubledContainers } from './trouble.ts';

const pullReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
  'ErrRegistryUnavailable',
]);
const pullWords =
  /(?:failed to|error:? ?) ?pull(?:ing)? (?:and unpack )?image|Failed to pull image|ErrImageNeverPull|couldn't parse image|InvalidImageName/i;
const secretEvent = /Unable to retrieve some image pull secrets \(([^)]{1,300})\)/;

type Kind =
  | 'reference'
  | 'secret'
  | 'dns'
  | 'unreachable'
  | 'rate'
  | 'tls'
  | 'never'
  | 'architecture'
  | 'unknown';

/** From the sharpest words to the widest: a message holds several of them. */
const answers: readonly [Kind, RegExp][] = [
  ['never', /ErrImageNeverPull|is not present with pull policy of Never/i],
  ['reference', /InvalidImageName|couldn't parse image|invalid reference format/i],
  ['rate', /toomanyrequests|too many requests|rate limit|\b429\b/i],
  ['architecture', /no match for platform|no matching manifest for/i],
  [
    'dns',
    /no such host|server misbehaving|lookup [^ ]{1,253}.{0,60}(?:i\/o timeout|no such host)|temporary failure in name resolution|could not resolve host/i,
  ],
  ['tls', /x509: |tls: |certificate (?:signed|has expired|is (?:not )?valid)|HTTP response to HTTPS client/i],
  [
    'unreachable',
    /i\/o timeout|connection refused|no route to host|network is unreachable|context deadline exceeded|TLS handshake timeout|connection reset|\b50[0234]\b/i,
  ],
  [
    'reference',
    /manifest unknown|manifest for .{1,400} not found|not found|NotFound|\b404\b|does not exist|name unknown|repository name not known/i,
  ],
  [
    'secret',
    /failed to authorize|unauthorized|authentication required|authorization failed|no basic auth credentials|denied|forbidden|\b401\b|\b403\b|insufficient_scope/i,
  ],
];

export const imageRules = (cluster: Cluster): Claim[] => {
  const failing = troubledContainers(cluster).filter(
    ({ container, waiting, texts }) =>
      waiting && (pullReasons.has(container.state.reason) || texts.some((text) => pullWords.test(text))),
  );
  return failing.map((trouble) => imageClaim(cluster, trouble, failing));
};

/** Host, repository and tag as the runtime reads them: no host means Docker Hub, no tag `latest`. */
export const imageParts = (image: string): { host: string; repository: string; tag: string } => {
  const [name = '', digest] = image.split('@');
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasHost = first.includes('.') || first.includes(':') || first === 'localhost';
  const host = hasHost ? first : 'docker.io';
  const rest = hasHost ? name.slice(slash + 1) : name.includes('/') ? name : `library/${name}`;
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  return {
    host,
    repository: tagged ? rest.slice(0, colon) : rest,
    tag: digest ?? (tagged ? rest.slice(colon + 1) : 'latest'),
  };
};

const kindOf = (cluster: Cluster, { container, texts, workload }: Trouble): Kind => {
  const said = [
    container.state.message,
    ...texts.filter((text) => pullWords.test(text) || /pull/i.test(text)),
  ].join('\n');
  const kind = answers.find(([, pattern]) => pattern.test(said))?.[0] ?? 'unknown';
  if (kind !== 'secret' && kind !== 'reference') return kind;
  const missing =
    texts.some((text) => secretEvent.test(text)) || missingSecrets(cluster, workload).length > 0;
  const denied = answers.at(-1)![1].test(said);
  if (kind === 'reference') return denied && missing ? 'secret' : 'reference';
  // Docker Hub's own images need no credentials: who is refused one asked for what is not there.
  const { host, repository } = imageParts(container.image);
  if (host === 'docker.io' && repository.startsWith('library/') && !missing) return 'reference';
  // Docker Hub says `denied` for repositories that do not exist.
  if (
    /repository does not exist or may require/i.test(said) &&
    !missing &&
    pullSecretsOf(workload).length === 0
  )
    return triedBefore(cluster, workload, container.image) ? 'secret' : 'reference';
  return 'secret';
};

const pullSecretsOf = (workload: Workload): string[] =>
  listOf(at(workload.template, 'imagePullSecrets')).map((item) => textAt(item, 'name'));

/** Named pull secrets that are not among the Secrets of the namespace, when any are known. */
const missingSecrets = (cluster: Cluster, workload: Workload): string[] => {
  const known = cluster
    .objects('Secret')
    .filter((o) => textAt(o, 'metadata', 'namespace') === workload.namespace);
  if (known.length === 0) return [];
  return pullSecretsOf(workload).filter(
    (name) => cluster.find('Secret', workload.namespace, name) === undefined,
  );
};

/** Images that run somewhere in the cluster: proof that their names are right. */
const runningImages = (cluster: Cluster): Set<string> =>
  new Set(
    cluster.pods.flatMap((pod) =>
      podIsDone(pod) ? [] : pod.containers.filter((c) => c.state.phase === 'running').map((c) => c.image),
    ),
  );

const triedBefore = (cluster: Cluster, workload: Workload, image: string): boolean => {
  const { host, repository } = imageParts(image);
  return workload.children.some((child) => {
    const template = at(
      cluster.find('ReplicaSet', workload.namespace, child),
      'spec',
      'template',
      'spec',
      'containers',
    );
    return listOf(template).some((container) => {
      const other = textAt(container, 'image');
      const parts = imageParts(other);
      return other !== image && parts.host === host && parts.repository === repository;
    });
  });
};

const details: Readonly<Record<Kind, { faultClass: FaultClass; detail: string; p: number; fix: LocalText }>> =
  {
    reference: {
      faultClass: 'config',
      detail: 'image_reference',
      p: 0.97,
      fix: words(
        'Correct the name or the tag of the image; `kubectl rollout undo` brings the last one back.',
        '修正镜像名或标签；`kubectl rollout undo` 可恢复上一版本。',
      ),
    },
    secret: {
      faultClass: 'config',
      detail: 'image_pull_secret',
      p: 0.96,
      fix: words(
        'Create a `kubernetes.io/dockerconfigjson` Secret in the namespace and name it in `imagePullSecrets` of the pod or of its ServiceAccount.',
        '在该命名空间创建 `kubernetes.io/dockerconfigjson` 类型的 Secret，并在 Pod 或其 ServiceAccount 的 `imagePullSecrets` 中引用。',
      ),
    },
    dns: {
      faultClass: 'dns',
      detail: 'registry_dns',
      p: 0.96,
      fix: words(
        "Correct the registry's host in the image, or the resolver of the nodes.",
        '修正镜像中的仓库主机名，或修复节点的 DNS 解析。',
      ),
    },
    unreachable: {
      faultClass: 'network',
      detail: 'registry_unreachable',
      p: 0.9,
      fix: words(
        'Let the nodes reach the registry (proxy, firewall, registry down), or pull from a mirror.',
        '恢复节点到镜像仓库的连通（代理、防火墙、仓库故障），或改用镜像站。',
      ),
    },
    rate: {
      faultClass: 'throttling',
      detail: 'registry_rate_limit',
      p: 0.96,
      fix: words(
        'Pull with an account or from a mirror; keep images on the nodes (`imagePullPolicy: IfNotPresent`).',
        '使用账号或镜像站拉取，并设 `imagePullPolicy: IfNotPresent`。',
      ),
    },
    tls: {
      faultClass: 'tls',
      detail: 'registry_certificate',
      p: 0.92,
      fix: words(
        "Give the nodes the registry's certificate authority, or renew its certificate.",
        '为节点配置仓库的 CA，或更新仓库证书。',
      ),
    },
    never: {
      faultClass: 'config',
      detail: 'image_pull_policy',
      p: 0.95,
      fix: words(
        'Load the image onto the node, or allow pulling (`imagePullPolicy: IfNotPresent`).',
        '将镜像加载到节点，或允许拉取（`imagePullPolicy: IfNotPresent`）。',
      ),
    },
    architecture: {
      faultClass: 'config',
      detail: 'image_architecture',
      p: 0.95,
      fix: words(
        'Publish the image for the architecture of the nodes, or select nodes that fit.',
        '发布与节点架构匹配的镜像，或选择匹配的节点。',
      ),
    },
    unknown: {
      faultClass: 'config',
      detail: 'image_pull',
      p: 0.7,
      fix: words(
        'Pull the image by hand on the node to see what the registry says.',
        '在节点上手动拉取镜像，查看仓库返回。',
      ),
    },
  };

const titles: Readonly<Record<Kind, LocalText>> = {
  reference: words('asks for an image that does not exist', '引用的镜像不存在'),
  secret: words(
    'may not pull its image: credentials are missing or refused',
    '无权拉取镜像：凭据缺失或被拒绝',
  ),
  dns: words("cannot pull its image: the registry's name does not resolve", '无法拉取镜像：仓库域名无法解析'),
  unreachable: words('cannot pull its image: the registry does not answer', '无法拉取镜像：仓库无响应'),
  rate: words('cannot pull its image: the registry limits the rate', '无法拉取镜像：仓库限流'),
  tls: words(
    "cannot pull its image: the registry's certificate is not accepted",
    '无法拉取镜像：仓库证书不被接受',
  ),
  never: words('may not pull its image, and the node does not have it', '禁止拉取镜像且节点上没有该镜像'),
  architecture: words(
    'asks for an image that is not built for the architecture of the node',
    '镜像未提供节点架构的版本',
  ),
  unknown: words('cannot pull its image', '无法拉取镜像'),
};

const imageClaim = (cluster: Cluster, trouble: Trouble, failing: readonly Trouble[]): Claim => {
  const { container, workload, pod, events } = trouble;
  const kind = kindOf(cluster, trouble);
  const { faultClass, detail, p, fix } = details[kind];
  const { host, repository } = imageParts(container.image);
  const running = runningImages(cluster);
  const sameHost = [...running].filter((image) => imageParts(image).host === host).sort();
  const alike = nearest(container.image, running, 0.85);
  // Several workloads that cannot reach one host: the host is the trouble, not each reference.
  const others = failing.filter(
    (f) => f.workload !== workload && imageParts(f.container.image).host === host,
  ).length;
  const shared =
    (kind === 'dns' || kind === 'unreachable' || kind === 'rate' || kind === 'tls') && others > 0;
  const pulled = events.findLast((event) => pullWords.test(event.message));
  const secrets = events.findLast((event) => secretEvent.test(event.message));
  return claim({
    entity: shared ? { kind: 'external', name: host } : workload.entity,
    faultClass,
    detail,
    p,
    title: words(
      `${quotedName(workload.name)} ${titles[kind].en}`,
      `${quotedName(workload.name)} ${titles[kind].zh}`,
    ),
    nextCheck: look(
      kubectl(pod.namespace, 'describe', 'pod', pod.name),
      'read the last `Failed to pull image` message.',
      '查看最近的 `Failed to pull image` 消息。',
    ),
    remediation: fix,
    evidence: [
      stateEvidence(
        `Pod/${pod.name}`,
        words(
          `Container ${quotedName(container.name)} waits for its image.`,
          `容器 ${quotedName(container.name)} 等待镜像。`,
        ),
        `image: ${container.image}; state: ${container.state.reason} ${container.state.message}`,
      ),
      ...(pulled === undefined ? [] : [eventEvidence(pulled)]),
      ...(secrets === undefined ? [] : [eventEvidence(secrets)]),
      ...(kind === 'reference' && alike !== null && alike !== container.image
        ? [
            stateEvidence(
              'images',
              words('An image of nearly this name runs in the cluster.', '集群中运行着名称相近的镜像。'),
              `${container.image} | ${alike}`,
            ),
          ]
        : []),
      ...(kind === 'dns' && sameHost.length > 0
        ? [
            against(
              'images',
              words('Other images of this registry run.', '同一仓库的其他镜像正在运行。'),
              sameHost.slice(0, 3).join(', '),
            ),
          ]
        : []),
      ...(kind === 'secret' && pullSecretsOf(workload).length === 0
        ? [
            stateEvidence(
              `${workload.kind}/${workload.name}`,
              words('The pod template names no `imagePullSecrets`.', 'Pod 模板未设置 `imagePullSecrets`。'),
              `image repository: ${host}/${repository}`,
            ),
          ]
        : []),
    ],
    explains: shared ? failing.map((f) => f.workload.name) : [],
  });
};
