/** Blocks from JavaScript values, a row at a time: for tables that few rows go to, where convenience wins. */
import {
  type ColumnWriter,
  FixedColumn,
  LabelColumn,
  StringColumn,
  Uint8Column,
  Uint32Column,
  Uint64Column,
} from '../encode/columns.ts';
import type { NativeBlock } from '../encode/native.ts';
import { TableWriter } from '../encode/table-writer.ts';
import type { Table } from '../schema/table.ts';

/** One column: its writer and what of a row goes into it. */
export interface Cell<Row> {
  writer: ColumnWriter;
  push(row: Row): void;
}
type Of<Row, T> = (row: Row) => T;

const bytesInto = (column: StringColumn | LabelColumn, bytes: Uint8Array): void =>
  column.push(bytes, 0, bytes.length);

/** String. */
export const text = <Row>(value: Of<Row, string>): Cell<Row> => {
  const writer = new StringColumn();
  return { writer, push: (row) => bytesInto(writer, Buffer.from(value(row))) };
};

/** String that is no text. */
export const blob = <Row>(value: Of<Row, Uint8Array>): Cell<Row> => {
  const writer = new StringColumn();
  return { writer, push: (row) => bytesInto(writer, value(row)) };
};

/** LowCardinality(String). */
export const label = <Row>(value: Of<Row, string>): Cell<Row> => {
  const writer = new LabelColumn();
  return { writer, push: (row) => bytesInto(writer, Buffer.from(value(row))) };
};

/** FixedString(16) from 32 hex digits; zeros for anything else. */
export const id = <Row>(value: Of<Row, string>): Cell<Row> => {
  const writer = new FixedColumn(16);
  return {
    writer,
    push: (row) => {
      const bytes = Buffer.from(value(row), 'hex');
      writer.push(bytes, bytes.length === 16 ? 0 : -1);
    },
  };
};

/** UInt32 and DateTime. */
export const uint32 = <Row>(value: Of<Row, number>): Cell<Row> => {
  const writer = new Uint32Column();
  return { writer, push: (row) => writer.push(value(row)) };
};

/** UInt64 and DateTime64. */
export const uint64 = <Row>(value: Of<Row, bigint>): Cell<Row> => {
  const writer = new Uint64Column();
  return {
    writer,
    push: (row) => {
      const whole = value(row);
      writer.push(Number(whole & 0xffffffffn), Number(whole >> 32n));
    },
  };
};

/** Bool. */
export const flag = <Row>(value: Of<Row, boolean>): Cell<Row> => {
  const writer = new Uint8Column();
  return { writer, push: (row) => writer.push(value(row) ? 1 : 0) };
};

/** The block of these rows; `cells` by column name, every column of the table. */
export const blockOf = <Row>(
  table: Table,
  cells: Readonly<Record<string, Cell<Row>>>,
  rows: readonly Row[],
): NativeBlock => {
  const writers = Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, cell.writer]));
  const writer = new TableWriter(table, writers);
  for (const row of rows) for (const cell of Object.values(cells)) cell.push(row);
  writer.rows = rows.length;
  return writer.take();
};
