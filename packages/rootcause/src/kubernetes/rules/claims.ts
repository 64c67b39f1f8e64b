/**
 * PersistentVolumeClaims that no volume binds to.
 *
 * The binder takes an available PersistentVolume of the same storage class and volume mode whose capacity is at least what is
 * asked, whose access modes include all that are asked, and whose labels match the claim's selector; `volumeName` asks for one
 * by name. A volume whose `claimRef` names another claim is taken; a `Released` one keeps the reference of its dead claim.
 */
import type { KubernetesObject } from '../../incident.ts';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at, listOf, textAt, textMapOf, textOf } from '../objects/fields.ts';
import { matchesSelector, selectorText } from '../objects/labels.ts';
import { quantityOf } from '../objects/quantity.ts';
import { similarity } from '../objects/similar.ts';
import { podIsScheduled, type Workload } from '../objects/workload.ts';

export const claimRules = (cluster: Cluster): Claim[] =>
  cluster.objects('PersistentVolumeClaim').flatMap((pvc) => {
    if (textAt(pvc, 'status', 'phase') === 'Bound') return [];
    const users = usersOf(cluster, textAt(pvc, 'metadata', 'namespace'), textAt(pvc, 'metadata', 'name'));
    const user = users.find((workload) => workload.pods.some((pod) => !podIsScheduled(pod))) ?? users[0];
    if (user === undefined) return [];
    const reason = whyUnbound(cluster, pvc);
    return reason === null ? [] : [unbound(user, pvc, reason)];
  });

/** Workloads that mount the claim; a StatefulSet's own claims are named `<template>-<pod>`. */
export const usersOf = (cluster: Cluster, namespace: string, name: string): Workload[] =>
  cluster.workloads.filter(
    (workload) =>
      workload.namespace === namespace &&
      (claimsOf(workload.template).includes(name) ||
        workload.pods.some((pod) => claimsOf(pod.spec).includes(name)) ||
        listOf(at(workload.object, 'spec', 'volumeClaimTemplates')).some((template) =>
          new RegExp(
            `^${escaped(textAt(template, 'metadata', 'name'))}-${escaped(workload.name)}-\\d+$`,
          ).test(name),
        )),
  );

const escaped = (text: string): string => text.replace(/[^a-z0-9-]/gi, '\\$&');

