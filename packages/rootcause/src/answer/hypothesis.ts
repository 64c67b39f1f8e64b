import type { ExplanationEntity, Hypothesis, LocalText, PathStep } from '@nightglass/model';
import { type EvidenceDraft, evidenceDraft } from '../detector.ts';
import type { Examination } from '../examine.ts';
import type { WeighedFinding } from '../scoring/weighed.ts';
import type { ScoredHypothesis } from '../scoring.ts';
import { describe } from '../words/describe.ts';
import { figure, percent } from '../words/figures.ts';
import { quotedName } from '../words/subject.ts';
import { bandOf } from './calibration.ts';
import type { EvidenceBook } from './evidence-book.ts';

const mostSupports = 8;
const mostContradicts = 5;

/** A scored hypothesis with its sentences, its way on the graph and its cited evidence. */
export const toHypothesis = (
  examination: Examination,
  scored: ScoredHypothesis,
  rank: number,
  confidence: number,
  book: EvidenceBook,
): Omit<Hypothesis, 'prevention' | 'signatures'> => {
  const words = describe(scored);
  const own = scored.findings.find(({ finding }) => finding.faultClass === scored.faultClass)?.finding;
  const supports: string[] = [];
  const contradicts: string[] = [];
  for (const { finding, detector } of scored.findings) {
    for (const draft of finding.evidence) {
      const into = draft.stance === 'supports' ? supports : contradicts;
      if (into.length >= (into === supports ? mostSupports : mostContradicts)) continue;
      into.push(book.cite(draft, detector, scored.entity));
    }
  }
  for (const { draft, detector } of counterEvidence(examination, scored)) {
    if (contradicts.length < mostContradicts) contradicts.push(book.cite(draft, detector, scored.entity));
  }
  return {
    id: `h${rank}`,
    rank,
    entity: scored.entity,
    operation: scored.operation,
    faultClass: scored.faultClass,
    detail: scored.detail,
    score: rounded(scored.score),
    confidence: rounded(confidence),
    band: bandOf(confidence),
    title: withVersion(own?.title ?? words.title, scored),
    change: scored.change,
    path: pathTo(examination, scored, supports),
    supports: [...new Set(supports)],
    contradicts: [...new Set(contradicts)],
    coverage: scored.coverage === null ? null : rounded(scored.coverage),
    onsetMs: scored.onsetMs,
    nextCheck: own?.nextCheck ?? words.nextCheck,
    remediation: own?.remediation ?? words.remediation,
  };
};

/** Names the version that a fault came with. */
const withVersion = (title: LocalText, { change, faultClass }: ScoredHypothesis): LocalText => {
  if (change === null || faultClass === 'change') return title;
  const name = quotedName(change.summary === '' ? change.id : change.summary);
  return {
    en: `${title.en.replace(/\.$/, '')}, since the change ${name}`,
    zh: `${title.zh.replace(/。$/, '')}，自变更 ${name} 起`,
  };
};

export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** The target, or the entry that is asked about when it is the whole system. */
const symptomKey = ({ context }: Examination, scored: ScoredHypothesis): string | null => {
  const { service } = context.data.target;
  if (service !== '') {
    return (
      context.graph.nodes.find(
        (key) => context.graph.entity(key).name === service && context.graph.distance(key) === 0,
      ) ?? null
    );
  }
  // The farthest caller: from there users see it.
  const seen = new Set<string>([scored.entityKey]);
  let layer = [scored.entityKey];
  let last = scored.entityKey;
  while (layer.length > 0) {
    last = layer[0]!;
    layer = layer
      .flatMap((key) =>
        context.graph
          .in(key)
          .filter((edge) => edge.kind !== 'consumes')
          .map((edge) => edge.from),
      )
      .filter((key) => !seen.has(key) && seen.add(key) !== undefined)
      .sort();
  }
  return last;
};

const pathTo = (
  examination: Examination,
  scored: ScoredHypothesis,
  supports: readonly string[],
): PathStep[] => {
  const { graph } = examination.context;
  const from = symptomKey(examination, scored);
  if (from === null || from === scored.entityKey) return [];
  const way = graph.path(from, scored.entityKey);
  if (way === null) return [];
  return way.slice(1).map((key, i) => ({
    from: graph.entity(way[i]!),
    to: graph.entity(key),
    evidence: key === scored.entityKey ? supports.slice(0, 2) : [],
  }));
};

/** What speaks against it by itself: a callee that explains it, trouble that began later, no way from the symptom. */
const counterEvidence = (
  examination: Examination,
  scored: ScoredHypothesis,
): { draft: EvidenceDraft; detector: WeighedFinding['detector'] }[] => {
  const { context } = examination;
  const found: { draft: EvidenceDraft; detector: WeighedFinding['detector'] }[] = [];
  const explained = scored.findings.find(({ explainedBy }) => explainedBy !== null && explainedBy.left < 0.8);
  if (explained?.explainedBy) {
    const callee: ExplanationEntity = context.graph.entity(explained.explainedBy.key);
    const taken = percent(1 - explained.explainedBy.left);
    found.push({
      detector: explained.detector,
      draft: evidenceDraft({
        signal: 'metric',
        stance: 'contradicts',
        subject: callee.name,
        unit: '1',
        effect: rounded(1 - explained.explainedBy.left),
        effectUnit: 'share',
        text: {
          en: `It depends on ${quotedName(callee.name)}, whose own trouble explains ${taken} of this.`,
          zh: `它依赖 ${quotedName(callee.name)}，后者自身的故障解释了其中 ${taken}。`,
        },
      }),
    });
  }
  const late = scored.findings.find((w) => w.late);
  if (late?.finding.onsetMs != null) {
    const after = late.finding.onsetMs - context.onsetMs;
    found.push({
      detector: late.detector,
      draft: evidenceDraft({
        signal: late.finding.evidence[0]!.signal,
        stance: 'contradicts',
        subject: late.finding.evidence[0]!.subject,
        unit: 'ms',
        after,
        effect: after,
        effectUnit: 'difference',
        text: {
          en: `It began ${figure(after, 'ms')} after the symptom.`,
          zh: `它在症状出现 ${figure(after, 'ms')} 之后才开始。`,
        },
      }),
    });
  }
  if (!scored.reachable && context.data.target.service !== '') {
    found.push({
      detector: scored.findings[0]!.detector,
      draft: evidenceDraft({
        signal: 'trace',
        stance: 'contradicts',
        subject: scored.entity.name,
        text: {
          en: `No call leads from ${quotedName(context.data.target.service)} to ${quotedName(scored.entity.name)}.`,
          zh: `没有从 ${quotedName(context.data.target.service)} 到 ${quotedName(scored.entity.name)} 的调用。`,
        },
      }),
    });
  }
  return found;
};
