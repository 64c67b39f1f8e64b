import type { LocalText, Verdict } from '@nightglass/model';
import type { Examination } from '../examine.ts';
import { percent } from '../words/figures.ts';
import { quotedName } from '../words/subject.ts';

export interface Ranked {
  entityKey: string;
  score: number;
  confidence: number;
  title: LocalText;
}

/** Below this nothing is named as the cause. */
const leastConfidence = 0.4;
/** Two parties as close as this cannot be told apart. */
const closeScores = 0.05;

export const verdictOf = (
  examination: Examination,
  ranked: readonly Ranked[],
): { verdict: Verdict; summary: LocalText } => {
  const { context, symptom } = examination;
  const missing = whatIsMissing(examination);
  const [first] = ranked;
  const where = context.data.target.service;
  const named =
    where === '' ? { en: 'the system', zh: '整个系统' } : { en: quotedName(where), zh: quotedName(where) };
  if (first === undefined || first.confidence < leastConfidence) {
    if (missing !== null) return { verdict: 'insufficient_data', summary: missing };
    const summary =
      symptom.kind === 'none'
        ? {
            en: `Nothing unusual was found in ${named.en} in this time.`,
            zh: `该时段内 ${named.zh} 未发现异常。`,
          }
        : {
            en: `${named.en} is unwell, but the telemetry of this time does not show why.`,
            zh: `${named.zh} 出现异常，但该时段的遥测数据未显示原因。`,
          };
    return { verdict: 'no_cause_in_telemetry', summary };
  }
  const second = ranked.find((other) => other.entityKey !== first.entityKey);
  const sure = percent(Math.round(first.confidence * 100) / 100);
  if (
    second !== undefined &&
    first.score - second.score < closeScores &&
    second.confidence >= leastConfidence
  ) {
    return {
      verdict: 'ambiguous',
      summary: {
        en: `Two explanations are about as likely: ${withoutStop(first.title.en)}; or ${withoutStop(second.title.en)}.`,
        zh: `两种解释可能性相近：${withoutStop(first.title.zh)}；或 ${withoutStop(second.title.zh)}。`,
      },
    };
  }
  return {
    verdict: 'diagnosed',
    summary: {
      en: `${withoutStop(first.title.en)} (confidence ${sure}).`,
      zh: `${withoutStop(first.title.zh)}（置信度 ${sure}）。`,
    },
  };
};

const withoutStop = (text: string): string => text.replace(/[.。]$/, '');

/** Null when there is enough to look at. */
const whatIsMissing = ({ context }: Examination): LocalText | null => {
  const { data, spans } = context;
  const now = spans.all.filter((span) => span.bad).length;
  const incidentLogs = data.logs.filter(
    ({ timeMs }) => timeMs >= context.incident.startMs && timeMs < context.incident.endMs,
  ).length;
  const figures = data.series.length;
  const rows = now + incidentLogs + figures + (data.kubernetes?.objects.length ?? 0);
  if (rows < 5)
    return {
      en: 'Almost no telemetry of this time is stored: send traces, logs or metrics of the services, or choose another time.',
      zh: '该时段几乎没有遥测数据：请发送服务的链路、日志或指标，或选择其他时段。',
    };
  const before = spans.all.length - now + (data.logs.length - incidentLogs);
  if (before < 5 && figures === 0 && data.kubernetes === null)
    return {
      en: 'There is no normal time to compare with: choose a later start, or wait until more was recorded.',
      zh: '没有可供比较的正常时段：请选择更晚的开始时间，或等待更多数据。',
    };
  return null;
};
