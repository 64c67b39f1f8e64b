import type { Phrases } from '../subject.ts';

/** States of the cluster. */
export const kubernetes: Phrases = {
  kubernetes: ({ who, arg }) => ({
    title: `The cluster does not run ${who} as it should`,
    nextCheck: `\`kubectl get events -A --sort-by=.lastTimestamp | grep -F ${arg}\`, then \`kubectl describe\` the object that the newest warning names.`,
    remediation: `Undo the last change: \`kubectl rollout undo deployment/${arg}\`; then correct the object.`,
  }),
  'kubernetes/crash_loop': ({ who }) => ({
    title: `${who} starts and dies again and again`,
    nextCheck:
      'Why did it die? `kubectl logs POD --previous --tail=100`, and Last State in `kubectl describe pod POD`.',
  }),
  'kubernetes/image_pull': ({ who }) => ({
    title: `The image of ${who} cannot be pulled`,
    nextCheck:
      'The reason is in the events: `kubectl describe pod POD` (not found, unauthorized, or the registry does not answer).',
    remediation: 'Put the last image that ran back; then correct the name, the tag or the pull secret.',
  }),
  'kubernetes/probe_failed': ({ who }) => ({
    title: `Probes of ${who} fail`,
    nextCheck:
      'Ask what the probe asks, in the pod: the port, the path and the protocol of `kubectl get pod POD -o yaml`.',
    remediation: 'Correct the probe, or give a slow start a startupProbe.',
  }),
  'kubernetes/evicted': ({ who }) => ({
    title: `Pods of ${who} were evicted: their node ran short`,
    remediation: 'Free the node or add one; then set requests that match what the pods use.',
  }),
  'kubernetes/unschedulable': ({ who }) => ({
    title: `No node takes the pods of ${who}`,
    nextCheck: 'The scheduler says why: `kubectl describe pod POD` (FailedScheduling).',
    remediation: 'Add a node or lower the requests; then correct selector, affinity or tolerations.',
  }),
};
