/**
 * What the readers give and the understanding takes. Nouns that leave the package as JSON live in @nightglass/model;
 * these are the parts that stay inside it because they are columnar or hold what was read.
 */
import type { Crash, GcCycle, Goroutine, LineRange, RuntimeNote } from '@nightglass/model';

/** The Go release an output comes from, as far as it shows. */
export interface GoVersion {
  /** `1.27`, `1.22.12`; `>=1.21` or `<=1.20` when only a bound follows from the form; null when nothing shows. */
  version: string | null;
  /** Lowest and highest minor release that fit (`1.minor`); null when unbounded. */
  min: number | null;
  max: number | null;
  /** What it was read from: a path, a header, the form of a line. */
  from: string;
}

interface Read {
  /** Null for binary formats. */
  lines: LineRange | null;
  version: GoVersion;
  notes: RuntimeNote[];
  /** Something is missing: cut off, elided, over a limit. */
  partial: boolean;
}

/** A death notice with the goroutines printed behind it (`crash`), or a plain dump (crash null, or SIGQUIT's). */
export interface DumpArtifact extends Read {
  format: 'crash' | 'goroutine-dump' | 'goroutine-profile' | 'race-report';
  /** `panic`, `fatal error`, `SIGQUIT`, `debug=2`, `debug=1`, `pprof`, `goroutineleak`, `race` ... */
  variant: string;
  crash: Crash | null;
  /** The first is the one that was running, as Go prints it. */
  goroutines: Goroutine[];
  /** Counts of what stood behind the limit on goroutines kept: by header's state. */
  overflow: { state: string; count: number }[];
  /** Unix nanoseconds when the surrounding log line told it; else null. */
  timeUnixNano: bigint | null;
}

/** A pprof profile in columns: stacks are shared, samples point at them. */
export interface Profile {
  sampleTypes: { type: string; unit: string }[];
  defaultSampleType: number;
  periodType: { type: string; unit: string } | null;
  period: number;
  timeUnixNano: bigint;
  durationNano: number;
  /** Distinct call positions: `functions[i]` at `files[i]`:`lines[i]`. */
  functions: string[];
  files: string[];
  lines: Int32Array;
  /** Sample s has positions `stackOf[stackStart[s]] .. stackOf[stackStart[s + 1]]`, innermost first. */
  stackStart: Uint32Array;
  stackOf: Uint32Array;
  /** `values[s * sampleTypes.length + t]`. */
  values: Float64Array;
  /** String labels per sample; numbers as decimal text. Shared when equal. */
  labels: Readonly<Record<string, string>>[];
  /** Values are a difference: negative ones mean less than before. */
  difference: boolean;
  comments: string[];
}

export interface ProfileArtifact extends Read {
  format: 'profile';
  /** `heap`, `allocs`, `mutex`, `block`, `cpu`, `goroutine`, `goroutineleak`, `threadcreate`, `unknown`. */
  variant: string;
  profile: Profile;
  /** `# runtime.MemStats` of the legacy text: name -> number, as printed. */
  memStats: Readonly<Record<string, number>> | null;
}

/** One line of schedtrace. */
export interface SchedTrace {
  atMs: number;
  gomaxprocs: number;
  idleprocs: number;
  threads: number;
  spinningthreads: number;
  needspinning: number | null;
  idlethreads: number;
  runqueue: number;
  localQueues: number[];
  at: number;
}
/** One line of scavtrace; KiB as printed, null where that Go version prints none. */
export interface ScavengeTrace {
  workKib: number;
  eagerKib: number | null;
  nowKib: number | null;
  totalKib: number | null;
  utilPercent: number;
  at: number;
}
/** One line of inittrace. */
export interface InitTrace {
  package: string;
  atMs: number;
  clockMs: number;
  bytes: number;
  allocations: number;
  at: number;
}

/** All GODEBUG lines of one input, in its order. */
export interface GodebugArtifact extends Read {
  format: 'godebug';
  /** What kinds are in it, joined by `+`: `gctrace`, `gctrace+schedtrace`. */
  variant: string;
  gc: GcCycle[];
  sched: SchedTrace[];
  scavenge: ScavengeTrace[];
  init: InitTrace[];
  /** A number of `gc` that falls back to 1 starts a new process: index into `gc` of each process's first cycle. */
  restarts: number[];
}

export type Artifact = DumpArtifact | ProfileArtifact | GodebugArtifact;

export interface ReadResult {
  artifacts: Artifact[];
  /** Of the input as a whole. */
  notes: RuntimeNote[];
  bytes: number;
  lines: number;
}

/** Ceilings on what one input may cost. Reaching one gives a note `limit-reached`, never an error. */
export interface ReadLimits {
  /** Goroutines kept as objects per dump; others are counted by state. Default 200,000. */
  goroutines?: number;
  /** Bytes of one line; the rest of a longer one is skipped. Default 1 MiB. */
  lineBytes?: number;
  /** Frames kept per goroutine. Default 512. */
  frames?: number;
  /** Artifacts of one input. Default 1,000. */
  artifacts?: number;
  /** Inflated bytes of a pprof or gzip input. Default 256 MiB. */
  inflatedBytes?: number;
}

/**
 * Sites of the program that use the same object as `site`: the lint's index answers it (issue 4), so that the other
 * party of a map crash can be named when Go printed only one goroutine. Pure: made from source read beforehand.
 */
export interface SiteIndex {
  sitesOf(object: { function: string; file: string; line: number }): readonly {
    function: string;
    file: string;
    line: number;
    access: 'read' | 'write' | 'iterate' | 'delete' | 'clear' | 'clone';
    /** The shared object as the source names it: `c.data`. */
    object: string;
    confidence: number;
  }[];
}
