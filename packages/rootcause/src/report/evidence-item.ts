/** A piece of evidence as a report shows it: always the same parts in the same order. */
import type { Diagnosis, Evidence, TimeWindow } from '@nightglass/model';
import { clock, count, measure, moment, percent, times } from '../narrate/format.ts';
import { whole } from '../narrate/text.ts';
import type { Language } from '../narrate/voice.ts';
import type { Labels } from './labels.ts';
import { type Chart, type EvidenceItem, type Inline, inlineOf, joined } from './model.ts';

const dayMs = 86_400_000;

/** `2026-03-14 02:17:00 – 02:32:00 UTC`; the second day only when it is another. */
export const windowText = ({ startMs, endMs }: TimeWindow): string => {
  const sameDay = Math.floor(startMs / dayMs) === Math.floor(endMs / dayMs);
  const start = moment(startMs).replace(' UTC', '');
  return `${start} – ${sameDay ? `${clock(endMs)} UTC` : moment(endMs)}`;
};

const same = (a: TimeWindow, b: TimeWindow): boolean => a.startMs === b.startMs && a.endMs === b.endMs;

const effectText = ({ effect, effectUnit, unit }: Evidence): string => {
  if (effect === null) return '';
  if (effectUnit === 'z') return `z = ${count(effect)}`;
  if (effectUnit === 'ratio') return `× ${times(effect)}`;
  if (effectUnit === 'share') return percent(effect);
  if (effectUnit === 'difference') return measure(effect, unit);
  return count(effect);
};

/** No measurement is that sure. */
const leastChance = 1e-12;
const chanceText = (p: number): string => (p < leastChance ? `p < ${count(leastChance)}` : `p = ${count(p)}`);

export const evidenceItem = (
  evidence: Evidence,
  incident: Diagnosis['incident'],
  language: Language,
  labels: Labels,
): EvidenceItem => {
  const { before, after, unit, n, p, caveat, exemplars } = evidence;
  const shown = (value: number | null): string => (value === null ? '–' : measure(value, unit));
  const facts: [string, Inline[]][] = [];
  const add = (label: string, text: string): void => {
    if (text !== '') facts.push([label, [{ text }]]);
  };
  facts.push([
    labels.measured,
    [
      { text: `${labels.entityKind[evidence.entity.kind]} ` },
      { code: evidence.entity.name },
      { text: ' · ' },
      { code: evidence.subject },
    ],
  ]);
  if (before !== null || after !== null) add(labels.beforeAfter, `${shown(before)} → ${shown(after)}`);
  // Most are of the times that the summary names.
  if (!same(evidence.baseline, incident.baseline)) add(labels.baseline, windowText(evidence.baseline));
  if (!same(evidence.window, incident.window)) add(labels.window, windowText(evidence.window));
  add(labels.effect, effectText(evidence));
  add(labels.observations, n === null ? '' : count(n));
  add(labels.chance, p === null ? '' : chanceText(p));
  const traces = [...new Set(exemplars.map((e) => e.traceId))].filter((id) => id !== '').slice(0, 5);
  if (traces.length > 0)
    facts.push([
      labels.exemplars,
      joined(
        traces.map((id): Inline[] => [{ code: id }]),
        ' ',
      ),
    ]);
  return {
    id: evidence.id,
    stance: evidence.stance,
    stanceText: labels[evidence.stance],
    sentence: inlineOf(whole(evidence.text[language])),
    caveat: caveat === null ? null : inlineOf(whole(caveat[language])),
    facts,
    quote: evidence.quote.trim() === '' ? '' : evidence.quote,
    chart: chartOf(evidence, incident.onsetMs, language, labels),
  };
};

const chartOf = (
  evidence: Evidence,
  onsetMs: number | null,
  language: Language,
  labels: Labels,
): Chart | null => {
  const { series, unit, before, after } = evidence;
  if (series === null || !series.values.some((v) => v !== null)) return null;
  const shown = (value: number | null): string => (value === null ? '–' : measure(value, unit));
  const endMs = series.startMs + series.values.length * series.stepMs;
  return {
    id: evidence.id,
    title: `${evidence.id}${labels.colon}${whole(evidence.text[language])}`,
    summary: labels.chartSummary(shown(before), shown(after), moment(series.startMs), moment(endMs)),
    unit,
    series,
    baseline: evidence.baseline,
    window: evidence.window,
    onsetMs,
    words: { before: labels.before, during: labels.during, onset: labels.onset },
  };
};
