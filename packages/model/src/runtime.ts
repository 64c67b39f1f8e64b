/**
 * Go runtime evidence: what a dump, a crash, a profile or a GC trace says, as JSON-safe nouns. `packages/gorun` makes
 * them, the API, the command line and the pages show them. Words are Go's own; times are as Go prints them.
 */

/** Where a statement stands in the input: lines `start` to `end`, both counted from 1 and included. */
export interface LineRange {
  start: number;
  end: number;
}

/** One call on a stack, as printed. */
export interface StackFrame {
  /** `main.(*cache).evict`, `net/http.(*conn).serve`, `main.main.func1`: as Go prints it, without arguments. */
  func: string;
  /** What stands between the parentheses; `...` when the call was inlined; null where the format prints none. */
  args: string | null;
  /** Empty when the position was not printed or was cut off. */
  file: string;
  /** 0 when unknown. */
  line: number;
  /** The call was inlined into the frame below: arguments are `...` and there is no `+0x` offset. */
  inlined: boolean;
  /** Line of the input where the function's name stands; 0 in binary formats. */
  at: number;
}

/** Frames that Go left out: `...100 frames elided...`. */
export interface ElidedFrames {
  /** They stood before `frames[before]`; equal to frames.length when they were the last. */
  before: number;
  /** Null: Go did not say how many ("additional frames elided", and up to 1.20 nothing at all). */
  count: number | null;
}

/** An ancestor of a goroutine (GODEBUG=tracebackancestors). */
export interface GoroutineAncestor {
  id: number;
  frames: StackFrame[];
  createdBy: StackFrame | null;
}

export interface Goroutine {
  /** 0 when the format does not number goroutines (debug=1, pprof). */
  id: number;
  /** How many goroutines this entry stands for: 1, but for grouped formats. */
  count: number;
  /** Wait reason or status without its marks: `chan receive`, `running`; empty when the format prints none. */
  state: string;
  /** `(scan)`, `(leaked)`, `(durable)` and the like, without parentheses. */
  marks: string[];
  /** Whole minutes, at least this long; 0 when not printed (under a minute, or not known). */
  waitMinutes: number;
  lockedToThread: boolean;
  /** `synctest bubble N`. */
  bubble: number | null;
  labels: Record<string, string>;
  /** Innermost call first. */
  frames: StackFrame[];
  elided: ElidedFrames[];
  createdBy: StackFrame | null;
  /** `in goroutine N` of the `created by` line (Go 1.21 and later). */
  creatorId: number | null;
  ancestors: GoroutineAncestor[];
  /** `goroutine running on other thread; stack unavailable`. */
  stackUnavailable: boolean;
  /** The input ended or was cut inside this goroutine. */
  truncated: boolean;
  lines: LineRange;
}

/** What the reader could not make sense of, or what is missing, and why. */
export interface RuntimeNote {
  /** Stable slug: `cut-off`, `limit-reached`, `unknown-line`, `elided-frames`, `forged-header`, `interleaved-lines` ... */
  code: string;
  message: string;
  lines: LineRange | null;
  /** How many times; a repeated note is kept once. */
  count: number;
}

/**
 * Coarse kind of a crash; `reason` says which one. `recorded-error`: an error that a span or a log recorded without a
 * panic; only groups have it.
 */
export const crashKinds = [
  'panic',
  'fatal-error',
  'signal',
  'http-panic',
  'test-timeout',
  'data-race',
  'recorded-error',
] as const;
export type CrashKind = (typeof crashKinds)[number];

/** One link of a chain of panics, outermost first as Go prints it. */
export interface PanicLink {
  /** The value's text without `panic: ` and marks; several lines are joined by `\n`, the TABs of Go 1.23 taken off. */
  message: string;
  /** The Go type where Go prints it: `main.myStr`, `main.T`, `runtime.Error` for runtime errors; else empty. */
  type: string;
  recovered: boolean;
  repanicked: boolean;
  /** The value came from runtime.Goexit: `[goexit]`-like links, or the panic was raised while exiting. */
  goexit: boolean;
  lines: LineRange;
}

/** `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x...]` or `SIGQUIT: quit` with its PC line. */
export interface SignalInfo {
  name: string;
  description: string;
  code: string;
  addr: string;
  pc: string;
  /** `signal arrived during cgo execution`. */
  duringCgo: boolean;
}

/** One access of a data race report. */
export interface RaceAccess {
  kind: 'read' | 'write';
  atomic: boolean;
  previous: boolean;
  address: string;
  goroutineId: number;
  frames: StackFrame[];
  /** Where that goroutine was created; empty for the main goroutine. */
  createdAt: StackFrame[];
  lines: LineRange;
}

