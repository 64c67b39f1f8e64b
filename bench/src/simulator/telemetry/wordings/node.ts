/** What Node programs print of failures: `type|message`. Odd entries are held out from tuning, see ../wording.ts. */
import type { Wordings } from './wordings.ts';

export const nodeWordings: Wordings = {
  timeout: [
    'AxiosError|timeout of {ms}ms exceeded',
    'HeadersTimeoutError|Headers Timeout Error',
    'Error|4 DEADLINE_EXCEEDED: Deadline exceeded after {s}s',
    'TimeoutError|The operation was aborted due to timeout',
  ],
  refused: [
    'Error|connect ECONNREFUSED {ip}:{port}',
    'TypeError|fetch failed: connect ECONNREFUSED {ip}:{port}',
    'Error|14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED {ip}:{port}',
  ],
  reset: ['Error|read ECONNRESET', 'SocketError|other side closed', 'Error|socket hang up'],
  unreachable: [
    'Error|connect ETIMEDOUT {ip}:{port}',
    'ConnectTimeoutError|Connect Timeout Error (attempted address: {host}:{port}, timeout: 10000ms)',
    'Error|connect EHOSTUNREACH {ip}:{port}',
  ],
  dns_not_found: ['Error|getaddrinfo ENOTFOUND {host}', 'Error|queryA ENOTFOUND {host}'],
  dns_timeout: ['Error|getaddrinfo EAI_AGAIN {host}', 'Error|queryA ETIMEOUT {host}'],
  tls_expired: ['Error|certificate has expired', 'TypeError|fetch failed: CERT_HAS_EXPIRED'],
  tls_unknown_ca: [
    'Error|unable to verify the first certificate',
    'Error|self-signed certificate in certificate chain',
    'Error|unable to get local issuer certificate',
  ],
  tls_not_yet_valid: ['Error|certificate is not yet valid', 'TypeError|fetch failed: CERT_NOT_YET_VALID'],
  bad_status: [
    'AxiosError|Request failed with status code {status}',
    'Error|{host} responded with {status}',
    'Error|13 INTERNAL: Received RST_STREAM with code 2 from {host} ({status})',
  ],
  bad_answer: [
    'SyntaxError|Unexpected end of JSON input',
    "TypeError|Cannot read properties of undefined (reading 'items')",
    'ZodError|{stem}: Required',
  ],
  rate_limited: ['AxiosError|Request failed with status code 429', 'Error|{host}: 429 Too Many Requests'],
  breaker_open: ['EOPENBREAKER|Breaker is open', 'Error|circuit for {host} is open'],
  canceled: ['AbortError|This operation was aborted', 'Error|1 CANCELLED: Call cancelled'],
  pool_timeout: [
    'Error|timeout exceeded when trying to connect',
    'TimeoutError|ResourceRequest timed out',
    'KnexTimeoutError|Knex: Timeout acquiring a connection. The pool is probably full.',
  ],
  query_timeout: [
    'error|canceling statement due to statement timeout',
    'MongoServerError|operation exceeded time limit',
  ],
  database_refused: [
    'Error|connect ECONNREFUSED {ip}:5432',
    'MongoServerSelectionError|connect ECONNREFUSED {ip}:27017',
    'Error|getConnection: {host} is not accepting connections',
  ],
  database_deadlock: [
    'error|deadlock detected',
    'Error|ER_LOCK_DEADLOCK: Deadlock found when trying to get lock; try restarting transaction',
  ],
  lock_timeout: [
    'error|canceling statement due to lock timeout',
    'Error|ER_LOCK_WAIT_TIMEOUT: Lock wait timeout exceeded; try restarting transaction',
  ],
  database_disk_full: [
    'error|could not extend file "base/16390/2608": No space left on device',
    "Error|ER_RECORD_FILE_FULL: The table '{table}' is full",
  ],
  cache_refused: [
    'Error|connect ECONNREFUSED {ip}:6379',
    'MaxRetriesPerRequestError|Reached the max retries per request limit (which is 20).',
  ],
  cache_timeout: ['Error|Command timed out', 'ConnectionTimeoutError|Connection timeout to {host}'],
  broker_unavailable: [
    'KafkaJSConnectionError|Connection error: connect ECONNREFUSED {ip}:9092',
    'Error|channel closed by server',
  ],
  reply_timeout: [
    'Error|rpc over {host} timed out after {ms} ms',
    'TimeoutError|job wait {host} timed out before finishing',
  ],
  null_reference: [
    "TypeError|Cannot read properties of undefined (reading '{stem}Id')",
    "TypeError|Cannot destructure property '{stem}' of 'undefined' as it is undefined.",
  ],
  bad_value: [
    'RangeError|Invalid time value',
    'Error|invalid {stem} reference',
    'ValidationError|"quantity" must be a positive number',
  ],
  missing_key: ['Error|unknown {stem} kind', 'TypeError|{stem}Handlers[kind] is not a function'],
  disk_full: [
    'Error|ENOSPC: no space left on device, write',
    "Error|ENOSPC: no space left on device, open '/var/lib/{stem}/spool'",
  ],
  token_not_yet_valid: [
    'NotBeforeError|jwt not active',
    'JWTClaimValidationFailed|"nbf" claim timestamp check failed',
  ],
  overloaded: ['ServiceUnavailableError|Server too busy', 'Error|under pressure: request refused'],
  out_of_memory: [
    'Error|FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'RangeError|Array buffer allocation failed',
  ],
  unparsable_message: [
    'SyntaxError|Unexpected token \'<\', "<?xml vers"... is not valid JSON',
    'Error|invalid wire type 7 at offset 3',
  ],
};
