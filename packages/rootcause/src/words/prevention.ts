/** What would have caught it: a lint rule that finds it in the source, an alert that tells of it earlier. */
import type { Evidence, ExplanationEntity, FaultClass, Prevention } from '@nightglass/model';
import { knownAlert } from './prevention/known-alerts.ts';
import { lintRulesFor } from './prevention/lint-rules.ts';
import { metricAlert } from './prevention/metric-alert.ts';

/**
 * At most two lint rules, then at most two alerts. Alerts are whole rule files of Prometheus; figures in them are the
 * incident's own, with thresholds between before and after. Evidence must be the hypothesis's own; its order decides
 * between figures that fit equally well.
 */
export const preventionsOf = (input: {
  hypothesis: { entity: ExplanationEntity; operation: string; faultClass: FaultClass; detail: string };
  evidence: readonly Evidence[];
}): Prevention[] => {
  const { hypothesis, evidence } = input;
  const measured = metricAlert(hypothesis, evidence);
  const known = knownAlert({ ...hypothesis, evidence });
  return [...lintRulesFor(hypothesis, evidence), ...[measured, known].filter((alert) => alert !== null)];
};
