/** What the evidence says: findings with what they rest on, and the artifact that carries them. */
import type { GoroutineBucketChange } from './api.ts';
import type { Crash, CrashSite } from './crash.ts';
import type { StackSimilarity } from './goroutines.ts';
import type { LineRange, RuntimeNote } from './stacks.ts';

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
