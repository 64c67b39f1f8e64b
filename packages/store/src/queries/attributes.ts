/** Types of attributes, restored from the text of a map and the notes beside it (SCHEMA.md, "Types survive"). */
import type { AnyValue, KeyValue } from '@nightglass/model';

export type AttributeMap = Readonly<Record<string, string>>;

/** `AttributeTypes` of one row, by place: '' the record, `e0` its first event, `l2` its third link, `body`. */
export type TypeNotes = ReadonlyMap<string, ReadonlyMap<string, string>>;

const note = /^(?:([el]\d+|body)\.)?([idbxje]):(.*)$/s;
const noNotes: ReadonlyMap<string, string> = new Map();

export const readNotes = (notes: readonly string[]): TypeNotes => {
  const places = new Map<string, Map<string, string>>();
  for (const text of notes) {
    const m = note.exec(text);
    if (!m) continue;
    const place = m[1] ?? '';
    let keys = places.get(place);
    if (!keys) places.set(place, (keys = new Map()));
    keys.set(m[3] ?? '', m[2] ?? '');
  }
  return places;
};

export const restoreAttributes = (map: AttributeMap, notes: TypeNotes, place = ''): KeyValue[] => {
  const letters = notes.get(place) ?? noNotes;
  return Object.entries(map).map(([key, text]) => ({ key, value: restoreValue(text, letters.get(key)) }));
};

/** The body of a log record: noted under the place `body` with an empty key. */
export const restoreBody = (text: string, notes: TypeNotes): AnyValue =>
  restoreValue(text, notes.get('body')?.get(''));

/** One value from its text and its letter; no letter: a string. */
export const restoreValue = (text: string, letter: string | undefined): AnyValue => {
  switch (letter) {
    case 'i':
      return { intValue: text };
    case 'd':
      return { doubleValue: restoreDouble(text) };
    case 'b':
      return { boolValue: text === 'true' };
    case 'x':
      return { bytesValue: text };
    case 'j':
      return parseAnyValue(text);
    case 'e':
      return {};
    default:
      return { stringValue: text };
  }
};

/**
 * A double from ClickHouse's or our own text. What JSON cannot say stays text, in the words of proto3 JSON;
 * `-0` too, because JSON.stringify(-0) is `0`.
 */
export const restoreDouble = (text: string): number | string => {
  switch (text.toLowerCase()) {
    case 'nan':
    case '-nan':
      return 'NaN';
    case 'inf':
    case 'infinity':
      return 'Infinity';
    case '-inf':
    case '-infinity':
      return '-Infinity';
    case '-0':
      return '-0';
    default:
      return Number(text);
  }
};

/** An array or kvlist was stored as its OTLP/JSON; when it was cut for its length it is the text that is left. */
const parseAnyValue = (text: string): AnyValue => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as AnyValue;
  } catch {
    // falls through to the text
  }
  return { stringValue: text };
};
