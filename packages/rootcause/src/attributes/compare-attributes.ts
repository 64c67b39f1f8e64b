/**
 * What bad requests have that good ones have not (reference 3.16). Pure: rows in, differences out.
 */
import { compareText } from '../canonical.ts';
import { normalTail } from '../statistics/tests.ts';

/** Keys and values of one request; a key may have several values. */
export type Attributed = readonly (readonly [key: string, value: string])[];

export interface AttributeDifference {
  /** One to three keys with their values, by key: all hold. */
  conditions: { key: string; value: string }[];
  badWith: number;
  badTotal: number;
  goodWith: number;
  goodTotal: number;
  /** Log-odds of bad against good with Jeffreys' prior (half a request in each cell). */
  logOdds: number;
  /** Lower bound (95 %) of share among the bad over share among the good: Wilson's lower over Wilson's upper bound. */
  ratioLow: number;
  /** Benjamini-Hochberg q of the G-test (1 degree of freedom) among all values tested. */
  q: number;
  /** Share of the bad x min(ratioLow, 20): what is ranked by. */
  score: number;
}

export interface CompareOptions {
  /** Differences told at most; default 20. */
  limit?: number;
  /** Conditions in one difference at most, 1 to 3; default 3. */
  depth?: number;
}

const beamWidth = 20;
const leastQ = 0.01;
const leastRatio = 1.2;
const leastBad = 3;
const longestValue = 200;

interface Feature {
  conditions: { key: string; value: string }[];
  bad: Uint32Array;
  good: Uint32Array;
}

/** Differences that are no chance, best first; ties by keys and values. Order of the rows means nothing. */
export const compareAttributes = (
  bad: readonly Attributed[],
  good: readonly Attributed[],
  { limit = 20, depth = 3 }: CompareOptions = {},
): AttributeDifference[] => {
  if (bad.length === 0 || good.length === 0) return [];
  const singles = featuresOf(bad, good).map((feature) => ({
    feature,
    ...measure(feature, bad.length, good.length),
  }));
  const qs = benjaminiHochberg(singles.map(({ p }) => p));
  let beam = singles
    .map((single, i) => ({ ...single, q: qs[i]! }))
    .filter(({ q, ratioLow }) => q <= leastQ && ratioLow >= leastRatio)
    .sort(compareFound);
  const found: Found[] = [...beam];
  for (let level = 2; level <= Math.min(3, depth); level++) {
    beam = grow(beam.slice(0, beamWidth), found, bad.length, good.length);
    found.push(...beam);
  }
  return found
    .sort(compareFound)
    .slice(0, limit)
    .map(({ feature, p: _, ...figures }) => ({ conditions: feature.conditions, ...figures }));
};

type Found = { feature: Feature; p: number; q: number } & Figures;

interface Figures {
  badWith: number;
  badTotal: number;
  goodWith: number;
  goodTotal: number;
  logOdds: number;
  ratioLow: number;
  score: number;
}

const nameOf = ({ conditions }: Feature): string =>
  conditions.map(({ key, value }) => `${key}\u0000${value}`).join('\u0001');

const compareFound = (a: Found, b: Found): number =>
  b.score - a.score ||
  a.feature.conditions.length - b.feature.conditions.length ||
  compareText(nameOf(a.feature), nameOf(b.feature));

/** Conjunctions of those kept with any single one, when they are better than each part by a twentieth. */
const grow = (
  beam: readonly Found[],
  found: readonly Found[],
  badTotal: number,
  goodTotal: number,
): Found[] => {
  const singles = found.filter(({ feature }) => feature.conditions.length === 1).slice(0, beamWidth);
  const seen = new Set<string>();
  const grown: Found[] = [];
  for (const base of beam)
    for (const single of singles) {
      const [condition] = single.feature.conditions;
      if (base.feature.conditions.some(({ key }) => key === condition!.key)) continue;
      const conditions = [...base.feature.conditions, condition!].sort((a, b) => compareText(a.key, b.key));
      const feature: Feature = {
        conditions,
        bad: both(base.feature.bad, single.feature.bad),
        good: both(base.feature.good, single.feature.good),
      };
      const name = nameOf(feature);
      if (seen.has(name)) continue;
      seen.add(name);
      const measured = measure(feature, badTotal, goodTotal);
      if (measured.badWith < leastBad || measured.score < 1.05 * Math.max(base.score, single.score)) continue;
      grown.push({ feature, ...measured, q: Math.max(base.q, single.q) });
    }
  return grown.sort(compareFound).slice(0, beamWidth);
};