/** A call site that matters in a crash. */
export interface CrashSite {
  /**
   * `origin`: where it happened (the panic, the fault); `detected`: the side that noticed a concurrent map use;
   * `other`: the other party of it; `creator`: where the goroutine was started; `holder`, `waiter`: of a deadlock.
   */
  role: 'origin' | 'detected' | 'other' | 'creator' | 'holder' | 'waiter';
  function: string;
  file: string;
  line: number;
  goroutine: number | null;
  /** `read`, `write`, `iterate`, `delete`, `clear`, `clone` ... for map crashes; empty otherwise. */
  access: string;
  /** The shared object as the source names it, `c.data`; only where the source was read (`from` is `source`). */
  object?: string;
  /** How we know: `dump` (printed), `source` (index of the program's sites), `race-report`. */
  from: 'dump' | 'source' | 'race-report';
  /** 1 is certain. */
  confidence: number;
}

export interface Crash {
  kind: CrashKind;
  /**
   * Slug of what happened: `concurrent-map-iteration-and-map-write`, `concurrent-map-writes`,
   * `concurrent-map-read-and-map-write`, `deadlock`, `out-of-memory`, `stack-overflow`, `nil-dereference`,
   * `index-out-of-range`, `custom-error`, `SIGQUIT`, ... The list is in packages/gorun/README.md.
   */
  reason: string;
  /** As printed, without `panic: ` or `fatal error: `; the last panic of a chain. */
  message: string;
  /** Go type of the panic value when printed or implied; else empty. */
  type: string;
  /** Can `recover` in a deferred function of the goroutine catch this? Null: does not apply (SIGQUIT, race report). */
  recoverable: boolean | null;
  /** The process ended because of it. */
  endedProcess: boolean;
  /** What Go exits with when nothing else changes it; null when the process lives on or it is not known. */
  exitCode: number | null;
  panics: PanicLink[];
  signal: SignalInfo | null;
  /** The one that panicked or detected the fatal; null when not printed (GOTRACEBACK=none). */
  goroutineId: number | null;
  /** `none`, `single`, `all`, `system`, `crash` as far as the output shows; null when it cannot be told. */
  traceback: string | null;
  sites: CrashSite[];
  /** Business keys found in the message: `ORD-7a9f`. The value and how it was found. */
  businessKeys: { value: string; from: string }[];
  /** Peer of `http: panic serving IP:PORT`. */
  httpPeer: string;
  /** `running tests:` of a time-out. */
  runningTests: { name: string; seconds: number | null }[];
  race: { accesses: RaceAccess[] } | null;
  /** Equal for the same defect: kind, reason, type and the program's own frames; never a message's variable parts. */
  fingerprint: string;
  lines: LineRange;
}

/** One line of GODEBUG=gctrace=1. Milliseconds and megabytes as printed. */
export interface GcCycle {
  number: number;
  /** Seconds since the program started. */
  atSeconds: number;
  /** Share of the program's CPU spent in GC since its start, percent. */
  cpuPercent: number;
  clockMs: { sweepTermination: number; concurrentMark: number; markTermination: number };
  cpuMs: {
    sweepTermination: number;
    assist: number;
    background: number;
    idle: number;
    markTermination: number;
  };
  heapMb: { start: number; end: number; live: number; goal: number };
  /** Null before Go 1.18. */
  stacksMb: number | null;
  globalsMb: number | null;
  processors: number;
  forced: boolean;
  /** Requested by the goroutine leak profile (Go 1.26 and later). */
  leakCheck: boolean;
  at: number;
}

/** How much a statement can be trusted: read in the output, or inferred with this much certainty. */
export type FindingConfidence = 'proved' | 'likely' | 'possible';
export type FindingSeverity = 'critical' | 'warning' | 'info';

export interface RuntimeEvidence {
  stance: 'supports' | 'contradicts';
  /** A sentence in plain words, figures included. */
  text: string;
  lines: LineRange[];
  /** Goroutine ids, at most 20. */
  goroutines: number[];
  /** What was measured, before -> after, when the evidence is a figure. */
  figure?: { name: string; unit: string; before: number | null; after: number };
}

export interface Advice {
  text: string;
  /** What to paste: Go code, a shell line, an alert rule. */
  code?: { language: 'go' | 'shell' | 'yaml' | 'promql'; text: string };
}

/** One thing a reader should know, with what it rests on. */
export interface RuntimeFinding {
  /** Stable slug: `map-crash`, `starved-writer`, `lock-convoy`, `channel-waiters`, `goroutine-leak`, `heap-growth` ... */
  id: string;
  severity: FindingSeverity;
  confidence: FindingConfidence;
  /** One sentence: what happened. */
  title: string;
  /** Paragraphs in plain words: why, and what it does not mean. */
  detail: string[];
  evidence: RuntimeEvidence[];
  sites: CrashSite[];
  advice: Advice[];
}

export const runtimeFormats = [
  'crash',
  'goroutine-dump',
  'goroutine-profile',
  'race-report',
  'profile',
  'godebug',
] as const;
/**
 * `crash`: a death notice with its goroutines; `goroutine-dump`: debug=2 or SIGQUIT text; `goroutine-profile`: counts
 * by stack (debug=1 or pprof); `profile`: any other pprof; `godebug`: gctrace and its like.
 */
export type RuntimeFormat = (typeof runtimeFormats)[number];

