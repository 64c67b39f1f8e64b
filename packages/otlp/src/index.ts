export { ValueView } from './attributes.ts';
export { walkLogs } from './logs.ts';
export { MalformedOtlp, type MalformedReason } from './malformed.ts';
export { walkMetrics } from './metrics.ts';
export { readExemplar, readQuantile } from './points.ts';
export * as proto from './proto/index.ts';
export { readEvent, readLink, walkTraces } from './traces.ts';
export * from './views.ts';
export { ProtoWriter } from './writer.ts';
