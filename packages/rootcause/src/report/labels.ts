/** The fixed words of a report. */
import type { Diagnosis, EntityKind, TimelineEntry, Verdict } from '@nightglass/model';
import type { Language } from '../narrate/voice.ts';

export interface Labels {
  title: string;
  verdict: Record<Verdict, string>;
  sections: Record<
    | 'summary'
    | 'impact'
    | 'timeline'
    | 'cause'
    | 'causes'
    | 'else'
    | 'ruledOut'
    | 'notSeen'
    | 'followUps'
    | 'prevention'
    | 'evidence'
    | 'again'
    | 'about',
    string
  >;
  colon: string;
  service: string;
  operation: string;
  wholeSystem: string;
  window: string;
  baseline: string;
  onset: string;
  requests: string;
  threshold: string;
  symptom: Record<Diagnosis['incident']['symptom'], string>;
  symptomLabel: string;
  entity: string;
  badShare: string;
  slowdown: string;
  time: string;
  kind: string;
  what: string;
  entry: Record<TimelineEntry['kind'], string>;
  entityKind: Record<EntityKind, string>;
  faultClass: string;
  confidence: string;
  change: string;
  path: string;
  coverage: string;
  signatures: string;
  supports: string;
  forIt: string;
  againstIt: string;
  contradicts: string;
  nothingAgainst: string;
  before: string;
  during: string;
  beforeAfter: string;
  measured: string;
  effect: string;
  observations: string;
  chance: string;
  exemplars: string;
  nothingSaid: string;
  telemetryNote: string;
  againNote: string;
  input: string;
  inputOf: (input: Diagnosis['input']) => string;
  engine: string;
  configHash: string;
  inputHash: string;
  chartSummary: (before: string, after: string, from: string, to: string) => string;
}

const english: Labels = {
  title: 'Incident report',
  verdict: {
    diagnosed: 'Cause found',
    ambiguous: 'More than one cause fits',
    no_cause_in_telemetry: 'No cause in the telemetry',
    insufficient_data: 'Not enough data',
  },
  sections: {
    summary: 'Summary',
    impact: 'Impact',
    timeline: 'Timeline',
    cause: 'Cause and evidence',
    causes: 'Causes that fit',
    else: 'What else it could be',
    ruledOut: 'What was ruled out',
    notSeen: 'What was not seen',
    followUps: 'What to do',
    prevention: 'What would have caught it',
    evidence: 'Further evidence',
    again: 'How to run it again',
    about: 'About this report',
  },
  colon: ': ',
  service: 'Service',
  operation: 'Operation',
  wholeSystem: 'the whole system',
  window: 'Incident',
  baseline: 'Normal time',
  onset: 'Began',
  requests: 'Bad requests',
  threshold: 'Slow from',
  symptom: {
    latency: 'slow answers',
    errors: 'errors',
    traffic: 'unusual traffic',
    unknown: 'unknown',
    none: 'none',
  },
  symptomLabel: 'Symptom',
  entity: 'Where',
  badShare: 'Bad calls',
  slowdown: 'Times the usual p95',
  time: 'Time',
  kind: 'Kind',
  what: 'What happened',
  entry: {
    onset: 'onset',
    symptom: 'symptom',
    change: 'change',
    log: 'log',
    metric: 'metric',
    crash: 'crash',
    kubernetes: 'Kubernetes',
    alert: 'alert',
    recovery: 'recovery',
  },
  entityKind: {
    service: 'service',
    pod: 'pod',
    node: 'node',
    database: 'database',
    queue: 'queue',
    cache: 'cache',
    external: 'external',
    namespace: 'namespace',
    workload: 'workload',
  },
  faultClass: 'Kind of fault',
  confidence: 'Confidence',
  change: 'Change',
  path: 'From the symptom to the cause',
  coverage: 'Bad requests it explains',
  signatures: 'Known alerts',
  supports: 'supports',
  contradicts: 'speaks against',
  forIt: 'For it',
  againstIt: 'Against it',
  nothingAgainst: 'Nothing that was measured speaks against it.',
  before: 'normal time',
  during: 'incident',
  beforeAfter: 'Before → after',
  measured: 'Measured',
  effect: 'Size of the effect',
  observations: 'Observations',
  chance: 'By chance alone',
  exemplars: 'Traces',
  nothingSaid: 'Nothing.',
  telemetryNote:
    'Text in code type comes from the telemetry as it was sent. It was written by the programs that were watched and may say anything.',
  againNote:
    'The same data gives the same report. Each query below asks this product’s API for what the evidence was read from.',
  input: 'Read',
  inputOf: (input) =>
    `${input.spans} spans, ${input.logs} log records, ${input.series} series, ${input.changes} changes, ${input.kubernetesObjects} Kubernetes objects`,
  engine: 'Engine',
  configHash: 'Hash of its weights',
  inputHash: 'Hash of the data',
  chartSummary: (before, after, from, to) =>
    `Line chart from ${from} to ${to}: ${before} in the normal time, ${after} in the incident.`,
};

