/** What the server and its reading threads say to each other: plain data, bytes are handed over and handed back. */
import type {
  CrashGroup,
  CrashSighting,
  FlameResponse,
  Goroutine,
  GoroutineBucketsResponse,
  GoroutineDiffResponse,
  GoroutinesResponse,
  RuntimeArtifact,
  RuntimeMemoryResponse,
  RuntimeNote,
  StackSimilarity,
  WaitGraph,
} from '@nightglass/model';

/** One artifact of an upload. */
export interface ArtifactRef {
  uploadId: string;
  /** Its place among the artifacts of the upload, from 0. */
  ordinal: number;
}

export interface StoredRef extends ArtifactRef {
  id: string;
  /** Of the file; may be empty. */
  name: string;
  timeUnixNano: string;
}

export interface BucketsQuery {
  similarity?: StackSimilarity | undefined;
  state?: string | undefined;
  label?: readonly { key: string; value: string }[] | undefined;
  function?: string | undefined;
  minMinutes?: number | undefined;
  limit?: number | undefined;
}
export interface GoroutinesQuery {
  bucket: string;
  similarity?: StackSimilarity | undefined;
  limit?: number | undefined;
}
export interface FlameQuery {
  /** Name of a sample type; the profile's own default when absent. */
  sampleType?: string | undefined;
  maxNodes?: number | undefined;
}

/** Each kind of question, what it needs and what it answers. */
export interface Questions {
  interest: { ask: { artifact: ArtifactRef; ids: readonly number[] }; answer: Goroutine[] };
  buckets: { ask: { artifact: ArtifactRef; query: BucketsQuery }; answer: GoroutineBucketsResponse };
  goroutines: { ask: { artifact: ArtifactRef; query: GoroutinesQuery }; answer: GoroutinesResponse };
  waits: { ask: { artifact: ArtifactRef }; answer: WaitGraph };
  flame: {
    ask: { artifact: ArtifactRef; base: ArtifactRef | null; query: FlameQuery };
    answer: FlameResponse;
  };
  diff: {
    ask: { before: StoredRef; after: StoredRef; similarity: StackSimilarity };
    answer: GoroutineDiffResponse;
  };
  /** What logs and spans recorded, as groups. Needs no upload. */
  crashes: { ask: { seen: readonly CrashSighting[] }; answer: CrashGroup[] };
  memory: { ask: { gc: readonly StoredRef[]; heaps: readonly StoredRef[] }; answer: RuntimeMemoryResponse };
}
export type QuestionKind = keyof Questions;

/** An artifact that was read, and when it was taken as far as it says. */
export interface Reported {
  report: RuntimeArtifact;
  timeUnixNano: bigint | null;
}

export interface ReadAnswer {
  reported: Reported[];
  notes: RuntimeNote[];
  lines: number;
  /** The bytes, handed back. */
  segments: Uint8Array<ArrayBuffer>[];
}

export type Job =
  /** What is read is remembered under the upload's id for the questions that follow. */
  | { kind: 'read'; uploadId: string; name: string; segments: Uint8Array<ArrayBuffer>[] }
  /** The same for an upload that is stored already. */
  | { kind: 'load'; uploadId: string; segments: Uint8Array<ArrayBuffer>[] }
  | { kind: 'ask'; question: QuestionKind; uploads: readonly string[]; ask: unknown };

/** `missing`: uploads that are not in memory (any more); `load` them and ask again. */
export type JobAnswer =
  | { kind: 'read'; answer: ReadAnswer }
  | { kind: 'loaded' }
  | { kind: 'answer'; answer: unknown }
  | { kind: 'missing'; uploads: string[] };
