import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { usePreferences } from '../frame/preferences.ts';
import { useText } from '../i18n/use-text.ts';
import { formatClock } from '../logic/times.ts';
import { resolveColour } from './chart-colours.ts';
import {
  type ChartBand,
  type ChartDot,
  type ChartMark,
  drawBandNames,
  drawBands,
  drawDots,
  drawMarks,
  nearestDot,
} from './chart-drawing.ts';
import { useWidth } from './use-width.ts';

export interface ChartLine {
  label: string;
  /** CSS colour, `var(--…)` allowed. */
  colour: string;
  /** One per time; null is a gap. */
  values: readonly (number | null)[];
  /** Fill below the line. */
  fill?: boolean;
  dashed?: boolean;
}
interface Props {
  /** Unix seconds, ascending. */
  times: readonly number[];
  lines: readonly ChartLine[];
  format: (value: number) => string;
  /** What a screen reader hears instead of the picture. */
  summary: string;
  range: { start: number; end: number };
  height?: number;
  log?: boolean;
  /** Charts with the same key share their cursor. */
  sync?: string;
  dots?: readonly ChartDot[];
  marks?: readonly ChartMark[];
  /** Stretches of time behind the lines. */
  bands?: readonly ChartBand[];
  onBrush?: ((from: number, to: number) => void) | undefined;
  /** What a click on a dot does; by default it opens a trace. */
  dotHint?: string;
  /** Values are bytes: the axis steps by powers of two. */
  bytes?: boolean;
  /** Pixels for the labels of the y axis, so that charts one above the other line up. */
  axisWidth?: number;
}

/** 1 B to 512 TiB. */
const byteSteps = Array.from({ length: 50 }, (_, i) => 2 ** i);

/** Lines over time. The y axis starts at zero unless it is logarithmic. Dragging zooms. */
export const TimeChart = (props: Props) => {
  const { times, lines, summary, range, height = 180, log = false, sync, dots = [] } = props;
  const t = useText();
  const preferences = usePreferences();
  const { language } = preferences;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const width = useWidth(box);
  const [dot, setDot] = useState<{ x: number; y: number; dot: ChartDot } | undefined>(undefined);
  // What makes a new chart necessary; data and range alone are only handed over.
  const shape = JSON.stringify([
    lines.map((l) => [l.label, l.colour, l.fill, l.dashed]),
    log,
    height,
    language,
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: data, range and size are handed over below
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const grid = { stroke: resolveColour('var(--line)'), width: 1 };
    const axis = {
      stroke: resolveColour('var(--text-3)'),
      font: `11px ${getComputedStyle(element).fontFamily}`,
      grid,
      ticks: { show: false },
    };
    const chart = new uPlot(
      {
        width: Math.max(element.clientWidth, 50),
        height,
        // The last label is centred on its tick: half of it stands right of the plot.
        padding: [
          latest.current.bands === undefined ? 10 : 16,
          () => 4 + Math.ceil(3.1 * labelLength(latest.current.range, language)),
          0,
          0,
        ],
        legend: { show: false },
        cursor: {
          y: false,
          points: { size: 7 },
          drag: { x: true, y: false, setScale: false, dist: 6 },
          ...(sync === undefined ? {} : { sync: { key: sync, setSeries: false } }),
        },
        scales: {
          x: { time: true, range: () => [latest.current.range.start, latest.current.range.end] },
          y: log
            ? { distr: 3, range: (_u, min, max) => [Math.max(min * 0.8, 1e-9), Math.max(max * 1.25, 1e-8)] }
            : { range: (_u, min, max) => linearRange(min, max, latest.current) },
        },
        axes: [
          {
            ...axis,
            // A day in front of the time needs more room.
            space: () => 16 + 6.2 * labelLength(latest.current.range, language),
            size: 26,
            grid: { show: false },
            values: (_u, ticks) => ticks.map((s) => clockLabel(s, language)),
          },
          {
            ...axis,
            space: 34,
            ...(latest.current.bytes === true ? { incrs: byteSteps } : {}),
            size:
              latest.current.axisWidth ??
              ((_u, values) => 14 + 6.2 * Math.max(3, ...(values ?? []).map((v) => (v ?? '').length))),
            values: (_u, ticks) => ticks.map((v) => (v === null ? '' : latest.current.format(v))),
          },
        ],
        series: [
          {},
          ...lines.map(
            (l): uPlot.Series => ({
              label: l.label,
              stroke: resolveColour(l.colour),
              width: 1.6,
              spanGaps: false,
              ...(l.fill === true ? { fill: `${resolveColour(l.colour)}22` } : {}),
              ...(l.dashed === true ? { dash: [5, 4] } : {}),
              points: { show: (_u, _i, from, to) => to - from < 3, size: 5 },
            }),
          ),
        ],
        hooks: {
          setSelect: [
            (u) => {
              const { left, width: wide } = u.select;
              if (wide < 6) return;
              const [from, to] = [u.posToVal(left, 'x'), u.posToVal(left + wide, 'x')];
              u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
              latest.current.onBrush?.(from, to);
            },
          ],
          drawClear: [(u) => drawBands(u, latest.current.bands ?? [])],
          setCursor: [(u) => setDot(nearestDot(u, latest.current.dots ?? []))],
          draw: [
            (u) => {
              drawBandNames(u, latest.current.bands ?? []);
              drawMarks(u, latest.current.marks ?? []);
              drawDots(u, latest.current.dots ?? []);
            },
          ],
        },
      },
      dataOf(latest.current),
      element,
    );
    plot.current = chart;
    return () => {
      chart.destroy();
      plot.current = undefined;
    };
  }, [shape, sync, preferences]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart already has its data
  useEffect(() => {
    plot.current?.setData(dataOf(latest.current));
  }, [times, lines, dots, range.start, range.end]);
  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);

  return (
    <figure className="chart">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: every dot is also a link in the text beside the chart */}
      <div
        ref={box}
        className={dot === undefined ? 'chart-box' : 'chart-box chart-box-link'}
        style={{ height }}
        role="img"
        aria-label={summary}
        onClick={() => dot?.dot.onOpen()}
      />
      {dot === undefined ? null : (
        <div className="chart-tip" style={{ left: dot.x, top: dot.y }}>
          {dot.dot.label}
          <br />
          <span className="muted">{props.dotHint ?? t('chart.openTrace')}</span>
        </div>
      )}
      {times.length === 0 || lines.every((l) => l.values.every((v) => v === null)) ? (
        <p className="chart-empty">{t('chart.empty')}</p>
      ) : null}
    </figure>
  );
};

/** From zero (or below it) to a little above the highest line or dot. */
const linearRange = (min: number, max: number, { dots = [], range }: Props): [number, number] => {
  const seen = dots.filter((d) => d.time >= range.start && d.time <= range.end).map((d) => d.value);
  const top = Math.max(max, ...seen);
  return [Math.min(0, min), top > 0 ? top * 1.08 : 1];
};

const clockLabel = (seconds: number, language: string): string => {
  const text = formatClock(seconds, language);
  return text.endsWith(':00') ? text.slice(0, -3) : text;
};

/** Letters of a label of the time axis. */
const labelLength = (range: { start: number }, language: string): number =>
  clockLabel(range.start + 1, language).length;

const dataOf = ({ times, lines, log = false }: Props): uPlot.AlignedData => [
  times as number[],
  // A logarithm has no zero: those points are gaps.
  ...lines.map((l) =>
    log ? l.values.map((v) => (v !== null && v > 0 ? v : null)) : (l.values as (number | null)[]),
  ),
];
