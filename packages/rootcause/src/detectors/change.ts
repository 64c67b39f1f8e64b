import type { ExplanationChange, ExplanationEntity, LocalText } from '@nightglass/model';
import { type Attribution, attribute } from '../changes/attribute.ts';
import { candidatesOf } from '../changes/candidates.ts';
import { compareVersions, type VersionComparison } from '../changes/versions.ts';
import {
  type Context,
  type Detector,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from '../detector.ts';
import { longestQuote } from '../logs/evidence.ts';
import { normalTail } from '../statistics/tests.ts';
import { duration, percent } from '../words/figures.ts';

/**
 * Changes that explain the trouble (reference 3.18; formulas in changes/attribute.ts and changes/versions.ts). Two ways:
 *
 * - by content: the mechanisms in a diff matched with the symptoms, and the words that both share. Words alone give at
 *   most 0.3, a matching mechanism up to 0.9;
 * - by version: runs of two versions of one service compared, at the same time (up to 0.97) or one after the other (0.8).
 *   p = 0.97 or 0.8 times 1 / (1 + exp(-1.5 (z - 3))) times 0.5 + 0.5 min(1, difference of shares / 0.2).
 *
 * A change is never blamed for being recent, and never for what began before it.
 */
export const change: Detector = {
  name: 'change',
  independent: true,
  detect: (context) => {
    const versions = compareVersions(context).map((comparison) => fromVersion(context, comparison));
    if (context.data.changes.length === 0) return versions;
    const named = attribute(context, candidatesOf(context))
      .filter(({ p }) => p >= leastP)
      .slice(0, maxNamed)
      .map((attribution) => fromContent(context, attribution));
    return [...versions, ...named];
  },
};

const leastP = 0.05;
const maxNamed = 5;

const fromContent = (context: Context, attribution: Attribution): Finding => {
  const { candidate, explains, p, onsetMs } = attribution;
  const { change: row, service, runsSinceMs } = candidate;
  const entity: ExplanationEntity =
    service !== ''
      ? context.graph.canonical({ kind: 'service', name: service })
      : (explains[0]?.seen.entity ?? { kind: 'service', name: context.data.target.service || 'unknown' });
  const told: ExplanationChange = {
    id: row.id,
    kind: row.kind,
    timeMs: runsSinceMs ?? row.timeMs,
    service: entity.name,
    summary: row.summary.slice(0, 300),
  };
  const seen = explains.flatMap((one) => (one.seen.evidence === null ? [] : [one.seen.evidence]));
  return finding({
    entity,
    faultClass: 'change',
    detail: row.kind,
    // Whose it is was guessed from what it would explain.
    p: service === '' ? 0.8 * p : p,
    inherits: false,
    onsetMs: runsSinceMs === null ? onsetMs : Math.min(onsetMs, runsSinceMs),
    change: told,
    evidence: [
      changeEvidence(entity, attribution),
      ...seen.slice(0, 2),
      ...wordEvidence(entity, attribution),
    ],
  });
};

const whenOf = ({ candidate, onsetMs, climb }: Attribution): LocalText => {
  const { runsSinceMs } = candidate;
  if (runsSinceMs === null) return { en: 'is not known to run', zh: '不知是否已上线' };
  if (climb) return { en: 'runs since about when the slow rise began', zh: '大约自缓慢上升开始时上线' };
  const ahead = onsetMs - runsSinceMs;
  if (Math.abs(ahead) < 1000) return { en: 'runs since the onset', zh: '自故障开始时上线' };
  return ahead > 0
    ? { en: `runs since ${duration(ahead)} before the onset`, zh: `在故障开始前 ${duration(ahead)} 上线` }
    : {
        en: `runs only since ${duration(-ahead)} after the onset`,
        zh: `在故障开始后 ${duration(-ahead)} 才上线`,
      };
};

const changeEvidence = (entity: ExplanationEntity, attribution: Attribution): EvidenceDraft => {
  const { candidate, explains, p } = attribution;
  const { change: row } = candidate;
  const when = whenOf(attribution);
  const [first] = explains;
  const id = row.id.slice(0, 40);
  const shown = first === undefined ? null : symptomText(first.seen.entity);
  return evidenceDraft({
    signal: 'change',
    entity,
    subject: row.summary.slice(0, 300) || id,
    effect: first === undefined ? Number(p.toPrecision(3)) : Number(first.fit.toPrecision(3)),
    effectUnit: 'share',
    n: 1,
    text: {
      en: `${kinds[row.kind].en} ${id} ${when.en}.${first === undefined ? '' : ` ${first.mechanism.what.en} ${shown!.en}`}`,
      zh: `${kinds[row.kind].zh} ${id} ${when.zh}。${first === undefined ? '' : `${first.mechanism.what.zh}${shown!.zh}`}`,
    },
    quote: (first?.mechanism.line || row.summary).slice(0, longestQuote),
    caveat:
      first === undefined
        ? {
            en: 'Nothing in it was found that brings such trouble about.',
            zh: '其内容中未发现会引起此类故障的改动。',
          }
        : null,
  });
};

const symptomText = (entity: ExplanationEntity): LocalText => ({
  en: `That brings about what is seen at ${entity.name}.`,
  zh: `这会引起在 ${entity.name} 观察到的现象。`,
});

const kinds: Record<ExplanationChange['kind'], LocalText> = {
  deploy: { en: 'Deploy', zh: '部署' },
  commit: { en: 'Commit', zh: '提交' },
  config: { en: 'Configuration change', zh: '配置变更' },
  flag: { en: 'Flag', zh: '开关' },
  scale: { en: 'Change of scale', zh: '伸缩变更' },
  infrastructure: { en: 'Infrastructure change', zh: '基础设施变更' },
};

const wordEvidence = (entity: ExplanationEntity, { candidate, lexical }: Attribution): EvidenceDraft[] => {
  const words = [...(lexical.site === '' ? [] : [lexical.site]), ...lexical.words].join(', ');
  if (words === '') return [];
  return [
    evidenceDraft({
      signal: 'change',
      entity,
      subject: candidate.change.summary.slice(0, 300) || candidate.change.id,
      effect: Number(lexical.share.toPrecision(3)),
      effectUnit: 'share',
      n: lexical.words.length,
      text: {
        en: `The change and the trouble have words in common: ${words}.`,
        zh: `变更与故障有共同的词：${words}。`,
      },
      quote: candidate.change.files.slice(0, 5).join(' ').slice(0, longestQuote),
    }),
  ];
};

const fromVersion = (context: Context, comparison: VersionComparison): Finding => {
  const { service, before, after, overlap, oldShare, newShare, trouble, operation, exemplars } = comparison;
  const [what, whatZh] =
    trouble === 'errors' ? ['fail in it', '在其中失败'] : ['are slow in it', '在其中变慢'];
  const side = overlap ? { en: 'at the same time', zh: '同一时段内' } : { en: 'before it', zh: '在它之前' };
  const entity: ExplanationEntity = { kind: 'service', name: service };
  return finding({
    entity,
    faultClass: 'change',
    detail: 'version',
    operation,
    p: comparison.p,
    inherits: false,
    onsetMs: comparison.sinceMs,
    change: comparison.change,
    title: {
      en: `Version ${after} of ${service} ${trouble === 'errors' ? 'fails' : 'is slow'} where ${before} does not`,
      zh: `${service} 的版本 ${after} ${trouble === 'errors' ? '出错' : '变慢'}，而 ${before} 正常`,
    },
    evidence: [
      evidenceDraft({
        signal: 'change',
        entity,
        subject: `service.version ${after}`.slice(0, 300),
        unit: '1',
        before: Number(oldShare.toPrecision(4)),
        after: Number(newShare.toPrecision(4)),
        effect: Number((newShare - oldShare).toPrecision(4)),
        effectUnit: 'difference',
        n: comparison.n,
        p: normalTail(comparison.z),
        text: {
          en: `${percent(newShare)} of the runs of ${service} ${after} ${what}, ${percent(oldShare)} of ${before} ${side.en}.`,
          zh: `${service} 的版本 ${after} 有 ${percent(newShare)} 的运行${whatZh}，${side.zh}版本 ${before} 为 ${percent(oldShare)}。`,
        },
        caveat: overlap
          ? null
          : {
              en: 'The versions did not run side by side: something else may have changed at that time.',
              zh: '两个版本未同时运行：当时也可能有其他变化。',
            },
        query: {
          kind: 'traces',
          service,
          operation,
          status: trouble === 'errors' ? 'error' : '',
          minDurationMs: null,
          attributes: { 'service.version': after },
          window: context.incident,
        },
        exemplars: exemplars.map(({ row }) => ({
          traceId: row.traceId,
          spanId: row.spanId,
          logId: '',
          timeMs: row.startMs,
        })),
      }),
    ],
  });
};
