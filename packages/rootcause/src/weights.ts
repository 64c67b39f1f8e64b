/**
 * All that is chosen by hand and by cross-validation in the fusion: one configuration for every system. `npm run
 * bench:rootcause -- --cross-validate` prints what leaving a whole set out would have chosen.
 */
export interface Weights {
  /** How far a moved metric marks a cause. */
  metric_shift: number;
  /** What is left of a moved metric when its callees are known. */
  residual: number;
  /** Own time that grew, with its counterfactual. */
  self_time: number;
  /** Time lost between client and server. */
  edge_gap: number;
  /** Where failing requests fail first. */
  error_origin: number;
  /** Events of an operation that appeared or vanished. */
  event_pattern: number;
  /** Log templates never seen before, or far more often. */
  novel_template: number;
  /** A limit that is reached. */
  saturation: number;
  /** What differs between bad and good requests. */
  attribute_surprise: number;
  /** A change whose content or version explains it. */
  change: number;
  /** Certificates and handshakes. */
  tls: number;
  /** Names that do not resolve. */
  dns: number;
  /** More requests than usual. */
  traffic: number;
  /** More calls per request than usual. */
  retry: number;
  /** Go's and other runtimes' own evidence. */
  go_runtime: number;
  /** States of the cluster. */
  kubernetes: number;
  /** Combinations of alerts that were causes before. */
  alert_signature: number;
  /** How much a sick callee takes from what its callers inherit. */
  explainAway: number;
  /** What is left of a party the target does not depend on. */
  unreachable: number;
  /** What is left of trouble that began after the symptom. */
  late: number;
}

export const weights: Weights = {
  metric_shift: 0.85,
  residual: 0.25,
  self_time: 0.9,
  edge_gap: 0.55,
  error_origin: 0.45,
  event_pattern: 0.75,
  novel_template: 0.9,
  saturation: 0.8,
  attribute_surprise: 0.5,
  change: 0.8,
  tls: 0.95,
  dns: 0.9,
  traffic: 0.85,
  retry: 0.5,
  go_runtime: 0.9,
  kubernetes: 0.97,
  alert_signature: 0.3,
  explainAway: 0.95,
  unreachable: 0.4,
  late: 0.7,
};
