import type { Phrases } from './phrases.ts';

const bands = { strong: '很有把握', likely: '较有把握', possible: '有可能', weak: '把握很小' } as const;
const changes = {
  deploy: '部署',
  commit: '提交',
  config: '配置变更',
  flag: '开关变更',
  scale: '扩缩容',
  infrastructure: '基础设施变更',
} as const;

export const chinese: Phrases = {
  stop: '。',
  who: (operation, service) =>
    operation === '' ? service || '整个系统' : service === '' ? operation : `${service} 的 ${operation}`,
  symptom: {
    latency: (who, when) => `${when}，${who} 变慢`,
    errors: (who, when) => `${when}，${who} 出错`,
    traffic: (who, when) => `${when}，${who} 的流量异常`,
    unknown: (who, when) => `${when}，${who} 的表现异常`,
    none: (who, when) => `${when}，未测得 ${who} 的异常`,
  },
  since: (moment) => `自 ${moment} 起`,
  within: (from, to) => `在 ${from} 至 ${to} 之间`,
  extent: (bad, all, share, threshold) =>
    `${all} 个请求中有 ${bad} 个（${share}）${threshold === '' ? '异常' : `失败或超过 ${threshold}`}`,
  slowdown: (entity, times) => `${entity} 的耗时为平常 p95 的 ${times} 倍`,
  badShare: (entity, share) => `${entity} 的调用中有 ${share} 异常`,
  asked: (who) => `询问的对象是 ${who}`,

  cause: (title, confidence, band) => `最可能的原因：${title}（置信度 ${confidence}，${bands[band]}）`,
  undecided: '不止一个原因说得通，现有测量无法在其中作出判断',
  oneOfSeveral: (title, confidence, band) => `可能的原因：${title}（置信度 ${confidence}，${bands[band]}）`,
  nothingFound: '测得的数据都无法解释：所见的各部分均无异常',
  notEnough: '数据不足，无法判断原因',
  change: (change, kind, entity, moment) => `${entity} 的${changes[kind]} ${change} 发生于 ${moment}`,
  began: (entity, moment) => `${entity} 的异常始于 ${moment}`,
  coverage: (share) => `若此处与平常一样，异常请求中有 ${share} 会是正常的`,
  path: (entities) => `从症状到原因的路径：${entities.join(' → ')}`,
  signature: (title, seen, confirmed) =>
    `告警组合与已知情形相似（${title}）：出现过 ${seen} 次，确认过 ${confirmed} 次`,
  newSignature: (title) => `告警组合与一种已描述但此处尚未出现过的情形相似（${title}）`,
  reads: (quote) => `原文：${quote}`,
  against: (sentence) => `反面证据：${sentence}`,
  nothingAgainst: '没有测得与之相反的证据',
  alternative: (title, confidence, band) => `也可能是：${title}（置信度 ${confidence}，${bands[band]}）`,
  nearest: (title, confidence, band) => `最接近原因的是：${title}（置信度 ${confidence}，${bands[band]}）`,
  ruledOut: (what, entity, reason) =>
    what === '' ? `已排除：${reason}` : `已排除 ${entity} 的${what}：${reason}`,
  notSeen: (sentence) => `未能看到：${sentence}`,
  next: (sentence) => `下一步：${sentence}`,
  repair: (sentence) => `修复方法：${sentence}`,
  remedy: {
    blind_service: (entity) => `让 ${entity || '没有 span 的服务'} 发送链路数据，以便看到其内部。`,
    no_traces: () => '发送链路数据：没有它就不知道谁在等谁。',
    no_logs: () => '发送日志：它用文字说明数字只能暗示的内容。',
    no_metrics: () => '发送 CPU、内存、连接池和队列的指标。',
    sampled: () => '采样时保留慢的和失败的链路。',
    dropped: () => '查明记录为何被丢弃：队列或某个上限已满。',
    budget: () => '缩短时间范围或只问一个服务：读取因上限而中断。',
    short_baseline: () => '重新提问，并给出事故前更长的正常时段。',
    clock_skew: () => '用 NTP 校准各机器的时钟：目前事件的先后不可信。',
    no_changes: () => '上报部署、开关和配置变更。',
    no_kubernetes: () => '提供 Kubernetes 的对象和事件。',
  },
  signal: {
    metric: '指标',
    trace: '链路',
    log: '日志',
    change: '变更',
    kubernetes: 'Kubernetes',
    runtime: 'Go 运行时',
    alert: '告警',
  },
};
