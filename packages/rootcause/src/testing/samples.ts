/** FOR TESTS: diagnoses as the engine gives them, one per verdict, made by hand. */
import type { Diagnosis } from '@nightglass/model';
import { sampleEvidence } from './sample-evidence.ts';
import { sampleHypotheses } from './sample-hypotheses.ts';
import {
  baseline,
  checkout,
  database,
  fraud,
  gateway,
  noiseLog,
  onsetMs,
  payment,
  window,
} from './sample-parts.ts';

const engine = {
  version: '0.1.0',
  configHash: '9f2c4e1ab3d05c77',
  inputHash: '51d0c4f2e98b6a3371c2d4f0a9be6d18',
};

/** `diagnosed`: a pool of database connections shrank with a deploy; every part of the answer is there. */
export const sampleDiagnosis = (): Diagnosis => ({
  schema: 1,
  incident: {
    service: 'checkout',
    operation: 'POST /checkout',
    symptom: 'latency',
    baseline,
    window,
    onsetMs,
    requests: 412,
    badRequests: 318,
    thresholdMs: 500,
  },
  verdict: 'diagnosed',
  summary: {
    en: 'The pool of database connections of `payment` is exhausted since 02:17:00 UTC; it follows the deploy of `v1.5.0`.',
    zh: '自 02:17:00 UTC 起，`payment` 的数据库连接池已耗尽，发生在部署 `v1.5.0` 之后。',
  },
  hypotheses: sampleHypotheses(),
  evidence: sampleEvidence(),
  ruledOut: [
    {
      entity: database,
      faultClass: 'slow_code',
      reason: {
        en: 'The queries of `payments-db` took as long as before.',
        zh: '`payments-db` 的查询耗时与之前相同。',
      },
      evidence: ['e7'],
    },
    {
      entity: payment,
      faultClass: 'network',
      reason: {
        en: 'The time between `checkout` and `payment` did not grow.',
        zh: '`checkout` 与 `payment` 之间的耗时没有增长。',
      },
      evidence: ['e8'],
    },
  ],
  notSeen: [
    {
      kind: 'blind_service',
      entity: fraud,
      text: {
        en: '`fraud-check` sends no spans: what happens inside it was not seen.',
        zh: '`fraud-check` 不发送 span：其内部情况不可见。',
      },
    },
    {
      kind: 'sampled',
      entity: null,
      text: {
        en: '20 % of the spans were kept; counts are scaled up.',
        zh: '仅保留了 20 % 的 span，计数已按比例放大。',
      },
    },
    {
      kind: 'no_kubernetes',
      entity: null,
      text: { en: 'No state of Kubernetes was given.', zh: '没有 Kubernetes 状态数据。' },
    },
  ],
  blastRadius: [
    { entity: gateway, badShare: 0.31, slowdown: 2.4 },
    { entity: checkout, badShare: 0.772, slowdown: 13.2 },
    { entity: payment, badShare: 0.751, slowdown: 58.6 },
  ],
  timeline: [
    {
      timeMs: onsetMs - 174_000,
      kind: 'change',
      entity: payment,
      text: { en: '`v1.5.0` of `payment` was deployed.', zh: '部署了 `payment` 的 `v1.5.0`。' },
      evidence: ['e5'],
    },
    {
      timeMs: onsetMs - 20_000,
      kind: 'metric',
      entity: payment,
      text: {
        en: 'Requests began to wait for a connection of the pool in `payment`.',
        zh: '`payment` 中的请求开始等待连接池的连接。',
      },
      evidence: ['e3'],
    },
    {
      timeMs: onsetMs,
      kind: 'onset',
      entity: checkout,
      text: { en: '`POST /checkout` became slow.', zh: '`POST /checkout` 变慢。' },
      evidence: ['e1'],
    },
    {
      timeMs: onsetMs + 5_200,
      kind: 'log',
      entity: payment,
      text: { en: 'The first timeout of the pool was logged.', zh: '记录了第一次连接池超时。' },
      evidence: ['e4'],
    },
    {
      timeMs: onsetMs + 60_000,
      kind: 'alert',
      entity: checkout,
      text: { en: 'The alert `CheckoutLatency` fired.', zh: '告警 `CheckoutLatency` 触发。' },
      evidence: [],
    },
  ],
  graph: {
    nodes: [gateway, checkout, payment, fraud, database],
    edges: [
      { from: gateway, to: checkout, calls: 412 },
      { from: checkout, to: payment, calls: 409 },
      { from: payment, to: database, calls: 1227 },
      { from: payment, to: fraud, calls: null },
    ],
  },
  input: { spans: 18_412, logs: 9_120, series: 214, changes: 2, kubernetesObjects: 0 },
  engine,
});

