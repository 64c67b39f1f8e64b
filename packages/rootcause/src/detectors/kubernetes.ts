/** Which object of the cluster is at fault, by its state and by fields that do not agree (reference, section 5: K). */
import { type Context, type Detector, type Finding, finding } from '../detector.ts';
import type { Claim } from '../kubernetes/claim.ts';
import { clusterOf } from '../kubernetes/cluster.ts';
import { figureRules, stateRules } from '../kubernetes/rules/index.ts';
import { stateMetricRules } from '../kubernetes/rules/state-metrics.ts';
import { settle } from '../kubernetes/settle.ts';

/** States that convict: with one of them, figures of load are effects. */
const proven = 0.8;

export const kubernetesDetector: Detector = {
  name: 'kubernetes',
  independent: true,
  detect: (context) => settle(claimsOf(context)).map(findingOf),
};

const claimsOf = (context: Context): Claim[] => {
  const cluster = clusterOf(context);
  const has = (kind: string): boolean => cluster !== null && cluster.objects(kind).length > 0;
  const claims = stateMetricRules(context, has);
  if (cluster === null) return claims;
  for (const rule of stateRules) claims.push(...rule(cluster));
  if (!claims.some(({ p }) => p >= proven)) for (const rule of figureRules) claims.push(...rule(cluster));
  return claims;
};

const findingOf = (claim: Claim): Finding =>
  finding({
    entity: claim.entity,
    faultClass: claim.faultClass,
    detail: claim.detail,
    p: Math.round(claim.p * 1e4) / 1e4,
    evidence: claim.evidence,
    // Requests that wait for a sick callee fill the memory of who waits.
    inherits: claim.detail === 'memory_overload',
    onsetMs: claim.onsetMs,
    title: claim.title,
    nextCheck: claim.nextCheck,
    remediation: claim.remediation,
  });
