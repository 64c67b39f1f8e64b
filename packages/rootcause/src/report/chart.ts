/** A small line chart as inline SVG: the normal time and the incident as bands, gaps as gaps, units on the axis. */
import { clock, measure, moment } from '../narrate/format.ts';
import { unitOf } from '../narrate/units.ts';
import { html } from './escape.ts';
import type { Chart } from './model.ts';

const width = 440;
const height = 176;
const left = 58;
const right = 10;
const top = 18;
const bottom = 26;

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** 1, 2 or 5 times a power of ten, so that at most `most` steps cover `span`. */
const niceStep = (span: number, most: number): number => {
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough * 0.999) ?? 10 * power;
};

/** Steps that are round in the unit that is printed: KiB and MiB have other round figures than bytes. */
const unitStep = (most: number, ucum: string): number => {
  const { dimension, factor } = unitOf(ucum);
  const base = most * factor;
  if (dimension === 'bytes' || dimension === 'byterate')
    return 1024 ** Math.max(0, Math.floor(Math.log(Math.max(base, 1)) / Math.log(1024))) / factor;
  if (dimension === 'duration' && base >= 120_000) return 60_000 / factor;
  return 1;
};

interface Scale {
  low: number;
  high: number;
  ticks: number[];
}

/** From zero, unless figures are below it. */
const scaleOf = (values: readonly number[], ucum: string): Scale => {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const span = most - least || 1;
  const unit = unitStep(Math.max(Math.abs(least), most), ucum);
  const step = niceStep(span / unit, 4) * unit;
  const from = Math.floor(least / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(most / step - 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
  return { low: from * step, high: to * step, ticks };
};

const minute = 60_000;
const timeSteps = [
  minute / 12,
  minute / 4,
  minute / 2,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  60 * minute,
  120 * minute,
  180 * minute,
  360 * minute,
  720 * minute,
  1440 * minute,
  2880 * minute,
  10080 * minute,
];

const timeTicks = (startMs: number, endMs: number): { at: number; label: string }[] => {
  const step = timeSteps.find((s) => (endMs - startMs) / s <= 5) ?? (endMs - startMs) / 4;
  const ticks: { at: number; label: string }[] = [];
  for (let at = Math.ceil(startMs / step) * step; at <= endMs && ticks.length < 8; at += step) {
    const label =
      step >= 1440 * minute ? moment(at).slice(5, 10) : step >= minute ? clock(at).slice(0, 5) : clock(at);
    ticks.push({ at, label });
  }
  return ticks;
};

/** All text is escaped; the ids begin with the evidence's, which the engine gives (`e1`). */
export const chartSvg = (chart: Chart): string => {
  const { series, unit, words } = chart;
  const startMs = series.startMs;
  const endMs = startMs + Math.max(1, series.values.length) * series.stepMs;
  const finite = series.values.filter((v): v is number => v !== null && Number.isFinite(v));
  const scale = scaleOf(finite, unit);
  const x = (ms: number): number =>
    left + (Math.min(Math.max(ms, startMs), endMs) - startMs) * ((width - left - right) / (endMs - startMs));
  const y = (value: number): number =>
    height - bottom - ((value - scale.low) / (scale.high - scale.low)) * (height - top - bottom);
  const band = (name: string, window: { startMs: number; endMs: number }, word: string): string => {
    const from = x(window.startMs);
    const wide = x(window.endMs) - from;
    if (wide < 1) return '';
    const label = wide < 64 ? '' : `<text class="band" x="${round(from + 4)}" y="12">${html(word)}</text>`;
    return `<rect class="${name}" x="${round(from)}" y="${top}" width="${round(wide)}" height="${height - top - bottom}"/>${label}`;
  };
  const parts = [
    band('normal', chart.baseline, words.before),
    band('bad', chart.window, words.during),
    ...scale.ticks.map(
      (tick) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>` +
        `<text class="tick" x="${left - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${html(measure(tick, unit))}</text>`,
    ),
    ...timeTicks(startMs, endMs).map(
      ({ at, label }) =>
        `<text class="tick" x="${round(x(at))}" y="${height - 10}" text-anchor="${x(at) > width - right - 16 ? 'end' : 'middle'}">${html(label)}</text>`,
    ),
    `<text class="tick" x="${left - 6}" y="${height - 10}" text-anchor="end">UTC</text>`,
    lineOf(chart, x, y),
    ...onsetMark(chart, x, startMs, endMs),
  ];
  const id = html(chart.id);
  return (
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${html(chart.title)}</title><desc id="${id}-desc">${html(chart.summary)}</desc>` +
    `${parts.join('')}</svg>`
  );
};

const onsetMark = (
  { onsetMs, words }: Chart,
  x: (ms: number) => number,
  startMs: number,
  endMs: number,
): string[] =>
  onsetMs === null || onsetMs < startMs || onsetMs > endMs
    ? []
    : [
        `<line class="onset" x1="${round(x(onsetMs))}" x2="${round(x(onsetMs))}" y1="${top}" y2="${height - bottom}">` +
          `<title>${html(`${words.onset}: ${moment(onsetMs)}`)}</title></line>`,
      ];

/** A step without a figure interrupts the line; a figure between two gaps is a dot. */
const lineOf = ({ series }: Chart, x: (ms: number) => number, y: (v: number) => number): string => {
  const runs: string[][] = [];
  let open = false;
  series.values.forEach((value, i) => {
    if (value === null || !Number.isFinite(value)) {
      open = false;
      return;
    }
    const at = `${round(x(series.startMs + (i + 0.5) * series.stepMs))} ${round(y(value))}`;
    if (open) runs.at(-1)?.push(at);
    else runs.push([at]);
    open = true;
  });
  const lines = runs.filter((run) => run.length > 1).map((run) => `M${run.join('L')}`);
  const dots = runs
    .filter((run) => run.length === 1)
    .map(([at = '']) => {
      const [cx, cy] = at.split(' ');
      return `<circle class="dot" cx="${cx}" cy="${cy}" r="2.5"/>`;
    });
  return `<path class="line" d="${lines.join('')}"/>${dots.join('')}`;
};
