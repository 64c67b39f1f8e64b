/**
 * What a set of incidents with known causes is to the bench. An adapter turns files into `IncidentData` and keeps the truth
 * beside it: nothing of the truth (folder names, labels of injections, times of the injector other than the alert's) may
 * stand in `data`.
 *
 * What is ranked differs by set, so a case says what a hypothesis proposes in the set's own terms: an entity, an object
 * with its root cause, a commit. Two hypotheses with the same proposal are one place in the ranking.
 */
import type { ExplanationEntity, Hypothesis } from '@nightglass/model';
import type { IncidentData } from '@nightglass/rootcause';

export interface BenchCase {
  set: string;
  /** Unique within the set, stable: `carts-cpu/1`. */
  id: string;
  data: IncidentData;
  truth: Truth;
  /** Nothing is wrong, or nothing that anybody caused: a verdict `diagnosed` with a proposal that is not right is false. */
  normal: boolean;
  /** What the hypothesis proposes, as a key of this set; null: nothing that is ranked here. */
  proposal(
    hypothesis: Pick<Hypothesis, 'entity' | 'faultClass' | 'detail' | 'operation' | 'change'>,
  ): string | null;
  /** What blaming an entity proposes, for the baselines that score entities; null: they cannot answer in this set. */
  blames(entity: ExplanationEntity): string | null;
  right(proposal: string): boolean;
  /** What the answer proposes after its last hypothesis, also when it has none: that nothing of the kind is to blame. */
  unsaid?: string;
  /** All proposals that could be made: what a random ranking draws from. At least one is right, unless `normal`. */
  candidates: readonly string[];
  /** Whether the class of the fault is right too, when the set can tell; it is no part of the rank. */
  classRight?(hypothesis: Pick<Hypothesis, 'faultClass' | 'detail'>): boolean;
  /** Proposals laid out to mislead, when the set tells which. */
  decoys?: readonly string[];
}

/** For people. */
export interface Truth {
  /** What is right, in one line. */
  text: string;
  /** Kind of fault as the set calls it, for figures by kind; '' when it has none. */
  fault: string;
}

/** Reads every set that has one layout; which folder is of which layout is told by its files, not by its name. */
export interface Adapter {
  /** Slug of the layout. */
  name: string;
  /** One line: what is ranked, what is known. */
  about: string;
  recognises(folder: string): boolean;
  /** Cases in a stable order, read one at a time. Throws when a file is not as it must be. */
  cases(folder: string, set: string, only: CaseFilter): AsyncIterable<BenchCase>;
}

/** Called with the id before a case is read. */
export type CaseFilter = (id: string) => boolean;

/** Proposal and blame by the entity's name, for sets whose truth is an entity. `fold` names what counts as one. */
export const rankEntities = (
  names: readonly string[],
  truths: readonly string[],
  fold: (entity: ExplanationEntity) => string = (entity) => entity.name,
): Pick<BenchCase, 'proposal' | 'blames' | 'right' | 'candidates'> => {
  const right = new Set(truths);
  return {
    proposal: (hypothesis) => fold(hypothesis.entity),
    blames: fold,
    right: (proposal) => right.has(proposal),
    candidates: [...new Set(names)].sort((a, b) => (a < b ? -1 : 1)),
  };
};
