import type { Tool } from '../tool.ts';
import { attributeTools } from './attributes.ts';
import { changeTools } from './changes.ts';
import { explanationTools } from './explanations.ts';
import { logTools } from './logs.ts';
import { metricTools } from './metrics.ts';
import { serviceTools } from './services.ts';
import { traceTools } from './traces.ts';

/** Every tool; none of them changes anything but that an explanation is kept. */
export const tools: readonly Tool[] = [
  ...explanationTools,
  ...serviceTools,
  ...metricTools,
  ...logTools,
  ...traceTools,
  ...attributeTools,
  ...changeTools,
];
