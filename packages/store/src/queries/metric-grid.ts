/** Values of series laid on a grid of steps. Pure. Times are seconds relative to the start of the grid. */
import type { Grid } from './time.ts';

/**
 * Shares of an amount that grew evenly over (from, to], by step: the share of each step of the grid it overlaps.
 * An amount of one moment belongs to the step that holds it.
 */
export const spread = (
  grid: Pick<Grid, 'step' | 'count'>,
  from: number,
  to: number,
  give: (step: number, share: number) => void,
): void => {
  if (!(to > from)) {
    const at = Math.floor(to / grid.step);
    if (at >= 0 && at < grid.count) give(at, 1);
    return;
  }
  const first = Math.max(0, Math.floor(from / grid.step));
  const last = Math.min(grid.count - 1, Math.ceil(to / grid.step) - 1);
  for (let i = first; i <= last; i++) {
    const overlap = Math.min(to, (i + 1) * grid.step) - Math.max(from, i * grid.step);
    if (overlap > 0) give(i, overlap / (to - from));
  }
};

/** What one series had in one step. */
export interface Cell {
  step: number;
  points: number;
  firstTime: number;
  lastTime: number;
}

/** Longest time between two points that is still taken as one rhythm. */
const longestInterval = 600;

/**
 * The cells of one series (ascending) with holes filled by the cell before, when points simply come less often than
 * steps: a hole counts as filled up to two and a half of the usual intervals. Longer holes stay holes.
 */
export const fillHoles = <C extends Cell>(cells: readonly C[], grid: Pick<Grid, 'step' | 'count'>): C[] => {
  const first = cells[0];
  const last = cells.at(-1);
  const points = cells.reduce((n, c) => n + c.points, 0);
  if (!first || !last || points < 2) return [...cells];
  const interval = (last.lastTime - first.firstTime) / (points - 1);
  if (!(interval > grid.step / 2) || interval > longestInterval) return [...cells];
  const out: C[] = [];
  for (const [i, cell] of cells.entries()) {
    out.push(cell);
    const next = cells[i + 1]?.step ?? grid.count;
    for (let step = cell.step + 1; step < next && step < grid.count; step++) {
      if (step * grid.step - cell.lastTime > interval * 2.5) break;
      // Past the newest point nothing is known yet: a line must not run ahead of the data.
      if (i === cells.length - 1 && step * grid.step >= cell.lastTime + interval) break;
      out.push({ ...cell, step });
    }
  }
  return out;
};