const both = (a: Uint32Array, b: Uint32Array): Uint32Array => a.map((word, i) => word & b[i]!);

const countBits = (words: Uint32Array): number => {
  let count = 0;
  for (let word of words) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
};

/** Values that at least three bad requests have, of keys that are no identifiers. */
const featuresOf = (bad: readonly Attributed[], good: readonly Attributed[]): Feature[] => {
  const keys = new Map<string, { values: Map<string, number>; rows: number }>();
  const tally = (rows: readonly Attributed[]): void => {
    for (const row of rows) {
      const seen = new Set<string>();
      for (const [key, value] of row) {
        let known = keys.get(key);
        if (known === undefined) keys.set(key, (known = { values: new Map(), rows: 0 }));
        if (!seen.has(key)) known.rows++;
        seen.add(key);
        const cut = value.slice(0, longestValue);
        if (known.values.size < 10_000 || known.values.has(cut))
          known.values.set(cut, (known.values.get(cut) ?? 0) + 1);
      }
    }
  };
  tally(bad);
  tally(good);
  const features = new Map<string, Feature>();
  const mark = (rows: readonly Attributed[], side: 'bad' | 'good'): void => {
    rows.forEach((row, i) => {
      for (const [key, value] of row) {
        const known = keys.get(key)!;
        // An identifier differs in most requests: it tells nothing.
        if (known.values.size > 0.5 * known.rows && known.values.size > 3) continue;
        const cut = value.slice(0, longestValue);
        if ((known.values.get(cut) ?? 0) < leastBad) continue;
        const name = `${key}\u0000${cut}`;
        let feature = features.get(name);
        if (feature === undefined) {
          feature = {
            conditions: [{ key, value: cut }],
            bad: new Uint32Array(Math.ceil(bad.length / 32)),
            good: new Uint32Array(Math.ceil(good.length / 32)),
          };
          features.set(name, feature);
        }
        feature[side][i >>> 5]! |= 1 << (i & 31);
      }
    });
  };
  mark(bad, 'bad');
  mark(good, 'good');
  return [...features.keys()]
    .sort()
    .map((name) => features.get(name)!)
    .filter((feature) => countBits(feature.bad) >= leastBad);
};

const measure = (feature: Feature, badTotal: number, goodTotal: number): Figures & { p: number } => {
  const badWith = countBits(feature.bad);
  const goodWith = countBits(feature.good);
  const logOdds =
    Math.log((badWith + 0.5) / (badTotal - badWith + 0.5)) -
    Math.log((goodWith + 0.5) / (goodTotal - goodWith + 0.5));
  const ratioLow = wilson(badWith, badTotal, -1) / wilson(goodWith, goodTotal, 1);
  const score = (badWith / badTotal) * Math.min(20, ratioLow);
  return {
    badWith,
    badTotal,
    goodWith,
    goodTotal,
    logOdds,
    ratioLow,
    score,
    p: gTest(badWith, badTotal, goodWith, goodTotal),
  };
};

/** Wilson's bound of a share, 95 %: side -1 lower, 1 upper. */
const wilson = (k: number, n: number, side: -1 | 1): number => {
  const z = 1.96;
  const share = k / n;
  const centre = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return (centre + side * spread) / (1 + (z * z) / n);
};

/** G = 2 sum O ln(O / E) of the two by two table; p by chi-square with one degree of freedom. */
const gTest = (a: number, n1: number, c: number, n2: number): number => {
  const total = n1 + n2;
  const withIt = a + c;
  const term = (observed: number, row: number, column: number): number =>
    observed === 0 ? 0 : observed * Math.log((observed * total) / (row * column));
  const g =
    2 *
    (term(a, n1, withIt) +
      term(n1 - a, n1, total - withIt) +
      term(c, n2, withIt) +
      term(n2 - c, n2, total - withIt));
  return Math.min(1, 2 * normalTail(Math.sqrt(Math.max(0, g))));
};

/** Adjusted p in the order given (Benjamini and Hochberg 1995). */
const benjaminiHochberg = (ps: readonly number[]): number[] => {
  const order = ps.map((_, i) => i).sort((a, b) => ps[b]! - ps[a]! || b - a);
  const qs = new Array<number>(ps.length).fill(1);
  let least = 1;
  order.forEach((index, i) => {
    least = Math.min(least, (ps[index]! * ps.length) / (ps.length - i));
    qs[index] = least;
  });
  return qs;
};
