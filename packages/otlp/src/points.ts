/** Data points of the five kinds of metric, read into one view. */
import { readAttributes } from './attributes.ts';
import { idAt } from './ids.ts';
import * as metrics from './proto/metrics.ts';
import {
  type ExemplarView,
  type ExtentList,
  MetricKind,
  type PointView,
  type QuantileView,
} from './views.ts';
import { checkPackedFixed64, checkPackedVarints, Reader, zigzag } from './wire.ts';

// Not used as imported: see attributes.ts.
const { Buckets, Exemplar, ValueAtQuantile } = metrics;
const { ExponentialHistogramDataPoint, HistogramDataPoint, NumberDataPoint, SummaryDataPoint } = metrics;

/** Reads the data point at `[from, to)` of a metric of that kind and leaves the reader behind it. */
export const readPoint = (r: Reader, from: number, to: number, kind: number, view: PointView): void => {
  clearPoint(view);
  view.bytes = r.bytes;
  view.from = from;
  view.to = to;
  r.at = from;
  if (kind === MetricKind.histogram) readHistogramPoint(r, to, view);
  else if (kind === MetricKind.exponentialHistogram) readExponentialHistogramPoint(r, to, view);
  else if (kind === MetricKind.summary) readSummaryPoint(r, to, view);
  else readNumberPoint(r, to, view);
};

/** The tag of the attributes of a data point of that kind. */
export const attributesTagOfPoint = (kind: number): number => {
  if (kind === MetricKind.histogram) return HistogramDataPoint.attributes;
  if (kind === MetricKind.exponentialHistogram) return ExponentialHistogramDataPoint.attributes;
  if (kind === MetricKind.summary) return SummaryDataPoint.attributes;
  return NumberDataPoint.attributes;
};

/** Makes every field absent. */
export const clearPoint = (view: PointView): void => {
  view.startTime = view.time = view.asDouble = view.asInt = -1;
  view.count = view.sum = view.min = view.max = view.zeroCount = view.zeroThreshold = -1;
  view.flags = view.scale = view.positiveOffset = view.negativeOffset = 0;
  view.attributes.clear();
  view.bucketCounts.clear();
  view.explicitBounds.clear();
  view.positiveCounts.clear();
  view.negativeCounts.clear();
  view.quantiles.clear();
  view.exemplars.clear();
};

const readNumberPoint = (r: Reader, to: number, view: PointView): void => {
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case NumberDataPoint.startTimeUnixNano:
        view.startTime = r.from;
        break;
      case NumberDataPoint.timeUnixNano:
        view.time = r.from;
        break;
      case NumberDataPoint.asDouble:
        view.asDouble = r.from;
        view.asInt = -1;
        break;
      case NumberDataPoint.asInt:
        view.asInt = r.from;
        view.asDouble = -1;
        break;
      case NumberDataPoint.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case NumberDataPoint.exemplars:
        view.exemplars.push(r.from, r.to);
        break;
      case NumberDataPoint.flags:
        view.flags = r.lo >>> 0;
        break;
    }
  }
};

const readHistogramPoint = (r: Reader, to: number, view: PointView): void => {
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case HistogramDataPoint.startTimeUnixNano:
        view.startTime = r.from;
        break;
      case HistogramDataPoint.timeUnixNano:
        view.time = r.from;
        break;
      case HistogramDataPoint.count:
        view.count = r.from;
        break;
      case HistogramDataPoint.sum:
        view.sum = r.from;
        break;
      case HistogramDataPoint.min:
        view.min = r.from;
        break;
      case HistogramDataPoint.max:
        view.max = r.from;
        break;
      case HistogramDataPoint.bucketCounts:
      case HistogramDataPoint.bucketCountsPacked:
        pushFixed64(r, view.bucketCounts);
        break;
      case HistogramDataPoint.explicitBounds:
      case HistogramDataPoint.explicitBoundsPacked:
        pushFixed64(r, view.explicitBounds);
        break;
      case HistogramDataPoint.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case HistogramDataPoint.exemplars:
        view.exemplars.push(r.from, r.to);
        break;
      case HistogramDataPoint.flags:
        view.flags = r.lo >>> 0;
        break;
    }
  }
};

