export { ExplainService } from './explain-service.ts';
export { openExplain } from './open-explain.ts';
