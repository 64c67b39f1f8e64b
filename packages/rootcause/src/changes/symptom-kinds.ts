/** What can be seen of a failing system, coarse enough that a change of code can be said to bring it about. */
import type { FaultClass } from '@nightglass/model';
import type { MetricMeaning } from '../metrics/meaning.ts';

export type SymptomKind =
  | 'latency'
  | 'errors'
  | 'crash'
  | 'null'
  | 'range'
  | 'type'
  | 'parse'
  | 'schema'
  | 'config'
  | 'auth'
  | 'memory'
  | 'gc'
  | 'cpu'
  | 'throttle'
  | 'event_loop'
  | 'goroutines'
  | 'threads'
  | 'pool'
  | 'descriptors'
  | 'connections'
  | 'lock'
  | 'deadlock'
  | 'map_race'
  | 'timeout'
  | 'cancelled'
  | 'refused'
  | 'unavailable'
  | 'network'
  | 'dns'
  | 'tls_handshake'
  | 'tls_expiry'
  | 'rate_limit'
  | 'overload'
  | 'traffic'
  | 'fan_out'
  | 'retry'
  | 'cache'
  | 'database'
  | 'queue'
  | 'disk';

const byClass: Record<FaultClass, SymptomKind | null> = {
  cpu: 'cpu',
  memory: 'memory',
  disk: 'disk',
  network: 'network',
  dns: 'dns',
  tls: 'tls_handshake',
  code_error: 'errors',
  slow_code: 'latency',
  early_return: 'errors',
  dependency_down: 'unavailable',
  config: 'config',
  change: null,
  traffic_surge: 'overload',
  retry_storm: 'retry',
  pool_exhaustion: 'pool',
  queue_lag: 'queue',
  cache: 'cache',
  throttling: 'rate_limit',
  node: null,
  go_map_race: 'map_race',
  go_panic: 'crash',
  goroutine_leak: 'goroutines',
  gc_pressure: 'gc',
  lock_contention: 'lock',
  event_loop: 'event_loop',
  deadlock: 'deadlock',
  kubernetes: 'crash',
  unknown: null,
};

const byDetail: Record<string, SymptomKind> = {
  'tls/certificate_expired': 'tls_expiry',
  'tls/certificate_not_yet_valid': 'tls_expiry',
  'go_panic/nil_dereference': 'null',
  'code_error/null_reference': 'null',
  'go_panic/out_of_range': 'range',
  'code_error/out_of_range': 'range',
  'code_error/type': 'type',
  'code_error/parse': 'parse',
  'code_error/segmentation_fault': 'crash',
  'code_error/stack_overflow': 'crash',
  'config/schema': 'schema',
  'config/credentials': 'auth',
  'config/permission_denied': 'auth',
  'pool_exhaustion/file_descriptors': 'descriptors',
  'pool_exhaustion/ephemeral_ports': 'connections',
  'pool_exhaustion/threads': 'threads',
  'throttling/cpu': 'throttle',
  'slow_code/database_query': 'database',
  'slow_code/repeated_calls': 'fan_out',
  'dependency_down/timeout': 'timeout',
  'dependency_down/cancelled': 'cancelled',
  'dependency_down/connection_refused': 'refused',
};

/** Null for what no change of code brings about, or what says nothing. */
export const symptomOfClass = (faultClass: FaultClass, detail: string): SymptomKind | null =>
  byDetail[`${faultClass}/${detail}`] ?? byClass[faultClass];

export const symptomOfMeaning: Partial<Record<MetricMeaning, SymptomKind>> = {
  cpu: 'cpu',
  cpu_throttling: 'throttle',
  memory: 'memory',
  memory_free: 'memory',
  heap: 'memory',
  gc: 'gc',
  goroutines: 'goroutines',
  threads: 'threads',
  scheduler: 'cpu',
  event_loop: 'event_loop',
  disk_usage: 'disk',
  disk_free: 'disk',
  disk_io: 'disk',
  latency: 'latency',
  errors: 'errors',
  availability: 'errors',
  timeouts: 'timeout',
  traffic: 'traffic',
  retries: 'retry',
  queue_lag: 'queue',
  queue_depth: 'queue',
  pool_usage: 'pool',
  pool_wait: 'pool',
  lock_wait: 'lock',
  connections: 'connections',
  fd: 'descriptors',
  restarts: 'crash',
  cache_hit: 'cache',
  cache_miss: 'cache',
  tls_expiry: 'tls_expiry',
};
