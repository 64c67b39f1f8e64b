/** The walker of metrics: hands every metric and its data points to a sink as offsets. */
import { type RecordWalker, walkGroups } from './groups.ts';
import { clearPoint, readPoint } from './points.ts';
import { Pool } from './pool.ts';
import * as metrics from './proto/metrics.ts';
import { MetricKind, type MetricSink, MetricView, PointView, ResourceView, ScopeView } from './views.ts';
import { Reader } from './wire.ts';

// Not used as imported: see attributes.ts.
const { Metric, MetricData } = metrics;

const quiet: MetricSink = { resource() {}, scope() {}, metric() {}, point() {} };

class MetricWalker implements RecordWalker {
  readonly reader = new Reader();
  readonly resource = new ResourceView();
  readonly scope = new ScopeView();
  readonly #metric = new MetricView();
  readonly #point = new PointView();
  sink = quiet;

  record(from: number, to: number): void {
    const r = this.reader;
    const metric = this.#metric;
    readMetric(r, from, to, metric);
    this.sink.metric(metric);
    const dataTag = (metric.kind << 3) | 2;
    r.at = from;
    for (let tag: number; (tag = r.next(to)) !== 0; ) {
      if (tag === dataTag && metric.kind !== MetricKind.none) this.#points(r.from, r.to);
    }
  }
  /** Lets go of the sink and of what one large point needed. */
  rest(): void {
    this.sink = quiet;
    clearPoint(this.#point);
  }
  #points(from: number, to: number): void {
    const r = this.reader;
    r.at = from;
    for (let tag: number; (tag = r.next(to)) !== 0; ) {
      if (tag !== MetricData.dataPoints) continue;
      const pointTo = r.to;
      readPoint(r, r.from, pointTo, this.#metric.kind, this.#point);
      this.sink.point(this.#metric, this.#point);
      r.at = pointTo;
    }
  }
}

const pool = new Pool(() => new MetricWalker());

/** Walks an ExportMetricsServiceRequest. Throws MalformedOtlp, and whatever the sink throws. */
export const walkMetrics = (bytes: Uint8Array, sink: MetricSink): void => {
  const walker = pool.take();
  walker.sink = sink;
  walkGroups(bytes, walker, sink);
  walker.rest();
  pool.put(walker);
};

/**
 * Reads the Metric at `[from, to)` without its points and leaves the reader behind it. Of several kinds of data the
 * last one counts; several messages of that kind are one (protobuf merges them).
 */
export const readMetric = (r: Reader, from: number, to: number, view: MetricView): void => {
  view.bytes = r.bytes;
  view.from = from;
  view.to = to;
  view.nameFrom = view.nameTo = view.descriptionFrom = view.descriptionTo = view.unitFrom = view.unitTo = 0;
  view.kind = MetricKind.none;
  view.temporality = 0;
  view.monotonic = false;
  r.at = from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    switch (tag) {
      case Metric.name:
        view.nameFrom = r.from;
        view.nameTo = r.to;
        break;
      case Metric.description:
        view.descriptionFrom = r.from;
        view.descriptionTo = r.to;
        break;
      case Metric.unit:
        view.unitFrom = r.from;
        view.unitTo = r.to;
        break;
      case Metric.gauge:
      case Metric.sum:
      case Metric.histogram:
      case Metric.exponentialHistogram:
      case Metric.summary:
        readMetricData(r, tag >> 3, view);
        break;
    }
  }
};

const readMetricData = (r: Reader, kind: number, view: MetricView): void => {
  const { to } = r;
  if (view.kind !== kind) {
    view.kind = kind;
    view.temporality = 0;
    view.monotonic = false;
  }
  if (kind === MetricKind.gauge || kind === MetricKind.summary) return;
  r.at = r.from;
  for (let tag: number; (tag = r.next(to)) !== 0; ) {
    if (tag === MetricData.aggregationTemporality) view.temporality = r.lo;
    else if (tag === MetricData.isMonotonic && kind === MetricKind.sum) view.monotonic = (r.lo | r.hi) !== 0;
  }
};
