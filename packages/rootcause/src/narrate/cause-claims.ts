/** A hypothesis in sentences: its title, the change, the evidence for it, the way to it, what speaks against it. */
import type { Evidence, ExplanationClaim, Hypothesis } from '@nightglass/model';
import { count, moment, percent, points } from './format.ts';
import type { Phrases } from './phrases.ts';
import { code, whole } from './text.ts';
import { evidenceOf, type Voice } from './voice.ts';

/** A smaller share of the bad requests is no reason to believe it. */
const leastCoverage = 0.05;
const mostEvidence = 6;
const mostQuote = 160;

export const causeClaims = (
  voice: Voice,
  hypothesis: Hypothesis,
  head: Phrases['cause'],
): ExplanationClaim[] => {
  const { say, language } = voice;
  const supports = evidenceOf(voice, hypothesis.supports);
  const contradicts = evidenceOf(voice, hypothesis.contradicts);
  const cited = supports.map((e) => e.id);
  if (cited.length === 0) return [{ text: whole(hypothesis.title[language]), evidence: [] }];
  const title = whole(hypothesis.title[language]);
  const confidence = points(hypothesis.confidence);
  return [
    { text: head(title, confidence, hypothesis.band), evidence: cited.slice(0, mostEvidence) },
    ...changeClaims(voice, hypothesis, supports),
    ...supports.slice(0, mostEvidence).map((e) => evidenceClaim(voice, e)),
    ...restClaims(voice, hypothesis, cited),
    ...contradicts.slice(0, 3).map((e) => ({ text: say.against(sentence(voice, e)), evidence: [e.id] })),
    ...(contradicts.length === 0 ? [{ text: say.nothingAgainst, evidence: [] }] : []),
  ];
};

const sentence = ({ language }: Voice, evidence: Evidence): string => whole(evidence.text[language]);

const evidenceClaim = (voice: Voice, evidence: Evidence): ExplanationClaim => {
  const { language, say } = voice;
  const parts = [sentence(voice, evidence)];
  const quote = evidence.quote.trim();
  if (quote !== '') parts.push(`${say.reads(code(quote, mostQuote))}${say.stop}`);
  if (evidence.caveat !== null) parts.push(whole(evidence.caveat[language]));
  return { text: parts.join(say.stop === '.' ? ' ' : ''), evidence: [evidence.id] };
};

const changeClaims = (
  { say }: Voice,
  { change, entity }: Hypothesis,
  supports: readonly Evidence[],
): ExplanationClaim[] => {
  if (change === null) return [];
  const own = supports.filter((e) => e.signal === 'change');
  const evidence = (own.length > 0 ? own : supports).slice(0, 3).map((e) => e.id);
  const where = change.service === '' ? entity.name : change.service;
  return [{ text: say.change(code(change.id), change.kind, code(where), moment(change.timeMs)), evidence }];
};

const restClaims = (voice: Voice, hypothesis: Hypothesis, cited: readonly string[]): ExplanationClaim[] => {
  const { say, diagnosis, language } = voice;
  const evidence = cited.slice(0, mostEvidence);
  const claims: ExplanationClaim[] = [];
  if (hypothesis.coverage !== null && hypothesis.coverage >= leastCoverage)
    claims.push({ text: say.coverage(percent(hypothesis.coverage)), evidence });
  if (hypothesis.onsetMs !== null && hypothesis.onsetMs !== diagnosis.incident.onsetMs)
    claims.push({ text: say.began(code(hypothesis.entity.name), moment(hypothesis.onsetMs)), evidence });
  const steps = hypothesis.path;
  const first = steps[0];
  if (first !== undefined) {
    const onTheWay = evidenceOf(voice, [...new Set(steps.flatMap((s) => s.evidence))]).map((e) => e.id);
    const names = [first.from, ...steps.map((s) => s.to)].map((e) => code(e.name));
    claims.push({ text: say.path(names), evidence: [...new Set([...onTheWay, ...evidence])].slice(0, 8) });
  }
  for (const { title, seen, confirmed } of hypothesis.signatures.slice(0, 2))
    claims.push({
      text:
        seen === 0
          ? say.newSignature(whole(title[language]))
          : say.signature(whole(title[language]), count(seen), count(confirmed)),
      evidence,
    });
  return claims;
};
