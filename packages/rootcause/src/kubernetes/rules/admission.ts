/**
 * Pods that the API server refuses to create.
 *
 * Controllers (ReplicaSet, StatefulSet, DaemonSet, Job) tell it in a `FailedCreate` event and in the condition
 * `ReplicaFailure`; they try again for ever. A refusal that stands only at the birth of a workload (its ServiceAccount was
 * created a moment later) leaves the event behind, so it counts only while pods are still missing.
 */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { KubernetesEvent } from '../../incident.ts';
import { commandWord, quotedName } from '../../words/subject.ts';
import { type Claim, claim, eventEvidence, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at } from '../objects/fields.ts';
import { nearest } from '../objects/similar.ts';
import { podIsDone, type Workload } from '../objects/workload.ts';
import { quotaClaim, quotaSlug } from './quota.ts';

export const admissionRules = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) => {
    if (!lacksPods(workload)) return [];
    const refusal = newestRefusal(cluster, workload);
    if (refusal === null) return [];
    const found = refused(cluster, workload, refusal);
    return found === null ? [] : [found];
  });

interface Refusal {
  message: string;
  evidence: Claim['evidence'];
}

const lacksPods = (workload: Workload): boolean => {
  const alive = workload.pods.filter((pod) => !podIsDone(pod) && !pod.deleting).length;
  return workload.replicas === null ? alive === 0 : alive < workload.replicas;
};

const refusalWords =
  /forbidden|denied the request|failed calling webhook|is invalid|no PriorityClass|not found|exceeded quota/i;

const newestRefusal = (cluster: Cluster, workload: Workload): Refusal | null => {
  const event = cluster
    .eventsOfWorkload(workload)
    .findLast(
      (e: KubernetesEvent) =>
        e.type === 'Warning' &&
        /^FailedCreate$|^FailedDaemonPod$/.test(e.reason) &&
        refusalWords.test(e.message),
    );
  if (event !== undefined) return { message: event.message, evidence: [eventEvidence(event)] };
  const condition = workload.conditions.get('ReplicaFailure');
  if (condition?.status !== 'True' || !refusalWords.test(condition.message)) return null;
  return {
    message: condition.message,
    evidence: [
      stateEvidence(
        `${workload.kind}/${workload.name}`,
        words('Its condition ReplicaFailure stands.', '其 ReplicaFailure 条件成立。'),
        `${condition.reason}: ${condition.message}`,
      ),
    ],
  };
};

const refused = (cluster: Cluster, workload: Workload, refusal: Refusal): Claim | null => {
  const { message } = refusal;
  const quota = /exceeded quota: ([^,]{1,253}), requested: ([^ ]{1,300})/.exec(message);
  if (quota !== null) {
    const resource = firstExceeded(quota[2]!);
    return quotaClaim(workload, quotaSlug(resource), resource, quota[1]!, refusal.evidence, 0.97);
  }
  const account =
    /(?:error looking up service account [^:]{1,300}: )?serviceaccount "([^"]{1,253})" not found/i.exec(
      message,
    );
  if (account !== null) return serviceAccount(cluster, workload, account[1]!, refusal);
  const other = refusals.find(({ pattern }) => pattern.test(message));
  if (other === undefined) return generic(workload, refusal);
  const match = other.pattern.exec(message)!;
  return claim({
    entity: other.entity(workload, match[1] ?? ''),
    faultClass: other.faultClass,
    detail: other.detail,
    p: other.p,
    title: words(
      `No pods of ${quotedName(workload.name)} can be created: ${other.en}`,
      `无法创建 ${quotedName(workload.name)} 的 Pod：${other.zh}`,
    ),
    nextCheck: look(eventsCommand(workload), 'read the newest refusal.', '查看最新的拒绝原因。'),
    remediation: words(other.fixEn, other.fixZh),
    evidence: refusal.evidence,
    explains: [workload.name],
  });
};

