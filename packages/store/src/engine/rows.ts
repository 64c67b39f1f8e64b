/**
 * Rows from ClickHouse's `JSONColumns` (an array per column). Measured for 6-8 MB results, engine + parse:
 * JSONColumns 115 ms, JSON 180 ms, JSONCompact 290 ms, JSONEachRow 350 ms; the engine writes columns fastest.
 */
export const rowFormat = 'JSONColumns';

/** Settings every query needs so that numbers and times arrive unharmed. */
export const rowSettings = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_named_tuples_as_objects: 1,
} as const;

/** One object per row, columns in the order of the statement. An empty result (or no result at all) gives no rows. */
export const rowsOf = <Row>(bytes: Uint8Array): Row[] => {
  if (bytes.length === 0) return [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const columns = Object.entries(JSON.parse(text) as Record<string, unknown[]>);
  const first = columns[0];
  if (first === undefined) return [];
  const count = first[1].length;
  const rows = new Array<Record<string, unknown>>(count);
  for (let i = 0; i < count; i++) {
    const row: Record<string, unknown> = {};
    for (const [name, values] of columns) row[name] = values[i];
    rows[i] = row;
  }
  return rows as Row[];
};
