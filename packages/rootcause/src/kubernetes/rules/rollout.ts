/**
 * Workloads that do not reach what was asked of them, when no pod tells why: rollouts past their deadline, replicas scaled
 * to none, autoscalers at their ceiling or blind, pods thrown out.
 */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, kubectl, look, stateEvidence, words } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import { at, numberAt, textAt } from '../objects/fields.ts';
import { conditionsOf, type Workload } from '../objects/workload.ts';

export const rolloutRules = (cluster: Cluster): Claim[] => [
  ...cluster.workloads.flatMap((workload) => [
    ...stuck(workload),
    ...scaledToZero(cluster, workload),
    ...evicted(workload),
  ]),
  ...autoscalers(cluster),
];

/** `Progressing` False with `ProgressDeadlineExceeded`: `progressDeadlineSeconds` (600) went by without a new pod. */
const stuck = (workload: Workload): Claim[] => {
  const condition = workload.conditions.get('Progressing');
  const late = condition?.status === 'False' && condition.reason === 'ProgressDeadlineExceeded';
  const paused = at(workload.object, 'spec', 'paused') === true && isUnwell(workload);
  if (!late && !paused) return [];
  return [
    claim({
      entity: workload.entity,
      faultClass: paused ? 'config' : 'change',
      detail: paused ? 'rollout_paused' : 'rollout_stuck',
      p: paused ? 0.8 : 0.5,
      title: paused
        ? words(
            `The rollout of ${quotedName(workload.name)} is paused`,
            `${quotedName(workload.name)} 的发布被暂停`,
          )
        : words(
            `The rollout of ${quotedName(workload.name)} does not come to an end`,
            `${quotedName(workload.name)} 的发布无法完成`,
          ),
      nextCheck: look(
        describeCommand(workload),
        'conditions, and the pods of the new ReplicaSet.',
        '查看状况及新 ReplicaSet 的 Pod。',
      ),
      remediation: paused
        ? words('`kubectl rollout resume` it.', '执行 `kubectl rollout resume`。')
        : words(
            '`kubectl rollout undo` it, then read why the new pods are not ready.',
            '执行 `kubectl rollout undo`，再查明新 Pod 未就绪的原因。',
          ),
      evidence: [
        stateEvidence(
          `${workload.kind}/${workload.name}`,
          words('Its state as it tells it.', '其自述状态。'),
          paused ? 'spec.paused: true' : `${condition?.reason}: ${condition?.message}`,
        ),
      ],
    }),
  ];
};

