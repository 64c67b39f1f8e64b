/**
 * Holds what a language model said against the evidence it cites. A claim is dropped when it cites nothing or something
 * unknown, when a figure, unit, share, moment, entity or quoted text of it is not of the cited evidence, or when there is
 * nothing in it that could be checked. What is kept can still be badly put; it cannot hold an invented figure or name.
 */
import type { Diagnosis, Evidence, ExplanationClaim } from '@nightglass/model';
import { quotable, whole } from '../text.ts';
import type { Language } from '../voice.ts';
import { type Fact, type Facts, factsOf } from './facts.ts';
import type { Figure, Reading } from './figures.ts';
import { sameMoment } from './moments.ts';
import { Entities, isGeneralWord, Known } from './names.ts';
import { type Reason, reasonText } from './reasons.ts';
import { type Sentence, takeApart } from './sentence.ts';

export interface VerifiedClaims {
  kept: ExplanationClaim[];
  dropped: { text: string; reason: string }[];
}

/** More is no narration. */
const mostClaims = 60;
const mostText = 1_000;
const mostIds = 40;

/** Order is kept; the same id twice is once. */
export const verifyClaims = (
  diagnosis: Diagnosis,
  claims: readonly ExplanationClaim[],
  language: Language,
): VerifiedClaims => {
  const entities = new Entities(diagnosis);
  const result: VerifiedClaims = { kept: [], dropped: [] };
  for (const [i, { text, evidence }] of claims.entries()) {
    const claim = { text, evidence: [...new Set(evidence)] };
    const reason: Reason | null =
      i >= mostClaims ? { kind: 'too_many' } : problemOf(diagnosis, entities, claim);
    if (reason === null) result.kept.push(claim);
    else result.dropped.push({ text: text.slice(0, mostText), reason: reasonText(reason, language) });
  }
  return result;
};

const problemOf = (diagnosis: Diagnosis, entities: Entities, claim: ExplanationClaim): Reason | null => {
  const { text, evidence: ids } = claim;
  if (text.trim() === '' || text.length > mostText) return { kind: 'length' };
  if (ids.length === 0) return { kind: 'uncited' };
  if (ids.length > mostIds) return { kind: 'length' };
  const cited: Evidence[] = [];
  for (const id of ids) {
    const found = diagnosis.evidence.find((e) => e.id === id);
    if (found === undefined) return { kind: 'unknown_id', what: id };
    cited.push(found);
  }
  const facts = factsOf(diagnosis, cited);
  const named = new Set<string>();
  const sentence = takeApart(text, (plain) => {
    const { names, rest } = entities.find(plain);
    for (const name of names) named.add(name);
    return rest;
  });
  const own = new Known([...facts.own, ...facts.besides]);
  const checked =
    sentence.figures.length +
    sentence.moments.length +
    sentence.quotations.filter(({ text, cut }) => own.quotes(text, cut)).length;
  return (
    namesProblem(sentence, named, entities, facts) ??
    figuresProblem(sentence, facts) ??
    momentsProblem(sentence, facts) ??
    (named.size + checked === 0 && !repeats(text, facts) ? { kind: 'nothing_to_check' } : null)
  );
};

const namesProblem = (
  { quotations, identifiers }: Sentence,
  named: Set<string>,
  entities: Entities,
  facts: Facts,
): Reason | null => {
  const own = new Known(facts.own);
  const all = new Known([...facts.own, ...facts.besides]);
  const said = new Known(facts.quotable);
  for (const { text, cut } of quotations) {
    const entity = entities.quoted(text);
    if (entity !== undefined) named.add(entity);
    // A word out of a log line names nothing: whoever writes the log would choose the names.
    if (!all.quotes(text, cut) && !(isExcerpt(text, cut, facts.quotable) && said.quotes(text, cut)))
      return { kind: 'name', what: text };
  }
  for (const name of named) if (!all.holds(name)) return { kind: 'name', what: name };
  const about = [...named].some((name) => own.holds(name));
  if (named.size > 0 && !about) return { kind: 'name', what: [...named].join(', ') };
  for (const word of identifiers)
    if (!isGeneralWord(word) && !all.names(word)) return { kind: 'name', what: word };
  return null;
};

/** It says a sentence of the engine again. */
const repeats = (text: string, { own }: Facts): boolean =>
  own.some(
    (sentence) =>
      sentence.length >= 6 && /\s|\p{Script=Han}/u.test(sentence) && text.includes(whole(sentence)),
  );

/** The whole of it, or several words. */
const isExcerpt = (text: string, cut: boolean, quotes: readonly string[]): boolean => {
  const [given, long] = [text.trim(), text.trim().length >= 12];
  const isWhole = (quote: string): boolean => (cut && long ? quote.startsWith(given) : quote === given);
  return (long && /\S\s+\S/.test(given)) || quotes.some((quote) => isWhole(quotable(quote.trim())));
};

const figuresProblem = ({ figures, plain }: Sentence, facts: Facts): Reason | null => {
  for (const figure of figures)
    if (!figure.readings.some((reading) => facts.figures.some((fact) => same(reading, fact))))
      return { kind: 'figure', what: figure.text };
  return figures.some((figure, i) => isReversed(plain, figure, figures[i + 1], facts))
    ? { kind: 'reversed' }
    : null;
};

const same = (reading: Reading, fact: Fact): boolean =>
  reading.kind === fact.kind &&
  reading.tolerance * (1 + 1e-9) >= (fact.tolerance ?? 0) &&
  Math.abs(reading.value - fact.value) <= reading.tolerance * (1 + 1e-9) + Math.abs(fact.value) * 1e-12;

/** `from A to B` where A is the figure after and B the one before. */
const isReversed = (plain: string, first: Figure, second: Figure | undefined, facts: Facts): boolean => {
  if (second === undefined) return false;
  if (!/(?:\bfrom|从)\s*$/i.test(plain.slice(0, first.start))) return false;
  if (!/^\s*(?:to|升至|降至|增至|减至|变为|到)\s*$/i.test(plain.slice(first.end, second.start))) return false;
  const are = (figure: Figure, wanted: readonly Fact[]): boolean =>
    figure.readings.some((reading) => wanted.some((fact) => same(reading, fact)));
  const forward = facts.pairs.some((pair) => are(first, pair.before) && are(second, pair.after));
  return !forward && facts.pairs.some((pair) => are(first, pair.after) && are(second, pair.before));
};

const momentsProblem = ({ moments, plain }: Sentence, facts: Facts): Reason | null => {
  if (moments.length > 0 && /(?:local|北京|本地|当地)\s?(?:time|时间)/i.test(plain))
    return { kind: 'moment', what: moments[0]?.text ?? '' };
  for (const moment of moments)
    if (!facts.moments.some((at) => sameMoment(moment, at))) return { kind: 'moment', what: moment.text };
  return null;
};
