/**
 * Numbers as people read them. Every unit is joined by a no-break space; `null`, NaN and infinities are "–".
 * Input units: durations in nanoseconds, rates per second, ratios 0 to 1.
 */
const nbsp = '\u00a0';
const none = '–';
const finite = (n: number | null | undefined): n is number =>
  n !== null && n !== undefined && Number.isFinite(n);

const trim = (n: number, digits: number): string => {
  const text = n.toFixed(digits);
  return digits === 0 ? text : text.replace(/\.?0+$/, '');
};

/** `812 µs`, `4.5 ms`, `45 ms`, `1.23 s`, `2 min 05 s`, `3 h 10 min`. */
export const formatDuration = (nano: number | null | undefined): string => {
  if (!finite(nano)) return none;
  if (nano < 0) return `-${formatDuration(-nano)}`;
  if (nano === 0) return `0${nbsp}ms`;
  if (nano < 1e3) return `${Math.round(nano)}${nbsp}ns`;
  // Rounding first keeps 999.6 ms from being written as "1000 ms".
  if (nano < 999.5e3) return `${trim(nano / 1e3, nano < 10e3 ? 1 : 0)}${nbsp}µs`;
  if (nano < 999.5e6) return `${trim(nano / 1e6, nano < 10e6 ? 1 : 0)}${nbsp}ms`;
  const seconds = nano / 1e9;
  if (seconds < 59.95) return `${trim(seconds, seconds < 9.995 ? 2 : 1)}${nbsp}s`;
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (h === 0) return `${m}${nbsp}min${s === 0 ? '' : `${nbsp}${String(s).padStart(2, '0')}${nbsp}s`}`;
  return `${h}${nbsp}h${m === 0 ? '' : `${nbsp}${String(m).padStart(2, '0')}${nbsp}min`}`;
};

/** `0`, `7`, `999`, `12.4k`, `3.1M`, `2.05G`. */
export const formatCount = (n: number | null | undefined): string => {
  if (!finite(n)) return none;
  if (n < 0) return `-${formatCount(-n)}`;
  if (n < 999.5) return trim(n, n < 10 && !Number.isInteger(n) ? 2 : n < 100 && !Number.isInteger(n) ? 1 : 0);
  const steps = [
    [1e3, 'k'],
    [1e6, 'M'],
    [1e9, 'G'],
    [1e12, 'T'],
  ] as const;
  for (const [size, letter] of steps) {
    const value = n / size;
    if (value < 999.5 || letter === 'T')
      return `${trim(value, value < 10 ? 2 : value < 100 ? 1 : 0)}${letter}`;
  }
  return none;
};

/** Per second, without the unit: `0`, `0.05`, `4.2`, `38`, `1.2k`. */
export const formatRate = (perSecond: number | null | undefined): string => {
  if (!finite(perSecond)) return none;
  if (perSecond === 0) return '0';
  if (perSecond < 0.01) return '<0.01';
  if (perSecond < 1) return trim(perSecond, 2);
  if (perSecond < 10) return trim(perSecond, 1);
  return formatCount(Math.round(perSecond));
};

/** A ratio as `35 %`, `0.2 %`, `<0.1 %`, `0 %`. */
export const formatPercent = (ratio: number | null | undefined): string => {
  if (!finite(ratio)) return none;
  const p = ratio * 100;
  if (p === 0) return `0${nbsp}%`;
  if (p < 0.1) return `<0.1${nbsp}%`;
  return `${trim(p, p < 9.95 ? 1 : 0)}${nbsp}%`;
};

/** Bytes in binary steps: `512 B`, `1.5 KiB`, `20 MiB`. */
export const formatBytes = (bytes: number | null | undefined): string => {
  if (!finite(bytes)) return none;
  if (bytes < 0) return `-${formatBytes(-bytes)}`;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let i = 0;
  while (value >= 1023.5 && i < units.length - 1) {
    value /= 1024;
    i++;
  }
  return `${trim(value, value < 10 && i > 0 ? 2 : value < 100 && i > 0 ? 1 : 0)}${nbsp}${units[i]}`;
};

const secondsOf: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9 };

/** A metric value in its UCUM unit (`s`, `ms`, `By`, `1`, `%`, `{request}`); unknown units are appended as they are. */
export const formatValue = (value: number | null | undefined, unit: string): string => {
  if (!finite(value)) return none;
  const [base, per] = unit.split('/') as [string, string | undefined];
  const suffix = per === undefined ? '' : `/${per}`;
  const nano = secondsOf[base];
  if (nano !== undefined) return formatDuration(value * nano) + suffix;
  if (base === 'By') return formatBytes(value) + suffix;
  if (base === '%') return `${trim(value, value < 10 ? 1 : 0)}${nbsp}%${suffix}`;
  const plain = formatSmall(value);
  const word = base.replace(/^\{(.*)\}$/, '$1');
  return word === '' || word === '1' ? plain + suffix : `${plain}${nbsp}${word}${suffix}`;
};

/** Like a count, but keeps three figures below 1: gauges such as a utilisation of 0.0123 stay readable. */
const formatSmall = (n: number): string => {
  const size = Math.abs(n);
  if (size === 0 || size >= 1) return formatCount(n);
  return size < 1e-4 ? n.toExponential(1) : Number(n.toPrecision(3)).toString();
};

/** First and last letters of an id: enough to tell two apart at a glance. */
export const shortId = (id: string): string => (id.length <= 10 ? id : id.slice(0, 8));
