import type { Phrases } from '../subject.ts';

/** 程序自己做了什么，对它改了什么，以及对它要求了什么。 */
export const code: Phrases = {
  code_error: ({ who, operation }) => ({
    title: `${who}${operation} 自身报错`,
    nextCheck: `打开 ${who} 的一条失败链路，读最深的失败 span 上的异常。`,
    remediation: '先回滚到没有这些错误的版本，或关掉这条路径；再修复该情形并补一个测试。',
  }),
  slow_code: ({ who, operation }) => ({
    title: `${who}${operation} 自身的处理变慢`,
    nextCheck: `对比 ${who} 的一条慢链路与一条平常的链路；再在变慢时取 CPU profile（Go：\`curl -o cpu.pb.gz "http://HOST:6060/debug/pprof/profile?seconds=30"\`）。`,
    remediation: '若随新版本出现就回滚，否则先扩容；再修复 profile 指出的代码行。',
  }),
  'slow_code/database_query': ({ who, operation }) => ({
    title: `${who}${operation} 的查询变慢`,
    nextCheck:
      '最慢的语句：`psql -c "select calls, mean_exec_time, query from pg_stat_statements order by total_exec_time desc limit 10"`；再对第一条执行 `explain (analyze, buffers)`。',
    remediation: '先停掉或限制该查询；再补上缺少的索引，或更新统计信息（`analyze`）。',
  }),
  early_return: ({ who, operation }) => ({
    title: `${who}${operation} 没有做完该做的事就返回`,
    nextCheck: '对比一条坏链路与一条平常的链路：少了哪些调用和日志？',
    remediation: '先回滚跳过这段工作的版本或开关；再确认跳过工作会报错，而不是算成功。',
  }),
  config: ({ who, operation }) => ({
    title: `${who}${operation} 的配置有误`,
    nextCheck: '与最近一次可用的配置比较：`kubectl diff -f DIR`，以及 `kubectl rollout history`。',
    remediation: '先换回最近一次可用的配置；再在发布前加上检查。',
  }),
  'config/credentials': ({ who }) => ({
    title: `${who} 被拒绝：凭据有误或已过期`,
    nextCheck: '密码或令牌是何时更换的？所有使用者都拿到新的了吗？',
    remediation: '先给它有效的凭据并重启；以后分两步轮换，期间新旧都有效。',
  }),
  'config/missing': ({ who }) => ({ title: `${who} 缺少一个必需的配置项` }),
  'config/address': ({ who }) => ({ title: `${who} 调用了错误的地址` }),
  change: ({ who, operation, arg }) => ({
    title: `${who}${operation} 在出问题之前有过变更`,
    nextCheck: `看改了什么：\`kubectl rollout history deployment/${arg}\`、提交的 diff，以及是否只有新版本出问题。`,
    remediation: `先撤销：\`kubectl rollout undo deployment/${arg}\`，或把开关拨回；再修复并分步发布。`,
  }),
  'change/deploy': ({ who, operation }) => ({ title: `${who}${operation} 的新版本带来了问题` }),
  'change/commit': ({ who, operation }) => ({ title: `对 ${who}${operation} 的一次提交带来了问题` }),
  'change/config': ({ who, operation }) => ({
    title: `${who}${operation} 的配置变更带来了问题`,
    remediation: '先换回上一份配置；再在发布前加上检查。',
  }),
  'change/flag': ({ who, operation }) => ({
    title: `${who}${operation} 的一个功能开关带来了问题`,
    nextCheck: '比较开关打开与关闭时的请求；哪一部分请求走到它？',
    remediation: '先把开关拨回；再修复它后面的路径。',
  }),
  'change/scale': ({ who }) => ({
    title: `${who} 在出问题之前改变过副本数`,
    remediation: '恢复到最近一次扛得住负载的副本数。',
  }),
  'change/infrastructure': ({ who }) => ({ title: `${who} 之下的基础设施变更带来了问题` }),
  traffic_surge: ({ who, operation }) => ({
    title: `到达 ${who}${operation} 的请求超过它能处理的量`,
    nextCheck: '谁发得更多？按调用方、客户与路由分组统计请求。',
    remediation: '先增加副本，或尽早拒绝多出的请求（429）；再按调用方限速，并在到达极限前扩容。',
  }),
  'traffic_surge/drop': ({ who }) => ({
    title: `到达 ${who} 的请求比平常少得多`,
    nextCheck: '它前面是什么：负载均衡、DNS、调用方、客户端的新版本？',
    remediation: '先恢复通向它的路；失败的并不是这个服务本身。',
  }),
  retry_storm: ({ who, operation }) => ({
    title: `重试放大了 ${who}${operation} 的负载`,
    nextCheck: '计算每个请求的尝试次数：对它的调用数除以其调用方的请求数，前后对比。',
    remediation: '先在调用方关掉重试或丢弃部分请求，直到它恢复；再改为只在一层重试一次，带抖动和重试预算。',
  }),
  event_loop: ({ who }) => ({
    title: `${who} 的事件循环被阻塞：所有请求都在等同一段工作`,
    nextCheck:
      '在延迟高时取 CPU profile：`node --cpu-prof`，或 `kill -USR1 PID` 后连接 inspector；找一个很长的同步函数。',
    remediation: '先重启或增加实例，并停掉造成阻塞的任务；再把工作切成小段，或移到 worker 线程。',
  }),
  unknown: ({ who, operation }) => ({
    title: `${who}${operation} 的指标最先、变化也最大；遥测数据没有说明原因`,
    nextCheck: `从开始时刻起看 ${who} 的日志与进程，并把这里缺少的数据送来：span、日志或运行时指标。`,
    remediation: '先重启或替换表现最明显的实例并比较；留一个用于排查。',
  }),
  'event_loop/blocked': ({ who }) => ({
    title: `${who} 的事件循环被阻塞：所有请求都在等同一段工作`,
  }),
  'event_loop/saturated': ({ who }) => ({
    title: `${who} 的事件循环已没有空闲时间`,
  }),
  'slow_code/repeated_calls': ({ who, operation }) => ({
    title: `${who}${operation} 每个请求发出的调用远多于以前`,
    nextCheck: '比较一条链路前后的调用数：哪个调用在循环里重复？',
    remediation: '若随新版本出现就先回滚；再把逐个获取改为一次获取（N + 1 问题）。',
  }),
  'traffic_surge/overload': ({ who, operation }) => ({
    title: `${who}${operation} 过载，正在拒绝请求`,
  }),
};
