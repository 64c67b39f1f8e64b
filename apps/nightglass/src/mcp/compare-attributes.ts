/** Which attribute values are more frequent among bad requests than among good ones. */
import type { KeyValue } from '@nightglass/model';
import { anyValueText } from '../text-output.ts';
import { short } from './numbers.ts';
import { nameOf, said } from './untrusted.ts';

/** Bounds of Wilson's interval of a share, 95 %. */
const wilson = (count: number, all: number, side: 1 | -1): number => {
  const z = 1.96;
  const p = count / all;
  const middle = p + (z * z) / (2 * all);
  const half = z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all));
  return (middle + side * half) / (1 + (z * z) / all);
};

const countsOf = (requests: readonly (readonly KeyValue[])[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const attributes of requests) {
    const pairs = new Set(
      attributes.map(({ key, value }) => `${key}\u0000${anyValueText(value).slice(0, 400)}`),
    );
    for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
};

const keyOf = (pair: string): string => pair.slice(0, pair.indexOf('\u0000'));

/**
 * Those whose share among the bad is above that among the good beyond what chance does to samples of this size
 * (the intervals do not meet), the surest first. A value that only one request has says nothing; neither do the keys in
 * `without`.
 */
export const compareAttributes = (
  bad: readonly (readonly KeyValue[])[],
  good: readonly (readonly KeyValue[])[],
  without: ReadonlySet<string> = new Set(),
) => {
  if (bad.length === 0 || good.length === 0) return [];
  const goodCounts = countsOf(good);
  return [...countsOf(bad)]
    .map(([pair, badCount]) => {
      const goodCount = goodCounts.get(pair) ?? 0;
      const least = wilson(badCount, bad.length, -1) - wilson(goodCount, good.length, 1);
      return { pair, badCount, goodCount, least };
    })
    .filter(({ pair, badCount, least }) => badCount > 1 && least > 0 && !without.has(keyOf(pair)))
    .sort((a, b) => b.least - a.least || (a.pair < b.pair ? -1 : 1))
    .map(({ pair, badCount, goodCount, least }) => {
      const [key = '', value = ''] = pair.split('\u0000');
      return {
        key: nameOf(key),
        ...said(value, 400),
        share_of_bad: short(badCount / bad.length),
        share_of_good: short(goodCount / good.length),
        difference_at_least: short(least),
      };
    });
};
