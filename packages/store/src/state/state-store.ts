/**
 * What the product keeps that is no telemetry: explanations, what people said of them, what was learned from that, and
 * changes that were reported. Transactional: a promise that resolved is on disk. SQLite by default; a PostgreSQL store
 * has the same methods, which is why all of them are asynchronous.
 */
import type {
  Diagnosis,
  ExplanationFeedback,
  ExplanationSummary,
  Explanation as Kept,
  ReportedChange,
} from '@nightglass/model';

/** By id of an alert signature: how often it matched an incident that somebody judged, and how often it was right. */
export type SignatureTallies = Record<string, { seen: number; confirmed: number }>;

/** What an answer to a hypothesis of a diagnosis adds to the tallies. */
export type Teaching = (
  diagnosis: Diagnosis,
  hypothesis: string,
  answer: ExplanationFeedback['answer'],
) => SignatureTallies;

/** An answer to the hypothesis that has this id in the diagnosis as it is kept. */
export type GivenAnswer = Omit<ExplanationFeedback, 'subject'>;

export interface ExplanationsFilter {
  /** Only of this service; absent: all. */
  service?: string;
  /** At most this many. */
  limit: number;
  /** Only those with a smaller id: older ones. */
  before?: string;
}

export interface ChangesFilter {
  /** Unix milliseconds, half open. */
  fromMs: number;
  toMs: number;
  /** Only of these services, and those of no service; absent: all. */
  services?: readonly string[];
  limit: number;
}

/** All fail with NG_STATE_UNAVAILABLE when the disk does not take it, NG_STATE_CORRUPT when the file is damaged. */
export interface StateStore {
  /** Adds it, or replaces the one with its id but for its feedback, which only `addFeedback` changes. */
  saveExplanation(explanation: Kept): Promise<void>;
  explanation(id: string): Promise<Kept | null>;
  /** Newest first. */
  explanations(filter: ExplanationsFilter): Promise<ExplanationSummary[]>;
  /** Ids of those that say they are being looked at again. */
  runningExplanations(): Promise<string[]>;
  /**
   * Notes an answer to what a hypothesis says, in place of an earlier one to the same, and adds what it teaches to the
   * tallies (exactly what the earlier one had added is taken back). Null when there is no such explanation, or no such
   * hypothesis in it.
   */
  addFeedback(id: string, given: GivenAnswer, teach: Teaching): Promise<Kept | null>;
  signatureTallies(): Promise<SignatureTallies>;
  /** Adds it, or replaces the one with its service, kind and id. */
  saveChange(change: ReportedChange): Promise<void>;
  /** Newest first. */
  changes(filter: ChangesFilter): Promise<ReportedChange[]>;
  close(): Promise<void>;
}
