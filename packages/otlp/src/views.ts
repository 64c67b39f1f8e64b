/**
 * Views: what a walker hands to a sink. A view is offsets into the request's bytes, one object reused for every
 * record, valid only during the call. Nothing here is decoded; a sink copies bytes or reads numbers at the offsets.
 *
 * An extent is a pair `xFrom`, `xTo` (half open). An absent field has `xFrom === xTo` (strings, ids) or offset -1
 * (fixed-width numbers). Ids are given as offsets and are only set when they have their exact length.
 */

/** AnyValue.value by field number of common.proto; `empty` when no member is set. */
export const ValueType = {
  empty: 0,
  string: 1,
  bool: 2,
  int: 3,
  double: 4,
  array: 5,
  kvlist: 6,
  bytes: 7,
} as const;

const stride = 5;
/** Ints per attribute in `AttributeList.slots`. */
export const ATTRIBUTE_STRIDE = stride;

/** A list that one unreasonable record made longer than this many ints is let go at the next `clear`. */
const keptSlots = 1 << 16;

/**
 * Attributes of one record. Attribute i occupies `slots[i * ATTRIBUTE_STRIDE ...]`:
 * keyFrom, keyTo, type (ValueType), valueFrom, valueTo.
 * string/bytes: the text or bytes. bool/int: the varint. double: its 8 bytes, little endian.
 * array/kvlist: the ArrayValue / KeyValueList message.
 */
export class AttributeList {
  count = 0;
  slots: Int32Array = new Int32Array(32 * stride);

  clear(): void {
    this.count = 0;
    if (this.slots.length > keptSlots) this.slots = new Int32Array(32 * stride);
  }
  push(keyFrom: number, keyTo: number, type: number, valueFrom: number, valueTo: number): void {
    let at = this.count * stride;
    const s = at + stride > this.slots.length ? this.grow() : this.slots;
    s[at++] = keyFrom;
    s[at++] = keyTo;
    s[at++] = type;
    s[at++] = valueFrom;
    s[at] = valueTo;
    this.count++;
  }
  /** Doubles the room; the result is the new `slots`. */
  grow(): Int32Array {
    const wider = new Int32Array(this.slots.length * 2);
    wider.set(this.slots);
    this.slots = wider;
    return wider;
  }
}

/** A list of extents: extent i is `[slots[2i], slots[2i+1])`. */
export class ExtentList {
  count = 0;
  slots: Int32Array = new Int32Array(16);

  clear(): void {
    this.count = 0;
    if (this.slots.length > keptSlots) this.slots = new Int32Array(16);
  }
  push(from: number, to: number): void {
    const at = this.count * 2;
    if (at + 2 > this.slots.length) {
      const wider = new Int32Array(this.slots.length * 2);
      wider.set(this.slots);
      this.slots = wider;
    }
    this.slots[at] = from;
    this.slots[at + 1] = to;
    this.count++;
  }
}

export class ResourceView {
  bytes: Uint8Array = new Uint8Array(0);
  /** The whole Resource message, for hashing; empty when absent. */
  from = 0;
  to = 0;
  readonly attributes: AttributeList = new AttributeList();
  droppedAttributesCount = 0;
  schemaUrlFrom = 0;
  schemaUrlTo = 0;
}

export class ScopeView {
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  nameFrom = 0;
  nameTo = 0;
  versionFrom = 0;
  versionTo = 0;
  readonly attributes: AttributeList = new AttributeList();
  droppedAttributesCount = 0;
  schemaUrlFrom = 0;
  schemaUrlTo = 0;
}

export class SpanView {
  bytes: Uint8Array = new Uint8Array(0);
  /** The Span message. */
  from = 0;
  to = 0;
  /** Offset of 16 bytes, -1 when absent or of another length. */
  traceId = -1;
  /** Offset of 8 bytes, -1 when absent or of another length. */
  spanId = -1;
  /** Offset of 8 bytes; -1 when absent, empty or all zero (a root span). */
  parentSpanId = -1;
  traceStateFrom = 0;
  traceStateTo = 0;
  flags = 0;
  nameFrom = 0;
  nameTo = 0;
  kind = 0;
  /** Offset of the fixed64, -1 when absent. */
  startTime = -1;
  endTime = -1;
  readonly attributes: AttributeList = new AttributeList();
  droppedAttributesCount = 0;
  /** Event messages; read one with `readEvent`. */
  readonly events: ExtentList = new ExtentList();
  droppedEventsCount = 0;
  /** Link messages; read one with `readLink`. */
  readonly links: ExtentList = new ExtentList();
  droppedLinksCount = 0;
  statusCode = 0;
  statusMessageFrom = 0;
  statusMessageTo = 0;
}