const eventsCommand = (workload: Workload): string =>
  `kubectl -n ${commandWord(workload.namespace, 'NAMESPACE')} get events --field-selector reason=FailedCreate`;

/** The message names only resources that are exceeded: `requests.cpu=1,requests.memory=2Gi`. */
const firstExceeded = (asked: string): string => asked.split(/[=,]/)[0]?.trim() ?? '';

const serviceAccount = (
  cluster: Cluster,
  workload: Workload,
  name: string,
  refusal: Refusal,
): Claim | null => {
  const accounts = cluster
    .objects('ServiceAccount')
    .filter((object) => at(object, 'metadata', 'namespace') === workload.namespace)
    .map((object) => object.metadata.name);
  // It exists by now: the controller will succeed at its next try.
  if (accounts.includes(name)) return null;
  const near = nearest(name, accounts);
  return claim({
    entity: workload.entity,
    faultClass: 'config',
    detail: 'missing_service_account',
    p: accounts.length > 0 ? 0.97 : 0.92,
    title: words(
      `No pods of ${quotedName(workload.name)} can be created: ServiceAccount ${quotedName(name)} does not exist`,
      `无法创建 ${quotedName(workload.name)} 的 Pod：ServiceAccount ${quotedName(name)} 不存在`,
    ),
    nextCheck: look(
      `kubectl -n ${commandWord(workload.namespace, 'NAMESPACE')} get serviceaccounts`,
      'compare with `serviceAccountName` of the pod template.',
      '与 Pod 模板的 `serviceAccountName` 对比。',
    ),
    remediation:
      near === null
        ? words(
            'Create the ServiceAccount, or correct `serviceAccountName`.',
            '创建该 ServiceAccount，或修正 `serviceAccountName`。',
          )
        : words(
            `Correct \`serviceAccountName\`: ${quotedName(near)} exists.`,
            `修正 \`serviceAccountName\`：现有 ${quotedName(near)}。`,
          ),
    evidence: [
      ...refusal.evidence,
      stateEvidence(
        `${workload.kind}/${workload.name}`,
        words('The name in the pod template, beside those that exist.', 'Pod 模板中的名称与现有名称。'),
        `serviceAccountName: ${name}; existing: ${accounts.slice(0, 12).join(', ') || '-'}`,
      ),
    ],
  });
};

interface Rejection {
  pattern: RegExp;
  entity(workload: Workload, named: string): ExplanationEntity;
  faultClass: FaultClass;
  detail: string;
  p: number;
  en: string;
  zh: string;
  fixEn: string;
  fixZh: string;
}

const own = (workload: Workload): ExplanationEntity => workload.entity;
const namespace = (workload: Workload): ExplanationEntity => ({
  kind: 'namespace',
  name: workload.namespace,
});

