/**
 * What a metric's name means: OpenTelemetry semantic conventions, Prometheus habits and plain words, by their tokens.
 * No name is known as a whole, so that a sender's own names are read as well.
 */

export const metricMeanings = [
  'cpu',
  'cpu_throttling',
  'memory',
  'memory_limit',
  'memory_free',
  'cpu_limit',
  'heap',
  'gc',
  'goroutines',
  'threads',
  'scheduler',
  'event_loop',
  'disk_usage',
  'disk_free',
  'disk_io',
  'network_io',
  'network_errors',
  'latency',
  'errors',
  'availability',
  'timeouts',
  'traffic',
  'retries',
  'queue_lag',
  'queue_depth',
  'pool_usage',
  'pool_wait',
  'lock_wait',
  'connections',
  'fd',
  'restarts',
  'cache_hit',
  'cache_miss',
  'tls_expiry',
] as const;
export type MetricMeaning = (typeof metricMeanings)[number];

/** Lower-case words of a name: split at signs and at camelCase humps. */
export const nameTokens = (name: string): string[] =>
  name
    .slice(0, 300)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '');

/** Any of these words; a trailing star matches the beginning of a word. */
type Words = string;
/** All groups must be met. */
type Rule = readonly [MetricMeaning, ...Words[]];

/** First match counts: narrow meanings stand before wide ones. */
const rules: readonly Rule[] = [
  ['tls_expiry', 'cert certificate tls ssl x509', 'expir* notafter remaining until'],
  ['cpu_throttling', 'throttl*', 'cpu cfs container process period* second* time'],
  ['cpu_limit', 'cpu processor', 'limit quota'],
  ['memory_limit', 'memory mem heap', 'limit max quota'],
  ['event_loop', 'eventloop'],
  ['event_loop', 'event', 'loop'],
  ['goroutines', 'goroutine*'],
  ['scheduler', 'schedule scheduler sched runqueue', 'duration latenc* wait delay length queue runqueue'],
  ['scheduler', 'run', 'queue'],
  ['lock_wait', 'lock locks mutex rwmutex latch deadlock deadlocks', 'wait* blocked contention* deadlock*'],
  ['queue_lag', 'lag'],
  ['heap', 'memory heap', 'goal live'],
  ['gc', 'gc garbage'],
  [
    'pool_wait',
    'pool pools connection connections conn jdbc hikari*',
    'wait* pending acquire* checkout blocked',
  ],
  ['pool_usage', 'pool pools hikari*', 'usage used active busy inuse use count size util*'],
  ['pool_usage', 'db jdbc sql', 'connection connections conn'],
  [
    'queue_depth',
    'queue queues backlog mailbox',
    'depth length size count message* ready pending unack* backlog',
  ],
  ['queue_depth', 'messages message records', 'ready pending unack* backlog unprocessed'],
  ['threads', 'thread threads worker workers'],
  ['fd', 'fd fds descriptor* file', 'open count used usage fd fds descriptor*'],
  ['restarts', 'restart*'],
  ['retries', 'retry retries retried retransmit* attempt attempts'],
  ['cache_miss', 'cache* memcached redis keyspace', 'miss* evict*'],
  ['cache_miss', 'evict*'],
  ['cache_hit', 'cache* memcached redis keyspace', 'hit* ratio'],
  ['cache_hit', 'hit hits', 'ratio rate'],
  ['network_errors', 'network net tcp packet packets', 'error* drop* retrans* loss lost fail*'],
  ['timeouts', 'timeout* timedout'],
  ['memory_free', 'memory mem', 'free avail*'],
  ['disk_free', 'disk filesystem fs volume inode inodes', 'free avail*'],
  ['availability', 'availab* success* apdex sli'],
  ['errors', 'error* err fail* exception* fault faults 5xx 500 rejected panics'],
  [
    'disk_usage',
    'disk filesystem fs volume inode inodes',
    'usage used util* full capacity percent inode inodes size',
  ],
  [
    'disk_io',
    'disk diskio blkio fs iops',
    'read* write* io iops time wait await latenc* operation* byte* diskio',
  ],
  ['disk_io', 'iowait diskio iops'],
  ['network_io', 'network net ethernet', 'byte* packet* io receive* transmit* rx tx sent'],
  ['latency', 'latenc* lat duration rt elapsed'],
  ['latency', 'response request service processing', 'time ms seconds'],
  ['heap', 'heap'],
  ['memory', 'memory mem rss'],
  ['cpu', 'cpu processor loadavg load1 load5 load15'],
  ['connections', 'connection connections conn sockets socket'],
  ['latency', 'p50 p90 p95 p99 delay'],
  [
    'connections',
    'active inflight flight concurrent busy pending',
    'request requests req call calls worker workers',
  ],
  [
    'traffic',
    'request requests req rps qps ops throughput workload load lod call calls hits traffic rate volume invocations operations queries statements commands transactions',
  ],
];

const matches = (tokens: readonly string[], words: Words): boolean =>
  words
    .split(' ')
    .some((word) =>
      word.endsWith('*') ? tokens.some((t) => t.startsWith(word.slice(0, -1))) : tokens.includes(word),
    );

/** Null when the name says nothing that is known. */
export const meaningOf = (name: string, unit = ''): MetricMeaning | null => {
  const known = cache.get(name);
  if (known !== undefined) return known ?? byUnit(unit);
  const tokens = nameTokens(name);
  const found = rules.find(([, ...groups]) => groups.every((words) => matches(tokens, words)))?.[0] ?? null;
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(name, found);
  return found ?? byUnit(unit);
};

const cacheLimit = 10_000;
const cache = new Map<string, MetricMeaning | null>();

/** A duration is some latency. */
const byUnit = (unit: string): MetricMeaning | null =>
  unit === 'ms' || unit === 's' || unit === 'us' || unit === 'ns' ? 'latency' : null;

/**
 * A service's figure of what it calls (`db.client.operation.duration`, `http_client_...`, `db_query_duration`): the other
 * side's more than its own.
 */
export const isOutbound = (name: string): boolean => {
  const tokens = nameTokens(name);
  return matches(tokens, 'client outbound upstream egress db sql jdbc query queries dependency');
};

/** Which way is bad: 1 up, -1 down, 0 either way. */
export const badDirection = (meaning: MetricMeaning | null): 1 | -1 | 0 => {
  switch (meaning) {
    case 'availability':
    case 'cache_hit':
    case 'tls_expiry':
    case 'memory_free':
    case 'disk_free':
      return -1;
    case null:
    case 'traffic':
    case 'network_io':
    case 'memory_limit':
    case 'cpu_limit':
      return 0;
    default:
      return 1;
  }
};
