/** Why a call did not go well, before anybody puts it into words. */

export const failureKinds = [
  // seen by who calls
  'timeout',
  'refused',
  'reset',
  'unreachable',
  'dns_not_found',
  'dns_timeout',
  'tls_expired',
  'tls_unknown_ca',
  'tls_not_yet_valid',
  'bad_status',
  'bad_answer',
  'rate_limited',
  'breaker_open',
  'canceled',
  // around databases, caches and brokers
  'pool_timeout',
  'query_timeout',
  'database_refused',
  'database_deadlock',
  'lock_timeout',
  'database_disk_full',
  'cache_refused',
  'cache_timeout',
  'broker_unavailable',
  'reply_timeout',
  // raised by the service itself
  'null_reference',
  'bad_value',
  'missing_key',
  'disk_full',
  'token_not_yet_valid',
  'overloaded',
  'out_of_memory',
  'unparsable_message',
  'nil_map',
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Failure {
  kind: FailureKind;
  /** The other side, or what was being worked on. */
  subject: string;
  /** HTTP status that the one who fails answers with. */
  status: number;
  /** Milliseconds of the timeout that passed, when one did. */
  afterMs: number;
  /** Chosen once per fault, so that its lines look alike. */
  variant: number;
  /** Its caller sees the connection end, no answer. */
  cutsConnection?: boolean;
}

const statuses: Partial<Record<FailureKind, number>> = {
  timeout: 504,
  query_timeout: 504,
  reply_timeout: 504,
  unreachable: 504,
  breaker_open: 503,
  overloaded: 503,
  pool_timeout: 503,
  refused: 502,
  reset: 502,
  dns_not_found: 502,
  dns_timeout: 502,
  bad_status: 502,
  bad_answer: 502,
  rate_limited: 503,
  token_not_yet_valid: 401,
  canceled: 499,
};

export const failureOf = (kind: FailureKind, subject: string, more: Partial<Failure> = {}): Failure => ({
  kind,
  subject,
  status: statuses[kind] ?? 500,
  afterMs: 0,
  variant: 0,
  ...more,
});