/** `ambiguous`: two hypotheses that are nearly alike, and something that speaks against each. */
export const sampleAmbiguous = (): Diagnosis => {
  const whole = sampleDiagnosis();
  const [first, second] = whole.hypotheses;
  if (first === undefined || second === undefined) throw new Error('the sample has two hypotheses');
  return {
    ...whole,
    verdict: 'ambiguous',
    summary: {
      en: 'Two causes fit about equally well: the connection pool of `payment`, and `fraud-check`.',
      zh: '两个原因的可能性相近：`payment` 的连接池，以及 `fraud-check`。',
    },
    hypotheses: [
      { ...first, score: 0.52, confidence: 0.47, band: 'possible', change: null, contradicts: ['e6'] },
      { ...second, score: 0.5, confidence: 0.44, band: 'possible' },
    ],
  };
};

/** `no_cause_in_telemetry`: more traffic, no part of the system that misbehaves. */
export const sampleNoCause = (): Diagnosis => {
  const whole = sampleDiagnosis();
  return {
    ...whole,
    incident: { ...whole.incident, symptom: 'traffic', badRequests: 3 },
    verdict: 'no_cause_in_telemetry',
    summary: {
      en: 'Nothing that was seen explains it: every part that was looked at behaves as before.',
      zh: '现有遥测无法解释：检查过的各部分与之前一致。',
    },
    hypotheses: [],
    evidence: whole.evidence.filter((e) => ['e1', 'e6', 'e7', 'e8'].includes(e.id)),
    timeline: whole.timeline.filter((t) => t.kind === 'onset'),
    blastRadius: [],
  };
};

/** `insufficient_data`: nothing to compare with. */
export const sampleInsufficient = (): Diagnosis => {
  const whole = sampleDiagnosis();
  return {
    ...whole,
    incident: {
      ...whole.incident,
      symptom: 'unknown',
      onsetMs: null,
      requests: null,
      badRequests: null,
      thresholdMs: null,
    },
    verdict: 'insufficient_data',
    summary: {
      en: 'There is not enough data of `checkout` before the incident to compare with.',
      zh: '事故发生前 `checkout` 的数据不足，无法比较。',
    },
    hypotheses: [],
    evidence: [],
    ruledOut: [],
    notSeen: [
      {
        kind: 'short_baseline',
        entity: checkout,
        text: { en: 'The normal time holds 3 requests.', zh: '正常时段仅有 3 个请求。' },
      },
      { kind: 'no_logs', entity: null, text: { en: 'No logs were given.', zh: '没有日志数据。' } },
    ],
    blastRadius: [],
    timeline: [],
    graph: { nodes: [checkout], edges: [] },
    input: { spans: 3, logs: 0, series: 0, changes: 0, kubernetesObjects: 0 },
  };
};

/** The sample with `text` where telemetry put it: log lines, operations, changes. Nothing else differs. */
export const withPlantedText = (planted: string): Diagnosis => {
  const whole = sampleDiagnosis();
  const evidence = whole.evidence.map((e) => (e.quote === noiseLog ? { ...e, quote: planted } : e));
  return { ...whole, evidence };
};
