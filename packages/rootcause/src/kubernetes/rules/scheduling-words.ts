/** The sentences and the evidence of a pod that no node takes. */
import type { FaultClass, LocalText } from '@nightglass/model';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at, listOf, textAt, textMapOf } from '../objects/fields.ts';
import { nodeTermsText, pairsText, selectorText } from '../objects/labels.ts';
import { taintText } from '../objects/node.ts';
import { quantityText } from '../objects/quantity.ts';
import type { Pod, Workload } from '../objects/workload.ts';
import { antiAffinityTerms, type Demand, type Obstacle, requiredNodeAffinity } from './fit.ts';
import type { Judged } from './scheduling.ts';

interface Words {
  faultClass: FaultClass;
  detail: string;
  title: LocalText;
  fix: LocalText;
}

const tooLarge = (demand: Demand, judged: Judged, resource: string): boolean => {
  const asked = demand.requests.get(resource) ?? 0;
  const rooms = judged.eligible.flatMap((node) => node.allocatable.get(resource) ?? []);
  return rooms.length > 0 && rooms.every((room) => asked > room);
};

const resourceWords = (demand: Demand, judged: Judged, resource: 'cpu' | 'memory'): Words => {
  const asked = quantityText(resource, demand.requests.get(resource) ?? 0);
  const zh = resource === 'cpu' ? 'CPU' : '内存';
  return tooLarge(demand, judged, resource)
    ? {
        faultClass: 'config',
        detail: `insufficient_${resource}`,
        title: words(
          `asks for more ${resource} (${asked}) than any node has`,
          `请求的${zh}（${asked}）超过任一节点的容量`,
        ),
        fix: words(
          `Lower the ${resource} request below what a node offers, or add a larger node.`,
          `将${zh}请求降到节点容量以下，或增加更大的节点。`,
        ),
      }
    : {
        faultClass: 'config',
        detail: `insufficient_${resource}`,
        title: words(
          `asks for ${asked} of ${resource}, and no node has so much left`,
          `请求 ${asked} ${zh}，没有节点剩余足够容量`,
        ),
        fix: words(
          `Lower the ${resource} requests, free room, or add a node.`,
          `降低${zh}请求、释放容量或增加节点。`,
        ),
      };
};

const wordsOf = (obstacle: Obstacle, demand: Demand, judged: Judged): Words => {
  switch (obstacle) {
    case 'node_selector':
      return {
        faultClass: 'config',
        detail: 'node_selector',
        title: words('selects nodes by labels that no node has', '的节点选择器没有匹配的节点'),
        fix: words('Correct `nodeSelector`, or label a node.', '修正 `nodeSelector`，或为节点打上标签。'),
      };
    case 'node_affinity':
      return {
        faultClass: 'config',
        detail: 'node_affinity',
        title: words('requires a node affinity that no node meets', '要求的节点亲和性没有节点满足'),
        fix: words(
          'Correct `affinity.nodeAffinity`, or label a node.',
          '修正 `affinity.nodeAffinity`，或为节点打上标签。',
        ),
      };
    case 'taint':
      return {
        faultClass: 'config',
        detail: 'untolerated_taint',
        title: words('does not tolerate the taints of the nodes that it may go to', '不容忍可用节点上的污点'),
        fix: words(
          'Add a toleration to the pod, or take the taint off the node.',
          '为 Pod 添加容忍，或移除节点污点。',
        ),
      };
    case 'cordoned':
      return {
        faultClass: 'config',
        detail: 'node_cordoned',
        title: words('finds only nodes that are cordoned', '可用节点均已被封锁（cordon）'),
        fix: words(
          '`kubectl uncordon` the node when its maintenance is over.',
          '维护完成后执行 `kubectl uncordon`。',
        ),
      };
    case 'pod_anti_affinity':
      return {
        faultClass: 'config',
        detail: 'pod_anti_affinity',
        title: words(
          'must not share a node with pods that are on every node',
          '的 Pod 反亲和性与各节点上的 Pod 冲突',
        ),
        fix: words(
          'Make the anti-affinity a preference, ask for fewer replicas, or add nodes.',
          '将反亲和改为偏好、减少副本或增加节点。',
        ),
      };
    case 'pod_affinity':
      return {
        faultClass: 'config',
        detail: 'pod_affinity',
        title: words('must stand beside pods that are on no node it may go to', '要求的 Pod 亲和性无法满足'),
        fix: words(
          'Correct the labels of `affinity.podAffinity`, or make it a preference.',
          '修正 `affinity.podAffinity` 的标签，或改为偏好。',
        ),
      };
    case 'topology_spread':
      return {
        faultClass: 'config',
        detail: 'topology_spread',
        title: words('cannot be spread as its constraints demand', '的拓扑分布约束无法满足'),
        fix: words(
          'Raise `maxSkew`, or set `whenUnsatisfiable: ScheduleAnyway`.',
          '调高 `maxSkew`，或设 `whenUnsatisfiable: ScheduleAnyway`。',
        ),
      };
    case 'host_port':
      return {
        faultClass: 'config',
        detail: 'host_port',
        title: words(
          'wants a port of the host that is taken on every node',
          '所需的主机端口在各节点均被占用',
        ),
        fix: words(
          'Drop `hostPort`, or ask for as many replicas as there are nodes.',
          '去掉 `hostPort`，或副本数不超过节点数。',
        ),
      };
    case 'insufficient_cpu':
      return resourceWords(demand, judged, 'cpu');
    case 'insufficient_memory':
      return resourceWords(demand, judged, 'memory');
    case 'insufficient_pods':
      return {
        faultClass: 'config',
        detail: 'too_many_pods',
        title: words('finds every node full of pods', '所有节点的 Pod 数已满'),
        fix: words(
          'Add a node, or raise `maxPods` of the kubelet.',
          '增加节点，或调高 kubelet 的 `maxPods`。',
        ),
      };
    case 'insufficient_storage':
    case 'insufficient_resource':
      return {
        faultClass: 'config',
        detail:
          obstacle === 'insufficient_storage'
            ? 'insufficient_ephemeral_storage'
            : 'insufficient_extended_resource',
        title: words('asks for a resource that no node has left', '请求的资源没有节点可提供'),
        fix: words(
          'Lower the request, or add a node that has the resource.',
          '降低请求，或增加具备该资源的节点。',
        ),
      };
    case 'volume':
      return {
        faultClass: 'config',
        detail: 'volume_node_affinity',
        title: words('may go only where its volume is not', '可去的节点与其卷所在位置冲突'),
        fix: words(
          'Let the pod go where the volume is, or move the data.',
          '让 Pod 调度到卷所在节点，或迁移数据。',
        ),
      };
    case 'not_ready':
      return {
        faultClass: 'node',
        detail: 'node_not_ready',
        title: words('may go only to nodes that are not ready', '可用节点均未就绪'),
        fix: words('Bring the node back, or let the pod go to others.', '恢复节点，或放宽 Pod 的调度范围。'),
      };
  }
};

