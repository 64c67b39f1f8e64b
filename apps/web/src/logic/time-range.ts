/**
 * The time range of a page, as it stands in the URL: `last=15m` (relative) or `from=…&to=…` (RFC 3339 or Unix seconds).
 * All numbers are Unix seconds.
 */
export type TimeRange =
  | { kind: 'relative'; text: string; seconds: number }
  | { kind: 'absolute'; from: number; to: number };

export interface TimeWindow {
  start: number;
  end: number;
}

export const relativeChoices = ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '24h', '2d', '7d'] as const;
const defaultText = '15m';
const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `15m`, `90s`, `2d` to seconds; undefined when it is not one or not between 1 s and 400 days. */
export const parseSpan = (text: string): number | undefined => {
  const match = /^(\d{1,6})(s|m|h|d)$/.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? 0);
  return seconds >= 1 && seconds <= 400 * 86_400 ? seconds : undefined;
};

/** RFC 3339 or Unix seconds to Unix seconds. */
export const parseTime = (text: string): number | undefined => {
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Number(text);
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms / 1000;
};

/** A range that cannot be read falls back to the default: a broken link still shows the page. */
export const readRange = (params: URLSearchParams): TimeRange => {
  const from = parseTime(params.get('from') ?? '');
  const to = parseTime(params.get('to') ?? '');
  if (from !== undefined && to !== undefined && to > from) return { kind: 'absolute', from, to };
  const text = params.get('last') ?? defaultText;
  const seconds = parseSpan(text);
  if (seconds === undefined) return { kind: 'relative', text: defaultText, seconds: 900 };
  return { kind: 'relative', text, seconds };
};

/** What to change in the URL for this range; the default range leaves nothing behind. */
export const writeRange = (range: TimeRange): Record<'last' | 'from' | 'to', string | null> =>
  range.kind === 'relative'
    ? { last: range.text === defaultText ? null : range.text, from: null, to: null }
    : { last: null, from: isoSeconds(range.from), to: isoSeconds(range.to) };

/** UTC, whole seconds unless there are milliseconds to keep. */
export const isoSeconds = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

export const resolveRange = (range: TimeRange, now: number): TimeWindow =>
  range.kind === 'absolute'
    ? { start: range.from, end: range.to }
    : { start: Math.floor(now) - range.seconds, end: Math.floor(now) };

export const sameRange = (a: TimeRange, b: TimeRange): boolean =>
  JSON.stringify(writeRange(a)) === JSON.stringify(writeRange(b));

/** Moves by half the range, as `[` and `]` do; a range that would reach past now stops there. */
export const moveRange = (range: TimeRange, direction: -1 | 1, now: number): TimeRange => {
  const { start, end } = resolveRange(range, now);
  const half = (end - start) / 2;
  if (direction === 1 && (range.kind === 'relative' || end + half >= now)) {
    const known = relativeChoices.find((c) => parseSpan(c) === Math.round(end - start));
    if (known !== undefined) return { kind: 'relative', text: known, seconds: end - start };
    return { kind: 'absolute', from: now - (end - start), to: now };
  }
  return { kind: 'absolute', from: start + direction * half, to: end + direction * half };
};

/** A brush of a chart: at least a second wide, in order. */
export const brushRange = (a: number, b: number): TimeRange => {
  const from = Math.floor(Math.min(a, b));
  return { kind: 'absolute', from, to: Math.max(Math.ceil(Math.max(a, b)), from + 1) };
};

/** What to change in the URL to look five minutes around a moment, Unix seconds. */
export const aroundRange = (seconds: number): Record<'last' | 'from' | 'to', string | null> =>
  writeRange(brushRange(seconds - 300, seconds + 300));

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400];
/** A round step in seconds that cuts the window into at most `buckets` parts. */
export const stepFor = ({ start, end }: TimeWindow, buckets: number): number =>
  steps.find((s) => (end - start) / s <= buckets) ?? 86_400;

const refreshSeconds: Record<string, number> = { off: 0, '5s': 5, '10s': 10, '30s': 30, '1m': 60 };
export const refreshChoices = Object.keys(refreshSeconds);
/** Seconds between refreshes; 0 is off. A fixed range has nothing new to show, so it only refreshes when asked to. */
export const readRefresh = (params: URLSearchParams): { text: string; seconds: number } => {
  const fallback = readRange(params).kind === 'relative' ? '10s' : 'off';
  const text = params.get('refresh') ?? fallback;
  const seconds = refreshSeconds[text];
  return seconds === undefined
    ? { text: fallback, seconds: refreshSeconds[fallback] ?? 0 }
    : { text, seconds };
};
