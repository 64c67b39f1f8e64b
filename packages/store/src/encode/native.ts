import type { Table } from '../schema/table.ts';
import { ByteBuffer } from './bytes.ts';
import type { ColumnWriter } from './columns.ts';

/** One Native block as the pieces it is made of; they point into the writers until those are reset. */
export interface NativeBlock {
  table: string;
  columns: readonly string[];
  rows: number;
  chunks: Uint8Array[];
}

/**
 * The block of a table: `writers` in the order of its columns. Layout (ClickHouse Native, revision 0): number of columns,
 * number of rows, then per column its name, its type and its data.
 */
export const nativeBlock = (table: Table, rows: number, writers: readonly ColumnWriter[]): NativeBlock => {
  if (writers.length !== table.columns.length) {
    throw new Error(`${table.name} has ${table.columns.length} columns, ${writers.length} were written`);
  }
  const chunks: Uint8Array[] = [];
  let head = new ByteBuffer(256);
  head.varint(writers.length);
  head.varint(rows);
  table.columns.forEach((column, i) => {
    for (const text of [column.name, column.type]) {
      head.varint(text.length);
      head.ascii(text);
    }
    chunks.push(head.view());
    head = new ByteBuffer(256);
    writers[i]?.prefix(chunks);
    writers[i]?.data(chunks);
  });
  return { table: table.name, columns: table.columns.map((c) => c.name), rows, chunks };
};