const readExponentialHistogramPoint = (r: Reader, to: number, view: PointView): void => {
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case ExponentialHistogramDataPoint.startTimeUnixNano:
        view.startTime = r.from;
        break;
      case ExponentialHistogramDataPoint.timeUnixNano:
        view.time = r.from;
        break;
      case ExponentialHistogramDataPoint.count:
        view.count = r.from;
        break;
      case ExponentialHistogramDataPoint.sum:
        view.sum = r.from;
        break;
      case ExponentialHistogramDataPoint.min:
        view.min = r.from;
        break;
      case ExponentialHistogramDataPoint.max:
        view.max = r.from;
        break;
      case ExponentialHistogramDataPoint.scale:
        view.scale = zigzag(r.lo);
        break;
      case ExponentialHistogramDataPoint.zeroCount:
        view.zeroCount = r.from;
        break;
      case ExponentialHistogramDataPoint.zeroThreshold:
        view.zeroThreshold = r.from;
        break;
      case ExponentialHistogramDataPoint.positive:
        view.positiveOffset = readBuckets(r, view.positiveCounts);
        break;
      case ExponentialHistogramDataPoint.negative:
        view.negativeOffset = readBuckets(r, view.negativeCounts);
        break;
      case ExponentialHistogramDataPoint.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case ExponentialHistogramDataPoint.exemplars:
        view.exemplars.push(r.from, r.to);
        break;
      case ExponentialHistogramDataPoint.flags:
        view.flags = r.lo >>> 0;
        break;
    }
  }
};

const readSummaryPoint = (r: Reader, to: number, view: PointView): void => {
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case SummaryDataPoint.startTimeUnixNano:
        view.startTime = r.from;
        break;
      case SummaryDataPoint.timeUnixNano:
        view.time = r.from;
        break;
      case SummaryDataPoint.count:
        view.count = r.from;
        break;
      case SummaryDataPoint.sum:
        view.sum = r.from;
        break;
      case SummaryDataPoint.quantileValues:
        view.quantiles.push(r.from, r.to);
        break;
      case SummaryDataPoint.attributes:
        readAttributes(r, tag, to, view.attributes);
        break;
      case SummaryDataPoint.flags:
        view.flags = r.lo >>> 0;
        break;
    }
  }
};

/** One element or a packed run of them: either way an extent of whole elements. */
const pushFixed64 = (r: Reader, list: ExtentList): void => {
  checkPackedFixed64(r.from, r.to);
  if (r.to > r.from) list.push(r.from, r.to);
};

/** Reads the Buckets the reader has just met: the counts into `counts`, the offset as the result. */
const readBuckets = (r: Reader, counts: ExtentList): number => {
  const { to } = r;
  let offset = 0;
  counts.clear();
  r.at = r.from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === Buckets.offset) offset = zigzag(r.lo);
    else if (tag === Buckets.bucketCounts || tag === Buckets.bucketCountsPacked) {
      checkPackedVarints(r.bytes, r.from, r.to);
      if (r.to > r.from) counts.push(r.from, r.to);
    }
  }
  return offset;
};

const leaf = new Reader();

/** Reads the Exemplar at `[from, to)`: an extent of `PointView.exemplars`. Throws MalformedOtlp. */
export const readExemplar = (bytes: Uint8Array, from: number, to: number, view: ExemplarView): void => {
  const r = leaf.reset(bytes);
  view.time = view.asDouble = view.asInt = view.traceId = view.spanId = -1;
  view.attributes.clear();
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case Exemplar.timeUnixNano:
        view.time = r.from;
        break;
      case Exemplar.asDouble:
        view.asDouble = r.from;
        view.asInt = -1;
        break;
      case Exemplar.asInt:
        view.asInt = r.from;
        view.asDouble = -1;
        break;
      case Exemplar.traceId:
        view.traceId = idAt(r, 16);
        break;
      case Exemplar.spanId:
        view.spanId = idAt(r, 8);
        break;
      case Exemplar.filteredAttributes:
        readAttributes(r, tag, to, view.attributes);
        break;
    }
  }
};

/** Reads the ValueAtQuantile at `[from, to)`: an extent of `PointView.quantiles`. Throws MalformedOtlp. */
export const readQuantile = (bytes: Uint8Array, from: number, to: number, view: QuantileView): void => {
  const r = leaf.reset(bytes);
  view.quantile = view.value = -1;
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === ValueAtQuantile.quantile) view.quantile = r.from;
    else if (tag === ValueAtQuantile.value) view.value = r.from;
  }
};
