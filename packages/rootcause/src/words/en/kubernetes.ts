import type { Phrases } from '../subject.ts';

/** States of the cluster. */
export const kubernetes: Phrases = {
  kubernetes: ({ who, arg }) => ({
    title: `The cluster does not run ${who} as it should`,
    nextCheck: `\`kubectl get events -A --sort-by=.lastTimestamp | grep -F ${arg}\`, then \`kubectl describe\` the object that the newest warning names.`,
    remediation: `Undo the last change: \`kubectl rollout undo deployment/${arg}\`; then correct the object.`,
  }),
};
