/** Stacks and goroutines as Go prints them: words are Go's own, times are as Go prints them. */

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
