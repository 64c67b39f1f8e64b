import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { classifyText } from './classify-text.ts';

const said: [string, string][] = [
  // TLS
  [
    'x509: certificate has expired or is not yet valid: current time 2026-01-02T00:00:00Z is after 2026-01-01T00:00:00Z',
    'tls/certificate_expired',
  ],
  [
    'x509: certificate has expired or is not yet valid: current time 2025-01-02T00:00:00Z is before 2026-01-01T00:00:00Z',
    'tls/certificate_not_yet_valid',
  ],
  ['Error: certificate has expired { code: CERT_HAS_EXPIRED }', 'tls/certificate_expired'],
  [
    'java.security.cert.CertificateExpiredException: NotAfter: Thu Jan 01 00:00:00 UTC 2026',
    'tls/certificate_expired',
  ],
  [
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'tls/unknown_authority',
  ],
  ['unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)', 'tls/unknown_authority'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate', 'tls/unknown_authority'],
  [
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
    'tls/unknown_authority',
  ],
  [
    'certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
    'tls/unknown_authority',
  ],
  ['x509: certificate is valid for a.example, not b.example', 'tls/hostname_mismatch'],
  [
    "ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames",
    'tls/hostname_mismatch',
  ],
  ['remote error: tls: bad certificate', 'tls/handshake_failure'],
  ['http: TLS handshake error from 10.1.2.3:4711: EOF', 'tls/handshake_failure'],
  ['tls: protocol version not supported', 'tls/handshake_failure'],
  // DNS
  ['dial tcp: lookup orders.svc on 10.96.0.10:53: no such host', 'dns/not_found'],
  ['getaddrinfo ENOTFOUND orders', 'dns/not_found'],
  ['getaddrinfo EAI_AGAIN orders', 'dns/server_failure'],
  [
    'dial tcp: lookup orders on 10.96.0.10:53: read udp 10.1.1.1:5->10.96.0.10:53: i/o timeout',
    'dns/timeout',
  ],
  ['java.net.UnknownHostException: orders: Temporary failure in name resolution', 'dns/not_found'],
  // Go
  ['fatal error: concurrent map read and map write', 'go_map_race/read_and_write'],
  ['panic: runtime error: invalid memory address or nil pointer dereference', 'go_panic/nil_dereference'],
  ['panic: runtime error: index out of range [5] with length 3', 'go_panic/out_of_range'],
  ['fatal error: all goroutines are asleep - deadlock!', 'deadlock/all_asleep'],
  // Resources
  ['Container api was OOMKilled', 'memory/oom_killed'],
  ['java.lang.OutOfMemoryError: Java heap space', 'memory/out_of_memory'],
  ['java.lang.OutOfMemoryError: GC overhead limit exceeded', 'gc_pressure/gc_overhead'],
  [
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'memory/out_of_memory',
  ],
  ['write /var/lib/data/wal: no space left on device', 'disk/full'],
  ['accept tcp [::]:80: accept4: too many open files; retrying', 'pool_exhaustion/file_descriptors'],
  ['upstream inventory failed: dial tcp: socket: too many open files', 'pool_exhaustion/file_descriptors'],
  [
    'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
    'pool_exhaustion/connections',
  ],
  [
    'QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
    'pool_exhaustion/connections',
  ],
  ['timeout acquiring a connection. The pool is probably full', 'pool_exhaustion/connections'],
  [
    'FATAL: remaining connection slots are reserved for non-replication superuser connections',
    'pool_exhaustion/connections',
  ],
  ['FATAL: sorry, too many clients already', 'pool_exhaustion/connections'],
  ['java.util.concurrent.RejectedExecutionException: Task rejected', 'pool_exhaustion/threads'],
  ['ERROR: deadlock detected (SQLSTATE 40P01)', 'deadlock/database'],
  ['Lock wait timeout exceeded; try restarting transaction', 'lock_contention/database'],
  ['event loop blocked for 2312 ms', 'event_loop/blocked'],
  // Limits
  ['upstream returned status 429', 'throttling/rate_limit'],
  ['rpc error: code = ResourceExhausted desc = quota exceeded', 'throttling/quota'],
  ['ThrottlingException: Rate exceeded', 'throttling/rate_limit'],
  // Configuration
  ['environment variable PAYMENT_URL is not set', 'config/missing'],
  ['FATAL: password authentication failed for user "app"', 'config/credentials'],
  ['open /etc/app/key.pem: permission denied', 'config/permission_denied'],
  ['ERROR: column "discount" does not exist', 'config/schema'],
  ['listen tcp :8080: bind: address already in use', 'config/address_in_use'],
  // The writer's code
  ['java.lang.NullPointerException: Cannot invoke "Order.id()"', 'code_error/null_reference'],
  ["TypeError: Cannot read properties of undefined (reading 'id')", 'code_error/null_reference'],
  ["AttributeError: 'NoneType' object has no attribute 'id'", 'code_error/null_reference'],
  ['json: cannot unmarshal string into Go struct field Order.total of type int', 'code_error/parse'],
  ["thread 'main' panicked at src/main.rs:4", 'code_error/exception'],
  // Somebody else
  ['connect ECONNREFUSED 10.0.0.7:5432', 'dependency_down/connection_refused'],
  [
    'failed to get user: dial tcp 10.0.0.7:80: connect: connection refused',
    'dependency_down/connection_refused',
  ],
  ['upstream orders returned 502, propagating error', 'dependency_down/unavailable'],
  ['rpc error: code = DeadlineExceeded desc = context deadline exceeded', 'dependency_down/timeout'],
  ['read ECONNRESET', 'network/connection_reset'],
  ['dial tcp 10.0.0.7:80: connect: no route to host', 'network/unreachable'],
  ['circuit breaker is open for inventory', 'dependency_down/circuit_open'],
  ['worker pool saturated, request queued', 'pool_exhaustion/threads'],
  ['rpc error: code = Canceled desc = context canceled', 'dependency_down/cancelled'],
  ['slow request: GET / took 4100ms', 'slow_code/slow_request'],
  ['canceling statement due to statement timeout', 'slow_code/database_query'],
];

test('texts of runtimes, databases and proxies are put into their class', () => {
  for (const [text, expected] of said) {
    const found = classifyText(text);
    assert.equal(found === null ? 'null' : `${found.faultClass}/${found.detail}`, expected, text);
  }
});

const classOf = (text: string): string => {
  const found = classifyText(text);
  return found === null ? 'null' : `${found.faultClass}/${found.detail}`;
};

test('a code of the system is not found inside a longer name: who cannot reach a resource lacks no permission', () => {
  const timedOut =
    'org.springframework.web.client.ResourceAccessException: I/O error on GET request for "http://inventory:8080/stock": Read timed out';
  assert.equal(classOf(timedOut), 'dependency_down/timeout');
  assert.equal(classOf('ResourceAccessException: I/O error'), 'code_error/exception');
  assert.equal(classOf('SuperPermissionCache refreshed'), 'null');
  for (const text of [
    'Error: EACCES: permission denied, open /data',
    'listen EACCES 0.0.0.0:80',
    'kill EPERM',
  ])
    assert.equal(classOf(text), 'config/permission_denied', text);
});

test('the name of a gRPC method says nothing of the fault, whatever words it is made of', () => {
  assert.equal(
    classOf('media.v1.MediaService/ResolveMedia failed: context deadline exceeded (timed out)'),
    'dependency_down/timeout',
  );
  assert.equal(classOf('shop.v1.Permissions/AccessDenied took 12 ms'), 'null');
  // What is said beside the name counts.
  assert.equal(
    classOf('shop.v1.OrderService/Place: lookup orders on 10.0.0.10:53: i/o timeout'),
    'dns/timeout',
  );
  assert.equal(
    classOf('shop.v1.OrderService/Place: connection pool exhausted'),
    'pool_exhaustion/connections',
  );
});

test('a path or a method that resolves something is no name resolution; time-outs of names still are', () => {
  for (const text of ['GET /resolve timed out', 'resolveMedia timed out', 'cart.resolve timed out'])
    assert.equal(classOf(text), 'dependency_down/timeout', text);
  for (const text of [
    'dns request timed out',
    'resolver: timeout',
    'error resolving orders: timeout',
    'name resolution timed out',
    'queryA ETIMEOUT orders',
  ])
    assert.equal(classOf(text), 'dns/timeout', text);
});

test('that Python’s errors begin with the name of a pool does not make it full; a full one still is', () => {
  const urllib = (text: string): string => classOf(`HTTPConnectionPool(host='orders', port=8080): ${text}`);
  assert.equal(urllib('Read timed out. (read timeout=5)'), 'dependency_down/timeout');
  assert.equal(
    classOf(
      "HTTPSConnectionPool(host='a', port=443): Max retries exceeded with url: / (Caused by ConnectTimeoutError(timed out))",
    ),
    'dependency_down/timeout',
  );
  assert.equal(
    urllib("Max retries exceeded with url: / (Caused by NewConnectionError('Connection refused'))"),
    'dependency_down/connection_refused',
  );
  for (const text of [
    'Connection pool is full, discarding connection: orders. Connection pool size: 10',
    "HTTPConnectionPool(host='orders', port=8080): Pool is empty and a new connection can't be opened due to blocking mode.",
    "HTTPConnectionPool(host='orders', port=8080): Pool reached maximum size and no more connections are allowed.",
    'urllib3.exceptions.EmptyPoolError: orders',
  ])
    assert.equal(classOf(text), 'pool_exhaustion/connections', text);
});

test('ordinary sentences say nothing', () => {
  for (const text of [
    'handled request',
    'order 17 placed for customer 4711',
    'cache warmed in 12 ms',
    'user logged in',
    'GET /api/orders 200 12ms',
    'starting server on port 8080',
    'Processed batch of 500 records',
    'connected to database',
    'peer certificate check: leaf CN=a.svc notAfter=2026-06-18T15:04:00Z',
  ])
    assert.equal(classifyText(text), null, text);
});

test('whose trouble a text speaks of: the writer of a nil dereference, the callee of a refused connection', () => {
  assert.equal(classifyText('nil pointer dereference')?.elsewhere, false);
  assert.equal(classifyText('connection refused')?.elsewhere, true);
});

test('hostile text costs bounded time', () => {
  const parts = [
    'failed to ',
    'connection pool ',
    'timeout ',
    'certificate ',
    'lookup ',
    'a',
    ' ',
    '"',
    'code 4',
  ];
  const started = process.hrtime.bigint();
  for (const part of parts) classifyText(part.repeat(200_000 / part.length));
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 1000);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 400 }), (bits) => {
      const text = bits.join('');
      assert.deepEqual(classifyText(text), classifyText(text));
    }),
    { numRuns: 50 },
  );
});
