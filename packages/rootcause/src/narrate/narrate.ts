/**
 * The findings in sentences, from templates: what is wrong, the cause and its evidence, what speaks against it, what else
 * it could be, what was ruled out, what was not seen, what to do next. Each claim that states something measured cites
 * the evidence it rests on; those without a citation hold no figure but those of the engine's own advice.
 */
import type { Diagnosis, ExplanationClaim, Hypothesis, RuledOut } from '@nightglass/model';
import { causeClaims } from './cause-claims.ts';
import { classNames } from './class-names.ts';
import { points } from './format.ts';
import type { Phrases } from './phrases.ts';
import { symptomClaims } from './symptom-claims.ts';
import { code, whole } from './text.ts';
import { evidenceOf, type Language, type Voice, voiceOf } from './voice.ts';

/** Deterministic; the same diagnosis gives the same claims in the same order. */
export const narrate = (diagnosis: Diagnosis, language: Language): ExplanationClaim[] => {
  const voice = voiceOf(diagnosis, language);
  const claims = [
    ...symptomClaims(voice),
    ...byVerdict[diagnosis.verdict](voice),
    ...ruledOutClaims(voice),
    ...notSeenClaims(voice),
    ...nextClaims(voice),
  ];
  return merged(claims.map(({ text, evidence }) => ({ text: sentenceOf(text, voice.say.stop), evidence })));
};

/** What is said twice, by two series of one figure, is said once. */
const merged = (claims: readonly ExplanationClaim[]): ExplanationClaim[] => {
  const byText = new Map<string, string[]>();
  for (const { text, evidence } of claims) byText.set(text, [...(byText.get(text) ?? []), ...evidence]);
  return [...byText].map(([text, evidence]) => ({ text, evidence: [...new Set(evidence)] }));
};

const sentenceOf = (text: string, stop: string): string => {
  const begun = text.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return /[.!?。！？]$/.test(begun) ? begun : `${begun}${stop}`;
};

const byVerdict: Record<Diagnosis['verdict'], (voice: Voice) => ExplanationClaim[]> = {
  diagnosed: (voice) => {
    const [first, ...others] = voice.diagnosis.hypotheses;
    if (first === undefined) return [];
    return [
      ...causeClaims(voice, first, voice.say.cause),
      ...others.slice(0, 3).flatMap(alternative(voice, voice.say.alternative)),
    ];
  },
  ambiguous: (voice) => [
    { text: voice.say.undecided, evidence: [] },
    ...voice.diagnosis.hypotheses.slice(0, 3).flatMap((h) => causeClaims(voice, h, voice.say.oneOfSeveral)),
  ],
  no_cause_in_telemetry: (voice) => [
    { text: voice.say.nothingFound, evidence: [] },
    ...voice.diagnosis.hypotheses.slice(0, 2).flatMap(alternative(voice, voice.say.nearest)),
  ],
  insufficient_data: ({ say }) => [{ text: say.notEnough, evidence: [] }],
};

const alternative =
  (voice: Voice, head: Phrases['alternative']) =>
  (hypothesis: Hypothesis): ExplanationClaim[] => {
    const { say, language } = voice;
    const title = whole(hypothesis.title[language]);
    const evidence = evidenceOf(voice, hypothesis.supports).slice(0, 4);
    if (evidence.length === 0) return [];
    const text = head(title, points(hypothesis.confidence), hypothesis.band);
    const [against] = evidenceOf(voice, hypothesis.contradicts);
    const claims = [{ text, evidence: evidence.map((e) => e.id) }];
    if (against !== undefined)
      claims.push({ text: say.against(whole(against.text[language])), evidence: [against.id] });
    return claims;
  };

/** That a kind of fault was looked for says more than that figures stayed as they were. */
const telling = (ruledOut: readonly RuledOut[]): RuledOut[] => [
  ...ruledOut.filter((r) => r.faultClass !== 'unknown').slice(0, 5),
  ...ruledOut.filter((r) => r.faultClass === 'unknown').slice(0, 3),
];

const ruledOutClaims = (voice: Voice): ExplanationClaim[] =>
  telling(voice.diagnosis.ruledOut).flatMap((ruled) => {
    const evidence = evidenceOf(voice, ruled.evidence).map((e) => e.id);
    if (evidence.length === 0) return [];
    const what = ruled.faultClass === 'unknown' ? '' : classNames[ruled.faultClass][voice.language];
    return [
      {
        text: voice.say.ruledOut(what, code(ruled.entity.name), whole(ruled.reason[voice.language])),
        evidence,
      },
    ];
  });

const notSeenClaims = ({ diagnosis, language, say }: Voice): ExplanationClaim[] =>
  diagnosis.notSeen
    .slice(0, 6)
    .map((blindness) => ({ text: say.notSeen(whole(blindness.text[language])), evidence: [] }));

const nextClaims = (voice: Voice): ExplanationClaim[] =>
  followUps(voice.diagnosis, voice.language)
    .slice(0, 4)
    .map((text) => ({ text, evidence: [] }));

/** What to do next: the check and the repair of what was found, else what would let the engine see more. */
export const followUps = (diagnosis: Diagnosis, language: Language): string[] => {
  const { say } = voiceOf(diagnosis, language);
  const steps = diagnosis.hypotheses
    .slice(0, diagnosis.verdict === 'diagnosed' ? 1 : 2)
    .flatMap((h) => [
      say.next(whole(h.nextCheck[language])),
      ...(diagnosis.verdict === 'diagnosed' ? [say.repair(whole(h.remediation[language]))] : []),
    ]);
  const remedies = diagnosis.notSeen.map((b) => say.remedy[b.kind](b.entity ? code(b.entity.name) : ''));
  return [...new Set([...steps, ...remedies])];
};
