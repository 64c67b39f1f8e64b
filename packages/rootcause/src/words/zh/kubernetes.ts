import type { Phrases } from '../subject.ts';

/** 集群的状态。 */
export const kubernetes: Phrases = {
  kubernetes: ({ who, arg }) => ({
    title: `集群没有按应有的方式运行 ${who}`,
    nextCheck: `\`kubectl get events -A --sort-by=.lastTimestamp | grep -F ${arg}\`，再对最新警告所指的对象执行 \`kubectl describe\`。`,
    remediation: `先撤销最近的变更：\`kubectl rollout undo deployment/${arg}\`；再改正该对象。`,
  }),
  'kubernetes/crash_loop': ({ who }) => ({
    title: `${who} 反复启动又退出`,
    nextCheck:
      '它为何退出？`kubectl logs POD --previous --tail=100`，并看 `kubectl describe pod POD` 的 Last State。',
  }),
  'kubernetes/image_pull': ({ who }) => ({
    title: `${who} 的镜像拉取失败`,
    nextCheck: '原因在事件里：`kubectl describe pod POD`（不存在、无权限，或仓库没有应答）。',
    remediation: '先换回最近一次运行过的镜像；再改正名称、标签或拉取密钥。',
  }),
  'kubernetes/probe_failed': ({ who }) => ({
    title: `${who} 的探针失败`,
    nextCheck: '在 Pod 内照探针的方式访问：端口、路径与协议见 `kubectl get pod POD -o yaml`。',
    remediation: '改正探针；启动慢则加 startupProbe。',
  }),
  'kubernetes/evicted': ({ who }) => ({
    title: `${who} 的 Pod 被驱逐：节点资源不足`,
    remediation: '先释放节点或增加节点；再让 request 与实际用量相符。',
  }),
  'kubernetes/unschedulable': ({ who }) => ({
    title: `没有节点能接纳 ${who} 的 Pod`,
    nextCheck: '调度器说明了原因：`kubectl describe pod POD`（FailedScheduling）。',
    remediation: '先增加节点或降低 request；再改正 selector、affinity 或 toleration。',
  }),
};
