/** What is asked for one incident, within which budget, and what comes back: bytes that a thread beside the server reads. */
import type { ExplanationEntity, MetricType } from '@nightglass/model';
import type { IncidentData } from '@nightglass/rootcause';
import type { TimeRange } from '../queries/types.ts';

export interface IncidentParams {
  baseline: TimeRange;
  incident: TimeRange;
  /** The service that shows the symptom; '' for the whole system. Its traces are preferred when there are too many. */
  service: string;
  operation: string;
  /** Services that are known to have nothing to do with it. */
  without: readonly string[];
  budget: IncidentBudget;
}

/** Rows of the engine's input. */
export interface IncidentBudget {
  spans: number;
  logs: number;
  series: number;
}
export const incidentBudget: IncidentBudget = { spans: 50_000, logs: 200_000, series: 2_000 };

/** A group from which some were taken: `size` there were, so that what was taken can stand for it. */
export type StratumSizes = Record<string, number>;

/**
 * The rows of an incident as bytes of the engine (JSONColumns, RowBinary) with what is needed to read them. Plain data:
 * `postMessage` copies it, or hands the bytes over. `readIncident` makes rows of it.
 */
export interface IncidentBlocks {
  baseline: TimeRange;
  incident: TimeRange;
  budget: IncidentBudget;
  resources: Uint8Array<ArrayBuffer>;
  spans: {
    rows: Uint8Array<ArrayBuffer>;
    /** Traces of each stratum; empty when all were taken. */
    sizes: StratumSizes;
    /** Spans there were in all. */
    total: number;
  };
  logs: {
    rows: Uint8Array<ArrayBuffer>;
    /** Records of each stratum; empty when all were taken. */
    sizes: StratumSizes;
    total: number;
  };
  /** Log records that tell of a cluster, of deployments, of flags. */
  notices: Uint8Array<ArrayBuffer>;
  metrics: MetricBlocks;
  /** What was cut to stay within the budget, besides spans and logs, in English. */
  truncated: string[];
}

export interface MetricBlocks {
  plan: MetricPlan;
  /** Seconds of a step; lines have one point in each that has data. */
  step: number;
  /** RowBinary, one row per series; see `metrics.ts`. */
  gauges: Uint8Array<ArrayBuffer>;
  counters: Uint8Array<ArrayBuffer>;
  explicit: Uint8Array<ArrayBuffer>;
  exponential: Uint8Array<ArrayBuffer>;
  summaries: Uint8Array<ArrayBuffer>;
}

export interface MetricPlan {
  lines: PlannedLine[];
  /** Stored series by id, and the lines each is part of. */
  series: Record<string, number[]>;
}

/** Series that become one line, or the few of a histogram. */
export interface PlannedLine {
  entity: ExplanationEntity;
  name: string;
  type: MetricType;
  unit: string;
  delta: boolean;
  monotonic: boolean;
  /** Attributes that tell the line from the others of its name and entity. */
  labels: Record<string, string>;
}

/** A log record that tells of more than itself: an object or event of a cluster, a deployment, a flag. */
export interface NoticeRow {
  timeMs: number;
  service: string;
  /** Name of the event; '' for none. */
  event: string;
  /** As its sender wrote it: `Warning`. */
  severity: string;
  /** JSON when the body is a map. */
  body: string;
  /** Of the record and of its resource. */
  attributes: Record<string, string>;
}

/** The parts of IncidentData that come from stored telemetry. */
export type IncidentRows = Pick<IncidentData, 'resources' | 'spans' | 'logs' | 'series'> & {
  notices: NoticeRow[];
  /** Share of the spans that their senders kept, 0 to 1. */
  sampledShare: number;
  truncated: string[];
};
