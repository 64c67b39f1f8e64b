import { traceIndex } from '../schema/traces.ts';
import {
  FixedColumn,
  StringColumn,
  TupleColumn,
  Uint8Column,
  Uint16Column,
  Uint64Column,
} from './columns.ts';
import { type Dictionary, widen } from './dictionary.ts';
import type { NativeBlock } from './native.ts';
import type { SpanBlock } from './span-block.ts';
import { TableWriter } from './table-writer.ts';
import { NanoDivider } from './times.ts';
import { TupleTable } from './tuple-table.ts';

/** Words per trace in `#state`. */
const state = {
  startLow: 0,
  startHigh: 1,
  endLow: 2,
  endHigh: 3,
  spans: 4,
  errors: 5,
  row: 6,
  missing: 7,
} as const;
const width = 8;

/** Is the 64-bit number a less than b? */
const less = (aLow: number, aHigh: number, bLow: number, bHigh: number): boolean =>
  aHigh < bHigh || (aHigh === bHigh && aLow < bLow);

/** Computes the `trace_index` rows of a block of spans: one per trace in the block. */
export class TraceRollup {
  readonly #traceId = new FixedColumn(16);
  readonly #start = new Uint64Column();
  readonly #end = new Uint64Column();
  readonly #spans = new Uint64Column();
  readonly #errors = new Uint64Column();
  readonly #missing = new Uint8Column();
  readonly #rootTime = new Uint64Column();
  readonly #rootService = new StringColumn();
  readonly #rootName = new StringColumn();
  readonly #rootDuration = new Uint64Column();
  readonly #day = new Uint16Column();
  readonly #writer: TableWriter;
  readonly #table = new TupleTable(16384);
  #state = new Uint32Array(16384 * width);

  constructor() {
    this.#writer = new TableWriter(traceIndex, {
      TraceId: this.#traceId,
      Start: this.#start,
      End: this.#end,
      SpanCount: this.#spans,
      ErrorCount: this.#errors,
      Root: new TupleColumn([
        this.#missing,
        this.#rootTime,
        this.#rootService,
        this.#rootName,
        this.#rootDuration,
      ]),
      Day: this.#day,
    });
  }

  take(spans: SpanBlock): NativeBlock {
    this.#collect(spans);
    const ids = new Uint8Array(this.#table.words.buffer);
    const days = new NanoDivider(86_400e9);
    const times = spans.timestamp.words;
    const durations = spans.duration.words;
    for (let entry = 0; entry < this.#table.count; entry++) {
      const s = this.#state.subarray(entry * width, (entry + 1) * width);
      const row = s[state.row] as number;
      const startLow = s[state.startLow] as number;
      const startHigh = s[state.startHigh] as number;
      this.#writer.rows++;
      this.#traceId.push(ids, entry * 16);
      this.#start.push(startLow, startHigh);
      this.#end.push(s[state.endLow] as number, s[state.endHigh] as number);
      this.#spans.push(s[state.spans] as number, 0);
      this.#errors.push(s[state.errors] as number, 0);
      this.#missing.push(s[state.missing] as number);
      this.#rootTime.push(times[row * 2] as number, times[row * 2 + 1] as number);
      copy(this.#rootService, spans.serviceName.dictionary, spans.serviceName.ids[row] as number);
      copy(this.#rootName, spans.spanName.dictionary, spans.spanName.ids[row] as number);
      this.#rootDuration.push(durations[row * 2] as number, durations[row * 2 + 1] as number);
      this.#day.push(days.of(startLow, startHigh));
    }
    return this.#writer.take();
  }

  #collect(spans: SpanBlock): void {
    const { rows } = spans.table;
    const traces = spans.traceWords();
    const parents = spans.parentWords();
    const times = spans.timestamp.words;
    const durations = spans.duration.words;
    const table = this.#table;
    for (let row = 0; row < rows; row++) {
      const t = row * 4;
      const w = row * 2;
      const low = times[w] as number;
      const high = times[w + 1] as number;
      const endSum = low + (durations[w] as number);
      const endLow = endSum >>> 0;
      const endHigh = (high + (durations[w + 1] as number) + (endSum > 0xffffffff ? 1 : 0)) >>> 0;
      const missing = parents[w] === 0 && parents[w + 1] === 0 ? 0 : 1;
      const before = table.count;
      const entry = table.entry(
        traces[t] as number,
        traces[t + 1] as number,
        traces[t + 2] as number,
        traces[t + 3] as number,
      );
      const at = entry * width;
      if (table.count !== before) {
        while (at + width > this.#state.length) this.#state = widen(this.#state);
        const s = this.#state;
        s[at] = low;
        s[at + 1] = high;
        s[at + 2] = endLow;
        s[at + 3] = endHigh;
        s[at + 4] = 0;
        s[at + 5] = 0;
        s[at + 6] = row;
        s[at + 7] = missing;
      }
      const s = this.#state;
      s[at + 4] = (s[at + 4] as number) + 1;
      if (spans.statusCode.values[row] === 2) s[at + 5] = (s[at + 5] as number) + 1;
      if (less(low, high, s[at] as number, s[at + 1] as number)) {
        s[at] = low;
        s[at + 1] = high;
      }
      if (less(s[at + 2] as number, s[at + 3] as number, endLow, endHigh)) {
        s[at + 2] = endLow;
        s[at + 3] = endHigh;
      }
      const best = s[at + 6] as number;
      const bestMissing = s[at + 7] as number;
      const earlier = less(low, high, times[best * 2] as number, times[best * 2 + 1] as number);
      if (missing < bestMissing || (missing === bestMissing && earlier)) {
        s[at + 6] = row;
        s[at + 7] = missing;
      }
    }
  }

  reset(): void {
    this.#writer.reset();
    this.#table.reset();
  }
}

const copy = (column: StringColumn, dictionary: Dictionary, id: number): void => {
  const from = dictionary.start(id);
  column.push(dictionary.strings.data, from, from + dictionary.size(id));
};
