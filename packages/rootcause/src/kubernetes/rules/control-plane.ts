/**
 * The control plane and the cluster's name service, told by their own pods and by what they leave undone.
 *
 * Every new pod gets either a node or a `FailedScheduling` event within seconds: pods that wait with neither tell that no
 * scheduler works (or that the pod names one that does not exist). The pods of `kube-system` show the rest.
 */
import type { FaultClass } from '@nightglass/model';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, kubectl, look, stateEvidence, words } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import { at, listOf, textAt } from '../objects/fields.ts';
import { podIsDone, podIsReady, podIsScheduled, type Workload } from '../objects/workload.ts';

export const controlPlaneRules = (cluster: Cluster): Claim[] => [
  ...silentScheduler(cluster),
  ...systemPods(cluster),
  ...nameService(cluster),
];

/** The scheduler looks at a new pod at once; so long without a word is silence. */
const silenceMs = 20_000;

const silentScheduler = (cluster: Cluster): Claim[] => {
  const silent = cluster.pods.filter(
    (pod) =>
      pod.phase === 'Pending' &&
      !podIsScheduled(pod) &&
      !pod.deleting &&
      !podIsDone(pod) &&
      listOf(at(pod.spec, 'schedulingGates')).length === 0 &&
      (pod.conditions.get('PodScheduled')?.message ?? '') === '' &&
      !cluster
        .eventsOf('Pod', pod.namespace, pod.name)
        .some(({ reason }) => reason === 'FailedScheduling' || reason === 'Scheduled') &&
      (pod.createdMs === null || cluster.nowMs - pod.createdMs >= silenceMs),
  );
  // Other pods that the scheduler spoke of later show that it works.
  const first = Math.min(...silent.map((pod) => pod.createdMs ?? Number.POSITIVE_INFINITY));
  const later = cluster.events.some(
    ({ reason, timeMs }) =>
      (reason === 'Scheduled' || reason === 'FailedScheduling') &&
      timeMs !== null &&
      timeMs > first + silenceMs,
  );
  if (silent.length === 0 || later) return [];
  const [pod] = silent;
  const scheduler = textAt(pod!.spec, 'schedulerName');
  const evidence = stateEvidence(
    `Pod/${pod!.name}`,
    words(
      `${silent.length} pods wait without a node and without a word of the scheduler.`,
      `${silent.length} 个 Pod 既未分配节点，也没有调度器事件。`,
    ),
    `phase Pending, no nodeName, no event FailedScheduling; schedulerName ${scheduler || 'default-scheduler'}`,
    { n: silent.length },
  );
  if (scheduler !== '' && scheduler !== 'default-scheduler')
    return [
      claim({
        entity: pod!.workload.entity,
        faultClass: 'config',
        detail: 'scheduler_name',
        p: 0.85,
        title: words(
          `${quotedName(pod!.workload.name)} asks for scheduler ${quotedName(scheduler)}, which does nothing for it`,
          `${quotedName(pod!.workload.name)} 指定的调度器 ${quotedName(scheduler)} 未处理`,
        ),
        nextCheck: look('kubectl get pods -A', 'look for that scheduler.', '查找该调度器。'),
        remediation: words(
          'Correct `schedulerName`, or start that scheduler.',
          '修正 `schedulerName`，或启动该调度器。',
        ),
        evidence: [evidence],
      }),
    ];
  const machine = cluster.nodes.filter(({ controlPlane }) => controlPlane);
  return [
    claim({
      entity:
        machine.length === 1
          ? { kind: 'node', name: machine[0]!.name }
          : { kind: 'workload', name: 'kube-scheduler' },
      faultClass: 'node',
      detail: 'scheduler_down',
      p: 0.85,
      title: words('No scheduler places pods', '没有调度器为 Pod 分配节点'),
      nextCheck: look(
        'kubectl -n kube-system get pods -l component=kube-scheduler',
        'or ask for the unit `kube-scheduler` on the control plane.',
        '或在控制面节点检查 `kube-scheduler` 单元。',
      ),
      remediation: words(
        'Bring the scheduler back; waiting pods are placed at once.',
        '恢复调度器，等待的 Pod 会立即被分配。',
      ),
      evidence: [evidence],
      explains: silent.map(({ workload }) => workload.name),
    }),
  ];
};

interface Component {
  pattern: RegExp;
  faultClass: FaultClass;
  detail: string;
  en: string;
  zh: string;
}

