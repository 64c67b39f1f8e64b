export type { LogTail } from './log-tail.ts';
export type { StoredReport } from './runtime-artifacts.ts';
export { createQueries, type StoreQueries } from './store-queries.ts';
export {
  type Aggregation,
  type AttributeFilter,
  aggregations,
  type CallOptions,
  type LogFilter,
  type RuntimeArtifactsParams,
} from './types.ts';