const refusals: readonly Rejection[] = [
  {
    pattern: /failed quota: ([^:]{1,253}): must specify/i,
    entity: own,
    faultClass: 'config',
    detail: 'quota_needs_requests',
    p: 0.96,
    en: 'a quota demands requests and limits that the template does not give',
    zh: '配额要求设置 requests 与 limits，模板未设置',
    fixEn: 'Set `resources` in the pod template, or give the namespace a LimitRange with defaults.',
    fixZh: '在 Pod 模板设置 `resources`，或为命名空间设置带默认值的 LimitRange。',
  },
  {
    pattern:
      /(?:maximum|minimum) (?:cpu|memory|ephemeral-storage|storage) usage per (?:Container|Pod|PersistentVolumeClaim)|limit to request ratio/i,
    entity: namespace,
    faultClass: 'config',
    detail: 'limit_range',
    p: 0.93,
    en: "the namespace's LimitRange does not allow what its containers ask for",
    zh: '命名空间的 LimitRange 不允许其资源设置',
    fixEn: 'Make the requests of the template and the LimitRange agree.',
    fixZh: '使模板的资源请求与 LimitRange 一致。',
  },
  {
    pattern: /violates PodSecurity "([^"]{1,100})"/i,
    entity: own,
    faultClass: 'config',
    detail: 'pod_security',
    p: 0.96,
    en: "the namespace's Pod Security level forbids its settings",
    zh: '命名空间的 Pod 安全级别禁止其设置',
    fixEn: 'Set the fields of `securityContext` that the message names, or lower the level of the namespace.',
    fixZh: '按消息设置 `securityContext` 字段，或降低命名空间的安全级别。',
  },
  {
    pattern: /failed calling webhook "([^"]{1,253})"/i,
    entity: (_workload, name) => ({ kind: 'external', name }),
    faultClass: 'dependency_down',
    detail: 'admission_webhook_unavailable',
    p: 0.94,
    en: 'an admission webhook does not answer',
    zh: '准入 webhook 无响应',
    fixEn: 'Bring the webhook back, or set its `failurePolicy` to `Ignore` until it is.',
    fixZh: '恢复 webhook，或临时将其 `failurePolicy` 设为 `Ignore`。',
  },
  {
    pattern: /admission webhook "([^"]{1,253})" denied the request/i,
    entity: own,
    faultClass: 'config',
    detail: 'admission_webhook_denied',
    p: 0.93,
    en: 'an admission webhook denies it',
    zh: '准入 webhook 拒绝',
    fixEn: 'Change what the message of the webhook names.',
    fixZh: '按 webhook 消息修改。',
  },
  {
    pattern: /no PriorityClass with name ([^ ]{1,253}) was found/i,
    entity: own,
    faultClass: 'config',
    detail: 'missing_priority_class',
    p: 0.96,
    en: 'its PriorityClass does not exist',
    zh: '其 PriorityClass 不存在',
    fixEn: 'Create the PriorityClass, or correct `priorityClassName`.',
    fixZh: '创建该 PriorityClass，或修正 `priorityClassName`。',
  },
  {
    pattern: /RuntimeClass(?:\.node\.k8s\.io)? "([^"]{1,253})" not found/i,
    entity: own,
    faultClass: 'config',
    detail: 'missing_runtime_class',
    p: 0.95,
    en: 'its RuntimeClass does not exist',
    zh: '其 RuntimeClass 不存在',
    fixEn: 'Create the RuntimeClass, or correct `runtimeClassName`.',
    fixZh: '创建该 RuntimeClass，或修正 `runtimeClassName`。',
  },
  {
    pattern: /unable to validate against any (?:pod security policy|security context constraint)/i,
    entity: own,
    faultClass: 'config',
    detail: 'pod_security',
    p: 0.94,
    en: 'no security policy allows its settings',
    zh: '没有安全策略允许其设置',
    fixEn: 'Lower what the pod asks for, or give its ServiceAccount a policy that allows it.',
    fixZh: '降低 Pod 的权限要求，或为其 ServiceAccount 授予允许的策略。',
  },
  {
    pattern: /is invalid: /i,
    entity: own,
    faultClass: 'config',
    detail: 'invalid_pod_spec',
    p: 0.94,
    en: 'its pod template is not valid',
    zh: '其 Pod 模板无效',
    fixEn: 'Correct the field that the message names.',
    fixZh: '修正消息中指出的字段。',
  },
];

const generic = (workload: Workload, refusal: Refusal): Claim =>
  claim({
    entity: workload.entity,
    faultClass: 'config',
    detail: 'pod_forbidden',
    p: 0.8,
    title: words(
      `The API server refuses to create pods of ${quotedName(workload.name)}`,
      `API server 拒绝创建 ${quotedName(workload.name)} 的 Pod`,
    ),
    nextCheck: look(eventsCommand(workload), 'read the newest refusal.', '查看最新的拒绝原因。'),
    remediation: words('Change what the message names.', '按消息修改。'),
    evidence: refusal.evidence,
  });
