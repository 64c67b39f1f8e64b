/** Shapes of `/api/v1/explanations`. */
import type { Diagnosis, ExplanationChange } from './diagnosis.ts';
import type { LocalText, Verdict } from './words.ts';

/** POST /explanations. Times: RFC 3339, Unix seconds to nanoseconds, or relative as `-15m`. */
export interface ExplanationRequest {
  service?: string;
  operation?: string;
  start?: string;
  end?: string;
  /** Look again every minute until the answer is stable. */
  watch?: boolean;
}

export interface ExplanationFeedback {
  /** Id, in the diagnosis as it is now, of the hypothesis that was answered; '' when the last look has none that says it. */
  hypothesis: string;
  /** What that hypothesis said (`subjectOf`): stays when a later look ranks otherwise. Untrusted text. */
  subject: string;
  answer: 'confirmed' | 'rejected';
  timeMs: number;
}

export interface ExplanationClaim {
  text: string;
  evidence: string[];
}

/** What a language model said about the findings, each claim checked against the evidence it cites. */
export interface ExplanationNarration {
  language: 'en' | 'zh';
  source: 'template' | 'model';
  /** '' for the template. */
  model: string;
  claims: ExplanationClaim[];
  /** Claims that were dropped, with why: an unknown id, a number that is not in the evidence. */
  dropped: { text: string; reason: string }[];
  /** Why a model that was asked did not say it; absent when it did, and when none is set up. */
  failure?: string;
}

export interface Explanation {
  /** 26 characters, as ULID: sorts by time. */
  id: string;
  createdMs: number;
  updatedMs: number;
  service: string;
  operation: string;
  /** `running`: it looks again every minute; `stable`: two looks agreed, or one was asked for; `failed`: `error` says why. */
  state: 'running' | 'stable' | 'failed';
  /** How many times it looked. */
  looks: number;
  /** Milliseconds: reading from the store, and thinking, of the last look. */
  readMs: number;
  thinkMs: number;
  error: { code: string; message: string } | null;
  diagnosis: Diagnosis | null;
  narration: ExplanationNarration | null;
  feedback: ExplanationFeedback[];
}

export interface ExplanationSummary {
  id: string;
  createdMs: number;
  service: string;
  operation: string;
  state: Explanation['state'];
  verdict: Verdict | null;
  summary: LocalText | null;
  confidence: number | null;
}
/** GET /explanations */
export interface ExplanationsResponse {
  explanations: ExplanationSummary[];
  nextCursor: string | null;
}
/** POST /explanations/{id}/feedback?hypothesis=h1&answer=confirmed answers the Explanation. */

/** POST /changes: what a deploy pipeline, a flag service or a person tells. Told again (service, kind, id): replaced. */
export interface ChangeReport {
  kind: ExplanationChange['kind'];
  /** '' or left out: the whole system. */
  service?: string;
  /** As the times of an ExplanationRequest; default: now. */
  time?: string;
  /** A commit, a run of the pipeline, the name of a flag; default: made of kind, version and time. */
  id?: string;
  summary?: string;
  version?: string;
  author?: string;
  /** Unified diff; cut to 100,000 characters. */
  diff?: string;
  files?: string[];
}

/** A change as it is kept; '' for what is not known. */
export interface ReportedChange extends ExplanationChange {
  version: string;
  author: string;
  diff: string;
  files: string[];
}
/** GET /changes: newest first. */
export interface ChangesResponse {
  changes: ReportedChange[];
  /** There are more than were asked for. */
  truncated: boolean;
}