export const claimsOf = (spec: unknown): string[] =>
  listOf(at(spec, 'volumes')).flatMap((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') || []);

type Detail =
  | 'pvc_capacity'
  | 'pvc_access_mode'
  | 'pvc_selector'
  | 'pvc_storage_class'
  | 'pvc_volume_mode'
  | 'pv_already_bound'
  | 'pv_missing'
  | 'provisioning_failed';

interface Reason {
  detail: Detail;
  p: number;
  quote: string;
}

const whyUnbound = (cluster: Cluster, pvc: KubernetesObject): Reason | null => {
  const namespace = textAt(pvc, 'metadata', 'namespace');
  const name = textAt(pvc, 'metadata', 'name');
  const failed = cluster
    .eventsOf('PersistentVolumeClaim', namespace, name)
    .findLast((event) => event.reason === 'ProvisioningFailed');
  const className = at(pvc, 'spec', 'storageClassName');
  const wanted = textOf(className);
  const storage = cluster.objects('StorageClass');
  const known = storage.find((object) => textAt(object, 'metadata', 'name') === wanted);
  const volumes = cluster.objects('PersistentVolume');
  const byName = textAt(pvc, 'spec', 'volumeName');
  if (byName !== '') {
    const volume = volumes.find((object) => textAt(object, 'metadata', 'name') === byName);
    if (volume === undefined)
      return volumes.length > 0 ? { detail: 'pv_missing', p: 0.93, quote: `volumeName: ${byName}` } : null;
    const taken = takenBy(volume, namespace, name);
    if (taken !== null)
      return { detail: 'pv_already_bound', p: 0.97, quote: `volumeName: ${byName}; ${taken}` };
    return mismatch(pvc, volume)[0] ?? null;
  }
  if (
    wanted !== '' &&
    storage.length > 0 &&
    known === undefined &&
    !volumes.some((v) => classOf(v) === wanted)
  )
    return {
      detail: 'pvc_storage_class',
      p: 0.95,
      quote: `storageClassName: ${wanted}; existing: ${storage.map((object) => textAt(object, 'metadata', 'name')).join(', ')}`,
    };
  const candidates = volumes
    .map((volume) => ({ volume, faults: mismatch(pvc, volume), taken: takenBy(volume, namespace, name) }))
    .map((candidate) => ({
      ...candidate,
      alike: similarity(name, textAt(candidate.volume, 'metadata', 'name')),
    }))
    .sort(
      (a, b) =>
        a.faults.length + (a.taken === null ? 0 : 1) - (b.faults.length + (b.taken === null ? 0 : 1)) ||
        b.alike - a.alike ||
        (textAt(a.volume, 'metadata', 'name') < textAt(b.volume, 'metadata', 'name') ? -1 : 1),
    );
  const best = candidates[0];
  if (best !== undefined) {
    if (best.faults.length === 0 && best.taken === null) return null;
    // A volume made for this claim by its name is the one that was meant, even when it misses on more than one point.
    const meant = candidates.find(({ alike, taken }) => alike >= 0.9 && taken === null) ?? best;
    const fault = meant.faults[0];
    if (fault !== undefined && !(best.taken !== null && best.faults.length === 0 && meant === best))
      return fault;
    return {
      detail: 'pv_already_bound',
      p: 0.94,
      quote: `${textAt(best.volume, 'metadata', 'name')}: ${best.taken ?? ''}`,
    };
  }
  if (failed !== undefined) return { detail: 'provisioning_failed', p: 0.9, quote: failed.message };
  return wanted === '' || textAt(known, 'provisioner') === 'kubernetes.io/no-provisioner'
    ? { detail: 'pv_missing', p: 0.85, quote: `storageClassName: "${wanted}"; no PersistentVolume` }
    : null;
};

const classOf = (object: unknown): string => textAt(object, 'spec', 'storageClassName');

const takenBy = (volume: KubernetesObject, namespace: string, name: string): string | null => {
  const reference = at(volume, 'spec', 'claimRef');
  const phase = textAt(volume, 'status', 'phase');
  const other = textAt(reference, 'name');
  if (other !== '' && (other !== name || textAt(reference, 'namespace') !== namespace))
    return `claimRef: ${textAt(reference, 'namespace')}/${other}, phase ${phase}`;
  return phase === 'Released' || phase === 'Failed' ? `phase ${phase}` : null;
};

/** Where the volume misses what the claim asks, sharpest first. */
const mismatch = (pvc: KubernetesObject, volume: KubernetesObject): Reason[] => {
  const found: Reason[] = [];
  const name = textAt(volume, 'metadata', 'name');
  const selector = at(pvc, 'spec', 'selector');
  const labels = textMapOf(at(volume, 'metadata', 'labels'));
  const asked = quantityOf(at(pvc, 'spec', 'resources', 'requests', 'storage'));
  const offered = quantityOf(at(volume, 'spec', 'capacity', 'storage'));
  if (asked !== null && offered !== null && asked > offered)
    found.push({
      detail: 'pvc_capacity',
      p: 0.97,
      quote: `asked ${String(at(pvc, 'spec', 'resources', 'requests', 'storage'))}; ${name} has ${String(at(volume, 'spec', 'capacity', 'storage'))}`,
    });
  const modes = listOf(at(pvc, 'spec', 'accessModes')).map(textOf);
  const given = listOf(at(volume, 'spec', 'accessModes')).map(textOf);
  if (given.length > 0 && modes.some((mode) => !given.includes(mode)))
    found.push({
      detail: 'pvc_access_mode',
      p: 0.97,
      quote: `asked ${modes.join(', ')}; ${name} offers ${given.join(', ')}`,
    });
  if (selector !== undefined && selector !== null && !matchesSelector(labels, selector))
    found.push({
      detail: 'pvc_selector',
      p: 0.96,
      quote: `selector ${selectorText(selector)}; ${name} has labels ${[...labels].map(([k, v]) => `${k}=${v}`).join(',') || '-'}`,
    });
  if (textAt(pvc, 'spec', 'storageClassName') !== classOf(volume))
    found.push({
      detail: 'pvc_storage_class',
      p: 0.94,
      quote: `storageClassName "${textAt(pvc, 'spec', 'storageClassName')}"; ${name} has "${classOf(volume)}"`,
    });
  const mode = textAt(pvc, 'spec', 'volumeMode') || 'Filesystem';
  const volumeMode = textAt(volume, 'spec', 'volumeMode') || 'Filesystem';
  if (mode !== volumeMode)
    found.push({
      detail: 'pvc_volume_mode',
      p: 0.95,
      quote: `volumeMode ${mode}; ${name} has ${volumeMode}`,
    });
  return found;
};

const titles: Readonly<Record<Detail, { en: string; zh: string; fixEn: string; fixZh: string }>> = {
  pvc_capacity: {
    en: 'asks for more storage than any volume has',
    zh: '请求的容量超过任何可用卷',
    fixEn: 'Ask for no more than the volume has, or make a larger volume.',
    fixZh: '将请求降到卷容量以内，或创建更大的卷。',
  },
  pvc_access_mode: {
    en: 'asks for an access mode that its volume does not offer',
    zh: '请求的访问模式卷不支持',
    fixEn: 'Make `accessModes` of claim and volume agree.',
    fixZh: '使声明与卷的 `accessModes` 一致。',
  },
  pvc_selector: {
    en: 'selects volumes by labels that none has',
    zh: '的选择器没有匹配的卷',
    fixEn: 'Correct `spec.selector` of the claim, or label the volume.',
    fixZh: '修正声明的 `spec.selector`，或为卷打标签。',
  },
  pvc_storage_class: {
    en: 'names a storage class that does not fit or does not exist',
    zh: '引用的存储类不存在或不匹配',
    fixEn: 'Correct `storageClassName`.',
    fixZh: '修正 `storageClassName`。',
  },
  pvc_volume_mode: {
    en: 'asks for another volume mode than its volume has',
    zh: '请求的卷模式与卷不符',
    fixEn: 'Make `volumeMode` of claim and volume agree.',
    fixZh: '使声明与卷的 `volumeMode` 一致。',
  },
  pv_already_bound: {
    en: 'wants a volume that belongs to another claim',
    zh: '所需的卷已被其他声明占用',
    fixEn: 'Make another volume, or free this one (`spec.claimRef`).',
    fixZh: '另建卷，或释放该卷（`spec.claimRef`）。',
  },
  pv_missing: {
    en: 'has no volume to bind to',
    zh: '没有可绑定的卷',
    fixEn: 'Make a PersistentVolume that fits, or name a storage class that provisions.',
    fixZh: '创建匹配的 PersistentVolume，或使用可动态供给的存储类。',
  },
  provisioning_failed: {
    en: 'cannot get a volume from its provisioner',
    zh: '的供给器无法创建卷',
    fixEn: 'Read the event of the claim: quota of the cloud, rights, or the provisioner itself.',
    fixZh: '查看声明的事件：云配额、权限或供给器本身。',
  },
};

const unbound = (user: Workload, pvc: KubernetesObject, reason: Reason): Claim => {
  const namespace = textAt(pvc, 'metadata', 'namespace');
  const name = textAt(pvc, 'metadata', 'name');
  const { en, zh, fixEn, fixZh } = titles[reason.detail];
  return claim({
    entity: user.entity,
    faultClass: 'config',
    detail: reason.detail,
    p: reason.p,
    title: words(
      `${quotedName(user.name)} waits for its volume: claim ${quotedName(name)} ${en}`,
      `${quotedName(user.name)} 等待存储卷：声明 ${quotedName(name)} ${zh}`,
    ),
    nextCheck: look(
      kubectl(namespace, 'describe', 'pvc', name, ' && kubectl get pv'),
      'compare size, access modes, class and selector of the claim with the volumes.',
      '对比声明与卷的容量、访问模式、存储类与选择器。',
    ),
    remediation: words(fixEn, fixZh),
    evidence: [
      stateEvidence(
        `PersistentVolumeClaim/${name}`,
        words(
          'The claim is not bound; this is where claim and volume differ.',
          '声明未绑定；以下为声明与卷的差异。',
        ),
        reason.quote,
      ),
    ],
  });
};
