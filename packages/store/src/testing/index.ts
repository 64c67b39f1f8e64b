export { attrs, otlpRequest, type Sent } from '../queries/testing/otlp-requests.ts';
export * as scenario from '../queries/testing/scenario.ts';
export { openTestStore, type TestStore } from '../queries/testing/test-store.ts';
export { type HttpFront, type HttpFrontOptions, openHttpFront } from './http-front.ts';
export { openTwoShardCatalogue, type ShardedTable } from './two-shards.ts';
