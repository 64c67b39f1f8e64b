/**
 * What error texts of runtimes, databases, kernels, proxies and libraries say, as a table: one line per kind of trouble.
 * The first line that matches counts, so causes stand before the symptoms that are told in the same sentence
 * ("upstream failed: too many open files"). The words are those of the software that prints them: errno(3), x509 of Go,
 * OpenSSL and Java, resolver(3), SQLSTATE, gRPC codes, exception names. No word of any one application.
 *
 * Every expression is linear: no nested repetition, gaps are bounded.
 */
import type { FaultClass } from '@nightglass/model';

export interface FaultWords {
  faultClass: FaultClass;
  detail: string;
  /** The text speaks of another party (a callee, a resolver, a limit that somebody else sets), not of its writer. */
  elsewhere: boolean;
  pattern: RegExp;
}

const self = (faultClass: FaultClass, detail: string, pattern: RegExp): FaultWords => ({
  faultClass,
  detail,
  elsewhere: false,
  pattern,
});
const other = (faultClass: FaultClass, detail: string, pattern: RegExp): FaultWords => ({
  faultClass,
  detail,
  elsewhere: true,
  pattern,
});

export const faultVocabulary: readonly FaultWords[] = [
  // TLS: RFC 5280 path validation as Go, OpenSSL, Node and Java word it.
  other(
    'tls',
    'certificate_not_yet_valid',
    /cert(?:ificate)?_?(?: is)?[ _-]not[ _-]yet[ _-]valid|CertificateNotYetValid|certificate has expired or is not yet valid.{0,60}is before/i,
  ),
  other(
    'tls',
    'certificate_expired',
    /certificate (?:has |is )?expired|expired (?:ssl |tls |x509 |leaf |client |server )?cert|cert_has_expired|CertificateExpired|certificate_expired|NotAfter:.{0,80}validity|ssl.{0,20}certificate.{0,20}expired/i,
  ),
  other(
    'tls',
    'unknown_authority',
    /signed by unknown authority|unknown[ _]ca\b|unknown certificate authority|unable[ _]to[ _](?:verify|get)[ _](?:the[ _])?(?:first|leaf|local[ _]issuer|issuer)|self[ -_]?signed[ _](?:certificate|cert)|PKIX path (?:building|validation) failed|unable to find valid certification path|CERT_UNTRUSTED|certificate is not trusted|no trusted (?:root|certificate)|invalid peer certificate: UnknownIssuer|UnknownIssuer|ERR_CERT_AUTHORITY_INVALID/i,
  ),
  other(
    'tls',
    'hostname_mismatch',
    /certificate is (?:not )?valid for .{1,120}not |doesn't contain any IP SANs|hostname.{0,40}(?:mismatch|does ?n[o']t match)|ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate|No subject alternative (?:DNS )?names? (?:matching|present)|certificate.{0,30}name mismatch|NotValidForName|ERR_CERT_COMMON_NAME_INVALID/i,
  ),
  other('tls', 'certificate_revoked', /certificate (?:has been |is |was )?revoked|CERT_REVOKED/i),
  other(
    'tls',
    'handshake_failure',
    /(?:tls|ssl)[\s_:-]{0,3}hand ?shake.{0,60}(?:fail|error|timeout|timed out)|handshake[_ ]failure|(?:fail|error|timeout).{0,40}(?:tls|ssl)[\s_-]?hand ?shake|SSLHandshakeException|SSLPeerUnverified|SSL_ERROR_|SSL routines|ssl:CERTIFICATE_|certificate[_ ]verif(?:y|ication)[_ ]failed|failed to verify certificate|bad[_ ]certificate|no application protocol|unsupported (?:tls|ssl|protocol) version|protocol version not supported|wrong[_ ]version[_ ]number|EPROTO\b|tls: (?:bad|no|unexpected|unsupported|internal|server|client|first record|protocol|failed)|x509: /i,
  ),

  // DNS: resolver(3), Go, Node, Java, Python, CoreDNS.
  other(
    'dns',
    'not_found',
    /no such host|NXDOMAIN|ENOTFOUND|EAI_NONAME|EAI_NODATA|UnknownHostException|Name or service not known|nodename nor servname|could not resolve host|Unable to resolve host|No address associated with hostname|server can't find|host not found/i,
  ),
  other(
    'dns',
    'timeout',
    /lookup [^ ]{1,255}(?: on [^ ]{1,80})?: .{0,80}(?:i\/o timeout|deadline exceeded|timed out)|(?<![\w/.])(?:dns|resolv(?:er?|ing|ution)|name resolution|name lookup)\b.{0,40}(?:timeout|timed ?out)|ETIMEOUT\b/i,
  ),
  other(
    'dns',
    'server_failure',
    /EAI_AGAIN|EAI_FAIL|ESERVFAIL|SERVFAIL|temporary failure in name resolution|name resolution (?:failed|failure|error)|failed to resolve|dns (?:resolution|lookup|query|server|request).{0,40}(?:fail|error|unreachable|refused|misbehaving)|lookup [^ ]{1,255}(?: on [^ ]{1,80})?: (?:read udp|dial udp|server misbehaving|connection refused|operation was cancel)|server misbehaving|getaddrinfo|DnsNameResolver\w{0,20}Exception/i,
  ),

  // Go: map faults are fatal errors, not panics.
  self('go_map_race', 'read_and_write', /concurrent map read and map write/i),
  self('go_map_race', 'writes', /concurrent map writes/i),
  self('go_map_race', 'iteration_and_write', /concurrent map iteration and map write/i),
  self('deadlock', 'all_asleep', /all goroutines are asleep/i),
  self(
    'deadlock',
    'database',
    /deadlock (?:found|detected|victim)|deadlocked? on lock|was deadlocked|SQLSTATE:? ?40P01|\b40P01\b|DeadlockLoserDataAccess|ER_LOCK_DEADLOCK/i,
  ),
  self('deadlock', 'lock_order', /found one java-level deadlock/i),
  self('go_panic', 'nil_dereference', /invalid memory address or nil pointer dereference/i),
  self('go_panic', 'out_of_range', /runtime error: (?:index|slice bounds) out of range/i),
  self('go_panic', 'nil_map', /assignment to entry in nil map/i),
  self('go_panic', 'type_assertion', /interface conversion: /i),
  self('go_panic', 'closed_channel', /(?:send on|close of) (?:closed|nil) channel/i),
  self('go_panic', 'stack_overflow', /goroutine stack exceeds|fatal error: stack overflow/i),
  self('go_panic', 'divide_by_zero', /runtime error: integer divide by zero/i),
  self(
    'go_panic',
    'panic',
    /^panic: |[\s"]panic: |\bhttp: panic serving|\brecovered from panic|\bpanic recovered/i,
  ),

  // Memory.
  self(
    'gc_pressure',
    'gc_overhead',
    /GC overhead limit exceeded|long gc pause|gc pause.{0,40}exceed|\[GC \(Allocation Failure\).{0,40}full/i,
  ),
  self(
    'memory',
    'oom_killed',
    /OOM[- ]?Kill|oom[-_ ]kill|killed process \d|(?:exit(?:ed)?(?: with)? (?:code|status)|exitCode)\W{0,3}137\b|memory cgroup/i,
  ),
  self(
    'memory',
    'out_of_memory',
    /out[ _-]of[ _-]memory|OutOfMemory|cannot allocate memory|ENOMEM|Java heap space|Metaspace|std::bad_alloc|MemoryError\b|memory (?:limit|quota) (?:exceeded|reached)|exceed(?:s|ed|ing) (?:the )?(?:its )?memory limit|Allocation failed - JavaScript heap|memory (?:usage|pressure) (?:critical|too high)/i,
  ),

  // Disk.
  self(
    'disk',
    'full',
    /no space left|ENOSPC|disk (?:is )?full|DiskFull|out of disk|not enough (?:disk )?space|insufficient disk|disk quota exceeded|EDQUOT|filesystem (?:is )?full|DiskPressure/i,
  ),
  self('disk', 'read_only', /read-only file ?system|EROFS/i),
  self(
    'disk',
    'io',
    /\bEIO\b|input\/output error|I\/O error.{0,40}(?:dev|disk|sector|block)|blk_update_request|bad sector|medium error|checksum mismatch.{0,40}(?:page|block)/i,
  ),

  // Pools and handles.
  self(
    'pool_exhaustion',
    'file_descriptors',
    /too many open files|EMFILE|ENFILE|file descriptors? (?:limit|exhaust)/i,
  ),
  self('pool_exhaustion', 'ephemeral_ports', /EADDRNOTAVAIL|cannot assign requested address/i),
  self(
    'pool_exhaustion',
    'threads',
    /(?:thread|worker|executor|task|goroutine)s?[ _-]?(?:pool|queue).{0,40}(?:exhaust|full|saturat|reject|limit|timed? ?out)|RejectedExecutionException|no (?:available|free|idle) (?:worker|thread)s?|all workers (?:are )?busy|unable to create (?:new )?native thread|pthread_create failed|can't start new thread|bulkhead.{0,30}full|BulkheadFull|max(?:imum)? (?:number of )?threads/i,
  ),
  self(
    'pool_exhaustion',
    'connections',
    /(?:connection|conn|client|session|db|jdbc|redis|database|http)s?[ _-]?pool.{0,40}(?:exhaust|timeout|timed out|full|empty|limit|depleted|saturat)|pool(?: is| was)? (?:exhaust|depleted|saturat|at capacity)|(?:timeout|timed out|unable|failed|could not|error|waiting|waited).{0,24}(?:acquir|obtain|borrow|check(?:ing)? ?out|leas)\w{0,4} (?:a |an |the |new |idle |free |db |database |jdbc |pooled ){0,3}(?:connection|conn\b|session)|timeout waiting for (?:a |an |idle |free |available ){0,2}(?:connection|object|session)|connection from (?:the )?pool|ConnectionPoolTimeout|PoolExhausted|PoolTimeout|Connection is not available, request timed out|QueuePool limit|Unable to acquire JDBC|too many (?:clients|connections)|ER_CON_COUNT_ERROR|max_connections|remaining connection slots|SQLSTATE:? ?53300|connection limit (?:exceeded|reached)|(?:Empty|Full)PoolError|Pool is empty and a new connection|Pool reached maximum size|NoSuchElementException: (?:Unable|Timeout).{0,40}(?:borrow|idle object)/i,
  ),

  // Locks and loops.
  self(
    'lock_contention',
    'database',
    /lock wait timeout|lock[ _]timeout|LockTimeout|could not (?:obtain|acquire) (?:the )?(?:\w+ )?lock|SQLITE_BUSY|database is locked|SQLSTATE:? ?55P03|lock not available|failed to acquire (?:the )?(?:\w+ )?lock|waiting for (?:\w+ )?lock|CannotAcquireLock|PessimisticLock|could not serialize access|ConcurrentModification|OptimisticLock/i,
  ),
  self(
    'event_loop',
    'blocked',
    /event[- ]?loop.{0,40}(?:block|lag|delay|stall|unresponsive|slow)|blocked.{0,20}event[- ]?loop|thread blocked for/i,
  ),
  self('goroutine_leak', 'goroutines', /too many goroutines|goroutine (?:leak|count)/i),

  // Limits.
  self('throttling', 'cpu', /CPUThrottling|cpu (?:is )?throttl|cpu quota|throttled by cfs|cfs_quota/i),
  other(
    'throttling',
    'rate_limit',
    /too many requests|rate[ _-]?limit|RateLimit|(?:status|code|http|returned|response)[\w\s"'=:/.]{0,14}\b429\b|\bthrottl(?:ed|ing)|ThrottlingException|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown\b/i,
  ),
  other(
    'throttling',
    'quota',
    /quota.{0,30}(?:exceed|exhaust|reached)|exceed(?:s|ed).{0,24}quota|insufficient_quota|QuotaExceeded|RESOURCE_EXHAUSTED|ResourceExhausted/i,
  ),
  self(
    'traffic_surge',
    'overload',
    /shedding load|load[ -]shed|(?:server|service|system|instance) (?:is )?overload|OverloadException|server (?:is )?too busy|request (?:was )?(?:rejected|dropped).{0,30}(?:overload|capacity|queue)|at capacity|autoscal\w{1,4}.{0,40}(?:max|limit|increase)/i,
  ),

  // Queues and caches.
  self(
    'queue_lag',
    'queue_full',
    /(?:queue|buffer|mailbox|backlog|channel) (?:is |was )?full|queue (?:size |depth |length )?(?:limit|overflow|capacity)|QueueFull|BufferExhausted|message(?:s)? (?:dropped|discarded)/i,
  ),
  self(
    'queue_lag',
    'consumer_lag',
    /consumer.{0,20}lag|lag.{0,20}(?:behind|exceed|growing|threshold)|max\.poll\.interval|CommitFailedException|consumer group.{0,40}(?:rebalanc|dead|left)|poll timeout has expired|backlog.{0,20}(?:grow|exceed)/i,
  ),
  self('cache', 'stampede', /cache (?:stampede|dog ?pile)|thundering herd/i),
  self(
    'cache',
    'cache_failure',
    /cache.{0,24}(?:unavailable|fail|error|corrupt|evict(?:ed|ion)|OOM command)|OOM command not allowed|maxmemory|eviction.{0,20}(?:rate|storm)/i,
  ),

  // Kubernetes and the machine.
  self(
    'node',
    'pressure',
    /NodeUnderPressure|MemoryPressure|PIDPressure|NodeNotReady|NodeHasInsufficient|node.{0,20}(?:not ?ready|under pressure)/i,
  ),
  self('kubernetes', 'crash_loop', /CrashLoopBackOff|back-off restarting failed/i),
  self('kubernetes', 'image_pull', /ImagePullBackOff|ErrImagePull|failed to pull image/i),
  self('kubernetes', 'probe_failed', /(?:liveness|readiness|startup) probe failed/i),
  self('kubernetes', 'evicted', /\bpod.{0,40}(?:was )?evicted|Evicted\b.{0,40}low on/i),
  self('kubernetes', 'unschedulable', /FailedScheduling|Insufficient (?:cpu|memory)|nodes are available: /i),

  // Configuration and access.
  self(
    'config',
    'credentials',
    /password authentication failed|access denied for user|authentication (?:failed|failure|error)|invalid (?:credentials|api[ _-]?key|token|username|password|signature)|NOAUTH|WRONGPASS|SQLSTATE:? ?28P01|login failed|SASL.{0,30}fail|token (?:has |is )?expired|expired token|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|(?:status|code|http|returned|response)[\w\s"'=:/.]{0,14}\b401\b|\bunauthori[sz]ed\b|UNAUTHENTICATED/i,
  ),
  self(
    'config',
    'permission_denied',
    /permission[ _]denied|\bEACCES\b|\bEPERM\b|operation not permitted|access[ _-]?(?:is )?denied|AccessDenied|(?:status|code|http|returned|response)[\w\s"'=:/.]{0,14}\b403\b|\bforbidden\b|not authorized to perform|insufficient (?:privilege|permission)|SQLSTATE:? ?42501/i,
  ),
  self(
    'config',
    'schema',
    /(?:relation|table|column|schema) ["'`]?[\w.]{1,80}["'`]? (?:of relation ["'`]?[\w.]{1,80}["'`]? )?does(?: not|n't) exist|unknown (?:column|table|database)|no such (?:table|column)|SQLSTATE:? ?42(?:P01|703|S02|S22)|BadSqlGrammar|migration.{0,30}(?:fail|pending|missing|dirty)|schema (?:version )?mismatch|invalid column name/i,
  ),
  self(
    'config',
    'missing',
    /(?:environment|env)[ _-]?var(?:iable)?s?.{0,60}(?:not set|missing|required|undefined|unset|empty)|(?:missing|required|undefined).{0,30}(?:environment|env)[ _-]?var|(?:config(?:uration)?|setting|property|secret|option)s?.{0,60}(?:not found|missing|not set|is required|undefined|does not exist|could not be (?:found|resolved|loaded))|missing (?:required )?(?:config|setting|property|secret|option)|could not resolve placeholder|NoSuchKey\b|CreateContainerConfigError/i,
  ),
  self(
    'config',
    'invalid',
    /(?:invalid|bad|malformed|illegal|unsupported|unknown) (?:config|setting|option|flag|property|environment|cron|connection string|dsn|url|uri|port|hostname)|(?:failed|unable|error|could not).{0,24}(?:load|pars|read)\w{0,3} (?:the )?config|config(?:uration)?.{0,30}(?:invalid|error|malformed)|ConfigException|ConfigurationException|ERR_INVALID_URL|unsupported protocol scheme/i,
  ),
  self('config', 'missing_file', /ENOENT|no such file or directory|FileNotFound|NoSuchFile/i),
  self('config', 'address_in_use', /EADDRINUSE|address already in use|port .{0,16}already in use/i),

  // Slow statements.
  self(
    'slow_code',
    'database_query',
    /slow (?:sql |database |db )?query|slow statement|statement timeout|SQLSTATE:? ?57014|query (?:execution )?(?:was )?(?:timed out|timeout|interrupted)|max(?:imum)? (?:statement )?execution time exceeded|QueryTimeout|full table scan|seq(?:uential)? scan|took too long/i,
  ),

  // Time, without a reason.
  self(
    'slow_code',
    'slow_request',
    /slow (?:request|response|operation|call|handler|transaction|task)|(?:request|response|handler|operation|transaction|latency|duration|it)\b.{0,40}exceed(?:s|ed|ing)? .{0,40}(?:\d ?(?:ms|s|seconds)\b|budget|threshold|limit|slo\b)|exceeded .{0,24}(?:latency|time) budget/i,
  ),

  // The writer's own code.
  self(
    'code_error',
    'null_reference',
    /NullPointerException|NullReferenceException|null pointer|nil pointer|undefined is not|cannot read propert|can't access property|of (?:undefined|null)\b|'?NoneType'? object|nil:NilClass|null is not an object|Option::unwrap\(\)` on a `None`|nil dereference/i,
  ),
  self(
    'code_error',
    'segmentation_fault',
    /SIGSEGV|segmentation (?:fault|violation)|SIGBUS|SIGABRT|core dumped|(?:exit(?:ed)?(?: with)? (?:code|status)|exitCode)\W{0,3}13[49]\b/i,
  ),
  self(
    'code_error',
    'stack_overflow',
    /StackOverflow|maximum call stack|RecursionError|maximum recursion depth|stack level too deep/i,
  ),
  self(
    'code_error',
    'out_of_range',
    /IndexOutOfBounds|ArrayIndexOutOf|index out of (?:range|bounds)|IndexError|out of bounds|RangeError/i,
  ),
  self(
    'code_error',
    'assertion',
    /assert(?:ion)?(?:error)?[ :]{0,2}(?:failed|error|violat)|AssertionError|AssertionError|invariant (?:failed|violat|broken)|debug_assert|precondition failed/i,
  ),
  self(
    'code_error',
    'arithmetic',
    /ArithmeticException|ZeroDivisionError|divi(?:de|sion) by zero|integer overflow|NumberFormatException|NaN is not/i,
  ),
  self(
    'code_error',
    'type',
    /ClassCastException|TypeError\b|is not a function|has no attribute|AttributeError|NoSuchMethod|NoSuchField|NoClassDefFound|ClassNotFound|ImportError|ModuleNotFound|cannot find module|MODULE_NOT_FOUND|undefined (?:method|symbol|reference|variable)|symbol lookup error|ReferenceError|unimplemented/i,
  ),
  // What was sent cannot be read: by a caller, or in an answer.
  other(
    'code_error',
    'parse',
    /(?:json|xml|yaml|protobuf|avro|csv)?.{0,20}(?:unmarshal|deseriali[sz]|decod|pars)\w{0,6}.{0,30}(?:error|fail|invalid|exception|unexpected|cannot)|(?:error|fail|cannot|unable to|invalid).{0,30}(?:unmarshal|deseriali[sz]|decod|pars)|unexpected (?:token|end of (?:json|input|file)|EOF while parsing)|invalid character .{1,12}looking for|JSONDecodeError|JsonParse|JsonMapping|MismatchedInput|SyntaxError|wrong wire type|invalid wire|ZodError|ValidationError|ConstraintViolation|(?:schema|response|payload|input|body|message) validation (?:failed|error)|(?:malformed|invalid|unexpected|empty|incomplete) (?:response|payload|answer|reply|document|body)|missing (?:required )?(?:field|property|key|attribute)|Unexpected end of/i,
  ),

  // The caller gave up.
  other(
    'dependency_down',
    'cancelled',
    /context cancell?ed|(?:client|caller|peer|user).{0,24}(?:cancell?ed|disconnected|aborted|went away|closed (?:the )?(?:connection|request))|(?:request|call|operation|rpc|stream) (?:was )?(?:cancell?ed|aborted) by (?:the )?(?:client|caller|peer)|code = Canceled|(?:status|code|http|returned|response)[\w\s"'=:/.]{0,14}\b499\b/i,
  ),

  // Another party does not answer. Last but one: a better reason in the same text comes first.
  other(
    'dependency_down',
    'circuit_open',
    /circuit[ _-]?breaker.{0,30}(?:open|trip|reject)|circuit (?:is )?open|CircuitBreakerOpen|CallNotPermitted|BrokenCircuit|outlier ejection/i,
  ),
  other(
    'dependency_down',
    'connection_refused',
    /ECONNREFUSED|connection refused|ConnectException|actively refused|no connection could be made|connect(?:ion)? (?:to .{1,80} )?(?:was )?refused/i,
  ),
  other(
    'network',
    'unreachable',
    /EHOSTUNREACH|ENETUNREACH|no route to host|NoRouteToHost|network is unreachable|host is (?:down|unreachable)|destination (?:host|net) unreachable/i,
  ),
  other(
    'network',
    'connection_reset',
    /ECONNRESET|connection reset|reset by peer|EPIPE|broken pipe|socket hang up|unexpected EOF|connection (?:was )?(?:closed|aborted|lost|terminated|dropped)|server closed (?:the )?connection|ECONNABORTED|premature close|stream (?:was )?reset|GOAWAY|PacketLoss|packet loss|retransmi/i,
  ),
  other(
    'dependency_down',
    'unavailable',
    /no healthy (?:upstream|host|backend)|upstream connect error|UNAVAILABLE\b|service[ _]unavailable|ServiceUnavailable|bad gateway|(?:status|code|http|returned|response|upstream|error|got|:)[\w\s"'=:/.]{0,14}\b50[023]\b|no (?:available |live |active )?(?:servers?|backends?|brokers?|endpoints?|upstreams?|instances?|hosts?|replicas?|nodes?) (?:available|found|left|for|to)|(?:broker|leader|master|primary|replica|server|database|backend|cluster)\b.{0,20} (?:not available|unavailable|is down|went away|has gone away)|NOT_LEADER|NoBrokersAvailable|LEADER_NOT_AVAILABLE|NoNodeAvailable|database system is (?:shutting down|starting up)|CLUSTERDOWN|LOADING Redis/i,
  ),
  other(
    'dependency_down',
    'timeout',
    /context deadline exceeded|DEADLINE_EXCEEDED|DeadlineExceeded|deadline exceeded|ETIMEDOUT|ESOCKETTIMEDOUT|i\/o timeout|(?:read|connect(?:ion)?|request|socket|gateway|response|upstream|operation|call|rpc|client|http)\w{0,4}[ _-]?time(?:d )?[ _-]?out|TimeoutException|TimeoutError|SocketTimeout|timed out|(?:status|code|http|returned|response|upstream)[\w\s"'=:/.]{0,14}\b504\b|timeout (?:of .{1,16}|was )?(?:exceeded|reached)|timeout awaiting|Client\.Timeout/i,
  ),
  other(
    'dependency_down',
    'call_failed',
    /(?:max(?:imum)?|all) (?:number of )?retries|retries? (?:exhausted|exceeded|failed)|giving up after|(?:failed|unable|could not|error|cannot)(?: while)?(?: to)? (?:call|connect|reach|contact|invok|communicat|dial|send request|fetch|request)\w{0,4}|error calling|(?:upstream|downstream|backend|remote|dependency|rpc|call)\b.{0,40}(?:fail|error|returned (?:an )?(?:error|5))/i,
  ),

  // Something was raised, and the text does not say what.
  self(
    'code_error',
    'exception',
    /\b\w{2,60}Exception\b|\bexception\b|Traceback \(most recent|unhandled (?:promise )?(?:rejection|error)|uncaught|panicked at|\bfatal error\b|internal (?:server )?error|\bINTERNAL\b|stack ?trace/i,
  ),
];
