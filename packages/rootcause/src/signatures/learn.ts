import type { Diagnosis } from '@nightglass/model';
import { countsOf } from './match.ts';
import type { SignatureCounts } from './signature.ts';

/**
 * What an answer teaches: every signature of a confirmed hypothesis was seen and right; those that stood only at other
 * hypotheses of the same diagnosis were seen and wrong. A rejected hypothesis teaches that its own were wrong. The given
 * counts are not changed. An unknown hypothesis teaches nothing.
 */
export const learn = (
  counts: SignatureCounts,
  diagnosis: Diagnosis,
  hypothesisId: string,
  answer: 'confirmed' | 'rejected',
): SignatureCounts => {
  const answered = diagnosis.hypotheses.find(({ id }) => id === hypothesisId);
  const learned: SignatureCounts = { ...counts };
  if (answered === undefined) return learned;
  const right = new Set(answer === 'confirmed' ? answered.signatures.map(({ id }) => id) : []);
  const seen = new Set(
    (answer === 'confirmed' ? diagnosis.hypotheses : [answered]).flatMap(({ signatures }) =>
      signatures.map(({ id }) => id),
    ),
  );
  for (const id of [...seen].sort()) {
    if (!/^[a-z0-9][a-z0-9-]{0,79}$/.test(id)) continue;
    const before = countsOf(counts, id);
    learned[id] = { seen: before.seen + 1, confirmed: before.confirmed + (right.has(id) ? 1 : 0) };
  }
  return learned;
};
