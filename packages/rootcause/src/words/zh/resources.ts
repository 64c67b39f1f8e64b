import type { Phrases } from '../subject.ts';

/** CPU、内存、磁盘、节点、限额、连接池、队列、缓存。 */
export const resources: Phrases = {
  cpu: ({ who, operation, arg }) => ({
    title: `${who}${operation} CPU 不足`,
    nextCheck: `看 ${who} 的 CPU 现在花在哪里：\`kubectl top pods -A --containers | grep -F ${arg}\`，再取进程的 CPU profile。`,
    remediation: '先增加副本或 CPU，或移走抢占 CPU 的邻居；再修复 CPU profile 指出的代码。',
  }),
  'cpu/saturated': ({ who, operation }) => ({ title: `${who}${operation} CPU 已满` }),
  'cpu/noisy_neighbour': ({ who }) => ({
    title: `同一台机器上的其他负载抢占了 ${who} 的 CPU`,
    nextCheck: '比较节点的 steal 时间与运行队列，并按 CPU 列出其上的进程。',
    remediation: '先把该负载或其邻居移到别的节点；再为两者设置 CPU request。',
  }),
  'cpu/scheduler': ({ who }) => ({
    title: `${who} 的 goroutine 已就绪却在等处理器`,
    nextCheck: '比较 GOMAXPROCS 与 CPU 上限（`go.processor.limit`），并查 CPU 节流。',
    remediation: '先给更多 CPU，或把 GOMAXPROCS 设为上限；再分散占满处理器的工作。',
  }),
  memory: ({ who, arg }) => ({
    title: `${who} 内存不足`,
    nextCheck: `比较内存用量与上限，并查找被杀记录：\`kubectl get pods -A | grep -F ${arg}\`，再 \`kubectl describe pod\`（看 Last State、OOMKilled）。`,
    remediation:
      '先重启最接近上限的实例或调高上限；再找出是什么一直留在内存里（对比前后两份 heap profile）。',
  }),
  'memory/leak': ({ who }) => ({
    title: `${who} 的内存持续增长，没有尽头`,
    nextCheck: `相隔十分钟取 ${who} 的两份 heap profile 并对比（Go：\`nightglass inspect --diff before.pb.gz after.pb.gz\`）。`,
    remediation: '先逐个重启实例争取时间；再给增长的东西设界：大小、时限，或在工作结束时删除。',
  }),
  'memory/oom_killed': ({ who }) => ({
    title: `${who} 被内核杀死：内存超过了上限`,
    remediation: '先调高内存上限以停止重启；再找出是什么留在内存里。',
  }),
  'memory/near_limit': ({ who }) => ({ title: `${who} 的内存接近上限` }),
  disk: ({ who }) => ({
    title: `${who} 的磁盘过慢或已满`,
    nextCheck: '在机器上：`df -h`、`df -i`，以及 `iostat -x 5`（await、%util）。',
    remediation: '先腾出空间或停掉写得最多的任务；再为数据换单独的或更大的卷，并对空间设告警。',
  }),
  'disk/full': ({ who }) => ({
    title: `${who} 的磁盘已满`,
    nextCheck: '在机器上：`df -h`、`df -i`，然后 `du -xh --max-depth=2 / | sort -h | tail`。',
    remediation: '先删除旧日志和临时文件；再做轮转，或扩大卷。',
  }),
  'disk/io': ({ who }) => ({
    title: `${who} 在等磁盘`,
    nextCheck: '在机器上：`iostat -x 5`（await、%util），以及 `pidstat -d 5` 看谁在读写。',
    remediation: '先停掉或放慢读写最多的任务；再换更快的卷，或改为次数更少、每次更大的写入。',
  }),
  node: ({ who, arg }) => ({
    title: `${who} 不健康，其上的负载受影响`,
    nextCheck: `\`kubectl describe node ${arg}\`（看 Conditions、Events），以及其上运行着什么：\`kubectl get pods -A -o wide --field-selector spec.nodeName=${arg}\`。`,
    remediation: `先停止调度并迁走 Pod：\`kubectl cordon ${arg}\`、\`kubectl drain ${arg} --ignore-daemonsets\`；再修复或更换节点。`,
  }),
  'node/cpu': ({ who }) => ({ title: `${who} 的 CPU 已满` }),
  'node/memory': ({ who }) => ({ title: `${who} 内存紧张` }),
  'node/disk': ({ who }) => ({ title: `${who} 的磁盘已满或过慢` }),
  'node/network': ({ who }) => ({ title: `${who} 的网络变慢或丢包` }),
  throttling: ({ who, operation }) => ({
    title: `${who}${operation} 被某个限额卡住`,
    nextCheck: `比较 ${who} 的用量与限额：CPU 上限、速率限制、状态码 429 的应答。`,
    remediation: '先调高触到的限额；再分散或缩短触到它的工作。',
  }),
  'throttling/cpu': ({ who, operation, arg }) => ({
    title: `${who}${operation} 触到 CPU 上限而被节流`,
    nextCheck: `被节流的比例：\`container_cpu_cfs_throttled_periods_total\` 除以 \`container_cpu_cfs_periods_total\`；上限：对 ${arg} 执行 \`kubectl describe pod\`。`,
    remediation: '先调高或去掉 CPU limit（保留 request），或增加副本；再修复占用 CPU 的代码。',
  }),
  'throttling/rate_limit': ({ who, operation }) => ({
    title: `发往 ${who}${operation} 的请求被速率限制拒绝`,
    nextCheck: '按调用方统计状态码 429（gRPC：RESOURCE_EXHAUSTED）的应答。',
    remediation: '先让发得最多的调用方慢下来，或调高限额；再让调用方按 Retry-After 退避。',
  }),
  pool_exhaustion: ({ who, operation }) => ({
    title: `${who}${operation} 的请求在等连接池的空位`,
    nextCheck: '比较池的已用、空闲与等待数。对端空闲，说明连接被占太久或丢失；对端繁忙，问题就在对端。',
    remediation:
      '先重启占住连接的实例，或在对端允许的范围内扩大池；再保证每条路径都归还连接，并给等待设时限。',
  }),
  'pool_exhaustion/database': ({ who, operation }) => ({
    title: `${who}${operation} 的请求在等数据库连接`,
    nextCheck:
      '看这些连接在做什么：`psql -c "select state, wait_event_type, count(*) from pg_stat_activity group by 1, 2 order by 3 desc"`；大量 `idle in transaction` 说明被调用方占住。',
  }),
  'pool_exhaustion/threads': ({ who, operation }) => ({
    title: `${who}${operation} 的线程全部占满，请求在排队`,
    nextCheck: '取线程转储（JVM：`jcmd PID Thread.print`），看多数线程在等什么。',
  }),
  queue_lag: ({ who }) => ({
    title: `${who} 跟不上：消息等待的时间越来越长`,
    nextCheck:
      '比较生产与消费的速率：`kafka-consumer-groups.sh --bootstrap-server HOST:9092 --describe --all-groups`（逐分区看 LAG）。',
    remediation: '先增加消费者（最多到分区数）或放慢生产者；再缩短每条消息的处理。',
  }),
  'queue_lag/consumer': ({ who }) => ({ title: `${who} 消费的速度低于消息到来的速度` }),
  'queue_lag/producer': ({ who }) => ({
    title: `发往 ${who} 的消息比以前多`,
    remediation: '先放慢或分散生产者，或增加消费者；再查为什么发得更多。',
  }),
  cache: ({ who, operation }) => ({
    title: `${who}${operation} 的缓存不再起作用：多数查找未命中`,
    nextCheck:
      '比较命中、未命中、淘汰与内存：`redis-cli info stats | grep -E "keyspace|evicted"`、`redis-cli info memory`。',
    remediation:
      '先预热缓存或增加其内存，并限制同时回填同一个键的数量；再查是什么清空了它（重启、所有键同时过期、键的格式变了）。',
  }),
  'cache/eviction': ({ who }) => ({ title: `${who} 的缓存太小，把还要用的内容淘汰了` }),
  'cache/down': ({ who }) => ({ title: `${who} 的缓存没有应答` }),
  'memory/out_of_memory': ({ who }) => ({
    title: `${who} 申请不到更多内存`,
    remediation: '先调高内存上限或堆大小以止住失败；再找出是什么留在内存里。',
  }),
  'disk/read_only': ({ who }) => ({
    title: `${who} 的文件系统变为只读`,
    nextCheck: '内核日志说明原因：`dmesg -T | grep -iE "remount|I/O error|ext4|xfs"`。',
    remediation: '先把负载移到别的磁盘或节点；再检查文件系统，若磁盘报错就更换。',
  }),
  'node/pressure': ({ who }) => ({
    title: `${who} 资源紧张，正在驱逐其上的负载`,
  }),
  'node/node_not_ready': ({ who }) => ({
    title: `${who} 未就绪`,
  }),
  'throttling/quota': ({ who, operation }) => ({
    title: `${who}${operation} 被拒绝：配额已用完`,
    nextCheck: '是哪个配额，谁用得最多，何时恢复？',
    remediation: '先申请更高的配额或停掉用得最多的调用方；再在用到 80 % 时告警。',
  }),
  'pool_exhaustion/connections': ({ who, operation }) => ({
    title: `${who}${operation} 的请求等不到空闲连接`,
  }),
  'pool_exhaustion/at_maximum': ({ who, operation }) => ({
    title: `${who}${operation} 的池已满`,
  }),
  'pool_exhaustion/file_descriptors': ({ who, operation }) => ({
    title: `${who}${operation} 打开的文件或连接过多`,
    nextCheck:
      '打开了什么？`ls -l /proc/PID/fd | awk "{print $NF}" | sort | uniq -c | sort -rn | head`，以及 `ss -tanp | grep PID`；上限：`grep "open files" /proc/PID/limits`。',
    remediation: '先逐个重启实例或调高上限；再保证每条路径都关闭所打开的东西（响应体、文件、连接）。',
  }),
  'pool_exhaustion/ephemeral_ports': ({ who, operation }) => ({
    title: `${who}${operation} 没有可用于新连接的本地端口`,
    nextCheck: '在机器上：`ss -s`，以及 `ss -tan state time-wait | wc -l`。',
    remediation: '先放宽 `net.ipv4.ip_local_port_range`；再改为复用连接，而不是每次调用新建。',
  }),
  'queue_lag/consumer_lag': ({ who }) => ({
    title: `${who} 消费的速度低于消息到来的速度`,
  }),
  'queue_lag/queue_full': ({ who }) => ({
    title: `${who} 的队列已满：消息被拒绝或丢失`,
    remediation: '先增加消费者或放慢生产者，避免丢消息；再按最长停顿设定队列大小，并对深度设告警。',
  }),
  'queue_lag/growing': ({ who }) => ({
    title: `${who} 的积压持续增长`,
  }),
  'cache/cache_failure': ({ who }) => ({
    title: `${who} 的缓存出错`,
  }),
  'cache/stampede': ({ who, operation }) => ({
    title: `${who}${operation} 的许多请求同时回填相同的缓存项`,
    remediation: '先用旧值应答，只让一个请求回填；再让各项在不同时间过期。',
  }),
};