export const schedulingClaim = (
  cluster: Cluster,
  workload: Workload,
  pod: Pod,
  waiting: number,
  demand: Demand,
  judged: Judged,
  events: Claim['evidence'],
  message: string,
): Claim | null => {
  // What keeps a claim unbound is the volume's matter.
  if (
    judged.obstacle === 'volume' &&
    !/volume node affinity|PersistentVolume's node affinity|volume zone|max volume count/i.test(message)
  )
    return null;
  const { faultClass, detail, title, fix } = wordsOf(judged.obstacle, demand, judged);
  const name = quotedName(workload.name);
  return claim({
    entity: workload.entity,
    faultClass,
    detail,
    // A node that is down is at fault itself.
    p: judged.obstacle === 'not_ready' ? 0.5 : judged.p,
    title: words(
      `${name} ${title.en}: ${waiting} of its pods wait`,
      `${name} ${title.zh}：${waiting} 个 Pod 等待调度`,
    ),
    nextCheck: look(
      kubectl(pod.namespace, 'describe', 'pod', pod.name),
      'read `FailedScheduling`; compare with `kubectl get nodes --show-labels` and `kubectl describe nodes`.',
      '查看 `FailedScheduling`，并与 `kubectl get nodes --show-labels`、`kubectl describe nodes` 对比。',
    ),
    remediation: fix,
    onsetMs: pod.createdMs,
    evidence: [
      ...events,
      stateEvidence(
        `Pod/${pod.name}`,
        words('What the pod asks for, beside what the nodes offer.', 'Pod 的要求与节点的情况。'),
        quoteOf(judged, demand, cluster),
      ),
    ],
  });
};

const quoteOf = (judged: Judged, demand: Demand, cluster: Cluster): string => {
  const { spec } = demand;
  const names = (nodes: Judged['nodes']): string =>
    nodes
      .map((node) => node.name)
      .slice(0, 6)
      .join(', ');
  switch (judged.obstacle) {
    case 'node_selector': {
      const selector = textMapOf(at(spec, 'nodeSelector'));
      const offered = cluster.nodes
        .slice(0, 6)
        .map(
          (node) =>
            `${node.name}: ${
              [...selector.keys()].map((key) => `${key}=${node.labels.get(key) ?? '(none)'}`).join(',') || '-'
            }`,
        );
      return `nodeSelector: ${pairsText(selector)}; ${offered.join('; ')}`;
    }
    case 'node_affinity':
      return `required nodeAffinity: ${nodeTermsText(requiredNodeAffinity(spec))}; nodes: ${names(judged.nodes)}`;
    case 'taint':
      return `${judged.nodes
        .slice(0, 6)
        .map((node) => `${node.name}: taints ${node.taints.map(taintText).join(', ')}`)
        .join('; ')}; tolerations: ${listOf(at(spec, 'tolerations'))
        .map((t) => `${textAt(t, 'key')}:${textAt(t, 'effect')}`)
        .join(', ')}`;
    case 'cordoned':
      return `unschedulable: ${names(judged.nodes)}; the pod may go to: ${names(judged.eligible)}`;
    case 'pod_anti_affinity':
      return `required podAntiAffinity: ${antiAffinityTerms(spec)
        .map((term) => `${selectorText(at(term, 'labelSelector'))} per ${textAt(term, 'topologyKey')}`)
        .join('; ')}; nodes: ${names(judged.nodes)}`;
    default: {
      const asked = [...demand.requests].map(
        ([resource, amount]) => `${resource} ${quantityText(resource, amount)}`,
      );
      const offered = judged.eligible
        .slice(0, 6)
        .map(
          (node) =>
            `${node.name}: ${[...demand.requests.keys()].map((r) => `${r} ${quantityText(r, node.allocatable.get(r) ?? 0)}`).join(', ')}`,
        );
      return `requests: ${asked.join(', ')}; allocatable: ${offered.join('; ')}`;
    }
  }
};
