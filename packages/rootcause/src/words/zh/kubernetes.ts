import type { Phrases } from '../subject.ts';

/** 集群的状态。 */
export const kubernetes: Phrases = {
  kubernetes: ({ who, arg }) => ({
    title: `集群没有按应有的方式运行 ${who}`,
    nextCheck: `\`kubectl get events -A --sort-by=.lastTimestamp | grep -F ${arg}\`，再对最新警告所指的对象执行 \`kubectl describe\`。`,
    remediation: `先撤销最近的变更：\`kubectl rollout undo deployment/${arg}\`；再改正该对象。`,
  }),
};