/** None asked for, while a Service that others call sends to it. */
const scaledToZero = (cluster: Cluster, workload: Workload): Claim[] => {
  if (workload.replicas !== 0 || workload.pods.length > 0) return [];
  const services = cluster.services.filter((service) => cluster.behind(service).workloads.includes(workload));
  const callers = [
    ...new Set(
      [workload.name, ...services.map(({ name }) => name)].flatMap((name) => cluster.callersOf(name)),
    ),
  ].sort();
  const check = services.map(({ name }) => cluster.unreachable(name)).find((found) => found !== undefined);
  const only = services.filter((service) =>
    cluster.behind(service).workloads.every((other) => other === workload),
  );
  if (only.length === 0 || (callers.length === 0 && check === undefined)) return [];
  return [
    claim({
      entity: workload.entity,
      faultClass: 'config',
      detail: 'scaled_to_zero',
      p: check !== undefined ? 0.96 : 0.8,
      title: words(
        `${quotedName(workload.name)} is scaled to zero, and others call it`,
        `${quotedName(workload.name)} 被缩容为零，而仍有调用方`,
      ),
      nextCheck: look(
        kubectl(workload.namespace, 'get', workload.kind, workload.name),
        'replicas asked for.',
        '查看期望副本数。',
      ),
      remediation: words(
        'Scale it up: `kubectl scale --replicas=1`.',
        '扩容：`kubectl scale --replicas=1`。',
      ),
      evidence: [
        stateEvidence(
          `${workload.kind}/${workload.name}`,
          words('No replicas are asked for.', '期望副本数为零。'),
          `spec.replicas: 0; callers: ${callers.slice(0, 12).join(', ') || '-'}`,
        ),
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
    }),
  ];
};

/** The kubelet throws pods out when its node is short of something, or when a pod uses more disk than its own limit. */
const evicted = (workload: Workload): Claim[] => {
  const gone = workload.pods.filter(({ reason }) => reason === 'Evicted');
  if (gone.length === 0 || !isUnwell(workload)) return [];
  const { message, name, node } = gone[0]!;
  const own =
    /exceeds the (?:total )?limit|exceeds its local ephemeral storage limit|usage of EmptyDir volume/i.test(
      message,
    );
  const what = /memory/i.test(message)
    ? 'memory'
    : /storage|nodefs|imagefs|inodes/i.test(message)
      ? 'disk'
      : 'pressure';
  return [
    claim({
      entity: own || node === '' ? workload.entity : { kind: 'node', name: node },
      faultClass: what === 'memory' ? 'memory' : what === 'disk' ? 'disk' : 'node',
      detail: own ? 'ephemeral_storage_limit' : `node_${what}_pressure`,
      p: own ? 0.92 : 0.85,
      title: own
        ? words(
            `${quotedName(workload.name)} is thrown out for using more disk than its limit`,
            `${quotedName(workload.name)} 因磁盘用量超限被驱逐`,
          )
        : words(
            `Node ${quotedName(node)} threw pods of ${quotedName(workload.name)} out`,
            `节点 ${quotedName(node)} 驱逐了 ${quotedName(workload.name)} 的 Pod`,
          ),
      nextCheck: look(
        kubectl(workload.namespace, 'describe', 'pod', name),
        'read the message of the eviction.',
        '查看驱逐消息。',
      ),
      remediation: own
        ? words(
            'Raise `limits.ephemeral-storage`, or write less.',
            '提高 `limits.ephemeral-storage`，或减少写入。',
          )
        : words(
            'Free the node of what it is short of; set requests so that the scheduler knows.',
            '释放节点资源，并设置 requests 供调度器参考。',
          ),
      evidence: [
        stateEvidence(`Pod/${name}`, words('The kubelet evicted it.', 'kubelet 驱逐了该 Pod。'), message, {
          n: gone.length,
        }),
      ],
    }),
  ];
};

const autoscalers = (cluster: Cluster): Claim[] =>
  cluster.objects('HorizontalPodAutoscaler').flatMap((object) => {
    const conditions = conditionsOf(object);
    const namespace = textAt(object, 'metadata', 'namespace');
    const target = textAt(object, 'spec', 'scaleTargetRef', 'name');
    const most = numberAt(object, 'spec', 'maxReplicas');
    const current = numberAt(object, 'status', 'currentReplicas');
    const limited = conditions.get('ScalingLimited');
    const full =
      most !== null &&
      current !== null &&
      current >= most &&
      limited?.status === 'True' &&
      limited.reason === 'TooManyReplicas';
    const active = conditions.get('ScalingActive');
    const blind = active?.status === 'False' && /FailedGet|InvalidMetric|InvalidSelector/.test(active.reason);
    if (!full && !blind) return [];
    const name = quotedName(target);
    return [
      claim({
        entity: { kind: 'workload', name: target },
        faultClass: full ? 'throttling' : 'config',
        detail: full ? 'hpa_at_maximum' : 'hpa_without_metrics',
        p: full ? 0.7 : 0.4,
        title: full
          ? words(
              `${name} may not scale beyond ${most} replicas, and its load asks for more`,
              `${name} 已达最大 ${most} 副本，负载仍需更多`,
            )
          : words(`The autoscaler of ${name} cannot read its metrics`, `${name} 的自动伸缩无法读取指标`),
        nextCheck: look(
          kubectl(namespace, 'describe', 'hpa', textAt(object, 'metadata', 'name')),
          'targets and conditions.',
          '查看目标与状况。',
        ),
        remediation: full
          ? words(
              'Raise `maxReplicas` when the load is wanted; otherwise look at where it comes from.',
              '若负载正常，提高 `maxReplicas`；否则查明来源。',
            )
          : words(
              'Bring the metrics server back, or give the containers requests.',
              '恢复 metrics server，或为容器设置 requests。',
            ),
        evidence: [
          stateEvidence(
            `HorizontalPodAutoscaler/${textAt(object, 'metadata', 'name')}`,
            words('Its conditions.', '其状况。'),
            `replicas ${current ?? '-'} of at most ${most ?? '-'}; ${(full ? limited : active)?.reason}: ${(full ? limited : active)?.message}`,
          ),
        ],
      }),
    ];
  });
