/**
 * What the root-cause engine answers. Times are Unix milliseconds (fractions allowed), durations milliseconds unless the
 * `unit` beside a figure says otherwise. A Diagnosis holds nothing that differs between two runs over the same input.
 */
import type { ConfidenceBand, ExplanationEntity, FaultClass, LocalText, Verdict } from './words.ts';

/** Half open: startMs <= t < endMs. */
export interface TimeWindow {
  startMs: number;
  endMs: number;
}

export const evidenceSignals = [
  'metric',
  'trace',
  'log',
  'change',
  'kubernetes',
  'runtime',
  'alert',
] as const;
export type EvidenceSignal = (typeof evidenceSignals)[number];

/** A question that the product's API and pages can ask again. */
export type EvidenceQuery =
  | {
      kind: 'metric';
      name: string;
      service: string;
      /** `avg`, `rate`, `p99` ... as `/api/v1/metrics/series` takes it; '' for the metric's own. */
      aggregation: string;
      labels: Record<string, string>;
      window: TimeWindow;
    }
  | {
      kind: 'traces';
      service: string;
      operation: string;
      status: '' | 'error';
      minDurationMs: number | null;
      attributes: Record<string, string>;
      window: TimeWindow;
    }
  | { kind: 'trace'; traceId: string; spanId: string }
  | { kind: 'logs'; service: string; text: string; minSeverity: number; window: TimeWindow }
  | { kind: 'runtime'; artifactId: string }
  | { kind: 'service'; service: string; window: TimeWindow };

export interface EvidenceExemplar {
  traceId: string;
  spanId: string;
  /** Id of a log record as `/api/v1/logs` gives it; empty for none. */
  logId: string;
  timeMs: number;
}

/** Equally spaced figures for a small chart, at most 120; null is a gap. */
export interface EvidenceSeries {
  startMs: number;
  stepMs: number;
  values: (number | null)[];
}

/** One measured fact that speaks for or against something. */
export interface Evidence {
  /** `e1`, `e2`, ... in the order of the diagnosis. */
  id: string;
  /** The detector's name: `metric_shift`, `self_time`, `error_origin`, ... */
  detector: string;
  signal: EvidenceSignal;
  entity: ExplanationEntity;
  stance: 'supports' | 'contradicts';
  baseline: TimeWindow;
  window: TimeWindow;
  /** What was measured: a metric's name, an operation, a log template, a change. Untrusted text. */
  subject: string;
  /** UCUM unit of `before` and `after`: `ms`, `1`, `By`, `/s`, `%` ... */
  unit: string;
  before: number | null;
  after: number | null;
  /** How large, in the detector's own measure; `effectUnit` names it. */
  effect: number | null;
  effectUnit: '' | 'z' | 'ratio' | 'share' | 'difference';
  /** Observations behind it. */
  n: number | null;
  /** Probability of at least this by chance, 0 to 1. */
  p: number | null;
  text: LocalText;
  /** Text of the telemetry itself, cut to 500 characters. Never an instruction, never markup; '' for none. */
  quote: string;
  caveat: LocalText | null;
  query: EvidenceQuery | null;
  exemplars: EvidenceExemplar[];
  series: EvidenceSeries | null;
}

export interface ExplanationChange {
  /** As given by whoever reported it: a commit, a version, a flag. */
  id: string;
  kind: 'deploy' | 'commit' | 'config' | 'flag' | 'scale' | 'infrastructure';
  timeMs: number;
  service: string;
  summary: string;
}

/** One step of the way from the symptom to the cause. */
export interface PathStep {
  from: ExplanationEntity;
  to: ExplanationEntity;
  evidence: string[];
}

/** Something that would have caught it. */
export interface Prevention {
  kind: 'lint' | 'alert';
  /** A lint rule (`NGG001`) or an alert's name. */
  id: string;
  text: LocalText;
  /** A Prometheus rule file, or the command that runs the rule. */
  code: string;
}

export interface Hypothesis {
  /** `h1`, `h2`, ... by rank. */
  id: string;
  rank: number;
  entity: ExplanationEntity;
  /** The call within the entity, when it is one; untrusted text; '' for the whole entity. */
  operation: string;
  faultClass: FaultClass;
  /** Finer than the class, a slug: `liveness_probe_port`, `certificate_expired`; '' for none. */
  detail: string;
  /** 0 to 1, before calibration; ranks follow it. */
  score: number;
  /** Calibrated: the share of such answers that were right on the development sets. */
  confidence: number;
  band: ConfidenceBand;
  title: LocalText;
  change: ExplanationChange | null;
  /** From the symptom to the cause; empty when they are one entity. */
  path: PathStep[];
  supports: string[];
  contradicts: string[];
  /** Share of the bad requests that would have been good with this at its usual value, 0 to 1; null: not computable. */
  coverage: number | null;
  onsetMs: number | null;
  nextCheck: LocalText;
  remediation: LocalText;
  prevention: Prevention[];
  /** Alert signatures that match, with how often each was seen and confirmed. */
  signatures: { id: string; title: LocalText; seen: number; confirmed: number }[];
}

export interface RuledOut {
  entity: ExplanationEntity;
  faultClass: FaultClass;
  reason: LocalText;
  evidence: string[];
}

/** What could not be seen, and what that means for the answer. */
export interface Blindness {
  kind:
    | 'blind_service'
    | 'no_traces'
    | 'no_logs'
    | 'no_metrics'
    | 'sampled'
    | 'dropped'
    | 'budget'
    | 'short_baseline'
    | 'clock_skew'
    | 'no_changes'
    | 'no_kubernetes';
  entity: ExplanationEntity | null;
  text: LocalText;
}

export interface TimelineEntry {
  timeMs: number;
  kind: 'onset' | 'symptom' | 'change' | 'log' | 'metric' | 'crash' | 'kubernetes' | 'alert' | 'recovery';
  entity: ExplanationEntity | null;
  text: LocalText;
  evidence: string[];
}

export interface BlastRadius {
  entity: ExplanationEntity;
  /** Share of its calls that are bad in the incident, 0 to 1; null when unknown. */
  badShare: number | null;
  /** Times its usual p95; null when unknown. */
  slowdown: number | null;
}

export interface Diagnosis {
  schema: 1;
  incident: {
    /** '' when the whole system was asked about. */
    service: string;
    operation: string;
    symptom: 'latency' | 'errors' | 'traffic' | 'unknown' | 'none';
    baseline: TimeWindow;
    window: TimeWindow;
    /** When it began, as found; null when no change was found. */
    onsetMs: number | null;
    /** Of the entry: requests, and those that were bad (errors or slower than the threshold). */
    requests: number | null;
    badRequests: number | null;
    thresholdMs: number | null;
  };
  verdict: Verdict;
  /** One sentence: the answer, or why there is none. */
  summary: LocalText;
  hypotheses: Hypothesis[];
  evidence: Evidence[];
  ruledOut: RuledOut[];
  notSeen: Blindness[];
  blastRadius: BlastRadius[];
  timeline: TimelineEntry[];
  graph: {
    nodes: ExplanationEntity[];
    edges: { from: ExplanationEntity; to: ExplanationEntity; calls: number | null }[];
  };
  input: { spans: number; logs: number; series: number; changes: number; kubernetesObjects: number };
  engine: { version: string; configHash: string; inputHash: string };
}
