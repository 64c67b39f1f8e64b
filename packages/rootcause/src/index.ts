export { type Attributed, compareAttributes } from './attributes/compare-attributes.ts';
export {
  type Context,
  type Detector,
  type DetectorName,
  detectorNames,
  type EvidenceDraft,
  evidenceDraft,
  type Finding,
  finding,
} from './detector.ts';
export { type Examination, examine } from './examine.ts';
export * from './incident.ts';
export { type DiagnoseOptions, diagnose, engineVersion, judge } from './judge.ts';
export { type KubernetesLogRow, kubernetesFromLogs } from './kubernetes/from-logs.ts';
export { buildTemplates } from './logs/build-templates.ts';
export type { LogTemplate } from './logs/template-table.ts';
export { narrate } from './narrate/narrate.ts';
export { type VerifiedClaims, verifyClaims } from './narrate/verify/verify-claims.ts';
export { htmlReport } from './report/html.ts';
export { markdownReport } from './report/markdown.ts';
export { queryPath } from './report/queries.ts';
export { type ScoredHypothesis, score as scoreHypotheses } from './scoring.ts';
export { learn, matchSignatures, type SignatureCounts } from './signatures/index.ts';
export { type Weights, weights } from './weights.ts';
export { describe } from './words/describe.ts';
