export type { LogTail } from './log-tail.ts';
export { createQueries, type StoreQueries } from './store-queries.ts';
export {
  type Aggregation,
  type AttributeFilter,
  aggregations,
  type CallOptions,
  type LogFilter,
} from './types.ts';