export class EventView {
  time = -1;
  nameFrom = 0;
  nameTo = 0;
  readonly attributes: AttributeList = new AttributeList();
  droppedAttributesCount = 0;
}

export class LinkView {
  traceId = -1;
  spanId = -1;
  traceStateFrom = 0;
  traceStateTo = 0;
  readonly attributes: AttributeList = new AttributeList();
  droppedAttributesCount = 0;
  flags = 0;
}

export class LogView {
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  time = -1;
  observedTime = -1;
  severityNumber = 0;
  severityTextFrom = 0;
  severityTextTo = 0;
  /** The body's AnyValue, in the form of an attribute value. */
  bodyType: number = ValueType.empty;
  bodyFrom = 0;
  bodyTo = 0;
  readonly attributes: AttributeList = new AttributeList();
  droppedAttributesCount = 0;
  flags = 0;
  traceId = -1;
  spanId = -1;
  eventNameFrom = 0;
  eventNameTo = 0;
}

/** `MetricView.kind` by field number of Metric.data in metrics.proto; `none` when no data is set. */
export const MetricKind = {
  none: 0,
  gauge: 5,
  sum: 7,
  histogram: 9,
  exponentialHistogram: 10,
  summary: 11,
} as const;

export class MetricView {
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  nameFrom = 0;
  nameTo = 0;
  descriptionFrom = 0;
  descriptionTo = 0;
  unitFrom = 0;
  unitTo = 0;
  kind: number = MetricKind.none;
  /** AggregationTemporality: 0 unspecified, 1 delta, 2 cumulative. */
  temporality = 0;
  monotonic = false;
}

/** One data point of any of the five kinds; the fields of other kinds hold their absent value. */
export class PointView {
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  readonly attributes: AttributeList = new AttributeList();
  startTime = -1;
  time = -1;
  flags = 0;
  /** Number points: offset of the 8 bytes of as_double, or of as_int; at most one is set. */
  asDouble = -1;
  asInt = -1;
  /** Histograms: offset of the fixed64 count (`zeroCount` likewise); summary too. */
  count = -1;
  /** Offset of the double, -1 when absent. */
  sum = -1;
  min = -1;
  max = -1;
  /** Runs of fixed64 (histogram) — packed and unpacked encodings both arrive as extents of whole elements. */
  readonly bucketCounts: ExtentList = new ExtentList();
  /** Runs of double. */
  readonly explicitBounds: ExtentList = new ExtentList();
  scale = 0;
  zeroCount = -1;
  zeroThreshold = -1;
  positiveOffset = 0;
  /** Runs of varints (uint64). */
  readonly positiveCounts: ExtentList = new ExtentList();
  negativeOffset = 0;
  readonly negativeCounts: ExtentList = new ExtentList();
  /** ValueAtQuantile messages; read with `readQuantile`. */
  readonly quantiles: ExtentList = new ExtentList();
  /** Exemplar messages; read one with `readExemplar`. */
  readonly exemplars: ExtentList = new ExtentList();
}

export class ExemplarView {
  readonly attributes: AttributeList = new AttributeList();
  time = -1;
  asDouble = -1;
  asInt = -1;
  traceId = -1;
  spanId = -1;
}

/** SummaryDataPoint.ValueAtQuantile: offsets of doubles, -1 when absent (which means 0). */
export class QuantileView {
  quantile = -1;
  value = -1;
}

/** Sinks: `resource` is called before the scopes in it, `scope` before its records, `metric` before its points. */
export interface TraceSink {
  resource(view: ResourceView): void;
  scope(view: ScopeView): void;
  span(view: SpanView): void;
}
export interface LogSink {
  resource(view: ResourceView): void;
  scope(view: ScopeView): void;
  log(view: LogView): void;
}
export interface MetricSink {
  resource(view: ResourceView): void;
  scope(view: ScopeView): void;
  metric(view: MetricView): void;
  point(metric: MetricView, view: PointView): void;
}
