export * from './api.ts';
export * from './errors.ts';
export * from './logger.ts';
export * from './metrics.ts';
export * from './nearest.ts';
export * from './printable.ts';
export * from './runtime/index.ts';
export * from './signal.ts';
