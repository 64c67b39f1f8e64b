/** When a running incident has been looked at often enough. Pure. */
import type { Diagnosis } from '@nightglass/model';

/** What must not change between two looks: the verdict, the first hypothesis, and how sure it is. */
export const answerOf = (diagnosis: Diagnosis): string => {
  const [first] = diagnosis.hypotheses;
  return JSON.stringify([
    diagnosis.verdict,
    first === undefined
      ? null
      : [first.entity.kind, first.entity.name, first.faultClass, first.detail, first.band],
  ]);
};

export const agree = (before: Diagnosis | null, after: Diagnosis): boolean =>
  before !== null && answerOf(before) === answerOf(after);
