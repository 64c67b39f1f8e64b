/** How many of each group are taken when not all can be. Pure. */

export interface Stratum {
  key: string;
  size: number;
  /** Groups of more worth get proportionally more, as far as they have it. */
  worth: number;
}

/**
 * Shares of each group, 0 to 1, so that about `budget` are taken: small groups whole, large ones up to one level that
 * all share (times their worth). What is rare (failures, slow requests, a quiet service) is so kept, and what is common is thinned.
 */
export const allocate = (strata: readonly Stratum[], budget: number): Map<string, number> => {
  const shares = new Map<string, number>();
  let left = Math.max(0, budget);
  // Those that are filled first leave the rest to the others.
  const byNeed = strata
    .filter((s) => s.size > 0)
    .toSorted((a, b) => a.size / a.worth - b.size / b.worth || (a.key < b.key ? -1 : 1));
  let worth = byNeed.reduce((sum, s) => sum + s.worth, 0);
  for (const stratum of byNeed) {
    const fair = (left * stratum.worth) / worth;
    const taken = Math.min(stratum.size, fair);
    shares.set(stratum.key, taken / stratum.size);
    left -= taken;
    worth -= stratum.worth;
  }
  return shares;
};
