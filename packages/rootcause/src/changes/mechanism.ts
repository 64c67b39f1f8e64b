/** One way in which a change can do harm, read from its diff: what was done, and what would be seen of it. */
import type { LocalText } from '@nightglass/model';
import type { SymptomKind } from './symptom-kinds.ts';

export interface Mechanism {
  /** Slug: `shorter_timeout`, `guard_removed`. */
  kind: string;
  /** How clearly the diff does it and how much, 0 to 1. */
  strength: number;
  /** How well each symptom fits, 0 to 1. */
  explains: Partial<Record<SymptomKind, number>>;
  what: LocalText;
  /** The line of the diff, as it is. */
  line: string;
  /** Numbers that stand in the changed lines: durations in ms, sizes in bytes. */
  numbers: number[];
}

export const mechanism = (
  kind: string,
  strength: number,
  what: LocalText,
  line: string,
  explains: Mechanism['explains'],
  numbers: number[] = [],
): Mechanism => ({
  kind,
  strength: Math.min(1, Math.max(0, strength)),
  explains,
  what,
  line: line.trim().slice(0, 300),
  numbers,
});
