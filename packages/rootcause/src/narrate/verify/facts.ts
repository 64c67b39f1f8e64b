/** What may be said with a citation: every figure, moment and name that belongs to the cited evidence. */
import type { Diagnosis, Evidence, Hypothesis, LocalText, TimeWindow } from '@nightglass/model';
import { unitOf } from '../units.ts';
import type { FigureKind } from './measures.ts';
import { takeApart } from './sentence.ts';

export interface Fact {
  kind: FigureKind;
  value: number;
  /** Of a figure that is known only as it is printed: half of its last digit. None may be more exact than it. */
  tolerance?: number;
}

export interface Facts {
  figures: Fact[];
  /** Unix milliseconds. */
  moments: number[];
  /** Names and sentences of the evidence itself, and of the hypotheses that rest on it. */
  own: string[];
  /** What stands beside it: the incident and the way to the cause. A claim may name it, but not it alone. */
  besides: string[];
  /** Text of the telemetry: it may be quoted, nothing in it is a fact. */
  quotable: string[];
  /** Figures before and after, in one unit: they have an order. */
  pairs: { before: Fact[]; after: Fact[] }[];
}

const dayMs = 86_400_000;

export const factsOf = (diagnosis: Diagnosis, cited: readonly Evidence[]): Facts => {
  const facts: Facts = { figures: [], moments: [], own: [], besides: [], quotable: [], pairs: [] };
  for (const evidence of cited) addEvidence(facts, evidence);
  const ids = new Set(cited.map((e) => e.id));
  const cites = (list: readonly string[]): boolean => list.some((id) => ids.has(id));
  addIncident(facts, diagnosis);
  facts.figures.push(plain(diagnosis.hypotheses.length), plain(cited.length));
  for (const hypothesis of diagnosis.hypotheses) {
    if (cites([...hypothesis.supports, ...hypothesis.contradicts]))
      addHypothesis(facts, hypothesis, diagnosis);
    else if (hypothesis.path.some((step) => cites(step.evidence))) addPath(facts, hypothesis);
  }
  const anchor = diagnosis.incident.window.startMs;
  for (const ruled of diagnosis.ruledOut) {
    if (!cites(ruled.evidence)) continue;
    facts.own.push(ruled.entity.name, ruled.faultClass);
    addText(facts, ruled.reason, anchor);
  }
  for (const entry of diagnosis.timeline) {
    if (!cites(entry.evidence)) continue;
    facts.moments.push(entry.timeMs);
    if (entry.entity !== null) facts.own.push(entry.entity.name);
    addText(facts, entry.text, anchor);
  }
  for (const { entity, badShare, slowdown } of diagnosis.blastRadius) {
    if (!cited.some((e) => e.entity.name === entity.name)) continue;
    if (badShare !== null) addShare(facts, badShare);
    if (slowdown !== null)
      facts.figures.push({ kind: 'ratio', value: slowdown }, { kind: 'percentile', value: 95 });
  }
  return facts;
};

const plain = (value: number): Fact => ({ kind: 'plain', value });

const addShare = (facts: Facts, share: number): void => {
  facts.figures.push({ kind: 'percent', value: share * 100 }, plain(share));
};

const addWindow = (facts: Facts, { startMs, endMs }: TimeWindow): void => {
  facts.moments.push(startMs, endMs);
  facts.figures.push({ kind: 'duration', value: endMs - startMs });
};

/** The engine's own sentences: their figures are facts, as they are printed. */
const addText = (facts: Facts, text: LocalText, anchorMs: number): void => {
  for (const sentence of [text.en, text.zh]) {
    facts.own.push(sentence);
    const { figures, moments } = takeApart(sentence);
    for (const { readings } of figures) facts.figures.push(...readings);
    for (const { ms, dated } of moments) {
      if (ms === null) continue;
      // A time of day is the one next to the incident.
      facts.moments.push(dated ? ms : ms + Math.round((anchorMs - ms) / dayMs) * dayMs);
    }
  }
};

const addEvidence = (facts: Facts, evidence: Evidence): void => {
  const { query, before, after } = evidence;
  facts.own.push(evidence.entity.name, evidence.subject, evidence.detector, evidence.id);
  facts.quotable.push(evidence.quote);
  addText(facts, evidence.text, evidence.window.startMs);
  if (evidence.caveat !== null) addText(facts, evidence.caveat, evidence.window.startMs);
  addWindow(facts, evidence.baseline);
  addWindow(facts, evidence.window);
  for (const { traceId, spanId, logId, timeMs } of evidence.exemplars) {
    facts.moments.push(timeMs);
    facts.own.push(traceId, spanId, logId);
  }
  const levels = [before, after, ...extremes(evidence)].filter((v): v is number => v !== null);
  for (const level of levels) facts.figures.push(...valueFacts(level, evidence.unit));
  if (before !== null && after !== null) addPair(facts, before, after, evidence.unit);
  if (evidence.n !== null) facts.figures.push(plain(evidence.n));
  if (evidence.p !== null) addShare(facts, evidence.p);
  if (evidence.effect !== null) facts.figures.push(...effectFacts(evidence, evidence.effect));
  if (query?.kind === 'traces' && query.minDurationMs !== null)
    facts.figures.push({ kind: 'duration', value: query.minDurationMs });
  if (query !== null) addStrings(facts.own, query);
};

