/** What Go programs print of failures: `type|message`. Odd entries are held out from tuning, see ../wording.ts. */
import type { Wordings } from './wordings.ts';

export const goWordings: Wordings = {
  timeout: [
    '*url.Error|Get "http://{host}:{port}{path}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    '*status.Error|rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    'context.deadlineExceededError|calling {host}: context deadline exceeded',
    '*errors.errorString|{host}: no response within {ms}ms',
  ],
  refused: [
    '*net.OpError|dial tcp {ip}:{port}: connect: connection refused',
    '*status.Error|rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp {ip}:{port}: connect: connection refused"',
    '*url.Error|Post "http://{host}:{port}{path}": dial tcp {ip}:{port}: connect: connection refused',
    '*status.Error|rpc error: code = Unavailable desc = upstream connect error or disconnect/reset before headers. reset reason: connection failure',
  ],
  reset: [
    '*net.OpError|read tcp {ip}:48212->{ip}:{port}: read: connection reset by peer',
    '*status.Error|rpc error: code = Unavailable desc = error reading from server: EOF',
    '*url.Error|Get "http://{host}:{port}{path}": EOF',
    '*http.httpError|http: server closed idle connection',
  ],
  unreachable: [
    '*net.OpError|dial tcp {ip}:{port}: i/o timeout',
    '*net.OpError|dial tcp {ip}:{port}: connect: no route to host',
  ],
  dns_not_found: [
    '*net.DNSError|lookup {host} on 10.96.0.10:53: no such host',
    '*status.Error|rpc error: code = Unavailable desc = name resolver error: produced zero addresses',
  ],
  dns_timeout: [
    '*net.DNSError|lookup {host} on 10.96.0.10:53: read udp {ip}:41022->10.96.0.10:53: i/o timeout',
    '*net.OpError|dial tcp: lookup {host}: server misbehaving',
    '*url.Error|Get "http://{host}:{port}{path}": dial tcp: lookup {host}: Temporary failure in name resolution',
  ],
  tls_expired: [
    '*tls.CertificateVerificationError|tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time is after the notAfter date',
    '*status.Error|rpc error: code = Unavailable desc = connection error: desc = "transport: authentication handshake failed: tls: failed to verify certificate: x509: certificate has expired or is not yet valid"',
  ],
  tls_unknown_ca: [
    'x509.UnknownAuthorityError|tls: failed to verify certificate: x509: certificate signed by unknown authority',
    '*tls.permanentError|remote error: tls: unknown certificate authority',
  ],
  tls_not_yet_valid: [
    'x509.CertificateInvalidError|x509: certificate has expired or is not yet valid: current time is before the notBefore date',
    '*url.Error|Get "https://{host}{path}": tls: failed to verify certificate: x509: certificate is not yet valid',
  ],
  bad_status: [
    '*client.ResponseError|{host} answered {status}',
    '*status.Error|rpc error: code = Internal desc = unexpected HTTP status code received from server: {status}',
    '*errors.errorString|unexpected status {status} from {host}',
    '*fmt.wrapError|call {host}: server returned {status}',
  ],
  bad_answer: [
    '*json.SyntaxError|decode answer of {host}: unexpected end of JSON input',
    '*errors.errorString|{host}: response has no items',
    '*fmt.wrapError|{host} returned an empty body',
  ],
  rate_limited: [
    '*client.ResponseError|{host} answered 429: too many requests',
    '*status.Error|rpc error: code = ResourceExhausted desc = quota exceeded',
    '*errors.errorString|request to {host} refused: rate limit reached, retry after 1s',
  ],
  breaker_open: [
    'gobreaker|circuit breaker is open',
    '*errors.errorString|{host}: breaker tripped, not calling',
  ],
  canceled: [
    'context.Canceled|context canceled',
    '*status.Error|rpc error: code = Canceled desc = context canceled',
  ],
  pool_timeout: [
    '*errors.errorString|timeout: context already done: context deadline exceeded acquiring connection',
    '*pgxpool.Error|failed to acquire connection from pool within {s}s',
    'context.deadlineExceededError|sql: waiting for a free connection: context deadline exceeded',
  ],
  query_timeout: [
    '*pgconn.PgError|ERROR: canceling statement due to statement timeout (SQLSTATE 57014)',
    '*errors.errorString|query on {host}: context deadline exceeded',
  ],
  database_refused: [
    '*pgconn.ConnectError|failed to connect to `host={host}`: dial error (dial tcp {ip}:5432: connect: connection refused)',
    '*errors.errorString|driver: bad connection',
    '*net.OpError|{host}: dial tcp {ip}: connect: connection refused',
  ],
  database_deadlock: [
    '*pgconn.PgError|ERROR: deadlock detected (SQLSTATE 40P01)',
    '*mysql.MySQLError|Error 1213 (40001): Deadlock found when trying to get lock; try restarting transaction',
  ],
  lock_timeout: [
    '*pgconn.PgError|ERROR: canceling statement due to lock timeout (SQLSTATE 55P03)',
    '*mysql.MySQLError|Error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction',
  ],
  database_disk_full: [
    '*pgconn.PgError|ERROR: could not extend file "base/16384/24601": No space left on device (SQLSTATE 53100)',
    "*mysql.MySQLError|Error 1114 (HY000): The table '{table}' is full",
  ],
  cache_refused: [
    '*net.OpError|redis: dial tcp {ip}:6379: connect: connection refused',
    '*errors.errorString|{host}: connection pool: no reachable node',
  ],
  cache_timeout: [
    '*net.OpError|redis: read tcp {ip}:6379: i/o timeout',
    'context.deadlineExceededError|{host}: get: context deadline exceeded',
  ],
  broker_unavailable: [
    '*errors.errorString|kafka: client has run out of available brokers to talk to',
    'amqp.Error|Exception (504) Reason: "channel/connection is not open"',
  ],
  reply_timeout: [
    '*errors.errorString|no reply on {host} within {s}s',
    'context.deadlineExceededError|await {host} result: context deadline exceeded',
  ],
  null_reference: [
    'runtime.errorString|runtime error: invalid memory address or nil pointer dereference',
    'runtime.boundsError|runtime error: index out of range [0] with length 0',
  ],
  nil_map: [
    'runtime.plainError|assignment to entry in nil map',
    'runtime.plainError|assignment to entry in nil map',
  ],
  bad_value: [
    '*strconv.NumError|strconv.ParseInt: parsing "": invalid syntax',
    '*errors.errorString|{stem}: amount must be positive',
    '*errors.errorString|invalid {stem} reference',
  ],
  missing_key: [
    '*errors.errorString|{stem}: no mapping for code',
    '*fmt.wrapError|unsupported {stem} variant',
  ],
  disk_full: [
    '*fs.PathError|write /var/lib/{stem}/segment.log: no space left on device',
    '*fs.PathError|open /data/tmp/{stem}.tmp: no space left on device',
  ],
  token_not_yet_valid: ['jwt.Error|token is not valid yet', 'jwt.ValidationError|Token used before issued'],
  overloaded: [
    '*errors.errorString|too many requests in flight',
    '*status.Error|rpc error: code = ResourceExhausted desc = server is at capacity',
  ],
  out_of_memory: [
    'runtime.Error|runtime: out of memory: cannot allocate 4194304-byte block',
    'runtime.Error|fatal error: runtime: cannot allocate memory',
  ],
  unparsable_message: [
    "*json.SyntaxError|invalid character '<' looking for beginning of value",
    '*proto.Error|proto: cannot parse invalid wire-format data',
  ],
};
