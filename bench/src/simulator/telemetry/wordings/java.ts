/** What Java programs print of failures: `type|message`. Odd entries are held out from tuning, see ../wording.ts. */
import type { Wordings } from './wordings.ts';

export const javaWordings: Wordings = {
  timeout: [
    'java.net.SocketTimeoutException|Read timed out',
    'io.grpc.StatusRuntimeException|DEADLINE_EXCEEDED: deadline exceeded after {s}s. [remote_addr={host}/{ip}:{port}]',
    'org.springframework.web.client.ResourceAccessException|I/O error on GET request for "http://{host}:{port}{path}": Read timed out',
    "java.util.concurrent.TimeoutException|Did not observe any item or terminal signal within {ms}ms in '{host}'",
  ],
  refused: [
    'java.net.ConnectException|Connection refused',
    'io.grpc.StatusRuntimeException|UNAVAILABLE: io exception',
    'feign.RetryableException|Connection refused executing POST http://{host}:{port}{path}',
    'io.netty.channel.AbstractChannel$AnnotatedConnectException|finishConnect(..) failed: Connection refused: {host}/{ip}:{port}',
  ],
  reset: [
    'java.net.SocketException|Connection reset',
    'reactor.netty.http.client.PrematureCloseException|Connection prematurely closed BEFORE response',
  ],
  unreachable: [
    'java.net.ConnectException|Connection timed out',
    'java.net.NoRouteToHostException|No route to host',
  ],
  dns_not_found: [
    'java.net.UnknownHostException|{host}',
    "java.net.UnknownHostException|Failed to resolve '{host}' [A(1)] after 2 queries",
  ],
  dns_timeout: [
    'java.net.UnknownHostException|{host}: Temporary failure in name resolution',
    'io.netty.resolver.dns.DnsNameResolverTimeoutException|[/10.96.0.10:53] query via UDP timed out after 5000 milliseconds',
  ],
  tls_expired: [
    'javax.net.ssl.SSLHandshakeException|PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed',
    'java.security.cert.CertificateExpiredException|NotAfter: Sat Jun 14 02:00:00 UTC 2025',
  ],
  tls_unknown_ca: [
    'javax.net.ssl.SSLHandshakeException|PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    'javax.net.ssl.SSLHandshakeException|Received fatal alert: unknown_ca',
  ],
  tls_not_yet_valid: [
    'java.security.cert.CertificateNotYetValidException|NotBefore is in the future',
    'javax.net.ssl.SSLHandshakeException|certificate is not yet valid',
  ],
  bad_status: [
    'org.springframework.web.client.HttpServerErrorException|{status} : "upstream error" from {host}',
    'feign.FeignException|[{status}] during [GET] to [http://{host}{path}]',
    'io.grpc.StatusRuntimeException|INTERNAL: {host} failed with {status}',
  ],
  bad_answer: [
    'com.fasterxml.jackson.databind.exc.MismatchedInputException|No content to map due to end-of-input',
    'java.lang.IllegalStateException|{host} returned no result',
  ],
  rate_limited: [
    'org.springframework.web.client.HttpClientErrorException$TooManyRequests|429 Too Many Requests',
    'feign.FeignException$TooManyRequests|[429] from [{host}]: quota exhausted',
  ],
  breaker_open: [
    "io.github.resilience4j.circuitbreaker.CallNotPermittedException|CircuitBreaker '{host}' is OPEN and does not permit further calls",
    'java.lang.IllegalStateException|fast failing {host}, circuit open',
  ],
  canceled: [
    'io.grpc.StatusRuntimeException|CANCELLED: call already cancelled',
    'java.util.concurrent.CancellationException|Task was cancelled.',
  ],
  pool_timeout: [
    'java.sql.SQLTransientConnectionException|HikariPool-1 - Connection is not available, request timed out after {ms}ms (total={n}, active={n}, idle=0, waiting=14)',
    'org.apache.tomcat.jdbc.pool.PoolExhaustedException|[pool-http-4] Timeout: Pool empty. Unable to fetch a connection in {s} seconds, none available[size:{n}; busy:{n}; idle:0]',
  ],
  query_timeout: [
    'org.postgresql.util.PSQLException|ERROR: canceling statement due to user request',
    'java.sql.SQLTimeoutException|Statement cancelled due to timeout or client request',
  ],
  database_refused: [
    'org.postgresql.util.PSQLException|Connection to {host}:5432 refused. Check that the hostname and port are correct',
    'com.mysql.cj.jdbc.exceptions.CommunicationsException|Communications link failure',
  ],
  database_deadlock: [
    'org.springframework.dao.CannotAcquireLockException|deadlock detected',
    'com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException|Deadlock found when trying to get lock; try restarting transaction',
  ],
  lock_timeout: [
    'org.springframework.dao.PessimisticLockingFailureException|Lock wait timeout exceeded; try restarting transaction',
    'org.postgresql.util.PSQLException|ERROR: canceling statement due to lock timeout',
  ],
  database_disk_full: [
    'org.postgresql.util.PSQLException|ERROR: could not write to file "pg_wal/xlogtemp.312": No space left on device',
    "java.sql.SQLException|The table '{table}' is full",
  ],
  cache_refused: [
    'io.lettuce.core.RedisConnectionException|Unable to connect to {host}/<unresolved>:6379',
    'redis.clients.jedis.exceptions.JedisConnectionException|Failed to connect to any host resolved for DNS name.',
  ],
  cache_timeout: [
    'io.lettuce.core.RedisCommandTimeoutException|Command timed out after {ms} millisecond(s)',
    'net.spy.memcached.OperationTimeoutException|Timeout waiting for value from {host}',
  ],
  broker_unavailable: [
    'org.apache.kafka.common.errors.TimeoutException|Topic {host} not present in metadata after 60000 ms.',
    'org.springframework.amqp.AmqpConnectException|java.net.ConnectException: Connection refused',
  ],
  reply_timeout: [
    'org.springframework.kafka.requestreply.KafkaReplyTimeoutException|Reply timed out',
    'org.springframework.amqp.core.AmqpReplyTimeoutException|Reply timed out on {host}',
  ],
  null_reference: [
    'java.lang.NullPointerException|Cannot invoke "java.math.BigDecimal.add(java.math.BigDecimal)" because "{stem}.total" is null',
    'java.lang.ArrayIndexOutOfBoundsException|Index 0 out of bounds for length 0',
  ],
  bad_value: [
    'java.lang.IllegalArgumentException|{stem} must not be empty',
    'java.lang.NumberFormatException|For input string: ""',
    'jakarta.validation.ConstraintViolationException|create{Stem}.quantity: must be greater than 0',
  ],
  missing_key: [
    'java.util.NoSuchElementException|No value present',
    'java.lang.IllegalStateException|no {stem} strategy registered',
  ],
  disk_full: [
    'java.io.IOException|No space left on device',
    'java.nio.file.FileSystemException|/var/lib/{stem}/tmp: No space left on device',
  ],
  token_not_yet_valid: [
    'io.jsonwebtoken.PrematureJwtException|JWT must not be accepted before 2025-06-14T02:00:30Z',
    "com.auth0.jwt.exceptions.IncorrectClaimException|The Token can't be used before the given date",
  ],
  overloaded: [
    'java.util.concurrent.RejectedExecutionException|Task rejected from ThreadPoolExecutor[Running, pool size = {n}, active threads = {n}, queued tasks = 100]',
    'io.undertow.server.handlers.RequestLimitExceeded|request queue is full',
  ],
  out_of_memory: [
    'java.lang.OutOfMemoryError|Java heap space',
    'java.lang.OutOfMemoryError|GC overhead limit exceeded',
  ],
  unparsable_message: [
    'org.apache.kafka.common.errors.SerializationException|Error deserializing key/value for partition {host}-3',
    "com.fasterxml.jackson.core.JsonParseException|Unexpected character ('<' (code 60))",
  ],
};
