/** Who of all below a party is strongest, seen from it. */

/**
 * Looks at most `steps` layers down; strength is multiplied by `loss` with each layer after the first. Every party is looked
 * at once, in the layer nearest to the start, where it counts most: so cycles and dense graphs cost no more than their edges.
 * Of equals the first that is met counts; key '' and strength 0 when there is none.
 */
export const strongestBelow = (
  start: string,
  next: (key: string) => Iterable<string>,
  strengthOf: (key: string) => number,
  { steps, loss }: { steps: number; loss: number },
): { key: string; strength: number } => {
  let best = { key: '', strength: 0 };
  const seen = new Set([start]);
  let layer = [start];
  for (let step = 0, factor = 1; step < steps && layer.length > 0; step++, factor *= loss) {
    const further: string[] = [];
    for (const key of layer) {
      for (const to of next(key)) {
        if (seen.has(to)) continue;
        seen.add(to);
        further.push(to);
        const strength = strengthOf(to) * factor;
        if (strength > best.strength) best = { key: to, strength };
      }
    }
    layer = further;
  }
  return best;
};
