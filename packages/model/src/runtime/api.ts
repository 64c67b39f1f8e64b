/** Shapes of `/api/v1/runtime`. */
import type { CrashKind } from './crash.ts';
import type { FindingSeverity, GcCycle, RuntimeArtifact, RuntimeFinding, RuntimeFormat } from './findings.ts';
import type { GoroutineBucket, WaitGraph } from './goroutines.ts';
import type { Goroutine, RuntimeNote } from './stacks.ts';

/** A stored artifact in a list. */
export interface StoredArtifact {
  id: string;
  /** When it was taken: given by the sender, read in it, or the time it came. Unix nanoseconds. */
  timeUnixNano: string;
  service: string;
  instance: string;
  /** Empty when it belongs to no trace. */
  traceId: string;
  name: string;
  sizeBytes: number;
  format: RuntimeFormat;
  variant: string;
  goVersion: string | null;
  goroutineCount: number;
  partial: boolean;
  /** Of the worst finding, or a neutral summary. */
  title: string;
  severity: FindingSeverity | 'none';
  crash: { kind: CrashKind; reason: string; message: string; fingerprint: string } | null;
}
/** GET /runtime/artifacts */
export interface RuntimeArtifactsResponse {
  artifacts: StoredArtifact[];
  nextCursor: string | null;
}
/** POST /runtime/artifacts: one upload may hold several. */
export interface RuntimeUploadResponse {
  artifacts: StoredArtifact[];
  notes: RuntimeNote[];
}
/** GET /runtime/artifacts/{id} */
export interface RuntimeArtifactResponse {
  stored: StoredArtifact;
  artifact: RuntimeArtifact;
  /** The crashed goroutine first, then others of interest; at most 50. */
  goroutines: Goroutine[];
  /** Spans or logs of the store that carry the crash's business key or trace. */
  related: { kind: 'trace' | 'log'; id: string; title: string; timeUnixNano: string; why: string }[];
}
/** GET /runtime/artifacts/{id}/goroutines */
export interface GoroutineBucketsResponse {
  total: number;
  matched: number;
  buckets: GoroutineBucket[];
  /** For the filters: every state, label and function package of the whole dump. */
  states: { state: string; count: number }[];
  labels: { key: string; value: string; count: number }[];
  truncated: boolean;
}
/** GET /runtime/artifacts/{id}/goroutines/list?bucket=KEY */
export interface GoroutinesResponse {
  goroutines: Goroutine[];
  /** There are more of them than the limit. */
  truncated: boolean;
}
/** GET /runtime/artifacts/{id}/waits */
export type WaitGraphResponse = WaitGraph;

export interface GoroutineBucketChange {
  bucket: GoroutineBucket;
  before: number;
  after: number;
  change: 'new' | 'gone' | 'grown' | 'shrunk' | 'same';
}
/** GET /runtime/goroutines/diff?before=ID&after=ID */
export interface GoroutineDiffResponse {
  before: { id: string; total: number; timeUnixNano: string };
  after: { id: string; total: number; timeUnixNano: string };
  changes: GoroutineBucketChange[];
  findings: RuntimeFinding[];
  truncated: boolean;
}

/** A call tree, root first; `value` includes the children. Negative in differences. */
export interface FlameNode {
  func: string;
  file: string;
  line: number;
  value: number;
  self: number;
  children: FlameNode[];
}
/** GET /runtime/artifacts/{id}/flame?sampleType=inuse_space&base=ID */
export interface FlameResponse {
  sampleTypes: { type: string; unit: string }[];
  sampleType: number;
  unit: string;
  total: number;
  difference: boolean;
  root: FlameNode;
  table: { func: string; file: string; line: number; flat: number; cumulative: number }[];
  /** Small nodes were left out below this value. */
  minimum: number;
  notes: RuntimeNote[];
}

/** GET /runtime/memory?service=&instance=&start=&end= */
export interface RuntimeMemoryResponse {
  /** GC cycles with their place in time: seconds since start plus the process's start where it is known. */
  cycles: (GcCycle & { timeUnixNano: string })[];
  heaps: { id: string; timeUnixNano: string; inuseBytes: number; inuseObjects: number }[];
  /** In-use bytes by site over the heap profiles; parallel to `heaps`. */
  sites: { func: string; file: string; line: number; bytes: number[] }[];
  findings: RuntimeFinding[];
}

/** A crash or an error of a Go program as a log record or an event of a span recorded it; grouped into CrashGroup. */
export interface CrashSighting {
  source: 'log' | 'span';
  service: string;
  timeUnixNano: string;
  /** Empty when the record belongs to no trace. */
  traceId: string;
  /** What the log processor found, empty where it did not see the record: `nightglass.crash.*`. */
  fingerprint: string;
  kind: string;
  reason: string;
  /** `exception.type`, as recorded: may be a wrapper. */
  type: string;
  /** `exception.message`; its beginning when it is long. */
  message: string;
  /** `exception.stacktrace`; its beginning when it is long. */
  stacktrace: string;
  /** `code.*` of a log record, 0 and empty when not recorded. */
  function: string;
  file: string;
  line: number;
}

/** One defect that ended (or would have ended) the process, however often and wherever it was recorded. */
export interface CrashGroup {
  fingerprint: string;
  kind: CrashKind;
  reason: string;
  type: string;
  message: string;
  count: number;
  services: { name: string; count: number }[];
  firstUnixNano: string;
  lastUnixNano: string;
  /** Newest artifact or, failing that, trace that shows it; empty when none. */
  artifactId: string;
  traceId: string;
  function: string;
  file: string;
  line: number;
}
/** GET /runtime/crashes */
export interface CrashGroupsResponse {
  groups: CrashGroup[];
}
