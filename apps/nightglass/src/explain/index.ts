export { ExplainService, type ExplainServiceOptions } from './explain-service.ts';
export { type OpenExplain, openExplain } from './open-explain.ts';
