/** Results in ClickHouse's JSONColumns as arrays by name. Pure. */
export type Columns<Row> = { [Name in keyof Row]: Row[Name][] };

/** Undefined for an empty result. */
export const columnsOf = <Row>(bytes: Uint8Array): { columns: Columns<Row>; rows: number } | undefined => {
  if (bytes.length === 0) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const columns = JSON.parse(text) as Columns<Row>;
  const [first] = Object.values(columns) as unknown[][];
  return first === undefined || first.length === 0 ? undefined : { columns, rows: first.length };
};

/** The same text again is the same string: names repeat in every row. */
export const interner = (): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, text);
    return text;
  };
};
