/** All detectors, in the order in which their evidence is numbered when nothing else decides. */
import type { Detector } from '../detector.ts';
import { edgeGap } from './edge-gap.ts';
import { errorOrigin } from './error-origin.ts';
import { metricShift } from './metric-shift.ts';
import { selfTime } from './self-time.ts';

export const detectors: readonly Detector[] = [metricShift, selfTime, edgeGap, errorOrigin];
