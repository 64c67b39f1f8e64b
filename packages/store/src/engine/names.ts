import { raw, type Sql } from '../sql.ts';

/** A name in backquotes. */
export const identifier = (name: string): string => `\`${name.replace(/[`\\]/g, '\\$&')}\``;

export const columnList = (names: readonly string[]): string => names.map(identifier).join(', ');

/** `table` or `database.table`; the names are ours, but a typing mistake must not become a statement. */
export const tableName = (table: string): Sql => {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/.test(table)) throw new TypeError(`not a table name: ${table}`);
  return raw(table);
};