/** One piece of evidence as `nightglass inspect --json` and the API print it. */
export interface RuntimeArtifact {
  format: RuntimeFormat;
  /** Finer: `debug=2`, `SIGQUIT`, `panic`, `fatal error`, `heap`, `mutex`, `gctrace` ... */
  variant: string;
  /** `1.27`, `1.22.12`; `>=1.21` or `<=1.20` when only bounds follow from the form; null when unknown. */
  goVersion: string | null;
  /** What the version was read from. */
  goVersionFrom: string;
  /** File or sender's name, as given. */
  name: string;
  lines: LineRange | null;
  /** 0 where the format holds none. */
  goroutineCount: number;
  /** Goroutines by state, most frequent first. */
  states: { state: string; count: number }[];
  crash: Crash | null;
  findings: RuntimeFinding[];
  notes: RuntimeNote[];
  /** Something is missing: cut off, elided, over a limit. */
  partial: boolean;
  profile: RuntimeProfileSummary | null;
  gc: {
    cycles: number;
    firstSeconds: number;
    lastSeconds: number;
    liveMbFirst: number;
    liveMbLast: number;
  } | null;
}

export interface RuntimeProfileSummary {
  sampleTypes: { type: string; unit: string }[];
  /** Index into sampleTypes that is shown first. */
  defaultSampleType: number;
  /** Sum per sample type. */
  totals: number[];
  samples: number;
  /** Unix nanoseconds, decimal string; empty when not in the profile. */
  timeUnixNano: string;
  durationNano: number;
  /** Values are a difference: samples may be negative. */
  difference: boolean;
  /** The sites with the largest own value of the default sample type. */
  top: { func: string; file: string; line: number; flat: number; cumulative: number }[];
}

/** `nightglass inspect --json`. */
export interface InspectResult {
  artifacts: RuntimeArtifact[];
  /** Over all artifacts together: memory joined over files, growth between dumps. */
  findings: RuntimeFinding[];
  /** What was read, with what is missing in an input as a whole. */
  inputs: { name: string; bytes: number; lines: number; notes: RuntimeNote[] }[];
  errors: { name: string; code: string; message: string; hint: string }[];
}

/** `nightglass inspect --diff A B --json`: `goroutines` for two dumps, `profile` for two profiles; the other is null. */
export interface InspectDiffResult {
  before: string;
  after: string;
  goroutines: {
    before: number;
    after: number;
    /** As asked, but `same-lines` where a dump is compared with a profile, which prints no arguments. */
    similarity: StackSimilarity;
    /** Largest change first. */
    changes: GoroutineBucketChange[];
  } | null;
  /** Of the difference: `after` less `before`. */
  profile: RuntimeProfileSummary | null;
  findings: RuntimeFinding[];
}

export const stackSimilarities = ['exact', 'same-lines', 'any-pointer', 'any-value'] as const;
/**
 * How alike stacks must be to share a bucket: `exact`: arguments too; `same-lines`: the same calls at the same lines;
 * `any-pointer`: arguments but for pointers; `any-value`: the same functions, whatever arguments and lines.
 */
export type StackSimilarity = (typeof stackSimilarities)[number];

/** Goroutines with alike stacks, state and labels apart. */
export interface GoroutineBucket {
  /** Stable over dumps of the same program: a hash of what the similarity compares. */
  key: string;
  count: number;
  states: { state: string; count: number }[];
  marks: { mark: string; count: number }[];
  waitMinutes: { min: number; max: number };
  lockedToThread: number;
  labels: { key: string; value: string; count: number }[];
  /** Stack of one of them; arguments that differ read `*`. */
  frames: StackFrame[];
  elided: ElidedFrames[];
  createdBy: StackFrame | null;
  /** Ids, at most 100. */
  goroutines: number[];
  /** Runtime and system goroutines only. */
  system: boolean;
}

/** Who waits for whom: nodes are buckets of goroutines and the things they wait on. */
export interface WaitNode {
  id: string;
  kind:
    | 'goroutines'
    | 'mutex'
    | 'rwmutex'
    | 'channel'
    | 'waitgroup'
    | 'cond'
    | 'select'
    | 'io'
    | 'sleep'
    | 'other';
  /** `store.mu (sync.RWMutex)`, `chan at main.go:105`, `main.(*store).slow ×6`. */
  label: string;
  count: number;
  /** Bucket key for `goroutines`. */
  bucket: string;
  function: string;
  file: string;
  line: number;
  maxWaitMinutes: number;
}
export interface WaitEdge {
  from: string;
  to: string;
  /** `waits`: goroutines -> thing; `holds`: thing -> goroutines that likely hold it (Go records no owner). */
  kind: 'waits' | 'holds';
  confidence: FindingConfidence;
  /** Why we think so; empty for what is printed. */
  why: string;
  count: number;
}
export interface WaitGraph {
  nodes: WaitNode[];
  edges: WaitEdge[];
  /** True when more nodes existed than are given. */
  truncated: boolean;
}

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
