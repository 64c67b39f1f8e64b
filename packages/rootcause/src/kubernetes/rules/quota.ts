/**
 * ResourceQuota at its limit.
 *
 * A pod over quota is refused with an event; a Service or a PersistentVolumeClaim is refused to whoever applied it, and no
 * event tells. Then the object is simply not there: what others call or mount does not exist, while the quota of just that
 * kind has no room.
 */
import type { KubernetesObject } from '../../incident.ts';
import { commandWord, quotedName } from '../../words/subject.ts';
import { type Claim, claim, look, stateEvidence, words } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import { at, textAt, textMapOf } from '../objects/fields.ts';
import { quantityOf } from '../objects/quantity.ts';
import { similarity } from '../objects/similar.ts';
import { podIsScheduled, type Workload } from '../objects/workload.ts';
import { claimsOf } from './claims.ts';
import { missingServices } from './missing-service.ts';

/** `requests.cpu` -> `cpu`, `count/deployments.apps` -> `deployments`: one slug per kind of quota. */
export const quotaSlug = (resource: string): string => {
  const name = resource.replace(/^(?:requests|limits|count)[./]/, '').replace(/^hugepages-.*/, 'hugepages');
  if (/^(?:requests\.)?storage$|storageclass\.storage\.k8s\.io\/requests\.storage/.test(resource))
    return 'storage';
  switch (name) {
    case 'cpu':
    case 'memory':
    case 'storage':
      return name;
    case 'ephemeral-storage':
      return 'ephemeral_storage';
    case 'pods':
      return 'pod';
    case 'services':
    case 'services.loadbalancers':
    case 'services.nodeports':
      return 'service';
    case 'persistentvolumeclaims':
      return 'pvc';
    case 'configmaps':
      return 'configmap';
    case 'secrets':
      return 'secret';
    default:
      return (
        name
          .split('.')[0]!
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '_')
          .slice(0, 40) || 'object'
      );
  }
};

export const quotaClaim = (
  workload: Workload,
  slug: string,
  resource: string,
  quota: string,
  evidence: Claim['evidence'],
  p: number,
): Claim => {
  const namespace = workload.namespace;
  return claim({
    entity: { kind: 'namespace', name: namespace },
    faultClass: 'throttling',
    detail: `namespace_${slug}_quota`,
    p,
    title: words(
      `The quota of namespace ${quotedName(namespace)} for ${resource} is used up; ${quotedName(workload.name)} gets none`,
      `命名空间 ${quotedName(namespace)} 的 ${resource} 配额已用尽，${quotedName(workload.name)} 无法获得`,
    ),
    nextCheck: look(
      `kubectl -n ${commandWord(namespace, 'NAMESPACE')} describe resourcequota`,
      `compare used with hard of ${quotedName(quota)}.`,
      `查看 ${quotedName(quota)} 的已用与上限。`,
    ),
    remediation: words(
      'Raise the quota, ask for less, or remove what is not needed any more.',
      '提高配额、降低请求，或清理不再需要的对象。',
    ),
    evidence,
    explains: [workload.name],
  });
};

interface Full {
  quota: KubernetesObject;
  resource: string;
  used: number;
  hard: number;
}

/** Quotas of a namespace that have less than this share left. */
const fullQuotas = (cluster: Cluster, namespace: string, kind: RegExp, room: number): Full[] =>
  cluster.objects('ResourceQuota').flatMap((quota) => {
    if (textAt(quota, 'metadata', 'namespace') !== namespace) return [];
    const used = textMapOf(at(quota, 'status', 'used'));
    const hard = textMapOf(at(quota, 'status', 'hard') ?? at(quota, 'spec', 'hard'));
    return [...hard].flatMap(([resource, limit]) => {
      const most = quantityOf(limit);
      const now = quantityOf(used.get(resource) ?? '0');
      if (!kind.test(resource) || most === null || now === null || most <= 0) return [];
      return now >= most * (1 - room) ? [{ quota, resource, used: now, hard: most }] : [];
    });
  });

export const quotaRules = (cluster: Cluster): Claim[] => [
  ...servicesOverQuota(cluster),
  ...claimsOverQuota(cluster),
];

