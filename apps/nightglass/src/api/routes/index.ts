import type { Route } from '../route.ts';
import type { TailHub } from '../tail/tail-hub.ts';
import { attributeRoutes } from './attributes.ts';
import { changeRoutes } from './changes.ts';
import { correlateRoutes } from './correlate.ts';
import { explanationRoutes } from './explanations.ts';
import { logRoutes } from './logs.ts';
import { metricRoutes } from './metrics.ts';
import { runtimeRoutes } from './runtime.ts';
import { serviceRoutes } from './services.ts';
import { traceRoutes } from './traces.ts';

/** Every endpoint under /api/v1, in the order of the documentation. */
export const apiRoutes = (tails: TailHub): readonly Route[] => [
  ...serviceRoutes,
  ...traceRoutes,
  ...logRoutes(tails),
  ...metricRoutes,
  ...attributeRoutes,
  ...correlateRoutes,
  ...runtimeRoutes,
  ...explanationRoutes,
  ...changeRoutes,
];
