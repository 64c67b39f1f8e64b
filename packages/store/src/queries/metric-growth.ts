/** How much counters and histograms grew, and when. Pure. Times are seconds; an unknown start time is -Infinity. */
import {
  type Distribution,
  emptyDistribution,
  explicitDistribution,
  exponentialDistribution,
  increase,
} from './distribution.ts';
import type { CellRow, ExplicitRow, ExponentialRow, NumberRow, SummaryRow } from './metric-sql.ts';

/** `amount` grew evenly over (from, to]. */
export interface Growth<T> {
  from: number;
  to: number;
  amount: T;
}

const known = (start: number): boolean => Number.isFinite(start);

/** True when a series started anew between two rows: it went down, or says it started after the earlier point. */
const restartedBetween = (earlier: CellRow, later: CellRow, wentDown: boolean): boolean =>
  wentDown || later.firstStart > earlier.lastTime;

/** From where the growth up to a row's first point is counted. */
const since = (earlier: CellRow | undefined, later: CellRow, restarted: boolean): number => {
  if (!earlier)
    return known(later.firstStart) ? Math.min(later.firstStart, later.firstTime) : later.firstTime;
  return restarted && later.firstStart > earlier.lastTime ? later.firstStart : earlier.lastTime;
};

/** Growth of one delta series: each point says what came since its start. */
const deltaSpan = (row: CellRow): { from: number; to: number } => ({
  from: known(row.firstStart) ? Math.min(row.firstStart, row.firstTime) : row.firstTime,
  to: row.lastTime,
});

/** Growth of one series of numbers; rows in order of time. A series whose start is unknown counts from its second point. */
export const numberGrowth = (rows: readonly NumberRow[], delta: boolean): Growth<number>[] => {
  if (delta) return rows.map((row) => ({ ...deltaSpan(row), amount: row.sum }));
  const out: Growth<number>[] = [];
  let earlier: NumberRow | undefined;
  for (const row of rows) {
    if (earlier) {
      const restarted = restartedBetween(earlier, row, row.first < earlier.last);
      const amount = restarted ? row.first : row.first - earlier.last;
      out.push({ from: since(earlier, row, restarted), to: row.firstTime, amount });
    } else if (known(row.firstStart)) {
      out.push({ from: since(undefined, row, true), to: row.firstTime, amount: row.first });
    }
    if (row.lastTime > row.firstTime) out.push({ from: row.firstTime, to: row.lastTime, amount: row.growth });
    earlier = row;
  }
  return out;
};

/** Growth of one series of histograms; a restart inside one step is seen at the step's last point. */
export const distributionGrowth = <R extends CellRow>(
  rows: readonly R[],
  delta: boolean,
  read: (row: R) => Distribution,
): Growth<Distribution>[] => {
  if (delta) return rows.map((row) => ({ ...deltaSpan(row), amount: read(row) }));
  const out: Growth<Distribution>[] = [];
  let earlier: { row: R; value: Distribution } | undefined;
  for (const row of rows) {
    const value = read(row);
    if (earlier) {
      const restarted = row.lastStart > earlier.row.lastTime || value.count < earlier.value.count;
      const from = restarted && row.lastStart > earlier.row.lastTime ? row.lastStart : earlier.row.lastTime;
      out.push({ from, to: row.lastTime, amount: increase(earlier.value, value, restarted) });
    } else if (known(row.firstStart)) {
      out.push({ from: since(undefined, row, true), to: row.lastTime, amount: value });
    }
    earlier = { row, value };
  }
  return out;
};

export const readExplicit = (row: ExplicitRow): Distribution =>
  explicitDistribution(Number(row.count), row.sum, row.bounds, row.counts.map(Number));

export const readExponential = (row: ExponentialRow): Distribution =>
  exponentialDistribution(
    Number(row.count),
    row.sum,
    row.scale,
    Number(row.zero),
    row.zeroThreshold,
    { offset: row.positiveOffset, counts: row.positive.map(Number) },
    { offset: row.negativeOffset, counts: row.negative.map(Number) },
  );

/** Of a summary only count and sum can be added up. */
export const readSummary = (row: SummaryRow): Distribution => ({
  ...emptyDistribution(),
  count: Number(row.count),
  sum: row.sum,
});
