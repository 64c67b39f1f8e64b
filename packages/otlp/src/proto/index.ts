export * from './collector.ts';
export * from './common.ts';
export * from './logs.ts';
export * from './metrics.ts';
export * from './trace.ts';
