import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  context,
  DiagLogLevel,
  diag,
  type Meter,
  type MetricOptions,
  metrics,
  propagation,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  createMetricExporter,
  createTracedHistogram,
  ExemplarReservoir,
  type TracedHistogram,
} from './exemplars.ts';
import { createLog, type Log } from './log.ts';
import { watchRuntime } from './runtime-metrics.ts';

export interface TelemetryConfig {
  serviceName: string;
  serviceVersion: string;
  /** Base URL of OTLP over HTTP; `/v1/traces` and so on are appended, as for OTEL_EXPORTER_OTLP_ENDPOINT. */
  otlpEndpoint: string;
  /** Longest wait before a finished span or a log record is sent, milliseconds. */
  batchDelayMs: number;
  /** Time between two exports of the metrics, milliseconds. */
  metricIntervalMs: number;
}

/** What a service needs to speak: one tracer, one meter, one log, all under the service's resource. */
export interface Telemetry {
  tracer: Tracer;
  meter: Meter;
  log: Log;
  /** A histogram with exemplars. */
  histogram(name: string, boundaries: number[], options: MetricOptions): TracedHistogram;
  /** Sends what is held and stops; waits at most `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

const scope = '@nightglass/shop';
const scopeVersion = '0.1.0';

/** Starts the OpenTelemetry SDK of this process and registers it as the global one. Call once per process. */
export const startTelemetry = (config: TelemetryConfig): Telemetry => {
  diag.setLogger(
    { ...console, verbose: console.debug, error: (...args) => console.error(...args) },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const resource = defaultResource().merge(
    resourceFromAttributes({
      'service.name': config.serviceName,
      'service.version': config.serviceVersion,
      'service.namespace': 'shop',
      'service.instance.id': randomUUID(),
      'deployment.environment.name': 'demo',
      'host.name': hostname(),
      'process.pid': process.pid,
      'process.runtime.name': 'nodejs',
      'process.runtime.version': process.versions.node,
    }),
  );
  const at = (signal: string): { url: string } => ({
    url: `${config.otlpEndpoint.replace(/\/+$/, '')}/v1/${signal}`,
  });

  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  const scheduledDelayMillis = config.batchDelayMs;
  const tracers = new TracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter(at('traces')), scheduledDelayMillis }),
    ],
  });
  const reservoir = new ExemplarReservoir();
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: createMetricExporter(at('metrics').url, reservoir),
        exportIntervalMillis: config.metricIntervalMs,
        exportTimeoutMillis: config.metricIntervalMs,
      }),
    ],
  });
  const loggers = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({ exporter: new OTLPLogExporter(at('logs')), scheduledDelayMillis }),
    ],
  });
  trace.setGlobalTracerProvider(tracers);
  metrics.setGlobalMeterProvider(meters);
  const stopWatching = watchRuntime(meters.getMeter(`${scope}/runtime`, scopeVersion));

  const meter = meters.getMeter(scope, scopeVersion);
  return {
    tracer: tracers.getTracer(scope, scopeVersion),
    meter,
    histogram: (name, boundaries, options) =>
      createTracedHistogram(meter, reservoir, name, boundaries, options),
    log: createLog(loggers.getLogger(scope, scopeVersion)),
    async stop(timeoutMs) {
      stopWatching();
      const timeout = new Promise((resolve) => setTimeout(resolve, timeoutMs).unref());
      await Promise.race([
        Promise.allSettled([tracers.shutdown(), loggers.shutdown(), meters.shutdown()]),
        timeout,
      ]);
    },
  };
};
