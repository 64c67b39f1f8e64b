/** Findings with their weight, and how several count together. */
import type { DetectorName, Finding } from '../detector.ts';

export interface WeighedFinding {
  detector: DetectorName;
  independent: boolean;
  finding: Finding;
  entityKey: string;
  /** Weight times p, after all discounts. */
  q: number;
  /** It began after the symptom. */
  late: boolean;
  /** That more is asked of the party explains it. */
  ofLoad: boolean;
  /** Key of the callee that explains it, and how much of it is left; null when none does. */
  explainedBy: { key: string; left: number } | null;
}

/**
 * Noisy-or of the strongest finding of each detector. What a sick callee explains, or one and the same load, is one
 * observation, however many detectors see it.
 */
export const noisyOr = (findings: readonly WeighedFinding[]): number => {
  const best = new Map<string, number>();
  for (const one of findings) {
    const key = observationOf(one);
    best.set(key, Math.max(best.get(key) ?? 0, one.q));
  }
  let left = 1;
  for (const key of [...best.keys()].sort()) left *= 1 - best.get(key)!;
  return 1 - left;
};

const observationOf = ({ detector, ofLoad, explainedBy }: WeighedFinding): string =>
  ofLoad ? 'load' : explainedBy !== null ? 'callee' : `detector ${detector}`;

export const groupBy = <T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const k = key(item);
    const group = groups.get(k);
    if (group === undefined) groups.set(k, [item]);
    else group.push(item);
  }
  return groups;
};