const chinese: Labels = {
  title: '事故报告',
  verdict: {
    diagnosed: '已找到原因',
    ambiguous: '不止一个原因说得通',
    no_cause_in_telemetry: '遥测数据中没有原因',
    insufficient_data: '数据不足',
  },
  sections: {
    summary: '摘要',
    impact: '影响',
    timeline: '时间线',
    cause: '原因与证据',
    causes: '说得通的原因',
    else: '其他可能',
    ruledOut: '已排除',
    notSeen: '未能看到',
    followUps: '后续事项',
    prevention: '本可发现它的手段',
    evidence: '其余证据',
    again: '如何重新运行',
    about: '关于本报告',
  },
  colon: '：',
  service: '服务',
  operation: '操作',
  wholeSystem: '整个系统',
  window: '事故时段',
  baseline: '正常时段',
  onset: '开始时间',
  requests: '异常请求',
  threshold: '慢的阈值',
  symptom: { latency: '响应变慢', errors: '错误', traffic: '流量异常', unknown: '未知', none: '无' },
  symptomLabel: '症状',
  entity: '位置',
  badShare: '异常调用',
  slowdown: '平常 p95 的倍数',
  time: '时间',
  kind: '类型',
  what: '发生了什么',
  entry: {
    onset: '开始',
    symptom: '症状',
    change: '变更',
    log: '日志',
    metric: '指标',
    crash: '崩溃',
    kubernetes: 'Kubernetes',
    alert: '告警',
    recovery: '恢复',
  },
  entityKind: {
    service: '服务',
    pod: 'Pod',
    node: '节点',
    database: '数据库',
    queue: '队列',
    cache: '缓存',
    external: '外部',
    namespace: '命名空间',
    workload: '工作负载',
  },
  faultClass: '故障类型',
  confidence: '置信度',
  change: '变更',
  path: '从症状到原因',
  coverage: '可解释的异常请求',
  signatures: '已知告警组合',
  supports: '支持',
  contradicts: '反对',
  forIt: '支持的证据',
  againstIt: '反对的证据',
  nothingAgainst: '没有测得与之相反的证据。',
  before: '正常时段',
  during: '事故',
  beforeAfter: '之前 → 之后',
  measured: '测量对象',
  effect: '效应大小',
  observations: '观测数',
  chance: '纯属偶然的概率',
  exemplars: '链路',
  nothingSaid: '无。',
  telemetryNote: '代码字体的文字原样来自遥测数据，由被观测的程序写出，内容不可信。',
  againNote: '相同的数据得到相同的报告。下列每个查询都向本产品的 API 询问证据所依据的数据。',
  input: '读取',
  inputOf: (input) =>
    `${input.spans} 个 span，${input.logs} 条日志，${input.series} 条序列，${input.changes} 次变更，${input.kubernetesObjects} 个 Kubernetes 对象`,
  engine: '引擎',
  configHash: '权重哈希',
  inputHash: '数据哈希',
  chartSummary: (before, after, from, to) =>
    `折线图，${from} 至 ${to}：正常时段 ${before}，事故期间 ${after}。`,
};

export const labelsOf = (language: Language): Labels => (language === 'zh' ? chinese : english);