const components: readonly Component[] = [
  {
    pattern: /^kube-apiserver/,
    faultClass: 'node',
    detail: 'api_server_down',
    en: 'the API server',
    zh: 'API server',
  },
  { pattern: /^etcd/, faultClass: 'node', detail: 'etcd_down', en: 'etcd', zh: 'etcd' },
  {
    pattern: /^kube-scheduler/,
    faultClass: 'node',
    detail: 'scheduler_down',
    en: 'the scheduler',
    zh: '调度器',
  },
  {
    pattern: /^kube-controller-manager/,
    faultClass: 'node',
    detail: 'controller_manager_down',
    en: 'the controller manager',
    zh: '控制器管理器',
  },
  {
    pattern: /^kube-proxy/,
    faultClass: 'node',
    detail: 'kube_proxy_down',
    en: 'kube-proxy',
    zh: 'kube-proxy',
  },
  {
    pattern: /^(?:calico|flannel|kube-flannel|cilium|weave|canal|kindnet|aws-node|antrea)/,
    faultClass: 'network',
    detail: 'cni_down',
    en: 'the network plugin',
    zh: '网络插件',
  },
];

/** Pods of the control plane and of the node's agents that do not run; the node is where to look. */
const systemPods = (cluster: Cluster): Claim[] =>
  cluster.pods.flatMap((pod) => {
    const component = components.find(({ pattern }) => pattern.test(pod.name));
    if (
      component === undefined ||
      !/^kube-|-system$/.test(pod.namespace) ||
      podIsReady(pod) ||
      pod.deleting ||
      podIsDone(pod)
    )
      return [];
    return [
      claim({
        entity: pod.node === '' ? pod.workload.entity : { kind: 'node', name: pod.node },
        faultClass: component.faultClass,
        detail: component.detail,
        p: 0.9,
        title: words(
          `${component.en} does not run${pod.node === '' ? '' : ` on node ${quotedName(pod.node)}`}`.replace(
            /^t/,
            'T',
          ),
          `${pod.node === '' ? '' : `节点 ${quotedName(pod.node)} 上的`}${component.zh}未运行`,
        ),
        nextCheck: look(
          kubectl(pod.namespace, 'describe', 'pod', pod.name),
          'read its states and events.',
          '查看其状态与事件。',
        ),
        remediation: words('Bring it back: read its last log lines first.', '恢复运行；先查看其最后日志。'),
        evidence: [
          stateEvidence(
            `Pod/${pod.name}`,
            words('The pod is not ready.', '该 Pod 未就绪。'),
            `phase ${pod.phase}; ${pod.containers.map((c) => `${c.name}: ${c.state.phase} ${c.state.reason}`).join('; ')}`,
          ),
        ],
      }),
    ];
  });

const isNameService = (workload: Workload): boolean =>
  workload.labels.get('k8s-app') === 'kube-dns' ||
  workload.name === 'coredns' ||
  workload.name === 'kube-dns';

const resolverWords =
  /lookup .{1,253}: (?:i\/o timeout|server misbehaving|read udp)|Temporary failure in name resolution|EAI_AGAIN|SERVFAIL/i;

/** CoreDNS without a ready pod: no name of the cluster resolves. */
const nameService = (cluster: Cluster): Claim[] =>
  cluster.workloads.filter(isNameService).flatMap((workload) => {
    const ready =
      workload.pods.filter(podIsReady).length || (workload.pods.length === 0 ? (workload.ready ?? 0) : 0);
    const none =
      workload.replicas === 0 ||
      (ready === 0 && (workload.pods.length > 0 || workload.ready === 0 || isUnwell(workload)));
    if (!none) return [];
    const log = cluster.logged
      .flatMap((name) => cluster.logsOf(name))
      .find(({ text }) => resolverWords.test(text));
    return [
      claim({
        entity: workload.entity,
        faultClass: 'dns',
        detail: 'cluster_dns_down',
        p: log !== undefined ? 0.97 : 0.93,
        title: words("The cluster's name service has no running pod", '集群域名服务没有运行中的 Pod'),
        nextCheck: look(
          kubectl(workload.namespace, 'get', 'pods', '', ' -l k8s-app=kube-dns'),
          'none is ready.',
          '没有就绪的 Pod。',
        ),
        remediation: words(
          'Scale CoreDNS up again, or correct its Corefile.',
          '恢复 CoreDNS 副本数，或修正 Corefile。',
        ),
        evidence: [
          stateEvidence(
            `${workload.kind}/${workload.name}`,
            words('Replicas asked for and ready.', '期望与就绪副本数。'),
            `replicas ${workload.replicas ?? '-'}, ready ${ready}`,
          ),
          ...(log === undefined
            ? []
            : [
                stateEvidence('log', words('Names do not resolve.', '域名无法解析。'), log.text, {
                  signal: 'log',
                  n: log.weight,
                }),
              ]),
        ],
        explains: cluster.workloads.filter((other) => other !== workload).map(({ name }) => name),
      }),
    ];
  });
