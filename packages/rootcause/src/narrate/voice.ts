import type { Diagnosis, Evidence, LocalText } from '@nightglass/model';
import type { Phrases } from './phrases.ts';
import { english } from './phrases-en.ts';
import { chinese } from './phrases-zh.ts';

export type Language = keyof LocalText;

/** What a narration is made from, and how it speaks. */
export interface Voice {
  diagnosis: Diagnosis;
  language: Language;
  say: Phrases;
}

export const voiceOf = (diagnosis: Diagnosis, language: Language): Voice => ({
  diagnosis,
  language,
  say: language === 'zh' ? chinese : english,
});

/** The evidence of these ids, in their order. */
export const evidenceOf = ({ diagnosis }: Pick<Voice, 'diagnosis'>, ids: readonly string[]): Evidence[] =>
  ids.flatMap((id) => diagnosis.evidence.find((e) => e.id === id) ?? []);
