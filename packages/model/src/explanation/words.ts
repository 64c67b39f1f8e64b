/** The closed vocabularies of an explanation. They are part of the API: a word is never given another meaning. */

/** A sentence made by the engine's own templates, in each language the product speaks. */
export interface LocalText {
  en: string;
  zh: string;
}

export const entityKinds = [
  'service',
  'pod',
  'node',
  'database',
  'queue',
  'cache',
  'external',
  'namespace',
  'workload',
] as const;
/** `external`: a party that sends no telemetry; `workload`: a Deployment and its like; `node`: a machine. */
export type EntityKind = (typeof entityKinds)[number];

/** Who or what is spoken of. `name` comes from telemetry and is untrusted text. */
export interface ExplanationEntity {
  kind: EntityKind;
  name: string;
}

export const faultClasses = [
  'cpu',
  'memory',
  'disk',
  'network',
  'dns',
  'tls',
  'code_error',
  'slow_code',
  'early_return',
  'dependency_down',
  'config',
  'change',
  'traffic_surge',
  'retry_storm',
  'pool_exhaustion',
  'queue_lag',
  'cache',
  'throttling',
  'node',
  'go_map_race',
  'go_panic',
  'goroutine_leak',
  'gc_pressure',
  'lock_contention',
  'event_loop',
  'deadlock',
  'kubernetes',
  'unknown',
] as const;
/**
 * What kind of fault. `code_error`: the entity itself raises errors; `slow_code`: its own time grew; `early_return`: it
 * answers without doing its work; `change`: a deploy, flag or configuration change; `throttling`: a limit or quota;
 * `kubernetes`: a state of the cluster, `detail` says which; `unknown`: its figures moved, the telemetry does not say why.
 */
export type FaultClass = (typeof faultClasses)[number];

export const verdicts = ['diagnosed', 'ambiguous', 'no_cause_in_telemetry', 'insufficient_data'] as const;
export type Verdict = (typeof verdicts)[number];

/** By calibrated confidence: strong from 0.8, likely from 0.55, possible from 0.35, weak below. */
export type ConfidenceBand = 'strong' | 'likely' | 'possible' | 'weak';
