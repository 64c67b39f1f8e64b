/** How many each one that was taken stands for. Pure. */

/**
 * Size of a stratum by what was taken of it. A small one of which chance took nothing is stood for by the others of its
 * kind, so that the weights of a kind sum to what there was of it.
 */
export const stratumWeights = (
  sizes: Readonly<Record<string, number>>,
  taken: ReadonlyMap<number, number>,
  kindOf: (stratum: number) => number,
): Map<number, number> => {
  const kinds = new Map<number, { all: number; met: number }>();
  for (const stratum of Object.keys(sizes).map(Number)) {
    const size = sizes[stratum] ?? 0;
    const kind = kinds.get(kindOf(stratum)) ?? { all: 0, met: 0 };
    kind.all += size;
    if (taken.has(stratum)) kind.met += size;
    kinds.set(kindOf(stratum), kind);
  }
  const weights = new Map<number, number>();
  for (const [stratum, n] of taken) {
    const { all = 0, met = 0 } = kinds.get(kindOf(stratum)) ?? {};
    const share = met > 0 ? all / met : 1;
    // What came in between the two statements was not counted: nothing stands for less than itself.
    weights.set(stratum, Math.max(1, (share * (sizes[stratum] ?? n)) / n));
  }
  return weights;
};
