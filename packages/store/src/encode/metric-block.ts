import {
  ExemplarView,
  type ExtentList,
  MetricKind,
  type MetricSink,
  type MetricView,
  type PointView,
  QuantileView,
  type ResourceView,
  readExemplar,
  readQuantile,
  type ScopeView,
} from '@nightglass/otlp';
import {
  metricExemplars,
  metricExponentialHistograms,
  metricHistograms,
  metricSamples,
  metricSummaries,
} from '../schema/metrics.ts';
import { AttributeWriter } from './attributes.ts';
import { utf8Boundary } from './bytes.ts';
import {
  ArrayColumn,
  FixedColumn,
  LabelColumn,
  MapColumn,
  Uint8Column,
  Uint32Column,
  Uint64Column,
} from './columns.ts';
import type { EncodeScope, RequestContext } from './context.ts';
import type { KnownResource } from './dimensions.ts';
import type { Known } from './memory.ts';
import { doubleBitsOfInt, readFixed64, readVarint, word } from './numbers.ts';
import { SeriesBlock, type SeriesMemory } from './series.ts';
import { TableWriter } from './table-writer.ts';
import { fitsDateTime } from './times.ts';

/** The columns every point table begins with. */
class PointKey {
  readonly name = new LabelColumn();
  readonly series = new Uint64Column();
  readonly start = new Uint64Column();
  readonly time = new Uint64Column();
  readonly flags = new Uint32Column();
  readonly columns = {
    MetricName: this.name,
    SeriesId: this.series,
    StartTimeUnix: this.start,
    TimeUnix: this.time,
    Flags: this.flags,
  };
}

/** Count, sum, min and max of a histogram point. */
class Moments {
  readonly count = new Uint64Column();
  readonly sum = new Uint64Column();
  readonly min = new Uint64Column();
  readonly max = new Uint64Column();
  readonly present = new Uint8Column();
  readonly columns = {
    Count: this.count,
    Sum: this.sum,
    Min: this.min,
    Max: this.max,
    Present: this.present,
  };
  push(view: PointView): void {
    const b = view.bytes;
    eight(this.count, b, view.count);
    eight(this.sum, b, view.sum);
    eight(this.min, b, view.min);
    eight(this.max, b, view.max);
    this.present.push((view.sum >= 0 ? 1 : 0) | (view.min >= 0 ? 2 : 0) | (view.max >= 0 ? 4 : 0));
  }
}

/** Eight bytes as they were sent: fixed64, double. Zeros when absent. */
const eight = (column: Uint64Column, b: Uint8Array, at: number): void => {
  readFixed64(b, at);
  column.push(word.low, word.high);
};

type Numbers = ArrayColumn<Uint64Column>;
const numbers = (): Numbers => new ArrayColumn(new Uint64Column());

/** Runs of eight bytes each. */
const eights = (column: Numbers, b: Uint8Array, runs: ExtentList): void => {
  for (let i = 0; i < runs.count; i++) {
    const to = runs.slots[2 * i + 1] as number;
    for (let at = runs.slots[2 * i] as number; at < to; at += 8) eight(column.inner, b, at);
  }
  column.end(column.inner.length);
};

const varints = (column: Numbers, b: Uint8Array, runs: ExtentList): void => {
  for (let i = 0; i < runs.count; i++) {
    const to = runs.slots[2 * i + 1] as number;
    for (let at = runs.slots[2 * i] as number; at < to; ) {
      at = readVarint(b, at);
      column.inner.push(word.low, word.high);
    }
  }
  column.end(column.inner.length);
};

const numberTypes = { none: 0, int: 1, double: 2 } as const;

/** A number point's or exemplar's value, exact in both columns where it can be. */
class NumberColumns {
  readonly value = new Uint64Column();
  readonly int = new Uint64Column();
  readonly type = new Uint8Column();
  readonly columns = { Value: this.value, ValueInt: this.int, NumberType: this.type };
  push(b: Uint8Array, asDouble: number, asInt: number): void {
    if (asInt >= 0) {
      eight(this.int, b, asInt);
      doubleBitsOfInt(word.low, word.high);
      this.value.push(word.low, word.high);
      this.type.push(numberTypes.int);
      return;
    }
    eight(this.value, b, asDouble);
    this.int.push(0, 0);
    this.type.push(asDouble >= 0 ? numberTypes.double : numberTypes.none);
  }
}

