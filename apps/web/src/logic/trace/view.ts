/** What the waterfall shows of a trace: the zoomed window, bars as shares of it, and finding. Pure. */
import { anyText } from '../any-value.ts';
import type { Interval } from './critical-path.ts';
import type { TraceNode } from './tree.ts';

/** `from-to` in nanoseconds from the start of the trace; the whole trace when it cannot be read. */
export const readZoom = (text: string | null, duration: number): Interval => {
  const match = /^(\d{1,16})-(\d{1,16})$/.exec(text ?? '');
  const whole: Interval = [0, Math.max(1, duration)];
  if (match === null) return whole;
  const [from, to] = [Number(match[1]), Math.min(Number(match[2]), whole[1])];
  return to > from ? [from, to] : whole;
};

export const writeZoom = (from: number, to: number, duration: number): string | null => {
  const [a, b] = [
    Math.max(0, Math.floor(Math.min(from, to))),
    Math.min(duration, Math.ceil(Math.max(from, to))),
  ];
  return b <= a || (a === 0 && b >= duration) ? null : `${a}-${b}`;
};

export interface Bar {
  /** Per cent of the window. */
  left: number;
  width: number;
}

/** The part of an interval that lies in the window; undefined when none does. */
export const barOf = (start: number, end: number, [from, to]: Interval): Bar | undefined => {
  if (end < from || start > to) return undefined;
  const scale = 100 / (to - from);
  const left = (Math.max(start, from) - from) * scale;
  return { left, width: Math.max(0, (Math.min(end, to) - from) * scale - left) };
};

/** Bars of many intervals; neighbours closer than a pixel or so become one, so that a row stays a few elements. */
export const barsOf = (parts: readonly Interval[], window: Interval, least = 0.12): Bar[] => {
  const bars: Bar[] = [];
  for (const [start, end] of parts) {
    const bar = barOf(start, end, window);
    if (bar === undefined) continue;
    const last = bars.at(-1);
    if (last !== undefined && bar.left - (last.left + last.width) < least)
      last.width = Math.max(last.width, bar.left + bar.width - last.left);
    else bars.push({ ...bar });
  }
  return bars;
};

/** Moments for the ruler in nanoseconds: round, at most `most` of them. */
export const rulerTicks = ([from, to]: Interval, most: number): number[] => {
  const rough = (to - from) / Math.max(1, most);
  const size = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = [1, 2, 5, 10].map((f) => f * size).find((s) => s >= rough) ?? size * 10;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to && ticks.length <= most + 1; tick += step)
    ticks.push(tick);
  return ticks;
};

/** All that can be found in a span: its names, ids, status, attribute keys and values, event names. */
const haystack = (node: TraceNode): string => {
  const { span } = node;
  const attributes = span.attributes.map((a) => `${a.key}=${anyText(a.value)}`);
  const events = span.events.flatMap((e) => [
    e.name,
    ...e.attributes.map((a) => `${a.key}=${anyText(a.value)}`),
  ]);
  return [span.name, span.service, span.spanId, span.status.message, ...attributes, ...events]
    .join('\n')
    .toLowerCase();
};

const haystacks = new WeakMap<TraceNode, string>();

/** Keys of the spans that hold every word. */
export const findSpans = (nodes: readonly TraceNode[], text: string): string[] => {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((w) => w !== '');
  if (words.length === 0) return [];
  return nodes
    .filter((node) => {
      let stack = haystacks.get(node);
      if (stack === undefined) haystacks.set(node, (stack = haystack(node)));
      return words.every((w) => stack.includes(w));
    })
    .map((n) => n.key);
};
