/** All families of rules; each looks at the cluster by itself. */
import type { Claim } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { admissionRules } from './admission.ts';
import { claimRules } from './claims.ts';
import { containerRules } from './containers.ts';
import { controlPlaneRules } from './control-plane.ts';
import { environmentRules } from './environment.ts';
import { imageRules } from './images.ts';
import { initRules } from './init-containers.ts';
import { jobRules } from './jobs.ts';
import { loadRules } from './load.ts';
import { missingServiceRules } from './missing-service.ts';
import { nameSettingRules } from './name-settings.ts';
import { nodeRules } from './nodes.ts';
import { policyRules } from './policies.ts';
import { probeRules } from './probes.ts';
import { quotaRules } from './quota.ts';
import { referenceRules } from './references.ts';
import { rolloutRules } from './rollout.ts';
import { schedulingRules } from './scheduling.ts';
import { serviceRules } from './services.ts';
import { volumeRules } from './volumes.ts';

export const stateRules: readonly ((cluster: Cluster) => Claim[])[] = [
  nodeRules,
  controlPlaneRules,
  admissionRules,
  quotaRules,
  schedulingRules,
  claimRules,
  volumeRules,
  imageRules,
  referenceRules,
  initRules,
  containerRules,
  probeRules,
  serviceRules,
  missingServiceRules,
  environmentRules,
  nameSettingRules,
  policyRules,
  rolloutRules,
  jobRules,
];

/** Figures of load: asked only when the states prove nothing. */
export const figureRules: readonly ((cluster: Cluster) => Claim[])[] = [loadRules];
