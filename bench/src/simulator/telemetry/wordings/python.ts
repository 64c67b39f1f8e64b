/** What Python programs print of failures: `type|message`. Odd entries are held out from tuning, see ../wording.ts. */
import type { Wordings } from './wordings.ts';

export const pythonWordings: Wordings = {
  timeout: [
    "requests.exceptions.ReadTimeout|HTTPConnectionPool(host='{host}', port={port}): Read timed out. (read timeout={s})",
    'httpx.ReadTimeout|timed out',
    'grpc._channel._InactiveRpcError|StatusCode.DEADLINE_EXCEEDED: Deadline Exceeded',
    'asyncio.exceptions.TimeoutError|{host}: no answer in {s}s',
  ],
  refused: [
    "requests.exceptions.ConnectionError|HTTPConnectionPool(host='{host}', port={port}): Max retries exceeded with url: {path} (Caused by NewConnectionError: [Errno 111] Connection refused)",
    'httpx.ConnectError|All connection attempts failed',
    'grpc._channel._InactiveRpcError|StatusCode.UNAVAILABLE: failed to connect to all addresses; last error: UNKNOWN: ipv4:{ip}:{port}: Failed to connect to remote host: Connection refused',
  ],
  reset: [
    "requests.exceptions.ConnectionError|('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))",
    'httpx.RemoteProtocolError|Server disconnected without sending a response.',
  ],
  unreachable: [
    'urllib3.exceptions.ConnectTimeoutError|Connection to {host} timed out. (connect timeout={s})',
    'OSError|[Errno 113] No route to host',
  ],
  dns_not_found: [
    'socket.gaierror|[Errno -2] Name or service not known',
    "urllib3.exceptions.NameResolutionError|Failed to resolve '{host}' ([Errno -2] Name or service not known)",
  ],
  dns_timeout: [
    'socket.gaierror|[Errno -3] Temporary failure in name resolution',
    'dns.resolver.LifetimeTimeout|The resolution lifetime expired after 5.40 seconds',
  ],
  tls_expired: [
    'ssl.SSLCertVerificationError|[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)',
    'aiohttp.client_exceptions.ClientConnectorCertificateError|Cannot connect to host {host}:443 ssl:True [certificate has expired]',
  ],
  tls_unknown_ca: [
    'ssl.SSLCertVerificationError|[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1007)',
    'ssl.SSLCertVerificationError|certificate verify failed: self-signed certificate in certificate chain',
  ],
  tls_not_yet_valid: [
    'ssl.SSLCertVerificationError|[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1007)',
    'OpenSSL.SSL.Error|certificate is not yet valid',
  ],
  bad_status: [
    'requests.exceptions.HTTPError|{status} Server Error: Internal Server Error for url: http://{host}:{port}{path}',
    "aiohttp.client_exceptions.ClientResponseError|{status}, message='upstream', url={host}{path}",
    'UpstreamError|{host} replied {status}',
  ],
  bad_answer: [
    'json.decoder.JSONDecodeError|Expecting value: line 1 column 1 (char 0)',
    "KeyError|'items'",
    'pydantic_core.ValidationError|1 validation error for {Stem}Response',
  ],
  rate_limited: [
    'requests.exceptions.HTTPError|429 Client Error: Too Many Requests for url: https://{host}{path}',
    'RateLimitError|{host}: quota used up, retry later',
  ],
  breaker_open: [
    'pybreaker.CircuitBreakerError|Timeout not elapsed yet, circuit breaker still open',
    'CircuitOpen|{host}',
  ],
  canceled: [
    'asyncio.exceptions.CancelledError|request cancelled',
    'grpc._channel._InactiveRpcError|StatusCode.CANCELLED: Channel closed!',
  ],
  pool_timeout: [
    'sqlalchemy.exc.TimeoutError|QueuePool limit of size {n} overflow 0 reached, connection timed out, timeout {s}.00',
    "psycopg_pool.PoolTimeout|couldn't get a connection after {s}.00 sec",
  ],
  query_timeout: [
    'psycopg2.errors.QueryCanceled|canceling statement due to statement timeout',
    'pymongo.errors.ExecutionTimeout|operation exceeded time limit',
  ],
  database_refused: [
    'psycopg2.OperationalError|connection to server at "{host}" ({ip}), port 5432 failed: Connection refused',
    'pymongo.errors.ServerSelectionTimeoutError|{host}:27017: [Errno 111] Connection refused',
  ],
  database_deadlock: [
    'psycopg2.errors.DeadlockDetected|deadlock detected',
    "pymysql.err.OperationalError|(1213, 'Deadlock found when trying to get lock; try restarting transaction')",
  ],
  lock_timeout: [
    'psycopg2.errors.LockNotAvailable|canceling statement due to lock timeout',
    "pymysql.err.OperationalError|(1205, 'Lock wait timeout exceeded; try restarting transaction')",
  ],
  database_disk_full: [
    'psycopg2.errors.DiskFull|could not extend file "base/16401/2619": No space left on device',
    'pymysql.err.OperationalError|(1114, "The table \'{table}\' is full")',
  ],
  cache_refused: [
    'redis.exceptions.ConnectionError|Error 111 connecting to {host}:6379. Connection refused.',
    'pymemcache.exceptions.MemcacheUnexpectedCloseError|{host} closed',
  ],
  cache_timeout: [
    'redis.exceptions.TimeoutError|Timeout reading from socket',
    'redis.exceptions.TimeoutError|Timeout connecting to server {host}',
  ],
  broker_unavailable: [
    'kafka.errors.NoBrokersAvailable|NoBrokersAvailable',
    'pika.exceptions.AMQPConnectionError|Connection to {ip}:5672 failed',
  ],
  reply_timeout: [
    'ReplyTimeout|nothing on {host} after {s}s',
    'celery.exceptions.TimeoutError|The operation timed out.',
  ],
  null_reference: [
    "AttributeError|'NoneType' object has no attribute '{stem}_id'",
    "TypeError|'NoneType' object is not subscriptable",
    'IndexError|list index out of range',
  ],
  bad_value: [
    "ValueError|invalid literal for int() with base 10: ''",
    "decimal.InvalidOperation|[<class 'decimal.ConversionSyntax'>]",
    'ValueError|{stem} amount must be positive',
  ],
  missing_key: ["KeyError|'{stem}_kind'", 'LookupError|no handler for {stem}'],
  disk_full: [
    'OSError|[Errno 28] No space left on device',
    "OSError|[Errno 28] No space left on device: '/var/lib/{stem}/spool'",
  ],
  token_not_yet_valid: [
    'jwt.exceptions.ImmatureSignatureError|The token is not yet valid (iat)',
    'jose.exceptions.JWTClaimsError|The token is not yet valid (nbf)',
  ],
  overloaded: ['gunicorn.errors.WorkerBusy|no worker available', 'QueueFull|request backlog is full'],
  out_of_memory: [
    'MemoryError|',
    'numpy.core._exceptions._ArrayMemoryError|Unable to allocate 512. MiB for an array',
  ],
  unparsable_message: [
    'json.decoder.JSONDecodeError|Expecting value: line 1 column 1 (char 0)',
    'google.protobuf.message.DecodeError|Error parsing message',
  ],
};
