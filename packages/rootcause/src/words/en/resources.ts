import type { Phrases } from '../subject.ts';

/** CPU, memory, disk, machines, limits, pools, queues, caches. */
export const resources: Phrases = {
  cpu: ({ who, operation, arg }) => ({
    title: `${who}${operation} has too little CPU`,
    nextCheck: `See what uses the CPU of ${who} now: \`kubectl top pods -A --containers | grep -F ${arg}\`, and a CPU profile of the process.`,
    remediation:
      'Add replicas or CPU, or move the neighbour that takes it; then repair the code that the CPU profile names.',
  }),
  'cpu/saturated': ({ who, operation }) => ({ title: `The CPU of ${who}${operation} is full` }),
  'cpu/noisy_neighbour': ({ who }) => ({
    title: `Something else on the machine takes the CPU of ${who}`,
    nextCheck: 'Compare steal time and the run queue of the node, and list what runs on it by CPU.',
    remediation: 'Move the workload or its neighbour to another node; then set CPU requests for both.',
  }),
  'cpu/scheduler': ({ who }) => ({
    title: `Goroutines of ${who} are ready but wait for a processor`,
    nextCheck: 'Compare GOMAXPROCS with the CPU limit (`go.processor.limit`), and look for CPU throttling.',
    remediation:
      'Give it more CPU or set GOMAXPROCS to the limit; then spread the work that fills the processors.',
  }),
  memory: ({ who, arg }) => ({
    title: `${who} runs out of memory`,
    nextCheck: `Compare its memory with its limit, and look for kills: \`kubectl get pods -A | grep -F ${arg}\`, then \`kubectl describe pod\` (Last State, OOMKilled).`,
    remediation:
      'Restart the instance that is nearest to its limit, or raise the limit; then find what is kept (a heap profile before and after).',
  }),
  'memory/leak': ({ who }) => ({
    title: `The memory of ${who} grows without an end`,
    nextCheck: `Take two heap profiles of ${who} ten minutes apart and compare them (Go: \`nightglass inspect --diff before.pb.gz after.pb.gz\`).`,
    remediation:
      'Restart its instances one by one to win time; then bound what grows: a size, an age, or a delete when the work ends.',
  }),
  'memory/oom_killed': ({ who }) => ({
    title: `The kernel killed ${who}: its memory passed the limit`,
    remediation: 'Raise the memory limit to stop the restarts; then find what is kept in memory.',
  }),
  'memory/near_limit': ({ who }) => ({ title: `The memory of ${who} is near its limit` }),
  disk: ({ who }) => ({
    title: `The disk of ${who} is too slow or full`,
    nextCheck: 'On the machine: `df -h`, `df -i`, and `iostat -x 5` (await, %util).',
    remediation:
      'Free space or stop what writes most; then give the data its own or a larger volume and an alert on space.',
  }),
  'disk/full': ({ who }) => ({
    title: `The disk of ${who} is full`,
    nextCheck: 'On the machine: `df -h`, `df -i`, then `du -xh --max-depth=2 / | sort -h | tail`.',
    remediation: 'Delete old logs and temporary files; then rotate them, or enlarge the volume.',
  }),
  'disk/io': ({ who }) => ({
    title: `${who} waits for its disk`,
    nextCheck: 'On the machine: `iostat -x 5` (await, %util) and `pidstat -d 5` for who reads and writes.',
    remediation: 'Stop or slow what reads and writes most; then use a faster volume or fewer, larger writes.',
  }),
  node: ({ who, arg }) => ({
    title: `${who} is not healthy, and what runs on it suffers`,
    nextCheck: `\`kubectl describe node ${arg}\` (Conditions, Events) and what runs there: \`kubectl get pods -A -o wide --field-selector spec.nodeName=${arg}\`.`,
    remediation: `Take it out of use and move its pods: \`kubectl cordon ${arg}\`, \`kubectl drain ${arg} --ignore-daemonsets\`; then repair or replace it.`,
  }),
  'node/cpu': ({ who }) => ({ title: `The CPU of ${who} is full` }),
  'node/memory': ({ who }) => ({ title: `${who} is short of memory` }),
  'node/disk': ({ who }) => ({ title: `The disk of ${who} is full or too slow` }),
  'node/network': ({ who }) => ({ title: `The network of ${who} is slow or loses packets` }),
  throttling: ({ who, operation }) => ({
    title: `${who}${operation} is held back by a limit`,
    nextCheck: `Compare the use of ${who} with its limits and quotas: CPU limit, rate limits, answers with status 429.`,
    remediation: 'Raise the limit that is hit; then spread or shorten the work that reaches it.',
  }),
  'throttling/cpu': ({ who, operation, arg }) => ({
    title: `${who}${operation} is stopped at its CPU limit`,
    nextCheck: `Its throttled share: \`container_cpu_cfs_throttled_periods_total\` over \`container_cpu_cfs_periods_total\`; its limit: \`kubectl describe pod\` of ${arg}.`,
    remediation:
      'Raise or remove the CPU limit (keep the request), or add replicas; then repair what uses the CPU.',
  }),
  'throttling/rate_limit': ({ who, operation }) => ({
    title: `A rate limit turns requests to ${who}${operation} away`,
    nextCheck: 'Count the answers with status 429 (gRPC: RESOURCE_EXHAUSTED) by caller.',
    remediation:
      'Slow the caller that sends most, or raise the limit; then let callers back off as Retry-After says.',
  }),
  pool_exhaustion: ({ who, operation }) => ({
    title: `Requests of ${who}${operation} wait for a free place in a pool`,
    nextCheck:
      'Compare used, idle and waiting of the pool. When the far side is idle, connections are held too long or lost; when it is busy, it is the far side.',
    remediation:
      'Restart instances that hold connections, or enlarge the pool within what the far side allows; then give connections back on every path and set a time limit for waiting.',
  }),
  'pool_exhaustion/database': ({ who, operation }) => ({
    title: `Requests of ${who}${operation} wait for a database connection`,
    nextCheck:
      'What the connections do: `psql -c "select state, wait_event_type, count(*) from pg_stat_activity group by 1, 2 order by 3 desc"`; many `idle in transaction` are held by the caller.',
  }),
  'pool_exhaustion/threads': ({ who, operation }) => ({
    title: `All threads of ${who}${operation} are busy and requests wait`,
    nextCheck: 'Take a thread dump (JVM: `jcmd PID Thread.print`) and see what most threads wait for.',
  }),
  queue_lag: ({ who }) => ({
    title: `${who} falls behind: messages wait longer and longer`,
    nextCheck:
      'Compare the rates of producing and consuming: `kafka-consumer-groups.sh --bootstrap-server HOST:9092 --describe --all-groups` (LAG by partition).',
    remediation:
      'Add consumers (up to the number of partitions) or slow the producer; then shorten the work per message.',
  }),
  'queue_lag/consumer': ({ who }) => ({ title: `${who} consumes more slowly than messages come` }),
  'queue_lag/producer': ({ who }) => ({
    title: `More messages are sent to ${who} than before`,
    remediation: 'Slow or spread the producer, or add consumers; then find why more is sent.',
  }),
  cache: ({ who, operation }) => ({
    title: `The cache does not help ${who}${operation} any more: most lookups miss`,
    nextCheck:
      'Compare hits and misses, evictions and memory: `redis-cli info stats | grep -E "keyspace|evicted"`, `redis-cli info memory`.',
    remediation:
      'Warm the cache or give it memory, and limit how many fill one key at once; then find what emptied it (a restart, an expiry of all keys together, a new key format).',
  }),
  'cache/eviction': ({ who }) => ({
    title: `The cache of ${who} is too small and throws out what is needed`,
  }),
  'cache/down': ({ who }) => ({ title: `The cache of ${who} does not answer` }),
  'memory/out_of_memory': ({ who }) => ({
    title: `${who} could not get more memory`,
    remediation:
      'Raise the memory limit or the heap size to stop the failures; then find what is kept in memory.',
  }),
  'disk/read_only': ({ who }) => ({
    title: `The file system of ${who} became read-only`,
    nextCheck: 'The kernel’s log says why: `dmesg -T | grep -iE "remount|I/O error|ext4|xfs"`.',
    remediation:
      'Move the work to another disk or node; then check the file system and replace the disk if it reports errors.',
  }),
  'node/pressure': ({ who }) => ({
    title: `${who} is under pressure and evicts what runs on it`,
  }),
  'node/node_not_ready': ({ who }) => ({
    title: `${who} is not ready`,
  }),
  'throttling/quota': ({ who, operation }) => ({
    title: `${who}${operation} is refused: a quota is used up`,
    nextCheck: 'Which quota, who uses most of it, and when is it filled again?',
    remediation: 'Ask for a higher quota or stop the caller that uses most; then alert at 80 % of it.',
  }),
  'pool_exhaustion/connections': ({ who, operation }) => ({
    title: `Requests of ${who}${operation} wait for a free connection, or get none`,
  }),
  'pool_exhaustion/at_maximum': ({ who, operation }) => ({
    title: `A pool of ${who}${operation} is full`,
  }),
  'pool_exhaustion/file_descriptors': ({ who, operation }) => ({
    title: `${who}${operation} has too many open files or connections`,
    nextCheck:
      'What is open? `ls -l /proc/PID/fd | awk "{print $NF}" | sort | uniq -c | sort -rn | head`, and `ss -tanp | grep PID`; the limit: `grep "open files" /proc/PID/limits`.',
    remediation:
      'Restart the instances one by one, or raise the limit; then close what is opened on every path (response bodies, files, connections).',
  }),
  'pool_exhaustion/ephemeral_ports': ({ who, operation }) => ({
    title: `${who}${operation} has no local ports left for new connections`,
    nextCheck: '`ss -s`, and `ss -tan state time-wait | wc -l` on the machine.',
    remediation:
      'Widen `net.ipv4.ip_local_port_range` for now; then keep connections alive instead of opening one per call.',
  }),
  'queue_lag/consumer_lag': ({ who }) => ({
    title: `${who} consumes more slowly than messages come`,
  }),
  'queue_lag/queue_full': ({ who }) => ({
    title: `A queue of ${who} is full: messages are rejected or lost`,
    remediation:
      'Add consumers, or slow the producer, before messages are lost; then size the queue for the longest pause and alert on its depth.',
  }),
  'queue_lag/growing': ({ who }) => ({
    title: `The backlog of ${who} keeps growing`,
  }),
  'cache/cache_failure': ({ who }) => ({
    title: `The cache of ${who} fails`,
  }),
  'cache/stampede': ({ who, operation }) => ({
    title: `Many requests of ${who}${operation} fill the same cache entries at once`,
    remediation:
      'Serve stale entries while one request refills them; then let entries expire at different times.',
  }),
};
