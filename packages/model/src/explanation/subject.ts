/** What a hypothesis says, whatever its rank: ranks change from look to look, answers of people must not move with them. */
import type { ExplanationFeedback } from './api.ts';
import type { Diagnosis, Hypothesis } from './diagnosis.ts';

type Said = Pick<Hypothesis, 'entity' | 'faultClass' | 'detail' | 'change'>;

/** The same text for the same claim: kind and name of the entity, class, detail, and the change that is blamed ('': none). */
export const subjectOf = ({ entity, faultClass, detail, change }: Said): string =>
  JSON.stringify([entity.kind, entity.name, faultClass, detail, change?.id ?? '']);

/** The answers with the id that each one's hypothesis has in this diagnosis; '' when nothing in it says that any more. */
export const feedbackFor = (
  diagnosis: Diagnosis | null,
  answers: readonly Omit<ExplanationFeedback, 'hypothesis'>[],
): ExplanationFeedback[] => {
  const ids = new Map(diagnosis?.hypotheses.map((h) => [subjectOf(h), h.id]));
  return answers.map(({ subject, answer, timeMs }) => ({
    hypothesis: ids.get(subject) ?? '',
    subject,
    answer,
    timeMs,
  }));
};
