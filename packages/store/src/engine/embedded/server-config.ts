/**
 * The engine's own configuration. chDB's defaults suit a big server (5 GiB mark caches, 90 % of all memory);
 * these suit a process that shares its machine: idle below 300 MB, loaded below 1 GB.
 */

export interface ServerConfig {
  /** Cap of all tracked memory of the engine, bytes. */
  memoryBytes: number;
  /** Cores to plan for. */
  cores: number;
  /** Where the engine keeps what it spills. */
  tmpDir: string;
  /** Two shards that both resolve to this process, for tests of distributed plans. */
  twoShards?: boolean;
  /** Port names only: chDB never opens one. They decide which `remote_servers` entries are "this server". */
  tcpPort?: number;
}

const mib = 1024 * 1024;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Name of the cluster that the two local shards form. */
export const twoShardCluster = 'two_shards';

const shards = (port: number): string =>
  ['localhost', '127.0.0.1']
    .map((host) => `<shard><replica><host>${host}</host><port>${port}</port></replica></shard>`)
    .join('');

/** The configuration file as XML text. */
export const serverConfig = (config: ServerConfig): string => {
  const share = (fraction: number, most: number): number =>
    Math.round(Math.min(config.memoryBytes * fraction, most * mib));
  const port = config.tcpPort ?? 9000;
  const entries: Record<string, string | number> = {
    tmp_path: `${config.tmpDir}/`,
    max_server_memory_usage: config.memoryBytes,
    max_server_memory_usage_to_ram_ratio: 0.9,
    mark_cache_size: share(0.06, 256),
    index_mark_cache_size: share(0.02, 64),
    primary_index_cache_size: share(0.03, 64),
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    mmap_cache_size: 0,
    query_condition_cache_size: share(0.02, 32),
    vector_similarity_index_cache_size: 0,
    text_index_header_cache_size: share(0.02, 32),
    text_index_tokens_cache_size: share(0.03, 64),
    text_index_postings_cache_size: share(0.06, 128),
    compiled_expression_cache_size: 16 * mib,
    max_concurrent_queries: 64,
    background_pool_size: Math.max(2, Math.min(config.cores, 8)),
    background_merges_mutations_concurrency_ratio: 2,
    background_schedule_pool_size: 4,
    background_common_pool_size: 2,
    background_fetches_pool_size: 1,
    background_move_pool_size: 1,
    background_message_broker_schedule_pool_size: 1,
    background_distributed_schedule_pool_size: 1,
    background_buffer_flush_schedule_pool_size: 1,
    max_thread_pool_size: 200,
    max_thread_pool_free_size: 16,
    tables_loader_foreground_pool_size: config.cores,
    tables_loader_background_pool_size: 1,
    max_io_thread_pool_size: 16,
    max_io_thread_pool_free_size: 0,
    concurrent_threads_soft_limit_num: config.cores * 2,
    tcp_port: port,
  };
  const lines = Object.entries(entries).map(
    ([name, value]) => `  <${name}>${escapeXml(String(value))}</${name}>`,
  );
  lines.push('  <merge_tree>', '    <merge_with_ttl_timeout>600</merge_with_ttl_timeout>', '  </merge_tree>');
  lines.push('  <logger><level>none</level></logger>');
  if (config.twoShards === true) {
    lines.push(`  <remote_servers><${twoShardCluster}>${shards(port)}</${twoShardCluster}></remote_servers>`);
  }
  return `<clickhouse>\n${lines.join('\n')}\n</clickhouse>\n`;
};
