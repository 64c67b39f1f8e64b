/** What is wrong, where, and since when: the side that changes are compared with. */
import type { ExplanationEntity } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import type { Context, EvidenceDraft } from '../detector.ts';
import { entityKey } from '../incident.ts';
import { classifyText } from '../logs/classify-text.ts';
import { logEvidence, sentenceOf } from '../logs/evidence.ts';
import { type TemplateGrowth, templateGrowths } from '../logs/growth.ts';
import { allSayings } from '../logs/sayings.ts';
import { nameTokens } from '../metrics/meaning.ts';
import { climbOf, movedSince, quietShifts } from '../metrics/moves.ts';
import { shiftEvidence } from '../metrics/shift-evidence.ts';
import { type SeriesShift, shiftProbability } from '../metrics/shifts.ts';
import { type SymptomKind, symptomOfClass, symptomOfMeaning } from './symptom-kinds.ts';

export interface Seen {
  kind: SymptomKind;
  entity: ExplanationEntity;
  /** Probability that it is there, 0 to 1. */
  strength: number;
  /** Since when; null when nothing tells. */
  onsetMs: number | null;
  /** When a slow climb began: what caused it came before that. */
  climbSinceMs: number | null;
  evidence: EvidenceDraft | null;
}

export interface Symptoms {
  /** The strongest of each kind and entity, strongest first. */
  seen: readonly Seen[];
  /** Traffic of the entry grew at least twofold: load explains what load brings. */
  surge: boolean;
  /** A machine is out of processor or memory: it explains slowness of what runs on it. */
  machine: boolean;
}

export const symptomsOf = (context: Context): Symptoms => {
  const best = new Map<string, Seen>();
  for (const seen of [...fromTexts(context), ...fromSeries(context), ...fromRequests(context)]) {
    const entity = context.graph.canonical(seen.entity);
    const key = `${seen.kind}\u0000${entityKey(entity)}`;
    const known = best.get(key);
    if (known === undefined || seen.strength > known.strength)
      best.set(key, { ...seen, entity, onsetMs: earlier(known?.onsetMs ?? null, seen.onsetMs) });
    else best.set(key, { ...known, onsetMs: earlier(known.onsetMs, seen.onsetMs) });
  }
  const seen = [...best.keys()]
    .sort(compareText)
    .map((key) => best.get(key)!)
    .sort((a, b) => b.strength - a.strength);
  return { seen, surge: isSurge(context), machine: isMachine(context) };
};

const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** First record after the quiet part of the baseline, when it was never seen there. */
const sinceOf = ({ template, fresh }: TemplateGrowth, context: Context): number | null => {
  if (!fresh) return template.firstIncident?.timeMs ?? null;
  const minute = template.baselinePerMinute.findIndex((count) => count > 0);
  return minute < 0 ? (template.firstIncident?.timeMs ?? null) : context.baseline.startMs + minute * 60_000;
};

const fromTexts = (context: Context): Seen[] => {
  const said = allSayings(context).flatMap((saying): Seen[] => {
    const kind = symptomOfClass(saying.said.faultClass, saying.said.detail);
    if (kind === null) return [];
    const { writer: entity, likely, firstMs: onsetMs, evidence } = saying;
    return [{ kind, entity, strength: 0.95 * likely, onsetMs, climbSinceMs: null, evidence }];
  });
  const unsaid = templateGrowths(context).flatMap((growth): Seen[] => {
    const { template, z } = growth;
    if (z < 2 || template.severity < 17 || classifyText(sentenceOf(template)) !== null) return [];
    return [
      {
        kind: 'errors',
        entity: { kind: 'service', name: template.service },
        strength: 0.8 * shiftProbability(z),
        onsetMs: sinceOf(growth, context),
        climbSinceMs: null,
        evidence: logEvidence(context, growth),
      },
    ];
  });
  // Texts tell only the first record of the incident: the minute counts say whether it was there before.
  const early = templateGrowths(context).flatMap((growth): Seen[] => {
    const text = growth.z >= 2 && growth.fresh ? classifyText(sentenceOf(growth.template)) : null;
    const kind = text === null ? null : symptomOfClass(text.faultClass, text.detail);
    if (kind === null) return [];
    const entity: ExplanationEntity = { kind: 'service', name: growth.template.service };
    return [
      { kind, entity, strength: 0.01, onsetMs: sinceOf(growth, context), climbSinceMs: null, evidence: null },
    ];
  });
  return [...said, ...unsaid, ...early];
};

const climbing = new Set<SymptomKind>([
  'memory',
  'goroutines',
  'descriptors',
  'connections',
  'threads',
  'queue',
  'disk',
  'pool',
]);
const databaseWords =
  /^(?:db|sql|query|queries|statement|statements|rows|transactions?|mysql|postgres\w*|mongo\w*)$/;

const kindsOf = ({ series, meaning }: SeriesShift): SymptomKind[] => {
  const kinds: SymptomKind[] = [];
  const known = meaning === null ? undefined : symptomOfMeaning[meaning];
  if (known !== undefined) kinds.push(known);
  const tokens = nameTokens(series.name);
  const ofDatabase = series.entity.kind === 'database' || tokens.some((token) => databaseWords.test(token));
  if (ofDatabase && (known === undefined || known === 'latency' || known === 'traffic' || known === 'cpu'))
    kinds.push('database');
  if (ofDatabase && (known === undefined || known === 'traffic')) kinds.push('fan_out');
  return kinds;
};

