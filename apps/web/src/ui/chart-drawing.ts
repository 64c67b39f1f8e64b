/** What a chart shows besides its lines: bands behind them, marks and dots in front of them. */
import type uPlot from 'uplot';
import { resolveColour } from './chart-colours.ts';

/** A dot that opens what it stands for. */
export interface ChartDot {
  /** Unix seconds. */
  time: number;
  value: number;
  label: string;
  bad: boolean;
  onOpen: () => void;
}
/** A vertical line: a moment to look at. */
export interface ChartMark {
  /** Unix seconds. */
  time: number;
  label: string;
}
/** A stretch of time, named at its top: told by the word, not only by its ground. */
export interface ChartBand {
  /** Unix seconds. */
  from: number;
  to: number;
  label: string;
  /** CSS colour, `var(--…)` allowed. */
  colour: string;
}

const dotRadius = 4;
const reach = 9;

export const drawBands = (u: uPlot, bands: readonly ChartBand[]): void => {
  const { ctx, bbox } = u;
  const [low, high] = [bbox.left, bbox.left + bbox.width];
  ctx.save();
  for (const band of bands) {
    const from = Math.max(low, Math.min(high, u.valToPos(band.from, 'x', true)));
    const to = Math.max(low, Math.min(high, u.valToPos(band.to, 'x', true)));
    if (to - from < 1) continue;
    ctx.fillStyle = resolveColour(band.colour);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.restore();
};

/** The names of the bands, above the plot, where no line comes. */
export const drawBandNames = (u: uPlot, bands: readonly ChartBand[]): void => {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = `${10 * devicePixelRatio}px ${getComputedStyle(u.root).fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  ctx.fillStyle = resolveColour('var(--text-2)');
  for (const band of bands) {
    const from = Math.max(bbox.left, u.valToPos(band.from, 'x', true));
    const to = Math.min(bbox.left + bbox.width, u.valToPos(band.to, 'x', true));
    if (ctx.measureText(band.label).width + 4 * devicePixelRatio > to - from) continue;
    ctx.fillText(band.label, from + 2 * devicePixelRatio, bbox.top - 1);
  }
  ctx.restore();
};

export const drawMarks = (u: uPlot, marks: readonly ChartMark[]): void => {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.strokeStyle = resolveColour('var(--text-2)');
  ctx.fillStyle = resolveColour('var(--text-2)');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const mark of marks) {
    const x = u.valToPos(mark.time, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const right = x < bbox.left + bbox.width / 2;
    ctx.textAlign = right ? 'left' : 'right';
    ctx.save();
    ctx.setLineDash([]);
    ctx.strokeStyle = resolveColour('var(--surface)');
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.strokeText(mark.label, x + (right ? 4 : -4) * devicePixelRatio, bbox.top + 10 * devicePixelRatio);
    ctx.restore();
    ctx.fillText(mark.label, x + (right ? 4 : -4) * devicePixelRatio, bbox.top + 10 * devicePixelRatio);
  }
  ctx.restore();
};

export const drawDots = (u: uPlot, dots: readonly ChartDot[]): void => {
  const { ctx } = u;
  ctx.save();
  // A dashed line drawn before leaves its dashes behind.
  ctx.setLineDash([]);
  ctx.beginPath();
  // A dot at zero or at the edge is a whole dot.
  const room = dotRadius * devicePixelRatio;
  ctx.rect(u.bbox.left - room, u.bbox.top, u.bbox.width + 2 * room, u.bbox.height + room);
  ctx.clip();
  for (const d of dots) {
    const [x, y] = [u.valToPos(d.time, 'x', true), u.valToPos(d.value, 'y', true)];
    const r = dotRadius * devicePixelRatio;
    ctx.beginPath();
    // Failed ones are diamonds: told by shape, not only by colour.
    if (d.bad) {
      ctx.moveTo(x, y - r * 1.25);
      ctx.lineTo(x + r * 1.25, y);
      ctx.lineTo(x, y + r * 1.25);
      ctx.lineTo(x - r * 1.25, y);
      ctx.closePath();
    } else ctx.arc(x, y, r, 0, Math.PI * 2);
    ctx.fillStyle = resolveColour(d.bad ? 'var(--bad)' : 'var(--text)');
    ctx.strokeStyle = resolveColour('var(--surface)');
    ctx.lineWidth = devicePixelRatio;
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
};

/** The dot under the cursor, with its place in the figure in CSS pixels. */
export const nearestDot = (
  u: uPlot,
  dots: readonly ChartDot[],
): { x: number; y: number; dot: ChartDot } | undefined => {
  const { left = -1, top = -1 } = u.cursor;
  if (left < 0) return undefined;
  let best: { x: number; y: number; dot: ChartDot } | undefined;
  let bestDistance = reach;
  for (const dot of dots) {
    const [x, y] = [u.valToPos(dot.time, 'x'), u.valToPos(dot.value, 'y')];
    const distance = Math.hypot(x - left, y - top);
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = { x: x + u.bbox.left / devicePixelRatio, y: y + u.bbox.top / devicePixelRatio, dot };
  }
  return best;
};
