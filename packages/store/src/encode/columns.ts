/**
 * Column writers: each collects one column of a block in the layout ClickHouse's Native format sends, one class per
 * shape of type. A block is rewound to its mark when a request turns out to be malformed.
 */
import { ByteBuffer } from './bytes.ts';
import { Dictionary, widen } from './dictionary.ts';

export interface ColumnWriter {
  /** What stands before the data (LowCardinality's version), for nested columns before the outer offsets. */
  prefix(out: Uint8Array[]): void;
  data(out: Uint8Array[]): void;
  /** Remembers the present length; `rewind` returns to it. */
  mark(): void;
  rewind(): void;
  reset(): void;
  readonly byteLength: number;
}

abstract class Plain implements ColumnWriter {
  protected marked = 0;
  length = 0;
  abstract readonly byteLength: number;
  abstract data(out: Uint8Array[]): void;
  prefix(_out: Uint8Array[]): void {}
  mark(): void {
    this.marked = this.length;
  }
  rewind(): void {
    this.length = this.marked;
  }
  reset(): void {
    this.length = 0;
    this.marked = 0;
  }
}

export class Uint8Column extends Plain {
  values: Uint8Array<ArrayBuffer> = new Uint8Array(1024);
  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Uint8Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }
  data(out: Uint8Array[]): void {
    out.push(this.values.subarray(0, this.length));
  }
  get byteLength(): number {
    return this.length;
  }
}

export class Uint16Column extends Plain {
  values: Uint16Array<ArrayBuffer> = new Uint16Array(1024);
  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Uint16Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }
  data(out: Uint8Array[]): void {
    out.push(new Uint8Array(this.values.buffer, 0, this.length * 2));
  }
  get byteLength(): number {
    return this.length * 2;
  }
}

/** UInt32 and Int32. */
export class Uint32Column extends Plain {
  values: Uint32Array<ArrayBuffer> = new Uint32Array(1024);
  push(value: number): void {
    if (this.length === this.values.length) this.values = widen(this.values);
    this.values[this.length++] = value;
  }
  data(out: Uint8Array[]): void {
    out.push(new Uint8Array(this.values.buffer, 0, this.length * 4));
  }
  get byteLength(): number {
    return this.length * 4;
  }
}

/** Every type of eight bytes, as its low and high half: UInt64, Int64, DateTime64, Float64. Row i is words 2i, 2i + 1. */
export class Uint64Column extends Plain {
  words: Uint32Array<ArrayBuffer> = new Uint32Array(2048);
  push(low: number, high: number): void {
    const at = this.length * 2;
    if (at === this.words.length) this.words = widen(this.words);
    this.words[at] = low;
    this.words[at + 1] = high;
    this.length++;
  }
  data(out: Uint8Array[]): void {
    out.push(new Uint8Array(this.words.buffer, 0, this.length * 8));
  }
  get byteLength(): number {
    return this.length * 8;
  }
}

export class FixedColumn extends Plain {
  readonly width: number;
  readonly bytes: ByteBuffer = new ByteBuffer();
  constructor(width: number) {
    super();
    this.width = width;
  }
  /** A negative offset is an absent value: zeros. */
  push(source: Uint8Array, at: number): void {
    const width = this.width;
    this.bytes.length = this.length * width;
    this.bytes.reserve(width);
    const data = this.bytes.data;
    let to = this.bytes.length;
    if (at < 0) data.fill(0, to, to + width);
    else for (let i = at; i < at + width; i++) data[to++] = source[i] as number;
    this.length++;
  }
  data(out: Uint8Array[]): void {
    out.push(this.bytes.data.subarray(0, this.length * this.width));
  }
  get byteLength(): number {
    return this.length * this.width;
  }
}

/** String. `length` counts bytes here, since rows have none of their own. */
export class StringColumn implements ColumnWriter {
  readonly bytes: ByteBuffer = new ByteBuffer();
  #marked = 0;
  /** The hottest call of the encoder: room is made once, and short values are copied by a loop (see ByteBuffer.copy). */
  push(source: Uint8Array, from: number, to: number): void {
    const bytes = this.bytes;
    const size = to - from;
    bytes.reserve(size + 5);
    if (size >= 128) {
      bytes.varint(size);
      bytes.copy(source, from, to);
      return;
    }
    const { data } = bytes;
    let at = bytes.length;
    data[at++] = size;
    if (size > 40) {
      data.set(source.subarray(from, to), at);
      at += size;
    } else for (let i = from; i < to; i++) data[at++] = source[i] as number;
    bytes.length = at;
  }
  empty(): void {
    this.bytes.byte(0);
  }
  ascii(text: string): void {
    this.bytes.varint(text.length);
    this.bytes.ascii(text);
  }
  prefix(_out: Uint8Array[]): void {}
  data(out: Uint8Array[]): void {
    out.push(this.bytes.view());
  }
  mark(): void {
    this.#marked = this.bytes.length;
  }
  rewind(): void {
    this.bytes.length = this.#marked;
  }
  reset(): void {
    this.bytes.length = 0;
    this.#marked = 0;
  }
  get byteLength(): number {
    return this.bytes.length;
  }
}

