export { type ApiServer, type ApiServerOptions, createApiServer } from './api-server.ts';
export type { HealthProvider } from './health.ts';
export type { TailOptions } from './tail/tail-hub.ts';
