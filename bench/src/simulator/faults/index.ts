/** All fault families, in a fixed order: seeds draw from it. */
import { badDeploy, earlyReturn, featureFlag, slowCode, slowDeploy, tightTimeout } from './application.ts';
import { cpuHog, cpuThrottling, memoryLeak, noisyNeighbour, onePodHog } from './compute.ts';
import type { Family } from './family.ts';
import { externalOutage, externalQuota, poolExhaustion, trafficSurge } from './load.ts';
import { certificateExpired, dnsFailure, networkDelay, packetLoss, unknownAuthority } from './network.ts';
import {
  cacheDown,
  cacheStampede,
  databaseDisk,
  databaseDown,
  diskLatency,
  rowLocks,
  slowQuery,
} from './storage.ts';

export const families: readonly Family[] = [
  cpuHog,
  onePodHog,
  noisyNeighbour,
  memoryLeak,
  cpuThrottling,
  networkDelay,
  packetLoss,
  dnsFailure,
  certificateExpired,
  unknownAuthority,
  slowQuery,
  rowLocks,
  databaseDown,
  databaseDisk,
  diskLatency,
  cacheDown,
  cacheStampede,
  badDeploy,
  slowDeploy,
  slowCode,
  tightTimeout,
  earlyReturn,
  featureFlag,
  trafficSurge,
  poolExhaustion,
  externalOutage,
  externalQuota,
];
