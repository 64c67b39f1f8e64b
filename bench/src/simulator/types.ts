/** What the simulator is asked and what it answers. */
import type { ExplanationEntity, FaultClass } from '@nightglass/model';
import type { IncidentData } from '@nightglass/rootcause';

export const degradations = [
  'blind_services',
  'clock_skew',
  'head_sampling',
  'lossy_logs',
  'missing_metrics',
  'onset_shift',
  'metrics_only',
  'traces_only',
  'logs_only',
] as const;
/** How the telemetry falls short of the system. */
export type Degradation = (typeof degradations)[number];

export interface SimulationOptions {
  seed: number;
  /** Name of a fault family; drawn from the seed when absent. `none`: a normal window. */
  family?: string;
  /** Services of the system, 10 to 60; drawn when absent. */
  services?: number;
  /** Exactly these; drawn when absent (about half of the incidents have none). */
  degradation?: readonly Degradation[];
  /** No fault; perhaps decoys. Same as family `none`. */
  normalWindow?: boolean;
  /** `large`: 50,000 spans, 200,000 log rows, 2,000 series of 600 points. */
  scale?: 'usual' | 'large';
}

/** What really happened. It is never part of the data. */
export interface SimulatedTruth {
  /** No fault was put in: any cause named is a false alarm. `entity` is then the target. */
  normal: boolean;
  entity: ExplanationEntity;
  /** Answers that a person would also take for right. */
  alsoAccepted: ExplanationEntity[];
  faultClass: FaultClass;
  acceptedClasses: FaultClass[];
  /** The operation of the entity; '' for the whole of it. */
  operation: string;
  /** Of the change that did it; null when none did. */
  changeId: string | null;
  family: string;
  onsetMs: number;
  degradation: Degradation[];
}

export interface SimulatedIncident {
  data: IncidentData;
  truth: SimulatedTruth;
}