const uint64 = (value: bigint): Uint8Array => new Uint8Array(new BigUint64Array([value]).buffer);
/** SharedDictionariesWithAdditionalKeys. */
const labelVersion = uint64(1n);
/** HasAdditionalKeys and NeedUpdateDictionary, above the width of the index type. */
const labelFlags = 0x600n;

/** LowCardinality(String): a dictionary and one index per row. */
export class LabelColumn extends Plain {
  readonly dictionary: Dictionary;
  ids: Uint32Array<ArrayBuffer> = new Uint32Array(1024);
  #markedCount = 1;
  constructor(dictionary: Dictionary = new Dictionary()) {
    super();
    this.dictionary = dictionary;
  }
  pushId(id: number): void {
    if (this.length === this.ids.length) this.ids = widen(this.ids);
    this.ids[this.length++] = id;
  }
  push(source: Uint8Array, from: number, to: number): void {
    this.pushId(this.dictionary.intern(source, from, to));
  }
  override prefix(out: Uint8Array[]): void {
    out.push(labelVersion);
  }
  data(out: Uint8Array[]): void {
    // Nothing at all stands for no rows, as ClickHouse reads nothing then.
    if (this.length === 0) return;
    const { count } = this.dictionary;
    const ids = this.ids.subarray(0, this.length);
    const [width, indexes] =
      count <= 0x100
        ? ([0n, Uint8Array.from(ids)] as const)
        : count <= 0x10000
          ? ([1n, new Uint8Array(Uint16Array.from(ids).buffer)] as const)
          : ([2n, new Uint8Array(ids.buffer, 0, ids.length * 4)] as const);
    out.push(uint64(labelFlags | width), uint64(BigInt(count)), this.dictionary.strings.view());
    out.push(uint64(BigInt(this.length)), indexes);
  }
  override mark(): void {
    super.mark();
    this.#markedCount = this.dictionary.count;
  }
  override rewind(): void {
    super.rewind();
    this.dictionary.truncate(this.#markedCount);
  }
  override reset(): void {
    super.reset();
    this.dictionary.reset();
    this.#markedCount = 1;
  }
  get byteLength(): number {
    return this.length * 2 + this.dictionary.byteLength;
  }
}

/** Array(T): the inner column's rows, and after each row of this one how many there are. */
export class ArrayColumn<Inner extends ColumnWriter> implements ColumnWriter {
  readonly inner: Inner;
  readonly ends: Uint64Column = new Uint64Column();
  constructor(inner: Inner) {
    this.inner = inner;
  }
  /** Ends the row: `total` inner rows so far. */
  end(total: number): void {
    this.ends.push(total, 0);
  }
  prefix(out: Uint8Array[]): void {
    this.inner.prefix(out);
  }
  data(out: Uint8Array[]): void {
    this.ends.data(out);
    this.inner.data(out);
  }
  mark(): void {
    this.ends.mark();
    this.inner.mark();
  }
  rewind(): void {
    this.ends.rewind();
    this.inner.rewind();
  }
  reset(): void {
    this.ends.reset();
    this.inner.reset();
  }
  get byteLength(): number {
    return this.ends.byteLength + this.inner.byteLength;
  }
}

/** Map(LowCardinality(String), String). Push keys and values in step, then `end` the row. */
export class MapColumn implements ColumnWriter {
  readonly keys: LabelColumn = new LabelColumn();
  readonly values: StringColumn = new StringColumn();
  readonly ends: Uint64Column = new Uint64Column();
  end(): void {
    this.ends.push(this.keys.length, 0);
  }
  prefix(out: Uint8Array[]): void {
    this.keys.prefix(out);
  }
  data(out: Uint8Array[]): void {
    this.ends.data(out);
    this.keys.data(out);
    this.values.data(out);
  }
  mark(): void {
    this.ends.mark();
    this.keys.mark();
    this.values.mark();
  }
  rewind(): void {
    this.ends.rewind();
    this.keys.rewind();
    this.values.rewind();
  }
  reset(): void {
    this.ends.reset();
    this.keys.reset();
    this.values.reset();
  }
  get byteLength(): number {
    return this.ends.byteLength + this.keys.byteLength + this.values.byteLength;
  }
}

/** Tuple: the columns of its elements one after the other. */
export class TupleColumn implements ColumnWriter {
  readonly elements: readonly ColumnWriter[];
  constructor(elements: readonly ColumnWriter[]) {
    this.elements = elements;
  }
  prefix(out: Uint8Array[]): void {
    for (const element of this.elements) element.prefix(out);
  }
  data(out: Uint8Array[]): void {
    for (const element of this.elements) element.data(out);
  }
  mark(): void {
    for (const element of this.elements) element.mark();
  }
  rewind(): void {
    for (const element of this.elements) element.rewind();
  }
  reset(): void {
    for (const element of this.elements) element.reset();
  }
  get byteLength(): number {
    let sum = 0;
    for (const element of this.elements) sum += element.byteLength;
    return sum;
  }
}