const quotaEvidence = ({ quota, resource, used, hard }: Full): Claim['evidence'][number] =>
  stateEvidence(
    `ResourceQuota/${textAt(quota, 'metadata', 'name')}`,
    words('The quota has no room.', '配额没有余量。'),
    `${resource}: used ${used} of ${hard}`,
    { before: hard, after: used },
  );

const servicesOverQuota = (cluster: Cluster): Claim[] =>
  missingServices(cluster).flatMap(({ name, workload, evidence }) => {
    const full = fullQuotas(
      cluster,
      workload.namespace,
      /^(?:count\/)?services(?:\.nodeports|\.loadbalancers)?$/,
      0,
    )[0];
    if (full === undefined) return [];
    return [
      quotaClaim(
        workload,
        quotaSlug(full.resource),
        full.resource,
        textAt(full.quota, 'metadata', 'name'),
        [
          quotaEvidence(full),
          stateEvidence(
            `Service/${name}`,
            words('Others call this Service, and it does not exist.', '其他服务调用该 Service，但它不存在。'),
            `Service ${workload.namespace}/${name}: not found`,
          ),
          ...evidence,
        ],
        0.95,
      ),
    ];
  });

/**
 * A quota that left no room for a claim. What the claim asked for nobody keeps; the free volume of nearly its name, which was
 * made for it, tells how much that was.
 */
const quotaAgainst = (cluster: Cluster, namespace: string, name: string): (Full & { p: number }) | null => {
  const counted = fullQuotas(cluster, namespace, /^(?:count\/)?persistentvolumeclaims$/, 0)[0];
  if (counted !== undefined) return { ...counted, p: 0.95 };
  const made = cluster
    .objects('PersistentVolume')
    .filter((volume) => textAt(volume, 'spec', 'claimRef', 'name') === '')
    .find((volume) => similarity(name, textAt(volume, 'metadata', 'name')) >= 0.8);
  const asked = quantityOf(at(made, 'spec', 'capacity', 'storage'));
  for (const quota of fullQuotas(cluster, namespace, /requests\.storage$/, 1)) {
    if (asked !== null && quota.used + asked > quota.hard) return { ...quota, p: 0.95 };
    if (quota.used >= quota.hard) return { ...quota, p: 0.95 };
    if (asked === null) return { ...quota, p: quota.used >= quota.hard / 2 ? 0.9 : 0.75 };
  }
  return null;
};

/** Pods wait for a claim that does not exist, and the storage quota has no room for another. */
const claimsOverQuota = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) => {
    if (!isUnwell(workload)) return [];
    const waits = workload.pods.some((pod) => !podIsScheduled(pod));
    const missing = claimsOf(workload.template).find(
      (name) => cluster.find('PersistentVolumeClaim', workload.namespace, name) === undefined,
    );
    if (missing === undefined || !waits) return [];
    const told = cluster
      .eventsOfWorkload(workload)
      .some((event) => event.message.includes(`persistentvolumeclaim "${missing}" not found`));
    if (!told && cluster.objects('PersistentVolumeClaim').length === 0) return [];
    const evidence = stateEvidence(
      `PersistentVolumeClaim/${missing}`,
      words('The pods wait for this claim, and it does not exist.', 'Pod 等待该声明，但它不存在。'),
      `persistentvolumeclaim "${missing}" not found`,
    );
    const full = quotaAgainst(cluster, workload.namespace, missing);
    if (full !== null)
      return [
        quotaClaim(
          workload,
          quotaSlug(full.resource),
          full.resource,
          textAt(full.quota, 'metadata', 'name'),
          [quotaEvidence(full), evidence],
          full.p,
        ),
      ];
    return [
      claim({
        entity: workload.entity,
        faultClass: 'config',
        detail: 'missing_pvc',
        p: 0.93,
        title: words(
          `${quotedName(workload.name)} mounts claim ${quotedName(missing)}, which does not exist`,
          `${quotedName(workload.name)} 挂载的声明 ${quotedName(missing)} 不存在`,
        ),
        nextCheck: look(
          `kubectl -n ${commandWord(workload.namespace, 'NAMESPACE')} get pvc`,
          'compare with `claimName` of the pod template.',
          '与 Pod 模板的 `claimName` 对比。',
        ),
        remediation: words('Create the claim, or correct `claimName`.', '创建该声明，或修正 `claimName`。'),
        evidence: [evidence],
      }),
    ];
  });
