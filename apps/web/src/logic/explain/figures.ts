/** Figures of evidence as people read them. */
import { formatCount, formatPercent, formatValue } from '../format.ts';

const isShare = (value: number | null): boolean => value === null || (value >= 0 && value <= 1);
const isWhole = (value: number | null): boolean => value === null || Number.isInteger(value);

/**
 * The two figures with their unit. `{request}` only repeats what the sentence says; of the unit `1`, parts of one are
 * shares (two whole numbers are counts).
 */
export const beforeAndAfter = (
  before: number | null,
  after: number | null,
  unit: string,
): { before: string; after: string } => {
  const plain = unit.replace(/^\{[^}]*\}/, '');
  const share = unit === '1' && isShare(before) && isShare(after) && !(isWhole(before) && isWhole(after));
  const format = (value: number | null): string => (share ? formatPercent(value) : formatValue(value, plain));
  return { before: format(before), after: format(after) };
};

const mostDeviations = 100;

/** Standard deviations; beyond a hundred the figure says nothing more. */
export const deviations = (z: number): string =>
  Math.abs(z) > mostDeviations ? `>\u00a0${mostDeviations}` : formatCount(Number(Math.abs(z).toPrecision(2)));

/** `p = 0.004`, `p < 0.001`. */
export const chance = (p: number): string => `p ${p < 0.001 ? '< 0.001' : `= ${Number(p.toPrecision(2))}`}`;
