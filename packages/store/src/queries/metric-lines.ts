/** Many series become few lines: one per group, one value per step. Pure. */
import { addDistribution, type Distribution, emptyDistribution, quantile } from './distribution.ts';
import { type Cell, fillHoles, spread } from './metric-grid.ts';
import type { Growth } from './metric-growth.ts';
import type { Grid } from './time.ts';
import type { Aggregation } from './types.ts';

export type Line = (number | null)[];

/** The quantile an aggregation asks for, undefined when it asks for something else. */
export const quantileOf = (aggregation: Aggregation): number | undefined =>
  aggregation.startsWith('p') ? Number(aggregation.slice(1)) / 100 : undefined;

/** A step of one series of gauge-like values. */
export interface ValueCell extends Cell {
  sum: number;
  min: number;
  max: number;
  last: number;
  values: number[];
}

/** Gauge-like: `additive` says that the newest values of several series add up to the whole (a sum), or not (a gauge). */
export const valueLine = (
  series: readonly (readonly ValueCell[])[],
  grid: Grid,
  aggregation: Aggregation,
  additive: boolean,
): Line => {
  const steps = Array.from({ length: grid.count }, (): ValueCell[] => []);
  for (const cells of series) {
    const shown = aggregation === 'count' ? cells : fillHoles(cells, grid);
    for (const cell of shown) steps[cell.step]?.push(cell);
  }
  return steps.map((cells) => (cells.length === 0 ? null : combine(cells, aggregation, additive)));
};

const combine = (cells: readonly ValueCell[], aggregation: Aggregation, additive: boolean): number => {
  const total = (of: (c: ValueCell) => number): number => cells.reduce((n, c) => n + of(c), 0);
  switch (aggregation) {
    case 'min':
      return cells.reduce((n, c) => Math.min(n, c.min), Number.POSITIVE_INFINITY);
    case 'max':
      return cells.reduce((n, c) => Math.max(n, c.max), Number.NEGATIVE_INFINITY);
    case 'count':
      return total((c) => c.points);
    case 'sum':
      return total((c) => c.last);
    case 'last':
      return additive ? total((c) => c.last) : cells.reduce((a, c) => (c.lastTime > a.lastTime ? c : a)).last;
    case 'avg':
      return total((c) => c.sum) / total((c) => c.points);
    default: {
      const all = cells.flatMap((c) => c.values).sort((a, b) => a - b);
      const at = (quantileOf(aggregation) ?? 0.5) * (all.length - 1);
      const low = all[Math.floor(at)] ?? 0;
      return low + ((all[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
    }
  }
};

/** Growth per second, or per step (`perStep`), summed over series. A step a series covers in part counts in full. */
export const growthLine = (
  series: readonly (readonly Growth<number>[])[],
  grid: Grid,
  perStep: boolean,
): Line => {
  const line: Line = new Array<number | null>(grid.count).fill(null);
  for (const growths of series) {
    const amount = new Float64Array(grid.count);
    const covered = new Float64Array(grid.count);
    const touched = new Uint8Array(grid.count);
    for (const g of growths) {
      spread(grid, g.from, g.to, (step, share) => {
        amount[step] = (amount[step] ?? 0) + g.amount * share;
        covered[step] = (covered[step] ?? 0) + (g.to - g.from) * share;
        touched[step] = 1;
      });
    }
    for (let i = 0; i < grid.count; i++) {
      if (touched[i] !== 1) continue;
      const seconds = perStep ? 1 : covered[i] || grid.step;
      line[i] = (line[i] ?? 0) + (amount[i] ?? 0) / seconds;
    }
  }
  return line;
};

/** Quantiles and means of what was observed in each step, over all series together. */
export const distributionLine = (
  series: readonly (readonly Growth<Distribution>[])[],
  grid: Grid,
  aggregation: Aggregation,
): Line => {
  const steps = new Array<Distribution | undefined>(grid.count).fill(undefined);
  for (const growths of series) {
    for (const g of growths) {
      spread(grid, g.from, g.to, (step, share) => {
        const into = (steps[step] ??= emptyDistribution());
        addDistribution(into, g.amount, share);
      });
    }
  }
  const q = quantileOf(aggregation);
  return steps.map((d) => {
    if (!d || !(d.count > 0)) return null;
    return q === undefined ? d.sum / d.count : quantile(d, q);
  });
};

/** The least or greatest of what the points of each step said. */
export const extremeLine = (
  cells: readonly { step: number; value: number | null }[],
  grid: Grid,
  pick: (a: number, b: number) => number,
): Line => {
  const line: Line = new Array<number | null>(grid.count).fill(null);
  for (const { step, value } of cells) {
    if (value === null || step < 0 || step >= grid.count) continue;
    const before = line[step] ?? null;
    line[step] = before === null ? value : pick(before, value);
  }
  return line;
};
