import type { Phrases } from '../subject.ts';

/** Go 运行时。事实依据：docs/go-maps.md。 */
export const go: Phrases = {
  go_map_race: ({ who }) => ({
    title: `${who} 因 Go 致命错误退出：两个 goroutine 不加锁使用同一个 map，至少一个在写`,
    nextCheck:
      '从进程写到标准错误的内容里读出双方：`nightglass inspect crash.txt --source .`。从 Go 1.26 起默认只打印一方，除非设置 GOTRACEBACK=all。',
    remediation:
      '若随新版本出现就先回滚；降低并发只会让它变少。再用同一把互斥锁保护对该 map 的每次访问（或用 sync.Map）；recover 捕获不到致命错误。',
  }),
  'go_map_race/iteration_and_write': ({ who }) => ({
    title: `${who} 因 Go 致命错误退出：一个 goroutine 遍历 map 时另一个在写`,
  }),
  'go_map_race/writes': ({ who }) => ({
    title: `${who} 因 Go 致命错误退出：两个 goroutine 不加锁同时写同一个 map`,
  }),
  'go_map_race/read_and_write': ({ who }) => ({
    title: `${who} 因 Go 致命错误退出：一个 goroutine 读 map 时另一个在写`,
  }),
  'go_map_race/clone_and_write': ({ who }) => ({
    title: `${who} 因 Go 致命错误退出：一个 goroutine 克隆 map 时另一个在写`,
  }),
  'go_map_race/data_race': ({ who }) => ({
    title: `竞态检测器发现 ${who} 的两个 goroutine 不加锁使用同一块内存`,
    nextCheck: '读双方的堆栈：`nightglass inspect race.txt --source .`。',
    remediation: '用同一把锁保护双方的访问；数据竞争在崩溃之前很久就可能给出错误结果。',
  }),
  go_panic: ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic`,
    nextCheck:
      '读程序自身代码的第一帧：`nightglass inspect crash.txt --source .`。net/http 会恢复处理函数里的 panic（该请求丢失）；其他 panic 使进程以退出码 2 结束。',
    remediation: '先回滚或关掉这条路径；再处理 panic 指出的情形。',
  }),
  'go_panic/nil_dereference': ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic：使用了空指针`,
    remediation: '先回滚或关掉这条路径；再检查该值（常常是没有检查 error 的返回值）。',
  }),
  'go_panic/out_of_memory': ({ who }) => ({
    title: `${who} 退出：Go 运行时申请不到更多内存`,
    nextCheck: '比较内存用量与容器上限，并取一个运行中实例的 heap profile。',
    remediation: '先调高上限或增加实例；再找出是什么留在内存里，并把 GOMEMLIMIT 设为上限的十分之九。',
  }),
  'go_panic/stack_overflow': ({ who }) => ({
    title: `${who} 退出：递归占满了一个 goroutine 的栈`,
    remediation: '先回滚；再让递归有终点（recover 捕获不到）。',
  }),
  'go_panic/fatal_error': ({ who }) => ({ title: `${who} 因 Go 致命错误退出` }),
  goroutine_leak: ({ who, arg }) => ({
    title: `${who} 泄漏 goroutine：数量增长且不回落`,
    nextCheck: `相隔十分钟取两份转储：\`curl -so before.txt "http://HOST:6060/debug/pprof/goroutine?debug=2"\`，再取 after.txt，然后 \`nightglass inspect --diff before.txt after.txt\`；或 \`nightglass collect pprof http://HOST:6060 --once --profiles goroutine --service ${arg}\`。`,
    remediation:
      '先逐个重启实例争取时间；再让每个 goroutine 都有结束的办法：context、关闭的 channel、调用的时限。',
  }),
  'goroutine_leak/waiting_for_callee': ({ who }) => ({
    title: `${who} 的 goroutine 堆积：它们在等别人`,
    nextCheck: '在称之为泄漏之前先看它们在等什么：转储会指出那次调用。',
    remediation: '给所等的调用设时限；被调用方恢复后堆积会消失。',
  }),
  gc_pressure: ({ who }) => ({
    title: `垃圾回收占用了 ${who} 的时间`,
    nextCheck:
      'GC 用了多少 CPU？存活堆离上限多近？Go：`GODEBUG=gctrace=1` 与 `curl -so heap.pb.gz "http://HOST:6060/debug/pprof/heap?gc=1"`；JVM：`jstat -gcutil PID 1000`。',
    remediation:
      '先给更多内存（Go：调高 GOMEMLIMIT 或 GOGC；JVM：加大堆）或更多实例；再按分配 profile 减少分配。',
  }),
  'gc_pressure/near_limit': ({ who }) => ({ title: `${who} 的存活堆离上限太近，垃圾回收几乎不停` }),
  'gc_pressure/heap_growth': ({ who }) => ({
    title: `${who} 的存活堆持续增长`,
    nextCheck:
      '相隔十分钟取两份 heap profile：`curl -so before.pb.gz "http://HOST:6060/debug/pprof/heap?gc=1"`，再 `nightglass inspect --diff before.pb.gz after.pb.gz`。',
    remediation:
      '先逐个重启实例争取时间；再给增长的东西设界。Go 的 map 从不缩小：删掉大部分后换一个新的 map。',
  }),
  lock_contention: ({ who, operation }) => ({
    title: `${who}${operation} 的 goroutine 或线程在等同一把锁`,
    nextCheck:
      '谁拿着它？`curl -so dump.txt "http://HOST:6060/debug/pprof/goroutine?debug=2"`，再 `nightglass inspect dump.txt`；总量见 `/debug/pprof/mutex`（需先 SetMutexProfileFraction）。',
    remediation: '先增加实例或降低并发；再保证持锁期间不做 I/O、不跑长循环。',
  }),
  'lock_contention/starved_writer': ({ who }) => ({
    title: `${who} 的一个写者在等占着 RWMutex 的读者，后来的读者都排在它后面`,
  }),
  'lock_contention/convoy': ({ who }) => ({ title: `${who} 的许多 goroutine 排队等同一把锁` }),
  'lock_contention/database': ({ who }) => ({
    title: `${who} 的语句互相等锁`,
    nextCheck:
      '`psql -c "select pid, pg_blocking_pids(pid), state, left(query, 80) from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0"`。',
    remediation: '先结束造成阻塞的事务（`select pg_terminate_backend(PID)`）；再保持事务短小。',
  }),
  deadlock: ({ who }) => ({
    title: `${who} 死锁：它的工作在等自己`,
    nextCheck:
      '转储能显示这个环：`curl -so dump.txt "http://HOST:6060/debug/pprof/goroutine?debug=2"` 或 `kill -QUIT PID`，再 `nightglass inspect dump.txt`。',
    remediation: '先重启；再让各处按同一顺序取锁，且不重复取。',
  }),
  'deadlock/all_asleep': ({ who }) => ({
    title: `${who} 退出：所有 goroutine 都在休眠（死锁）`,
    nextCheck: '读每个 goroutine 在等什么：`nightglass inspect crash.txt --source .`。',
  }),
  'deadlock/lock_order': ({ who }) => ({ title: `${who} 以相反的顺序取两把锁而停住` }),
  'deadlock/self': ({ who }) => ({ title: `${who} 再次取自己已持有的锁而停住` }),
  'deadlock/database': ({ who }) => ({
    title: `${who} 的事务互相锁死`,
    nextCheck: '数据库日志会写出它所结束的每个死锁的两条语句。',
    remediation: '先重试被结束的事务；再让各处按同一顺序访问行。',
  }),
  'go_panic/out_of_range': ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic：下标越界`,
  }),
  'go_panic/nil_map': ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic：写入从未创建的 map`,
    remediation: '先回滚或关掉这条路径；再在第一次写之前创建 map。',
  }),
  'go_panic/closed_channel': ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic：channel 被重复关闭或关闭后仍被使用`,
    remediation: '先回滚或关掉这条路径；再让唯一的所有者关闭 channel，且只关一次。',
  }),
  'go_panic/type_assertion': ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic：值的类型与预期不符`,
    remediation: '先回滚或关掉这条路径；再使用两个返回值的形式（`v, ok := x.(T)`）。',
  }),
  'go_panic/divide_by_zero': ({ who, operation }) => ({
    title: `${who}${operation} 发生 panic：除以零`,
  }),
  'goroutine_leak/goroutines': ({ who }) => ({
    title: `${who} 的 goroutine 过多`,
  }),
  'gc_pressure/gc_overhead': ({ who }) => ({
    title: `${who} 几乎把全部时间花在垃圾回收上`,
  }),
};
