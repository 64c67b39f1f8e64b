/** Why an image cannot be pulled: the words of runtimes and registries, and ours. */
import type { FaultClass, LocalText } from '@nightglass/model';
import { words } from '../claim.ts';

export type Kind =
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
export const answers: readonly [Kind, RegExp][] = [
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

export const details: Readonly<
  Record<Kind, { faultClass: FaultClass; detail: string; p: number; fix: LocalText }>
> = {
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

export const titles: Readonly<Record<Kind, LocalText>> = {
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