/** Data points of the five kinds as columns of their tables, with their series and exemplars. */
export class MetricBlock implements MetricSink {
  readonly series: SeriesBlock;
  readonly #samplesKey = new PointKey();
  readonly #sample = new NumberColumns();
  readonly #histogramsKey = new PointKey();
  readonly #histogramMoments = new Moments();
  readonly #bucketCounts = numbers();
  readonly #explicitBounds = numbers();
  readonly #exponentialsKey = new PointKey();
  readonly #exponentialMoments = new Moments();
  readonly #scale = new Uint32Column();
  readonly #zeroCount = new Uint64Column();
  readonly #zeroThreshold = new Uint64Column();
  readonly #positiveOffset = new Uint32Column();
  readonly #positiveCounts = numbers();
  readonly #negativeOffset = new Uint32Column();
  readonly #negativeCounts = numbers();
  readonly #summariesKey = new PointKey();
  readonly #summaryCount = new Uint64Column();
  readonly #summarySum = new Uint64Column();
  readonly #quantiles = numbers();
  readonly #quantileValues = numbers();
  readonly #exemplarName = new LabelColumn();
  readonly #exemplarSeries = new Uint64Column();
  readonly #exemplarPointTime = new Uint64Column();
  readonly #exemplarTime = new Uint64Column();
  readonly #exemplarValue = new NumberColumns();
  readonly #exemplarTraceId = new FixedColumn(16);
  readonly #exemplarSpanId = new FixedColumn(8);
  readonly #exemplarAttributes = new MapColumn();
  readonly #exemplarTypes = new ArrayColumn(new LabelColumn());
  readonly #exemplarWriter: AttributeWriter;
  /** All but the series. */
  readonly tables: readonly TableWriter[];
  readonly #samples: TableWriter;
  readonly #histograms: TableWriter;
  readonly #exponentials: TableWriter;
  readonly #summaries: TableWriter;
  readonly #exemplars: TableWriter;

  readonly #scope: EncodeScope;
  readonly #exemplar = new ExemplarView();
  readonly #quantile = new QuantileView();
  #request!: RequestContext;
  #resource!: KnownResource;
  #scopeKnown!: Known;
  #scopeName: Uint8Array = new Uint8Array(0);
  /** Points in the order of the request, of all kinds. */
  points = 0;
  #markedPoints = 0;

