/** Many goroutines at once: buckets of alike stacks, and who waits for whom. */
import type { FindingConfidence } from './findings.ts';
import type { ElidedFrames, StackFrame } from './stacks.ts';

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
