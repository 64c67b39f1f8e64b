/** What an alert signature is: alerts and moved figures that come together, and what they have meant. */
import type { EntityKind, FaultClass, LocalText } from '@nightglass/model';
import type { MetricMeaning } from '../metrics/meaning.ts';

/** `flat`: it is measured and did not move. */
export type FigureState = 'up' | 'down' | 'flat';

/**
 * Where a condition looks, seen from the entity that is suspected. `self` includes the pods of a service; `node` is what it
 * runs on; `resident` is what runs on it; `target` is who shows the symptom.
 */
export type Place = 'self' | 'caller' | 'callee' | 'node' | 'resident' | 'target';

export interface Condition {
  place: Place;
  meaning: MetricMeaning;
  state: FigureState;
  /** Of ten incidents with this cause, as many show it. */
  ofTen: number;
  /** `required`: without it the signature does not match; `excludes`: with it the signature does not match. */
  role: 'required' | 'usual' | 'excludes';
}

export interface Signature {
  /** Stable slug; learned counts are kept under it. */
  id: string;
  title: LocalText;
  conditions: readonly Condition[];
  faultClass: FaultClass;
  detail: string;
  /** Kinds of entity that can have it; empty for all. */
  kinds: readonly EntityKind[];
  /**
   * Of a hundred matches with usual signs, so many were right, as shipped: from simulated incidents where they have such, else
   * a guess. Answers correct it.
   */
  ofHundred: number;
  /** A worse callee shows the same picture here. */
  inherits: boolean;
}

/** By signature id: in how many answered incidents it matched, and in how many of those it was right. */
export type SignatureCounts = Record<string, { seen: number; confirmed: number }>;

const condition =
  (state: FigureState, role: Condition['role']) =>
  (place: Place, meaning: MetricMeaning, ofTen = 9): Condition => ({ place, meaning, state, ofTen, role });

export const mustRise = condition('up', 'required');
export const mustFall = condition('down', 'required');
export const mustStay = condition('flat', 'required');
export const rises = condition('up', 'usual');
export const falls = condition('down', 'usual');
export const stays = condition('flat', 'usual');
/** What explains the rest better: it lies elsewhere. */
export const unlessRises = condition('up', 'excludes');
export const unlessFalls = condition('down', 'excludes');

/** The signature with the parts that most leave empty. */
export const signature = (
  given: Pick<Signature, 'id' | 'title' | 'conditions' | 'faultClass' | 'ofHundred'> & Partial<Signature>,
): Signature => ({ detail: '', kinds: [], inherits: false, ...given });