  constructor(scope: EncodeScope, memory: SeriesMemory) {
    this.#scope = scope;
    this.series = new SeriesBlock(memory, scope);
    this.#exemplarWriter = new AttributeWriter(this.#exemplarAttributes, this.#exemplarTypes.inner, scope);
    this.#samples = new TableWriter(metricSamples, { ...this.#samplesKey.columns, ...this.#sample.columns });
    this.#histograms = new TableWriter(metricHistograms, {
      ...this.#histogramsKey.columns,
      ...this.#histogramMoments.columns,
      BucketCounts: this.#bucketCounts,
      ExplicitBounds: this.#explicitBounds,
    });
    this.#exponentials = new TableWriter(metricExponentialHistograms, {
      ...this.#exponentialsKey.columns,
      ...this.#exponentialMoments.columns,
      Scale: this.#scale,
      ZeroCount: this.#zeroCount,
      ZeroThreshold: this.#zeroThreshold,
      PositiveOffset: this.#positiveOffset,
      PositiveBucketCounts: this.#positiveCounts,
      NegativeOffset: this.#negativeOffset,
      NegativeBucketCounts: this.#negativeCounts,
    });
    this.#summaries = new TableWriter(metricSummaries, {
      ...this.#summariesKey.columns,
      Count: this.#summaryCount,
      Sum: this.#summarySum,
      'ValueAtQuantiles.Quantile': this.#quantiles,
      'ValueAtQuantiles.Value': this.#quantileValues,
    });
    this.#exemplars = new TableWriter(metricExemplars, {
      MetricName: this.#exemplarName,
      SeriesId: this.#exemplarSeries,
      PointTimeUnix: this.#exemplarPointTime,
      TimeUnix: this.#exemplarTime,
      ...this.#exemplarValue.columns,
      TraceId: this.#exemplarTraceId,
      SpanId: this.#exemplarSpanId,
      FilteredAttributes: this.#exemplarAttributes,
      AttributeTypes: this.#exemplarTypes,
    });
    this.tables = [this.#samples, this.#histograms, this.#exponentials, this.#summaries, this.#exemplars];
  }

  begin(request: RequestContext): void {
    this.#request = request;
  }

  resource(view: ResourceView): void {
    const { dimensions, block } = this.#scope;
    this.#resource = dimensions.resource(view, block, 'metrics', this.#request.hour);
  }

  scope(view: ScopeView): void {
    const { dimensions, block, limits } = this.#scope;
    this.#scopeKnown = dimensions.scope(view, block, 'metrics', this.#request.hour);
    this.#scopeName = view.bytes.subarray(
      view.nameFrom,
      utf8Boundary(view.bytes, view.nameFrom, view.nameTo, limits.textBytes),
    );
  }

  metric(_view: MetricView): void {}

  point(metric: MetricView, view: PointView): void {
    const b = view.bytes;
    switch (metric.kind) {
      case MetricKind.gauge:
      case MetricKind.sum:
        this.#key(this.#samples, this.#samplesKey, metric, view);
        this.#sample.push(b, view.asDouble, view.asInt);
        break;
      case MetricKind.histogram:
        this.#key(this.#histograms, this.#histogramsKey, metric, view);
        this.#histogramMoments.push(view);
        eights(this.#bucketCounts, b, view.bucketCounts);
        eights(this.#explicitBounds, b, view.explicitBounds);
        break;
      case MetricKind.exponentialHistogram:
        this.#key(this.#exponentials, this.#exponentialsKey, metric, view);
        this.#exponentialMoments.push(view);
        this.#scale.push(view.scale);
        eight(this.#zeroCount, b, view.zeroCount);
        eight(this.#zeroThreshold, b, view.zeroThreshold);
        this.#positiveOffset.push(view.positiveOffset);
        varints(this.#positiveCounts, b, view.positiveCounts);
        this.#negativeOffset.push(view.negativeOffset);
        varints(this.#negativeCounts, b, view.negativeCounts);
        break;
      case MetricKind.summary:
        this.#key(this.#summaries, this.#summariesKey, metric, view);
        eight(this.#summaryCount, b, view.count);
        eight(this.#summarySum, b, view.sum);
        this.#quantilesOf(view);
        break;
      default:
    }
  }

  #key(table: TableWriter, key: PointKey, metric: MetricView, view: PointView): void {
    const b = view.bytes;
    const { block, limits, counters } = this.#scope;
    const { times, hour } = this.#request;
    const known = this.series.series(
      metric,
      view,
      this.#resource,
      this.#scopeKnown,
      this.#scopeName,
      block,
      hour,
    );
    this.points++;
    table.rows++;
    key.name.push(b, metric.nameFrom, utf8Boundary(b, metric.nameFrom, metric.nameTo, limits.textBytes));
    key.series.push(known.low, known.high);
    this.#time(key.start, b, view.startTime);
    readFixed64(b, view.time);
    let { low, high } = word;
    if (!times.allows(low, high)) {
      counters.clampedTimes++;
      low = times.receivedLow;
      high = times.receivedHigh;
    }
    key.time.push(low, high);
    key.flags.push(view.flags);
    for (let i = 0; i < view.exemplars.count; i++) this.#exemplarOf(metric, view, known, i, low, high);
  }

  #time(column: Uint64Column, b: Uint8Array, at: number): void {
    readFixed64(b, at);
    if (fitsDateTime(word.high)) {
      column.push(word.low, word.high);
      return;
    }
    this.#scope.counters.clampedTimes++;
    column.push(this.#request.times.receivedLow, this.#request.times.receivedHigh);
  }

  #quantilesOf(view: PointView): void {
    const quantile = this.#quantile;
    const { slots, count } = view.quantiles;
    for (let i = 0; i < count; i++) {
      readQuantile(view.bytes, slots[2 * i] as number, slots[2 * i + 1] as number, quantile);
      eight(this.#quantiles.inner, view.bytes, quantile.quantile);
      eight(this.#quantileValues.inner, view.bytes, quantile.value);
    }
    this.#quantiles.end(this.#quantiles.inner.length);
    this.#quantileValues.end(this.#quantileValues.inner.length);
  }

  #exemplarOf(metric: MetricView, view: PointView, known: Known, i: number, low: number, high: number): void {
    const b = view.bytes;
    const { slots } = view.exemplars;
    const exemplar = this.#exemplar;
    readExemplar(b, slots[2 * i] as number, slots[2 * i + 1] as number, exemplar);
    const { times } = this.#request;
    this.#exemplars.rows++;
    this.#exemplarName.push(
      b,
      metric.nameFrom,
      utf8Boundary(b, metric.nameFrom, metric.nameTo, this.#scope.limits.textBytes),
    );
    this.#exemplarSeries.push(known.low, known.high);
    this.#exemplarPointTime.push(low, high);
    readFixed64(b, exemplar.time);
    if (times.allows(word.low, word.high)) this.#exemplarTime.push(word.low, word.high);
    else {
      // An exemplar without a usable time happened in its point's interval.
      this.#scope.counters.clampedTimes++;
      this.#exemplarTime.push(low, high);
    }
    this.#exemplarValue.push(b, exemplar.asDouble, exemplar.asInt);
    this.#exemplarTraceId.push(b, exemplar.traceId);
    this.#exemplarSpanId.push(b, exemplar.spanId);
    this.#exemplarWriter.write(b, exemplar.attributes, '');
    this.#exemplarWriter.end();
    this.#exemplarTypes.end(this.#exemplarTypes.inner.length);
  }

  mark(): void {
    this.series.mark();
    this.#markedPoints = this.points;
    for (const table of this.tables) table.mark();
  }
  rewind(): void {
    this.series.rewind();
    this.points = this.#markedPoints;
    for (const table of this.tables) table.rewind();
    this.#exemplarWriter.forget();
  }
  reset(): void {
    this.series.reset();
    this.points = 0;
    this.#markedPoints = 0;
    for (const table of this.tables) table.reset();
    this.#exemplarWriter.forget();
  }
}
