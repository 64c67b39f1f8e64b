import type { z } from 'zod';
import * as correlate from './correlate.ts';
import * as explanations from './explanations.ts';
import * as logs from './logs.ts';
import * as metrics from './metrics.ts';
import * as runtime from './runtime.ts';
import * as services from './services.ts';
import * as system from './system.ts';
import * as traces from './traces.ts';
import * as values from './values.ts';

/** Every named schema of the OpenAPI document. The names are those of the types in `@nightglass/model`. */
export const schemas: Readonly<Record<string, z.ZodType>> = {
  ...values.named,
  ...services.named,
  ...traces.named,
  ...logs.named,
  ...metrics.named,
  ...correlate.named,
  ...runtime.named,
  ...explanations.named,
  ...system.named,
};
