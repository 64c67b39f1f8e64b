/** FOR TESTS: an examination with findings made by hand. */
import { type DetectorName, type EvidenceDraft, evidenceDraft, type Finding, finding } from '../detector.ts';
import { type Examination, requestFigures } from '../examine.ts';
import type { IncidentData, IncidentTarget } from '../incident.ts';
import { findSymptom } from '../symptom.ts';
import { contextOf } from './context-of.ts';

export const targetOf = (service: string, given: Partial<IncidentTarget> = {}): IncidentTarget => ({
  service,
  operation: '',
  symptom: 'unknown',
  thresholdMs: null,
  ...given,
});

export const draftOf = (subject: string, given: Partial<EvidenceDraft> = {}): EvidenceDraft =>
  evidenceDraft({ signal: 'metric', subject, text: { en: `${subject}.`, zh: `${subject}。` }, ...given });

export type MadeFinding = Pick<Finding, 'entity' | 'faultClass' | 'p'> &
  Partial<Finding> & { by?: DetectorName; independent?: boolean };

export const examinationOf = (
  given: Partial<IncidentData>,
  findings: readonly MadeFinding[] = [],
): Examination => {
  const context = contextOf(given);
  return {
    context,
    foundOnsetMs: context.onsetMs,
    symptom: findSymptom(context),
    findings: findings.map(({ by = 'metric_shift', independent = false, ...one }) => ({
      detector: by,
      independent,
      finding: finding({ evidence: [draftOf(`${one.entity.name} ${one.faultClass}`)], ...one }),
    })),
    requests: requestFigures(context),
    signatures: [],
  };
};
