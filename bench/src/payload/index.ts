export { generateLogs } from './logs.ts';
export { generateMetrics } from './metrics.ts';
export { type Payload, type PayloadOptions, sequenceOf, spanIdOf } from './options.ts';
export { Random } from './random.ts';
export { generateTraces } from './traces.ts';
