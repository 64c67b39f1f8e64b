/**
 * Images that cannot be pulled: `ErrImagePull`, then `ImagePullBackOff`; the runtime's own words stand in the message.
 *
 * A registry answers 404 (`not found`, `manifest unknown`) for a name or tag it does not have, 401 or 403 when the
 * credentials are missing or wrong (also for private names that do not exist), 429 beyond its rate limit. A registry host
 * that does not resolve is a slip in the reference, unless other images of that host fail as well.
 */
import { quotedName } from '../../words/subject.ts';
import { against, type Claim, claim, eventEvidence, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at, listOf, textAt } from '../objects/fields.ts';
import { nearest } from '../objects/similar.ts';
import { podIsDone, type Workload } from '../objects/workload.ts';
import { answers, details, type Kind, titles } from './image-words.ts';
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
