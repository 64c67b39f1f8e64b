/** Rows of the tables as the OTLP/JSON they came from. Independent of the encoder: written from SCHEMA.md. */
import type { AnyValue, KeyValue } from '@nightglass/model';

export type Row = Record<string, unknown>;
type TextMap = Record<string, string>;

const byLetter: Record<string, (text: string) => AnyValue> = {
  i: (text) => ({ intValue: text }),
  d: (text) => ({
    doubleValue: Object.is(Number(text), -0) || Number.isFinite(Number(text)) ? Number(text) : text,
  }),
  b: (text) => ({ boolValue: text === 'true' }),
  x: (text) => ({ bytesValue: text }),
  j: (text) => JSON.parse(text) as AnyValue,
  e: () => ({}),
};

/** The types of the attributes with this prefix, by key. */
const typesOf = (notes: readonly string[], prefix: string): Map<string, string> => {
  const own = new Map<string, string>();
  for (const note of notes) {
    const rest = note.startsWith(prefix) ? note.slice(prefix.length) : '';
    if (/^[idbxje]:/.test(rest)) own.set(rest.slice(2), rest.slice(0, 1));
  }
  return own;
};

/** Sorted by key, as maps have no order. */
export const attributes = (map: unknown, notes: unknown, prefix = ''): KeyValue[] => {
  const types = typesOf(notes as string[], prefix);
  return Object.entries(map as TextMap)
    .map(([key, text]) => ({ key, value: byLetter[types.get(key) ?? '']?.(text) ?? { stringValue: text } }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
};

export const bodyOf = (row: Row): AnyValue => {
  const letter = (row.AttributeTypes as string[]).find((n) => n.startsWith('body.'))?.[5];
  return byLetter[letter ?? '']?.(row.Body as string) ?? { stringValue: row.Body as string };
};

const at = (row: Row, column: string, i: number): unknown => (row[column] as unknown[])[i];

export const eventsOf = (row: Row): unknown[] =>
  (row['Events.Name'] as string[]).map((name, i) => ({
    timeUnixNano: at(row, 'Events.Time', i),
    name,
    attributes: attributes(at(row, 'Events.Attributes', i), row.AttributeTypes, `e${i}.`),
    droppedAttributesCount: at(row, 'Events.DroppedAttributesCount', i),
  }));

export const linksOf = (row: Row): unknown[] =>
  (row['Links.TraceState'] as string[]).map((traceState, i) => ({
    traceId: at(row, 'Links.Trace', i),
    spanId: at(row, 'Links.Span', i),
    traceState,
    attributes: attributes(at(row, 'Links.Attributes', i), row.AttributeTypes, `l${i}.`),
    droppedAttributesCount: at(row, 'Links.DroppedAttributesCount', i),
    flags: at(row, 'Links.Flags', i),
  }));

export const selectSpans = `SELECT *,
  lower(hex(TraceId)) AS Trace, lower(hex(SpanId)) AS Span, lower(hex(ParentSpanId)) AS Parent,
  toString(toUnixTimestamp64Nano(Timestamp)) AS Start, toString(ResourceId) AS Resource, toString(ScopeId) AS Scope,
  arrayMap(x -> toString(toUnixTimestamp64Nano(x)), \`Events.Timestamp\`) AS \`Events.Time\`,
  arrayMap(x -> lower(hex(x)), \`Links.TraceId\`) AS \`Links.Trace\`,
  arrayMap(x -> lower(hex(x)), \`Links.SpanId\`) AS \`Links.Span\`
FROM spans ORDER BY Seq`;

export const selectLogs = `SELECT *,
  lower(hex(TraceId)) AS Trace, lower(hex(SpanId)) AS Span,
  toString(toUnixTimestamp64Nano(Timestamp)) AS Time, toString(toUnixTimestamp64Nano(ObservedTimestamp)) AS Observed
FROM logs ORDER BY Seq`;
