/** Bodies that are lists or maps: stored as OTLP/JSON, read as what they say. Pure. */
import type { AnyValue } from '@nightglass/model';

/** Undefined for what is no AnyValue, as a text that was cut in the middle. */
const parse = (json: string): AnyValue | undefined => {
  try {
    return JSON.parse(json) as AnyValue;
  } catch {
    return undefined;
  }
};

const lineOf = (value: AnyValue): string => {
  if (value.kvlistValue)
    return value.kvlistValue.values.map((kv) => `${kv.key}=${lineOf(kv.value)}`).join(' ');
  if (value.arrayValue) return value.arrayValue.values.map(lineOf).join(' ');
  return String(
    value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? value.bytesValue ?? '',
  );
};

const plainOf = (value: AnyValue): unknown => {
  if (value.kvlistValue)
    return Object.fromEntries(value.kvlistValue.values.map((kv) => [kv.key, plainOf(kv.value)]));
  if (value.arrayValue) return value.arrayValue.values.map(plainOf);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue ?? value.bytesValue ?? null;
};

/** On one line, keys before their values; the text itself when it cannot be read. */
export const bodyLine = (json: string): string => {
  const value = parse(json);
  return value === undefined ? json : lineOf(value);
};

/** As plain JSON; the text itself when it cannot be read. */
export const bodyJson = (json: string): string => {
  const value = parse(json);
  return value === undefined ? json : JSON.stringify(plainOf(value));
};
