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
  /** Without it the signature does not match at all. */
  must: boolean;
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
  /** Of a hundred incidents, how many have this cause, as shipped: a guess, said as such, that counts correct. */
  ofHundred: number;
  /** A worse callee shows the same picture here. */
  inherits: boolean;
}

/** By signature id: in how many answered incidents it matched, and in how many of those it was right. */
export type SignatureCounts = Record<string, { seen: number; confirmed: number }>;

const condition =
  (state: FigureState, must: boolean) =>
  (place: Place, meaning: MetricMeaning, ofTen = 9): Condition => ({ place, meaning, state, ofTen, must });

export const mustRise = condition('up', true);
export const mustFall = condition('down', true);
export const mustStay = condition('flat', true);
export const rises = condition('up', false);
export const falls = condition('down', false);
export const stays = condition('flat', false);

/** The signature with the parts that most leave empty. */
export const signature = (
  given: Pick<Signature, 'id' | 'title' | 'conditions' | 'faultClass'> & Partial<Signature>,
): Signature => ({ detail: '', kinds: [], ofHundred: 3, inherits: false, ...given });
