/** All detectors, in the order in which their evidence is numbered when nothing else decides. */
import type { Detector } from '../detector.ts';
import type { SignatureCounts } from '../signatures/index.ts';
import { alertSignatureWith } from './alert-signature.ts';
import { amplifiedLoad } from './amplified-load.ts';
import { attributeSurprise } from './attribute-surprise.ts';
import { cacheMisses } from './cache-misses.ts';
import { change } from './change.ts';
import { dns } from './dns.ts';
import { edgeGap } from './edge-gap.ts';
import { errorOrigin } from './error-origin.ts';
import { eventPattern } from './event-pattern.ts';
import { goRuntime } from './go-runtime.ts';
import { kubernetesDetector } from './kubernetes.ts';
import { metricShift } from './metric-shift.ts';
import { novelTemplate } from './novel-template.ts';
import { queueWait } from './queue-wait.ts';
import { residual } from './residual.ts';
import { retry } from './retry.ts';
import { saturation } from './saturation.ts';
import { selfTime } from './self-time.ts';
import { tls } from './tls.ts';
import { traffic } from './traffic.ts';

export const detectorsWith = (learned: SignatureCounts): readonly Detector[] => [
  metricShift,
  residual,
  selfTime,
  edgeGap,
  errorOrigin,
  eventPattern,
  cacheMisses,
  amplifiedLoad,
  novelTemplate,
  saturation,
  queueWait,
  attributeSurprise,
  change,
  tls,
  dns,
  traffic,
  retry,
  goRuntime,
  kubernetesDetector,
  alertSignatureWith(learned),
];
