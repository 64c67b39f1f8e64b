/** Names and texts in PromQL and in rule files: nothing that telemetry says can leave its place. */
import { printable } from '@nightglass/model';
import { quotedName } from '../subject.ts';

/** Text on one line inside single quotes of YAML: the only sign that means something there is the quote itself. */
export const yamlText = (text: string): string => `'${printable(text).replaceAll("'", "''")}'`;

/** Inside a string in double quotes of PromQL, whose escapes are Go's. */
const promqlString = (text: string): string =>
  `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A text as a regular expression (RE2) that matches just it. */
const regexText = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');

/** In an annotation, which Prometheus reads as a Go template. */
const templateText = (text: string): string => text.replaceAll('{{', '{{`{{`}}');

/** A name of telemetry in an annotation. */
export const named = (name: string): string => templateText(quotedName(name));

/** A unit comes from telemetry too; one that does not look like UCUM is not printed. */
export const safeUnit = (unit: string): string =>
  /^(?:[\w%/.µ]|\{\w{1,30}\}){1,40}$/.test(unit) ? unit : '';

const longestValue = 200;
const bounded = (text: string): string => printable(text).slice(0, longestValue);

/** Letters, digits and underscores, not beginning with a digit; '' when nothing is left. */
export const labelName = (name: string): string => {
  const clean = name
    .slice(0, longestValue)
    .replace(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/_$/, '');
  return /^[0-9]/.test(clean) ? `_${clean}` : clean;
};

/** `name="value"`. */
export const equals = (name: string, value: string): string =>
  `${labelName(name)}=${promqlString(bounded(value))}`;
/** `name=~"..."` with a pattern of ours. */
export const matches = (name: string, pattern: string): string =>
  `${labelName(name)}=~${promqlString(pattern)}`;
/** `job=~"(.+/)?payment"`: OpenTelemetry's service becomes the job, behind its namespace where it has one. */
export const ofService = (service: string): string => matches('job', `(.+/)?${regexText(bounded(service))}`);
/** The pods of a workload, a stateful set or a daemon set, and a pod itself. */
export const ofPods = (name: string): string => matches('pod', `${regexText(bounded(name))}(-.+)?`);

export const selector = (...parts: readonly string[]): string => {
  const kept = [...new Set(parts.filter((part) => part !== ''))];
  return kept.length === 0 ? '' : `{${kept.join(',')}}`;
};

const units: Record<string, string> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  '%': 'percent',
  Hz: 'hertz',
  Cel: 'celsius',
};

/**
 * A metric's name as Prometheus stores it: OpenTelemetry's names get the suffixes of their unit and kind (specification
 * "Prometheus and OpenMetrics Compatibility"), a name without dots is taken to be Prometheus's own. '' when nothing is left.
 */
export const metricName = (name: string, unit: string, kind: 'gauge' | 'counter' | 'histogram'): string => {
  const clean = name
    .slice(0, longestValue)
    .replace(/[^a-zA-Z0-9_:]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_|_$/g, '');
  const safe = /^[0-9]/.test(clean) ? `_${clean}` : clean;
  if (safe === '' || !name.includes('.'))
    return safe.replace(/_(?:bucket|sum|count)$/, kind === 'histogram' ? '' : '$&');
  const base = unit.replace(/\{[^}]*\}/g, '').replace(/\/s$/, '');
  const word = Object.hasOwn(units, base) ? units[base]! : base === '1' && kind === 'gauge' ? 'ratio' : '';
  const parts = safe.split('_');
  const withUnit = word === '' || parts.includes(word) ? safe : `${safe}_${word}`;
  return kind === 'counter' && !parts.includes('total') ? `${withUnit}_total` : withUnit;
};

/** A figure as PromQL writes it. */
export const number = (value: number): string => String(value);

/**
 * A threshold that tells the figure before from the figure after: their geometric mean where both have one sign, else the
 * arithmetic; two digits when these still lie between. Null when the two do not differ.
 */
export const between = (before: number | null, after: number | null): number | null => {
  if (before === null || after === null || !Number.isFinite(before) || !Number.isFinite(after)) return null;
  const low = Math.min(before, after);
  const high = Math.max(before, after);
  const middle = low > 0 ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
  if (!(middle > low && middle < high)) return null;
  for (const digits of [2, 4, 6, 17]) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded > low && rounded < high) return rounded;
  }
  return null;
};
