export { RuntimeService, type RuntimeServiceOptions } from './runtime-service.ts';
