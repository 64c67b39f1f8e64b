/** What a detector is: a pure function from what is known to findings, each with its probability and its evidence. */
import type {
  Evidence,
  ExplanationChange,
  ExplanationEntity,
  FaultClass,
  LocalText,
  TimeWindow,
} from '@nightglass/model';
import type { CausalGraph } from './graph/causal-graph.ts';
import type { IncidentData } from './incident.ts';
import type { TemplateTable } from './logs/template-table.ts';
import type { SpanIndex } from './traces/span-index.ts';

/** Evidence before it has a number. The id is given when the diagnosis is put together. */
export type EvidenceDraft = Omit<Evidence, 'id' | 'detector' | 'entity' | 'baseline' | 'window'> &
  Partial<Pick<Evidence, 'entity' | 'baseline' | 'window'>>;

export interface Finding {
  entity: ExplanationEntity;
  faultClass: FaultClass;
  /** Slug within the class; '' for none. */
  detail: string;
  /** The call, when it is one of the entity's; '' for the whole entity. */
  operation: string;
  /** Probability that this is no chance and that it marks a cause, 0 to 1, by the detector's own calibration. */
  p: number;
  /** At least one that supports. */
  evidence: EvidenceDraft[];
  /** When the entity's trouble began, as this detector sees it; null: it cannot tell. */
  onsetMs: number | null;
  /** Share of the bad requests that this would have made good, 0 to 1; null: not computed. */
  coverage: number | null;
  change: ExplanationChange | null;
  /** It is seen by callers of the cause as well (latency, errors): a worse callee explains it away. Default false. */
  inherits?: boolean;
  /** What happened, when the detector knows better words than the class has. */
  title?: LocalText;
  remediation?: LocalText;
  nextCheck?: LocalText;
}

/** All that detectors read. Built once per diagnosis; rows are in canonical order. */
export interface Context {
  data: IncidentData;
  baseline: TimeWindow;
  incident: TimeWindow;
  /** Found onset; the incident's start when none was found. */
  onsetMs: number;
  graph: CausalGraph;
  spans: SpanIndex;
  templates: TemplateTable;
}

export interface Detector {
  /** Slug, also the prefix of its evidence: `metric_shift`. */
  name: DetectorName;
  /**
   * It sees a cause where it stands (a saturated limit, a change, a state of the cluster), not only a symptom: its
   * findings are not explained away by trouble of a callee.
   */
  independent: boolean;
  detect(context: Context): Finding[];
}

export const detectorNames = [
  'metric_shift',
  'residual',
  'self_time',
  'edge_gap',
  'error_origin',
  'event_pattern',
  'novel_template',
  'saturation',
  'attribute_surprise',
  'change',
  'tls',
  'dns',
  'traffic',
  'retry',
  'go_runtime',
  'kubernetes',
  'alert_signature',
] as const;
export type DetectorName = (typeof detectorNames)[number];

/** The finding with the parts that most detectors leave empty. */
export const finding = (
  given: Pick<Finding, 'entity' | 'faultClass' | 'p' | 'evidence'> & Partial<Finding>,
): Finding => ({ detail: '', operation: '', onsetMs: null, coverage: null, change: null, ...given });

export const evidenceDraft = (
  given: Pick<EvidenceDraft, 'signal' | 'subject' | 'text'> & Partial<EvidenceDraft>,
): EvidenceDraft => ({
  stance: 'supports',
  unit: '',
  before: null,
  after: null,
  effect: null,
  effectUnit: '',
  n: null,
  p: null,
  quote: '',
  caveat: null,
  query: null,
  exemplars: [],
  series: null,
  ...given,
});
