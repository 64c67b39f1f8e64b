export { type HttpFront, type HttpFrontOptions, openHttpFront } from './http-front.ts';
export { openTwoShardCatalogue, type ShardedTable } from './two-shards.ts';
