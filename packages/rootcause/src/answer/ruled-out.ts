import type { RuledOut } from '@nightglass/model';
import type { Context } from '../detector.ts';
import { evidenceDraft } from '../detector.ts';
import type { Examination } from '../examine.ts';
import { entityKey } from '../incident.ts';
import { coveredMinutes } from '../metrics/load.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { type SeriesShift, seriesShifts } from '../metrics/shifts.ts';
import type { ScoredHypothesis } from '../scoring.ts';
import { figure } from '../words/figures.ts';
import { quotedName } from '../words/subject.ts';
import type { EvidenceBook } from './evidence-book.ts';

const most = 12;
const quiet = 2;

/**
 * What was looked at and is not it: parties the target depends on whose figures stayed as they were, changes near the
 * onset that nothing speaks for, and traffic that did not grow.
 */
export const ruledOut = (
  examination: Examination,
  ranked: readonly ScoredHypothesis[],
  book: EvidenceBook,
): RuledOut[] => {
  const { context } = examination;
  return [
    ...traffic(context, book, ranked),
    ...changes(context, ranked, book),
    ...parties(context, ranked, book),
  ].slice(0, most);
};

const traffic = (context: Context, book: EvidenceBook, ranked: readonly ScoredHypothesis[]): RuledOut[] => {
  if (ranked.some((h) => h.faultClass === 'traffic_surge' && h.score > 0.2)) return [];
  const { roots } = context.spans;
  const good = roots.filter((root) => !root.bad);
  const bad = roots.filter((root) => root.bad);
  if (good.length < 10 || bad.length < 5) return [];
  const weight = (list: typeof good): number => list.reduce((sum, root) => sum + root.row.weight, 0);
  const minutes = coveredMinutes(context);
  const before = weight(good) / Math.max(1 / 60, minutes.good);
  const after = weight(bad) / Math.max(1 / 60, minutes.bad);
  if (after > before * 1.3) return [];
  const entity = { kind: 'service' as const, name: context.data.target.service || roots[0]!.row.service };
  const draft = evidenceDraft({
    signal: 'trace',
    stance: 'contradicts',
    subject: 'requests',
    unit: '/min',
    before,
    after,
    effect: after / before,
    effectUnit: 'ratio',
    n: bad.length,
    text: {
      en: `Requests went from ${figure(before, '/min')} to ${figure(after, '/min')}: no surge.`,
      zh: `请求量从 ${figure(before, '/min')} 变为 ${figure(after, '/min')}：没有激增。`,
    },
    query: { kind: 'service', service: entity.name, window: context.incident },
  });
  return [
    {
      entity,
      faultClass: 'traffic_surge',
      reason: draft.text,
      evidence: [book.cite(draft, 'traffic', entity)],
    },
  ];
};

const changes = (context: Context, ranked: readonly ScoredHypothesis[], book: EvidenceBook): RuledOut[] => {
  const blamed = new Set(
    ranked.filter((h) => h.score > 0.15).flatMap((h) => (h.change === null ? [] : [h.change.id])),
  );
  const near = context.data.changes.filter(
    (change) =>
      change.kind !== 'commit' &&
      !blamed.has(change.id) &&
      change.timeMs >= context.onsetMs - 3_600_000 &&
      change.timeMs < context.incident.endMs,
  );
  return near.slice(-5).map((change) => {
    const after = change.timeMs > context.onsetMs;
    const entity = { kind: 'service' as const, name: change.service };
    const name = quotedName(change.summary === '' ? change.id : change.summary);
    const reason = after
      ? {
          en: `The change ${name} came after the trouble had begun.`,
          zh: `变更 ${name} 发生在故障开始之后。`,
        }
      : {
          en: `The change ${name} came before, but nothing that failed or slowed down speaks for it.`,
          zh: `变更 ${name} 发生在之前，但没有任何失败或变慢的证据指向它。`,
        };
    const draft = evidenceDraft({
      signal: 'change',
      stance: 'contradicts',
      subject: change.id,
      quote: change.summary,
      text: reason,
    });
    return { entity, faultClass: 'change' as const, reason, evidence: [book.cite(draft, 'change', entity)] };
  });
};

const parties = (context: Context, ranked: readonly ScoredHypothesis[], book: EvidenceBook): RuledOut[] => {
  const { graph } = context;
  const blamed = new Set(ranked.filter((h) => h.score > 0.15).map((h) => h.entityKey));
  const byEntity = new Map<string, SeriesShift[]>();
  for (const shift of seriesShifts(context)) {
    const key = entityKey(graph.canonical(shift.series.entity));
    const list = byEntity.get(key);
    if (list === undefined) byEntity.set(key, [shift]);
    else list.push(shift);
  }
  const found: RuledOut[] = [];
  const near = graph.nodes
    .filter((key) => !blamed.has(key) && Number.isFinite(graph.distance(key)) && byEntity.has(key))
    .sort((a, b) => graph.distance(a) - graph.distance(b) || (a < b ? -1 : 1));
  for (const key of near) {
    if (found.length >= most) break;
    const shifts = byEntity.get(key)!;
    const largest = shifts.toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z))[0]!;
    if (Math.abs(largest.z) > quiet) continue;
    const entity = graph.entity(key);
    const draft = { ...shiftEvidence(context, largest), stance: 'contradicts' as const };
    found.push({
      entity,
      faultClass: 'unknown',
      reason: {
        en: `${quotedName(entity.name)}: all ${shifts.length} figures stayed within their usual range.`,
        zh: `${quotedName(entity.name)}：全部 ${shifts.length} 项指标保持在平常范围内。`,
      },
      evidence: [book.cite(draft, 'metric_shift', entity)],
    });
  }
  return found;
};
