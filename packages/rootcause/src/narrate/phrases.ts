/** What a narration can say, in any language. Names come quoted, figures printed. */
import type {
  Blindness,
  ConfidenceBand,
  Diagnosis,
  EvidenceSignal,
  ExplanationChange,
} from '@nightglass/model';

export interface Phrases {
  stop: '.' | '。';
  /** `` `POST /pay` of `payment` ``; either may be ''. */
  who(operation: string, service: string): string;
  /** What is wrong; `when` is made by `since` or `within`. */
  symptom: Record<Diagnosis['incident']['symptom'], (who: string, when: string) => string>;
  since(moment: string): string;
  within(from: string, to: string): string;
  /** How bad it is: bad of all requests; `threshold` is '' when none is known. */
  extent(bad: string, all: string, share: string, threshold: string): string;
  slowdown(entity: string, times: string): string;
  badShare(entity: string, share: string): string;
  asked(who: string): string;

  cause(title: string, confidence: string, band: ConfidenceBand): string;
  undecided: string;
  oneOfSeveral(title: string, confidence: string, band: ConfidenceBand): string;
  nothingFound: string;
  notEnough: string;
  change(change: string, kind: ExplanationChange['kind'], entity: string, moment: string): string;
  began(entity: string, moment: string): string;
  coverage(share: string): string;
  path(entities: readonly string[]): string;
  signature(title: string, seen: string, confirmed: string): string;
  newSignature(title: string): string;
  reads(quote: string): string;
  against(sentence: string): string;
  nothingAgainst: string;
  alternative(title: string, confidence: string, band: ConfidenceBand): string;
  nearest(title: string, confidence: string, band: ConfidenceBand): string;
  /** `what` is '' when no kind of fault was meant. */
  ruledOut(what: string, entity: string, reason: string): string;
  notSeen(sentence: string): string;
  next(sentence: string): string;
  repair(sentence: string): string;
  /** What would let the engine see next time what it could not see now. */
  remedy: Record<Blindness['kind'], (entity: string) => string>;
  signal: Record<EvidenceSignal, string>;
}
