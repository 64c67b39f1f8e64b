import { red1m } from '../schema/traces.ts';
import { LabelColumn, Uint8Column, Uint16Column, Uint32Column, Uint64Column } from './columns.ts';
import { adoptKeys, widen } from './dictionary.ts';
import type { NativeBlock } from './native.ts';
import type { SpanBlock } from './span-block.ts';
import { TableWriter } from './table-writer.ts';
import { NanoDivider } from './times.ts';
import { TupleTable } from './tuple-table.ts';

/** Bucket of a duration: floor(log2(nanoseconds) * 8), 0 and 1 ns in bucket 0. At most 511. */
export const durationBucket = (low: number, high: number): number => {
  const nanos = high * 4294967296 + low;
  return nanos <= 1 ? 0 : Math.floor(Math.log2(nanos) * 8);
};

/** Computes the `red_1m` rows of a block of spans. */
export class RedRollup {
  readonly #time = new Uint32Column();
  readonly #service = new LabelColumn();
  readonly #name = new LabelColumn();
  readonly #kind = new Uint8Column();
  readonly #root = new Uint8Column();
  readonly #error = new Uint8Column();
  readonly #bucket = new Uint16Column();
  readonly #calls = new Uint64Column();
  readonly #durations = new Uint64Column();
  readonly #writer: TableWriter;
  readonly #table = new TupleTable(4096);
  #counts = new Uint32Array(4096);
  /** Low and high half per entry. */
  #sums = new Uint32Array(8192);

  constructor() {
    this.#writer = new TableWriter(red1m, {
      Time: this.#time,
      ServiceName: this.#service,
      SpanName: this.#name,
      SpanKind: this.#kind,
      IsRoot: this.#root,
      IsError: this.#error,
      Bucket: this.#bucket,
      Calls: this.#calls,
      DurationSum: this.#durations,
    });
  }

  take(spans: SpanBlock): NativeBlock {
    this.#count(spans);
    adoptKeys(this.#service.dictionary, spans.serviceName.dictionary);
    adoptKeys(this.#name.dictionary, spans.spanName.dictionary);
    const words = this.#table.words;
    const sums = this.#sums;
    for (let entry = 0; entry < this.#table.count; entry++) {
      const at = entry * 4;
      const last = words[at + 3] as number;
      this.#writer.rows++;
      this.#time.push((words[at] as number) * 60);
      this.#service.pushId(words[at + 1] as number);
      this.#name.pushId(words[at + 2] as number);
      this.#kind.push(last & 7);
      this.#root.push((last >>> 3) & 1);
      this.#error.push((last >>> 4) & 1);
      this.#bucket.push(last >>> 5);
      this.#calls.push(this.#counts[entry] as number, 0);
      this.#durations.push(sums[entry * 2] as number, sums[entry * 2 + 1] as number);
    }
    return this.#writer.take();
  }

  #count(spans: SpanBlock): void {
    const minutes = new NanoDivider(60e9);
    const times = spans.timestamp.words;
    const durations = spans.duration.words;
    const { rows } = spans.table;
    const parentWords = spans.parentWords();
    const table = this.#table;
    for (let row = 0; row < rows; row++) {
      const at = row * 2;
      const root = (parentWords[at] as number) === 0 && (parentWords[at + 1] as number) === 0;
      const flags =
        (spans.spanKind.values[row] as number) |
        (root ? 8 : 0) |
        (spans.statusCode.values[row] === 2 ? 16 : 0) |
        (durationBucket(durations[at] as number, durations[at + 1] as number) << 5);
      const minute = minutes.of(times[at] as number, times[at + 1] as number);
      const before = table.count;
      const service = spans.serviceName.ids[row] as number;
      const entry = table.entry(minute, service, spans.spanName.ids[row] as number, flags);
      if (table.count !== before) this.#grow(entry);
      this.#counts[entry] = (this.#counts[entry] as number) + 1;
      const sum = (this.#sums[entry * 2] as number) + (durations[at] as number);
      this.#sums[entry * 2] = sum;
      this.#sums[entry * 2 + 1] =
        (this.#sums[entry * 2 + 1] as number) + (durations[at + 1] as number) + (sum > 0xffffffff ? 1 : 0);
    }
  }

  #grow(entry: number): void {
    if (entry >= this.#counts.length) {
      this.#counts = widen(this.#counts);
      this.#sums = widen(this.#sums);
    }
    this.#counts[entry] = 0;
    this.#sums[entry * 2] = 0;
    this.#sums[entry * 2 + 1] = 0;
  }

  reset(): void {
    this.#writer.reset();
    this.#table.reset();
  }
}
