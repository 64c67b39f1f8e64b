/** Reads ClickHouse's RowBinary: little-endian values, arrays with their length as a varint. Pure. */
export class RowBinary {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get more(): boolean {
    return this.#at < this.#view.byteLength;
  }

  /** UInt64 as decimal text. */
  id(): string {
    const value = this.#view.getBigUint64(this.#at, true);
    this.#at += 8;
    return value.toString();
  }

  double(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  /** Length of an array. */
  length(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#view.getUint8(this.#at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  doubles(): Float64Array {
    const values = new Float64Array(this.length());
    for (let i = 0; i < values.length; i++) values[i] = this.double();
    return values;
  }

  array<T>(item: () => T): T[] {
    const items = new Array<T>(this.length());
    for (let i = 0; i < items.length; i++) items[i] = item();
    return items;
  }
}
