/**
 * What the engine is given: everything known of one incident, as plain rows. Order means nothing. Times are Unix
 * milliseconds (fractions allowed), durations milliseconds. All text is untrusted.
 *
 * Absent parts are legal: metrics only, traces only, logs only. What is absent is told in the answer.
 */
import type { EntityKind, ExplanationChange, ExplanationEntity, TimeWindow } from '@nightglass/model';

export interface IncidentData {
  target: IncidentTarget;
  /** The normal time that is compared with; usually before the incident, never overlapping it. */
  baseline: TimeWindow;
  /** The bad time. Its start is a hint: the engine looks for the onset around it. */
  incident: TimeWindow;
  resources: Record<string, Resource>;
  spans: SpanRow[];
  logs: LogRow[];
  series: MetricSeries[];
  /** Known calls, when no traces tell them (or besides). `from` calls `to`. */
  topology: CallEdge[];
  changes: ChangeRow[];
  alerts: AlertRow[];
  kubernetes: KubernetesState | null;
  runtime: RuntimeRow[];
  coverage: InputCoverage;
}

export interface IncidentTarget {
  /** Service, or other entity, that shows the symptom; '' for the whole system. */
  service: string;
  operation: string;
  symptom: 'latency' | 'errors' | 'traffic' | 'unknown';
  /** A request slower than this is bad; null: the engine takes it from the baseline. */
  thresholdMs: number | null;
}

/** What the rows of one process share. */
export interface Resource {
  service: string;
  /** `service.version`, '' when unknown; and so on. */
  version: string;
  pod: string;
  node: string;
  /** `service.instance.id`, or the pod, or the host and process. */
  instance: string;
  attributes: Record<string, string>;
}

export interface SpanRow {
  traceId: string;
  spanId: string;
  /** '' for a root. */
  parentId: string;
  service: string;
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  startMs: number;
  durationMs: number;
  error: boolean;
  statusMessage: string;
  /** How many spans this one stands for; 1 when nothing was sampled. */
  weight: number;
  /** Key into `resources`; '' for none. */
  resource: string;
  /** The other side of a client, producer or consumer span that sends no spans itself; null when it does or is unknown. */
  peer: ExplanationEntity | null;
  attributes: Record<string, string>;
  /** Exceptions recorded on it: `exception.type` and `.message`. */
  exceptions: { type: string; message: string }[];
}

export interface LogRow {
  /** As `/api/v1/logs` gives it; '' when there is none. */
  id: string;
  timeMs: number;
  service: string;
  /** OpenTelemetry SeverityNumber, 0 when unset: 9 info, 13 warn, 17 error, 21 fatal. */
  severity: number;
  body: string;
  traceId: string;
  spanId: string;
  resource: string;
  /** How many records this row stands for. */
  weight: number;
}

/** One series, already a level or a rate: counters come as growth per second. */
export interface MetricSeries {
  /** Whose figure it is. */
  entity: ExplanationEntity;
  /** As the sender named it: `process.cpu.utilization`, `carts_latency_p99`. */
  name: string;
  /** UCUM, '' when unknown. */
  unit: string;
  /** What the figure is computed as: `avg`, `rate`, `p50`, `p90`, `p95`, `p99`, `sum`, `max`, '' when unknown. */
  aggregation: string;
  labels: Record<string, string>;
  /** Ascending; not necessarily equally spaced. */
  timesMs: ArrayLike<number>;
  /** NaN is a gap. */
  values: ArrayLike<number>;
}

export interface CallEdge {
  from: ExplanationEntity;
  to: ExplanationEntity;
}

export interface ChangeRow extends ExplanationChange {
  /** '' when unknown. */
  version: string;
  author: string;
  /** Unified diff or fragments of it; '' when unknown. */
  diff: string;
  files: string[];
  /** For a commit: when it was deployed, as far as known; null when it never was or nobody knows. */
  deployedMs: number | null;
}

export interface AlertRow {
  name: string;
  entity: ExplanationEntity;
  startMs: number;
  severity: string;
  text: string;
  /** False: the rule was evaluated and did not fire (absent alerts count only then). */
  firing: boolean;
}

export interface KubernetesState {
  /** Objects as the Kubernetes API gives them: kind, metadata, spec, status. */
  objects: KubernetesObject[];
  events: KubernetesEvent[];
  /** Checks somebody ran: a port tried, a unit of systemd asked. */
  checks: KubernetesCheck[];
}
export interface KubernetesObject {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; [key: string]: unknown };
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  [key: string]: unknown;
}
export interface KubernetesEvent {
  timeMs: number | null;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  object: { kind: string; name: string; namespace: string };
}
export interface KubernetesCheck {
  kind: 'connectivity' | 'node_unit';
  /** Service or node. */
  target: string;
  /** Port, or unit: `kubelet`. */
  what: string;
  ok: boolean;
  text: string;
}

/** A finding of packages/gorun on an artifact of the time: a crash, a dump, a profile. */
export interface RuntimeRow {
  artifactId: string;
  service: string;
  instance: string;
  timeMs: number;
  /** RuntimeFinding.id: `map-crash`, `goroutine-leak`, ... */
  finding: string;
  severity: 'critical' | 'warning' | 'info';
  confidence: 'proved' | 'likely' | 'possible';
  title: string;
  /** `function file:line` of the first site; '' when none. */
  site: string;
}

export interface InputCoverage {
  /** Share of the spans that were kept, 0 to 1; 1 when nothing was sampled or nobody knows. */
  sampledShare: number;
  droppedRecords: number;
  /** A limit of rows or seconds was reached while reading: what was cut. */
  truncated: string[];
}

export const emptyIncident = (
  target: Partial<IncidentTarget>,
  baseline: TimeWindow,
  incident: TimeWindow,
): IncidentData => ({
  target: { service: '', operation: '', symptom: 'unknown', thresholdMs: null, ...target },
  baseline,
  incident,
  resources: {},
  spans: [],
  logs: [],
  series: [],
  topology: [],
  changes: [],
  alerts: [],
  kubernetes: null,
  runtime: [],
  coverage: { sampledShare: 1, droppedRecords: 0, truncated: [] },
});

export const entityKey = (entity: { kind: EntityKind; name: string }): string =>
  `${entity.kind}:${entity.name}`;
