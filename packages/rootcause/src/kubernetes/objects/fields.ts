/** Reading objects that may hold anything: a field that is absent or of another type reads as empty, never throws. */

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = Object.freeze({});
const noItems: readonly unknown[] = Object.freeze([]);

/** Lists are read so far; an object with more is not made by people. */
const mostItems = 1000;
const longestText = 4000;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : none;

/** A list of any length: what the caller gave, not what stands in one object. */
export const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : noItems);

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value.length > mostItems ? value.slice(0, mostItems) : value) : noItems;

/** Own fields only: a path through `constructor` or `__proto__` finds nothing. */
export const at = (value: unknown, ...path: string[]): unknown => {
  let here: unknown = value;
  for (const key of path) {
    const fields = fieldsOf(here);
    if (!Object.hasOwn(fields, key)) return undefined;
    here = fields[key];
  }
  return here;
};

export const textOf = (value: unknown): string =>
  typeof value === 'string' ? (value.length > longestText ? value.slice(0, longestText) : value) : '';

export const textAt = (value: unknown, ...path: string[]): string => textOf(at(value, ...path));

export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

export const numberAt = (value: unknown, ...path: string[]): number | null => numberOf(at(value, ...path));

/** `IntOrString` of the API: a port by number or by name; null for neither. */
export const portOf = (value: unknown): number | string | null => {
  if (typeof value === 'number') return Number.isInteger(value) && value > 0 && value < 65536 ? value : null;
  const text = textOf(value);
  if (text === '') return null;
  if (!/^\d+$/.test(text)) return text;
  const port = Number(text);
  return port > 0 && port < 65536 ? port : null;
};

/** Strings, numbers and flags as text, by key in ascending order. */
export const textMapOf = (value: unknown): ReadonlyMap<string, string> => {
  const fields = fieldsOf(value);
  const keys = Object.keys(fields).sort().slice(0, mostItems);
  const map = new Map<string, string>();
  for (const key of keys) {
    const item = fields[key];
    if (typeof item === 'string') map.set(key, textOf(item));
    else if (typeof item === 'number' || typeof item === 'boolean') map.set(key, String(item));
  }
  return map;
};

/** RFC 3339 as the API writes times; null for anything else. */
export const timeOf = (value: unknown): number | null => {
  const text = textOf(value);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms : null;
};
