/** The same telemetry made by the OpenTelemetry JS SDK, with every kind of value, once per call. */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  AggregationType,
  MeterProvider,
  MetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

const resource = (service: string) =>
  resourceFromAttributes({
    'service.name': service,
    'service.version': '1.2.3',
    'service.instance.id': 'pod-1',
    'process.pid': 4711,
    'host.ratio': 0.25,
    'deployment.canary': true,
    'process.command_args': ['node', '--title=ü', 'x y'],
  });

const attributes = {
  text: 'plain',
  empty: '',
  unicode: 'grüße 你好 \u{1F680}',
  quotes: `it's "quoted" \\ and\nbroken\tover lines`,
  yes: true,
  no: false,
  zero: 0,
  int: 9_007_199_254_740_991,
  negative: -42,
  double: 0.1,
  tiny: 5e-324,
  'list.text': ['a', '', 'c'],
  'list.int': [1, 2, 3],
  'list.bool': [true, false],
};

export const makeSpans = async (service: string): Promise<ReadableSpan[]> => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource: resource(service),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer('sdk-test', '0.9.0');
  const root = tracer.startSpan('POST /pay', { kind: SpanKind.SERVER, attributes }, ROOT_CONTEXT);
  const inRoot = trace.setSpan(ROOT_CONTEXT, root);
  const child = tracer.startSpan(
    'reserve',
    {
      kind: SpanKind.CLIENT,
      links: [
        {
          context: { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: TraceFlags.SAMPLED },
          attributes: { why: 'retry', attempt: 2 },
        },
      ],
    },
    inRoot,
  );
  child.addEvent('queued', { depth: 3, slow: false });
  child.recordException(new RangeError('amount out of range'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'no stock' });
  child.end();
  root.setStatus({ code: SpanStatusCode.OK });
  root.end();
  await provider.forceFlush();
  return exporter.getFinishedSpans();
};

export const makeLogs = async (service: string): Promise<ReadableLogRecord[]> => {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    resource: resource(service),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger('sdk-test', '0.9.0');
  const context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.SAMPLED,
  });
  logger.emit({
    severityNumber: SeverityNumber.INFO,
    severityText: 'INFO',
    body: 'order accepted',
    attributes,
    context,
  });
  logger.emit({
    severityNumber: SeverityNumber.ERROR,
    body: { code: 7, parts: ['a', 1, 2.5, false, { deep: 'x' }] },
  });
  logger.emit({ eventName: 'cache.swept', attributes: { nested: { a: 1, b: ['x'] }, none: undefined } });
  await provider.forceFlush();
  return exporter.getFinishedLogRecords();
};

class OnDemandReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

export const makeMetrics = async (service: string): Promise<ResourceMetrics> => {
  const reader = new OnDemandReader();
  const provider = new MeterProvider({
    resource: resource(service),
    readers: [reader],
    views: [{ instrumentName: 'exp', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  });
  const meter = provider.getMeter('sdk-test', '0.9.0');
  const labels = { route: '/pay', code: 200, ok: true };
  meter.createCounter('orders', { unit: '{order}', description: 'orders taken' }).add(41, labels);
  meter.createUpDownCounter('stock').add(-2.5);
  meter.createGauge('temperature', { unit: 'Cel' }).record(21.75, labels);
  const duration = meter.createHistogram('duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.1, 0.5, 1] },
  });
  for (const value of [0.05, 0.1, 0.7, 9]) duration.record(value, labels);
  const exp = meter.createHistogram('exp', { unit: 'ms' });
  for (const value of [0, 1, 1.5, 300, 0.001]) exp.record(value);
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return resourceMetrics;
};
