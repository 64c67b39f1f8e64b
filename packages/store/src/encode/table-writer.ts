import type { Table } from '../schema/table.ts';
import type { ColumnWriter } from './columns.ts';
import { type NativeBlock, nativeBlock } from './native.ts';

/** The columns of one table's block, in the table's order. */
export class TableWriter {
  readonly table: Table;
  readonly #writers: readonly ColumnWriter[];
  rows = 0;
  #marked = 0;

  /** `writers` by column name: every column of the table, and no other. */
  constructor(table: Table, writers: Readonly<Record<string, ColumnWriter>>) {
    this.table = table;
    const extra = Object.keys(writers).filter((name) => !table.columns.some((c) => c.name === name));
    if (extra.length > 0) throw new Error(`${table.name} has no column ${extra.join(', ')}`);
    this.#writers = table.columns.map((column) => {
      const writer = writers[column.name];
      if (writer === undefined) throw new Error(`nothing writes ${table.name}.${column.name}`);
      return writer;
    });
  }

  mark(): void {
    this.#marked = this.rows;
    for (const writer of this.#writers) writer.mark();
  }
  rewind(): void {
    this.rows = this.#marked;
    for (const writer of this.#writers) writer.rewind();
  }
  reset(): void {
    this.rows = 0;
    this.#marked = 0;
    for (const writer of this.#writers) writer.reset();
  }
  get byteLength(): number {
    let sum = 0;
    for (const writer of this.#writers) sum += writer.byteLength;
    return sum;
  }
  take(): NativeBlock {
    return nativeBlock(this.table, this.rows, this.#writers);
  }
}
