/** How a Go program died, or reported that it nearly did: panics, fatal errors, signals, data races. */
import type { LineRange, StackFrame } from './stacks.ts';

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
