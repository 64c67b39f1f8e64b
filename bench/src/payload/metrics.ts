/** Metric requests as a shop sends them: gauges, sums and 15-bucket histograms, about 271 bytes per data point. */
import { ExemplarView, type ProtoWriter, proto, readExemplar, walkMetrics } from '@nightglass/otlp';
import { attribute, type Value } from './attributes.ts';
import { generate } from './generate.ts';
import type { Payload, PayloadOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Stamps } from './stamp.ts';

const { Metric, MetricData, NumberDataPoint, HistogramDataPoint, Exemplar } = proto;
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const cumulative = 2;
const interval = 60_000_000_000n;

/** One ExportMetricsServiceRequest with `records` data points; every fourth histogram point has an exemplar. */
export const generateMetrics = (options: PayloadOptions = {}): Payload =>
  generate({ scope: 'shop-meter', write: writeMetric, find: findStamps }, options);

const writeMetric = (w: ProtoWriter, random: Random, time: bigint, left: number): number => {
  const points = Math.min(4, left);
  const kind = random.pick(['gauge', 'sum', 'histogram'] as const);
  if (kind === 'gauge') {
    header(w, 'nodejs.eventloop.utilization', 'Event loop utilization', '1');
    w.message(Metric.gauge, () => {
      for (let i = 0; i < points; i++) writeNumber(w, random, time, i, false);
    });
  } else if (kind === 'sum') {
    header(w, 'http.server.request.body.size', 'Bytes of request bodies', 'By');
    w.message(Metric.sum, () => {
      for (let i = 0; i < points; i++) writeNumber(w, random, time, i, true);
      w.varintField(MetricData.aggregationTemporality, cumulative);
      w.varintField(MetricData.isMonotonic, 1);
    });
  } else {
    header(w, 'http.server.request.duration', 'Duration of HTTP server requests', 's');
    w.message(Metric.histogram, () => {
      for (let i = 0; i < points; i++) writeHistogram(w, random, time, i);
      w.varintField(MetricData.aggregationTemporality, cumulative);
    });
  }
  return points;
};

const header = (w: ProtoWriter, name: string, description: string, unit: string): void => {
  w.stringField(Metric.name, name);
  w.stringField(Metric.description, description);
  w.stringField(Metric.unit, unit);
};

const pointAttributes = (w: ProtoWriter, tag: number, random: Random, index: number): void => {
  const put = (key: string, value: Value) => attribute(w, tag, key, value);
  put('http.request.method', 'POST');
  put('http.response.status_code', index === 3 ? 504 : 200);
  put('http.route', `/api/route-${random.below(20)}/{id}`);
  put('url.scheme', 'https');
};

const writeNumber = (w: ProtoWriter, random: Random, time: bigint, index: number, whole: boolean): void => {
  w.message(MetricData.dataPoints, () => {
    w.int64Field(NumberDataPoint.startTimeUnixNano, time - interval);
    w.int64Field(NumberDataPoint.timeUnixNano, time);
    if (whole) w.int64Field(NumberDataPoint.asInt, BigInt(random.below(1_000_000)));
    else w.doubleField(NumberDataPoint.asDouble, random.next());
    pointAttributes(w, NumberDataPoint.attributes, random, index);
  });
};

const writeHistogram = (w: ProtoWriter, random: Random, time: bigint, index: number): void => {
  const counts = Array.from({ length: bounds.length + 1 }, () => random.below(100));
  w.message(MetricData.dataPoints, () => {
    w.int64Field(HistogramDataPoint.startTimeUnixNano, time - interval);
    w.int64Field(HistogramDataPoint.timeUnixNano, time);
    w.int64Field(HistogramDataPoint.count, BigInt(counts.reduce((a, b) => a + b, 0)));
    w.doubleField(HistogramDataPoint.sum, random.next() * 1000);
    w.message(HistogramDataPoint.bucketCountsPacked, () => {
      for (const count of counts) w.fixed64(count, 0);
    });
    w.message(HistogramDataPoint.explicitBoundsPacked, () => {
      for (const bound of bounds) w.double(bound);
    });
    if (index === 0) writeExemplar(w, random, time);
    pointAttributes(w, HistogramDataPoint.attributes, random, index);
    w.doubleField(HistogramDataPoint.min, 0.001);
    w.doubleField(HistogramDataPoint.max, 12.5);
  });
};

const writeExemplar = (w: ProtoWriter, random: Random, time: bigint): void => {
  w.message(HistogramDataPoint.exemplars, () => {
    w.int64Field(Exemplar.timeUnixNano, time);
    w.doubleField(Exemplar.asDouble, random.next());
    w.bytesField(Exemplar.spanId, new Uint8Array(8));
    w.bytesField(Exemplar.traceId, new Uint8Array(16));
  });
};

const findStamps = (bytes: Uint8Array, stamps: Stamps): void => {
  const exemplar = new ExemplarView();
  walkMetrics(bytes, {
    resource() {},
    scope() {},
    metric() {},
    point(_metric, point) {
      stamps.times.push(point.startTime, point.time);
      let traceId = -1;
      let spanId = -1;
      if (point.exemplars.count > 0) {
        readExemplar(bytes, point.exemplars.slots[0]!, point.exemplars.slots[1]!, exemplar);
        stamps.times.push(exemplar.time);
        ({ traceId, spanId } = exemplar);
      }
      stamps.traceIds.push(traceId);
      stamps.spanIds.push(spanId);
    },
  });
};
