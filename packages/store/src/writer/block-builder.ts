import type { Signal } from '@nightglass/model';
import { walkLogs, walkMetrics, walkTraces } from '@nightglass/otlp';
import { AttributeValues, signalNumbers, ValueMemory } from '../encode/attribute-values.ts';
import { type EncodeScope, RequestContext } from '../encode/context.ts';
import { DimensionBlock, DimensionMemory } from '../encode/dimensions.ts';
import type { EncodeCounters, EncodeLimits } from '../encode/limits.ts';
import { LogBlock } from '../encode/log-block.ts';
import { MetricBlock } from '../encode/metric-block.ts';
import type { NativeBlock } from '../encode/native.ts';
import { RedRollup } from '../encode/red.ts';
import { SeriesMemory } from '../encode/series.ts';
import { SpanBlock } from '../encode/span-block.ts';
import { NanoDivider, TimeRule } from '../encode/times.ts';
import { TraceRollup } from '../encode/trace-index.ts';
import type { Retention } from '../schema/table.ts';

/** One received request, as the queue holds it. */
export interface StoredRequest {
  signal: Signal;
  /** A valid OTLP export request in protobuf. */
  bytes: Uint8Array;
  receivedAtUnixNano: bigint;
  /** Where it stands in the queue: below 2^53, and at least as far from the next request's as it has records. */
  position: number;
}

/** What blocks of one process share. */
export class EncodeMemory {
  readonly dimensions: DimensionMemory = new DimensionMemory();
  readonly series: SeriesMemory = new SeriesMemory();
  readonly values: ValueMemory = new ValueMemory();
  nextBlock = 0;
}

export interface BuilderOptions {
  memory: EncodeMemory;
  limits: EncodeLimits;
  counters: EncodeCounters;
  retention: Retention;
  rollUps: boolean;
}

/** Collects requests into the blocks of all tables. Reusable after `reset`. */
export class BlockBuilder {
  readonly #options: BuilderOptions;
  #block: number;
  readonly #scope: EncodeScope;
  readonly #dimensions: DimensionBlock;
  readonly #spans: SpanBlock;
  readonly #logs: LogBlock;
  readonly #metrics: MetricBlock;
  readonly #red = new RedRollup();
  readonly #traces = new TraceRollup();
  readonly #values: AttributeValues;
  #taken: readonly NativeBlock[] | undefined;

  constructor(options: BuilderOptions) {
    this.#options = options;
    const { memory, limits, counters } = options;
    this.#block = memory.nextBlock++;
    this.#dimensions = new DimensionBlock(memory.dimensions, { limits, counters });
    const block = (): number => this.#block;
    this.#scope = {
      limits,
      counters,
      dimensions: this.#dimensions,
      get block() {
        return block();
      },
    };
    this.#spans = new SpanBlock(this.#scope);
    this.#logs = new LogBlock(this.#scope);
    this.#metrics = new MetricBlock(this.#scope, memory.series);
    this.#values = new AttributeValues(memory.values);
  }

  get records(): { traces: number; logs: number; metrics: number } {
    return { traces: this.#spans.table.rows, logs: this.#logs.table.rows, metrics: this.#metrics.points };
  }
  /** Rows of the largest signal. */
  get rows(): number {
    const { traces, logs, metrics } = this.records;
    return Math.max(traces, logs, metrics);
  }
  /** About the size of the blocks. */
  get byteLength(): number {
    let sum =
      this.#spans.table.byteLength + this.#logs.table.byteLength + this.#metrics.series.table.byteLength;
    for (const table of this.#metrics.tables) sum += table.byteLength;
    return sum;
  }

  /** Adds the records of a request. Throws MalformedOtlp on bytes that are no request, and is then as it was before. */
  add(request: StoredRequest): void {
    if (this.#taken !== undefined) throw new Error('the block has been closed by store()');
    const days = this.#options.retention[request.signal];
    const times = new TimeRule(request.receivedAtUnixNano, days);
    const hour = new NanoDivider(3600e9).of(times.receivedLow, times.receivedHigh);
    const context = new RequestContext(times, hour, request.position);
    this.#dimensions.mark();
    const [part, walk] = this.#part(request.signal, context);
    part.mark();
    try {
      walk(request.bytes);
    } catch (error) {
      part.rewind();
      this.#dimensions.rewind();
      this.#spans.forget();
      this.#logs.forget();
      throw error;
    }
  }

  #part(
    signal: Signal,
    context: RequestContext,
  ): [part: { mark(): void; rewind(): void }, walk: (bytes: Uint8Array) => void] {
    if (signal === 'traces') {
      this.#spans.begin(context);
      return [this.#spans.table, (bytes) => walkTraces(bytes, this.#spans)];
    }
    if (signal === 'logs') {
      this.#logs.begin(context);
      return [this.#logs.table, (bytes) => walkLogs(bytes, this.#logs)];
    }
    this.#metrics.begin(context);
    return [this.#metrics, (bytes) => walkMetrics(bytes, this.#metrics)];
  }

  /** The Native blocks, dimensions first, empty ones left out. Closes the block; the same blocks at every call. */
  take(): readonly NativeBlock[] {
    this.#taken ??= this.#encode().filter((block) => block.rows > 0);
    return this.#taken;
  }

  #encode(): NativeBlock[] {
    return [
      this.#dimensions.resources.take(),
      this.#dimensions.scopes.take(),
      this.#metrics.series.table.take(),
      this.#spans.table.take(),
      this.#logs.table.take(),
      ...this.#metrics.tables.map((table) => table.take()),
      ...(this.#options.rollUps ? this.#rollUps() : []),
    ];
  }

  #rollUps(): NativeBlock[] {
    const values = this.#values;
    const hours = new NanoDivider(3600e9);
    const hourOf = (words: Uint32Array) => (row: number) =>
      hours.of(words[row * 2] as number, words[row * 2 + 1] as number);
    this.#dimensions.countValues(values);
    this.#metrics.series.countValues(values);
    values.count('span', this.#spans.attributes, signalNumbers.traces, hourOf(this.#spans.timestamp.words));
    values.count('log', this.#logs.attributes, signalNumbers.logs, hourOf(this.#logs.timestamp.words));
    return [values.take(), this.#red.take(this.#spans), this.#traces.take(this.#spans)];
  }

  /** The blocks are in the tables: what they brought along need not be written again this hour. */
  stored(): void {
    this.#dimensions.stored();
    this.#metrics.series.stored();
  }

  /** Empty again, keeping its memory. */
  reset(): void {
    this.#taken = undefined;
    this.#block = this.#options.memory.nextBlock++;
    this.#dimensions.reset();
    this.#spans.table.reset();
    this.#spans.forget();
    this.#logs.table.reset();
    this.#logs.forget();
    this.#metrics.reset();
    this.#red.reset();
    this.#traces.reset();
    this.#values.reset();
  }
}
