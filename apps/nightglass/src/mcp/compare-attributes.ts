/** Which attribute values are more frequent among bad requests than among good ones, as the engine counts it. */
import type { KeyValue } from '@nightglass/model';
import { type Attributed, compareAttributes } from '@nightglass/rootcause';
import { anyValueText } from '../text-output.ts';
import { short } from './numbers.ts';
import { nameOf, said } from './untrusted.ts';

export interface DifferencesAsked {
  /** Differences told at most. */
  limit: number;
  /** Keys that are not compared. */
  without?: ReadonlySet<string> | undefined;
}

/** Single values that are no chance among all that were compared, the most telling first. */
export const attributeDifferences = (
  bad: readonly (readonly KeyValue[])[],
  good: readonly (readonly KeyValue[])[],
  { limit, without }: DifferencesAsked,
) => {
  const compared = (attributes: readonly KeyValue[]): Attributed =>
    attributes
      .filter(({ key }) => without?.has(key) !== true)
      .map(({ key, value }) => [key, anyValueText(value)] as const);
  return compareAttributes(bad.map(compared), good.map(compared), { limit, depth: 1 }).flatMap(
    ({ conditions, badWith, badTotal, goodWith, goodTotal, ratioLow, q }) =>
      conditions.map(({ key, value }) => ({
        key: nameOf(key),
        ...said(value, 400),
        share_of_bad: short(badWith / badTotal),
        share_of_good: short(goodWith / goodTotal),
        times_as_frequent_at_least: short(ratioLow),
        false_discovery_rate: short(q),
      })),
  );
};