const fromSeries = (context: Context): Seen[] => {
  const shifts = quietShifts(context);
  const growthOfTraffic = trafficGrowth(context, shifts);
  const found = shifts.flatMap((shift): Seen[] => {
    const { entity } = shift.series;
    const seen: Seen[] = [];
    const since = movedSince(context, shift);
    if (shift.z >= 3)
      for (const kind of kindsOf(shift))
        if (kind !== 'traffic')
          seen.push({
            kind,
            entity,
            strength: shiftProbability(shift.z),
            onsetMs: since ?? shift.onsetMs,
            climbSinceMs: null,
            evidence: shiftEvidence(context, shift),
          });
    const own = growthOfTraffic.get(entityKey(context.graph.canonical(entity)));
    if (isTraffic(shift) && shift.z >= 3 && own !== undefined && own.overCallers >= 1.5)
      seen.push({
        kind: 'fan_out',
        entity,
        strength: shiftProbability(shift.z) * Math.min(1, Math.log2(own.overCallers)),
        onsetMs: since ?? shift.onsetMs,
        climbSinceMs: null,
        evidence: shiftEvidence(context, shift),
      });
    return seen;
  });
  return [...found, ...fromClimbs(context, shifts)];
};

const fromClimbs = (context: Context, shifts: readonly SeriesShift[]): Seen[] =>
  shifts.flatMap((shift): Seen[] => {
    const kind = shift.meaning === null ? undefined : symptomOfMeaning[shift.meaning];
    if (kind === undefined || !climbing.has(kind)) return [];
    const climb = climbOf(context, shift.series);
    if (climb === null) return [];
    const strength = Math.min(
      0.95,
      climb.steadiness * Math.min(1, 0.4 + Math.log2(climb.to / Math.max(climb.from, 1e-9)) / 2),
    );
    return [
      {
        kind,
        entity: shift.series.entity,
        strength,
        onsetMs: climb.sinceMs,
        climbSinceMs: climb.sinceMs,
        evidence: shiftEvidence(context, { ...shift, medianBefore: climb.from, medianAfter: climb.to }),
      },
    ];
  });

/** Calls that were broken off or refused are no load, nor is what one request does. */
const isTraffic = ({ series, meaning }: SeriesShift): boolean =>
  meaning === 'traffic' &&
  !nameTokens(series.name).some((token) => /^(?:cancel|abort|drop|reject|shed|den)/.test(token)) &&
  !/per_?(?:request|call|transaction|op)/i.test(series.name);

interface Growth {
  ratio: number;
  /** Its growth over the largest of its callers'. */
  overCallers: number;
}

const trafficGrowth = (context: Context, shifts: readonly SeriesShift[]): Map<string, Growth> => {
  const ratios = new Map<string, number>();
  for (const shift of shifts) {
    const { series, medianBefore, medianAfter } = shift;
    if (!isTraffic(shift) || medianBefore <= 0) continue;
    const key = entityKey(context.graph.canonical(series.entity));
    ratios.set(key, Math.max(ratios.get(key) ?? 0, medianAfter / medianBefore));
  }
  const growth = new Map<string, Growth>();
  for (const [key, ratio] of ratios) {
    const callers = context.graph.in(key).flatMap((edge) => ratios.get(edge.from) ?? []);
    const usual = callers.length > 0 ? Math.max(...callers) : 1;
    growth.set(key, { ratio, overCallers: ratio / Math.max(1, usual) });
  }
  return growth;
};

/** Load that comes from outside: of the target, of who calls nobody known, or of most parties. */
const isSurge = (context: Context): boolean => {
  const growth = trafficGrowth(context, quietShifts(context));
  const entries = [...growth.keys()].filter((key) =>
    context.graph.in(key).every((edge) => edge.kind !== 'call'),
  );
  const all = [...growth.values()].map(({ ratio }) => ratio);
  const many = all.filter((ratio) => ratio >= 2).length;
  return entries.some((key) => growth.get(key)!.ratio >= 2) && many >= 0.6 * all.length && all.length > 0;
};

const isMachine = (context: Context): boolean =>
  quietShifts(context).some(
    ({ series, meaning, z }) =>
      series.entity.kind === 'node' &&
      z >= 6 &&
      (meaning === 'cpu' || meaning === 'memory' || meaning === 'scheduler'),
  );

/** What was asked about, and how its requests do. */
const fromRequests = (context: Context): Seen[] => {
  const { target } = context.data;
  const seen: Seen[] = [];
  const plain = { climbSinceMs: null, evidence: null, onsetMs: null };
  if (target.service !== '' && (target.symptom === 'latency' || target.symptom === 'errors'))
    seen.push({
      kind: target.symptom,
      entity: { kind: 'service', name: target.service },
      strength: 0.6,
      ...plain,
    });
  const failed = new Map<string, { errors: number; slow: number }>();
  for (const root of context.spans.badRoots) {
    let own = failed.get(root.row.service);
    if (own === undefined) failed.set(root.row.service, (own = { errors: 0, slow: 0 }));
    if (root.row.error) own.errors++;
    else own.slow++;
  }
  for (const service of [...failed.keys()].sort()) {
    const { errors, slow } = failed.get(service)!;
    const entity: ExplanationEntity = { kind: 'service', name: service };
    if (errors > 0)
      seen.push({
        kind: 'errors',
        entity,
        strength: errors / (errors + 2),
        ...plain,
        onsetMs: context.onsetMs,
      });
    if (slow > 0)
      seen.push({ kind: 'latency', entity, strength: slow / (slow + 2), ...plain, onsetMs: context.onsetMs });
  }
  return seen;
};
