/** The sentences of a hypothesis: what happened, the one thing to look at now, what stops it and what repairs it. */
import type { ExplanationEntity, FaultClass, LocalText } from '@nightglass/model';
import { english } from './en/index.ts';
import { type Phrase, type Phrases, type Subject, subjectsOf } from './subject.ts';
import { chinese } from './zh/index.ts';

export interface Description {
  title: LocalText;
  nextCheck: LocalText;
  remediation: LocalText;
}

/**
 * Sentences for any fault class. An unknown `detail` gets the class's. Names are quoted as given, but bounded and without
 * control characters; a name that is no plain word never reaches a command.
 */
export const describe = (parts: {
  faultClass: FaultClass;
  detail: string;
  entity: ExplanationEntity;
  operation: string;
}): Description => {
  const subjects = subjectsOf(parts.entity, parts.operation);
  const en = phraseOf(english, parts.faultClass, parts.detail, subjects.en);
  const zh = phraseOf(chinese, parts.faultClass, parts.detail, subjects.zh);
  return {
    title: { en: en.title, zh: tight(zh.title, subjects.zh.operation) },
    nextCheck: { en: en.nextCheck, zh: zh.nextCheck },
    remediation: { en: en.remediation, zh: zh.remediation },
  };
};

/** No blank behind a full-width bracket. */
const tight = (text: string, operation: string): string =>
  operation === '' ? text : text.replace(`${operation} `, operation);

const phraseOf = (phrases: Phrases, faultClass: FaultClass, detail: string, subject: Subject): Phrase => {
  const own = (key: string): Partial<Phrase> =>
    Object.hasOwn(phrases, key) ? (phrases[key]?.(subject) ?? {}) : {};
  const found = { ...own(faultClass), ...(detail === '' ? {} : own(`${faultClass}/${detail}`)) };
  return { title: found.title ?? '', nextCheck: found.nextCheck ?? '', remediation: found.remediation ?? '' };
};
