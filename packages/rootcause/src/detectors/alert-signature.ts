import { printable } from '@nightglass/model';
import {
  type Context,
  type Detector,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from '../detector.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import {
  type ConditionOutcome,
  countsText,
  matchSignatures,
  type SignatureMatch,
} from '../signatures/match.ts';
import type { Observation } from '../signatures/observations.ts';
import type { SignatureCounts } from '../signatures/signature.ts';
import { figure } from '../words/figures.ts';
import { entityText } from '../words/subject.ts';

/** Below this a pattern is no finding. */
const leastP = 0.1;
const mostFigures = 4;

/** Known combinations of alerts and moved figures (reference 3.19); formula at `matchSignatures`. */
export const alertSignatureWith = (learned: SignatureCounts): Detector => ({
  name: 'alert_signature',
  independent: false,
  detect: (context) => findingsOf(context, matchSignatures(context, learned)),
});

/** With the counts that are shipped: none. */
export const alertSignature: Detector = alertSignatureWith({});

/** The best match of each entity, class and detail. */
const findingsOf = (context: Context, matches: readonly SignatureMatch[]): Finding[] => {
  const best = new Map<string, SignatureMatch>();
  for (const match of matches) {
    const { faultClass, detail } = match.signature;
    const key = [match.entityKey, faultClass, detail].join('\u0000');
    if (match.p >= leastP && !best.has(key)) best.set(key, match);
  }
  return [...best.keys()].sort().map((key) => toFinding(context, best.get(key)!));
};

const toFinding = (context: Context, match: SignatureMatch): Finding => {
  const { signature, outcomes } = match;
  const present = outcomes.filter(({ outcome }) => outcome === 'present');
  const onsets = present.flatMap(({ observations }) =>
    observations
      .filter(({ entityKey }) => entityKey === match.entityKey)
      .flatMap(({ shifts, alerts }) => [
        ...shifts.slice(0, 1).map(({ onsetMs }) => onsetMs),
        ...alerts.map(({ startMs }) => startMs),
      ]),
  );
  const known = onsets.filter((onset): onset is number => onset !== null);
  return finding({
    entity: context.graph.entity(match.entityKey),
    faultClass: signature.faultClass,
    detail: signature.detail,
    p: match.p,
    inherits: signature.inherits,
    onsetMs: known.length === 0 ? null : Math.min(...known),
    evidence: [
      matchEvidence(context, match),
      ...present.flatMap(({ observations }) => figuresOf(context, observations)).slice(0, mostFigures),
      ...outcomes
        .filter(({ outcome }) => outcome === 'absent')
        .map((outcome) => missing(context, match, outcome)),
    ],
  });
};

const matchEvidence = (context: Context, match: SignatureMatch): EvidenceDraft => {
  const { signature, outcomes } = match;
  const met = outcomes.filter(({ outcome }) => outcome === 'present').length;
  const measured = outcomes.filter(({ outcome }) => outcome !== 'unknown').length;
  const who = entityText(context.graph.entity(match.entityKey));
  const counts = countsText(match);
  return evidenceDraft({
    signal: 'alert',
    entity: context.graph.entity(match.entityKey),
    subject: signature.id,
    unit: '1',
    after: met,
    n: measured,
    effect: Number(match.logOdds.toPrecision(4)),
    effectUnit: 'difference',
    text: {
      en: `Known pattern at ${who.en}: "${signature.title.en}"; ${met} of ${measured} measured signs are there (${counts.en}).`,
      zh: `${who.zh} 符合已知模式“${signature.title.zh}”：${measured} 个可测征兆中有 ${met} 个（${counts.zh}）。`,
    },
    caveat:
      match.seen === 0
        ? {
            en: 'The pattern is shipped with the product; no answer of yours has tried it.',
            zh: '该模式随产品提供，尚未经你方答复检验。',
          }
        : null,
  });
};

/** The most moved series, alert or span figure of each observation. */
const figuresOf = (context: Context, observations: readonly Observation[]): EvidenceDraft[] =>
  observations.slice(0, 2).flatMap((observation) => {
    const shift = observation.shifts[0];
    const alert = observation.alerts[0];
    if (alert !== undefined) return [alertEvidence(context, observation)];
    if (shift !== undefined) return [shiftEvidence(context, shift)];
    return observation.spans === null ? [] : [spanEvidence(context, observation)];
  });

const alertEvidence = (context: Context, { alerts, entityKey }: Observation): EvidenceDraft => {
  const [alert] = alerts;
  const entity = context.graph.entity(entityKey);
  const who = entityText(entity);
  const name = printable(alert?.name ?? '').slice(0, 120);
  return evidenceDraft({
    signal: 'alert',
    entity,
    subject: name,
    n: alerts.length,
    text: {
      en: `The alert "${name}" fires for ${who.en}.`,
      zh: `${who.zh} 的告警“${name}”已触发。`,
    },
    quote: printable(alert?.text ?? '').slice(0, 500),
  });
};

const spanEvidence = (context: Context, { entityKey, meaning, spans }: Observation): EvidenceDraft => {
  const entity = context.graph.entity(entityKey);
  const who = entityText(entity);
  const { before, after, unit, n } = spans!;
  const [from, to] = [figure(before, unit), figure(after, unit)];
  const words = spanWords[meaning] ?? { en: meaning, zh: meaning };
  return evidenceDraft({
    signal: 'trace',
    entity,
    subject: meaning,
    unit,
    before,
    after,
    n,
    text: {
      en: `The ${words.en} of ${who.en}, by its spans, went from ${from} to ${to}.`,
      zh: `按 span 计算，${who.zh} 的${words.zh}从 ${from} 变为 ${to}。`,
    },
    query:
      entity.kind === 'service'
        ? {
            kind: 'service',
            service: entity.name,
            window: { startMs: context.baseline.startMs, endMs: context.incident.endMs },
          }
        : null,
  });
};

const spanWords: Record<string, { en: string; zh: string }> = {
  latency: { en: 'median time of requests', zh: '请求耗时中位数' },
  errors: { en: 'share of errors', zh: '错误比例' },
  traffic: { en: 'rate of requests', zh: '请求速率' },
};

/** A sign that the pattern asks for, that is measured, and is not there. */
const missing = (context: Context, match: SignatureMatch, outcome: ConditionOutcome): EvidenceDraft => {
  const { condition, observations } = outcome;
  const [first] = observations;
  const at = context.graph.entity(first?.entityKey ?? match.entityKey);
  const who = entityText(at);
  const draft =
    first?.shifts[0] === undefined
      ? evidenceDraft({ signal: 'alert', entity: at, subject: condition.meaning, text: { en: '', zh: '' } })
      : shiftEvidence(context, first.shifts[0]);
  return {
    ...draft,
    stance: 'contradicts',
    text: {
      en: `The pattern "${match.signature.title.en}" expects the ${condition.meaning} of ${who.en} to ${expected[condition.state].en}; it does not.`,
      zh: `模式“${match.signature.title.zh}”预期 ${who.zh} 的 ${condition.meaning} ${expected[condition.state].zh}，但并非如此。`,
    },
  };
};

const expected = {
  up: { en: 'rise', zh: '上升' },
  down: { en: 'fall', zh: '下降' },
  flat: { en: 'stay as it was', zh: '不变' },
} as const;