/** Every text of a query: names, operations, labels, ids. */
const addStrings = (into: string[], value: unknown): void => {
  if (typeof value === 'string') into.push(value);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && key !== 'kind') into.push(key);
      addStrings(into, inner);
    }
};

const extremes = ({ series }: Evidence): number[] => {
  const values = (series?.values ?? []).filter((v): v is number => v !== null);
  return values.length === 0 ? [] : [Math.min(...values), Math.max(...values)];
};

/** A figure in its unit; one of unit `1` may be a share, and is then said in percent. */
const valueFacts = (value: number, ucum: string): Fact[] => {
  const { dimension, factor, share } = unitOf(ucum);
  const fact: Fact = { kind: dimension, value: value * factor };
  return share ? [fact, { kind: 'percent', value: value * 100 }] : [fact];
};

const effectFacts = ({ effectUnit, unit }: Evidence, effect: number): Fact[] => {
  if (effectUnit === 'share') return [{ kind: 'percent', value: effect * 100 }, plain(effect)];
  if (effectUnit === 'ratio') return [{ kind: 'ratio', value: effect }, plain(effect)];
  if (effectUnit === 'difference') return valueFacts(effect, unit);
  return [plain(effect)];
};

/** How many times as much, how much more in percent, and how much more. */
const addPair = (facts: Facts, before: number, after: number, unit: string): void => {
  facts.pairs.push({ before: valueFacts(before, unit), after: valueFacts(after, unit) });
  facts.figures.push(...valueFacts(Math.abs(after - before), unit));
  if (before === 0) return;
  facts.figures.push({ kind: 'ratio', value: after / before });
  facts.figures.push({ kind: 'percent', value: Math.abs(after / before - 1) * 100 });
  if (after !== 0) facts.figures.push({ kind: 'ratio', value: before / after });
};

const addIncident = (facts: Facts, { incident, evidence }: Diagnosis): void => {
  addWindow(facts, incident.baseline);
  addWindow(facts, incident.window);
  if (incident.onsetMs !== null) facts.moments.push(incident.onsetMs);
  if (incident.thresholdMs !== null) facts.figures.push({ kind: 'duration', value: incident.thresholdMs });
  const { requests, badRequests } = incident;
  if (requests !== null) facts.figures.push(plain(requests));
  if (badRequests !== null) facts.figures.push(plain(badRequests));
  if (requests !== null && badRequests !== null && requests > 0) addShare(facts, badRequests / requests);
  // Where nothing was measured at the service that was asked about, its trouble is told by that of others.
  const measured = evidence.some((e) => e.entity.name === incident.service);
  (measured ? facts.besides : facts.own).push(incident.service, incident.operation);
};

const addHypothesis = (facts: Facts, hypothesis: Hypothesis, { incident }: Diagnosis): void => {
  const { change, onsetMs } = hypothesis;
  facts.own.push(hypothesis.entity.name, hypothesis.operation, hypothesis.faultClass, hypothesis.detail);
  addText(facts, hypothesis.title, incident.window.startMs);
  addShare(facts, hypothesis.confidence);
  facts.figures.push(plain(hypothesis.score), plain(hypothesis.rank));
  if (hypothesis.coverage !== null) addShare(facts, hypothesis.coverage);
  if (onsetMs !== null) facts.moments.push(onsetMs);
  if (change !== null) {
    facts.own.push(change.id, change.service);
    facts.quotable.push(change.summary);
    facts.moments.push(change.timeMs);
    for (const onset of [onsetMs, incident.onsetMs])
      if (onset !== null) facts.figures.push({ kind: 'duration', value: Math.abs(onset - change.timeMs) });
  }
  for (const { id, title, seen, confirmed } of hypothesis.signatures) {
    facts.own.push(id);
    addText(facts, title, incident.window.startMs);
    facts.figures.push(plain(seen), plain(confirmed));
  }
  addPath(facts, hypothesis);
};

const addPath = (facts: Facts, { path }: Hypothesis): void => {
  for (const { from, to } of path) facts.besides.push(from.name, to.name);
};
