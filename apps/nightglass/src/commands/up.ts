import { Command } from 'commander';
import { createConsoleLogger, type LogLevel } from '../console-logger.ts';
import { startServer } from '../server.ts';
import { dataOption, defaultPorts, hostOption, logLevelOption, portOption } from './options.ts';

interface UpOptions {
  data: string;
  host: string;
  port: number;
  otlpGrpcPort: number;
  otlpHttpPort: number;
  config?: string;
  demo: boolean;
  logLevel: LogLevel;
  clickhouseUrl?: string;
  clickhouseUser?: string;
  clickhousePassword?: string;
  clickhouseCluster?: string;
}

/** A stop must end within 5 s, whatever hangs; what is not flushed by then is in the durable queue. */
const stopDeadlineMs = 4_500;

/** `nightglass up`: receive, keep, answer; one process and its store. */
export const upCommand = (): Command =>
  new Command('up')
    .description('start Nightglass: OTLP in, the store, the API and the page')
    .addOption(dataOption())
    .addOption(hostOption())
    .addOption(portOption('--port', 'port of the page and the API', 'NIGHTGLASS_PORT', defaultPorts.ui))
    .addOption(
      portOption('--otlp-grpc-port', 'OTLP over gRPC', 'NIGHTGLASS_OTLP_GRPC_PORT', defaultPorts.otlpGrpc),
    )
    .addOption(
      portOption('--otlp-http-port', 'OTLP over HTTP', 'NIGHTGLASS_OTLP_HTTP_PORT', defaultPorts.otlpHttp),
    )
    .option(
      '--config <file>',
      "pipelines in the OpenTelemetry Collector's YAML shape",
      process.env.NIGHTGLASS_CONFIG,
    )
    .option(
      '--demo',
      'also run the example shop and inject a fault after a minute',
      truthy(process.env.NIGHTGLASS_DEMO),
    )
    .addOption(logLevelOption())
    .option(
      '--clickhouse-url <url>',
      'use this ClickHouse server instead of the embedded one',
      process.env.NIGHTGLASS_CLICKHOUSE_URL,
    )
    .option('--clickhouse-user <name>', 'its user', process.env.NIGHTGLASS_CLICKHOUSE_USER)
    .option(
      '--clickhouse-password <text>',
      'its password (better: NIGHTGLASS_CLICKHOUSE_PASSWORD)',
      process.env.NIGHTGLASS_CLICKHOUSE_PASSWORD,
    )
    .option(
      '--clickhouse-cluster <name>',
      'create Replicated and Distributed tables ON this CLUSTER',
      process.env.NIGHTGLASS_CLICKHOUSE_CLUSTER,
    )
    .addHelpText(
      'after',
      `
Every option can also be set as NIGHTGLASS_<NAME>, for example NIGHTGLASS_OTLP_HTTP_PORT=4318.

Examples:
  $ nightglass up                                  page on http://127.0.0.1:2170, OTLP on 4317 and 4318
  $ nightglass up --demo                           with three example services and a fault to find
  $ nightglass up --data /var/lib/nightglass --host 0.0.0.0
  $ nightglass up --port 0 --otlp-grpc-port 0 --otlp-http-port 0   free ports, printed
  $ nightglass up --config nightglass.yaml`,
    )
    .action(async (options: UpOptions) => {
      const logger = createConsoleLogger(options.logLevel);
      const server = await startServer({ ...options, logger });
      await untilStopped(server, logger.warn);
    });

const truthy = (text: string | undefined): boolean => /^(1|true|yes|on)$/i.test(text ?? '');

const untilStopped = (
  server: { stop(): Promise<void>; failed: Promise<Error> },
  warn: (message: string) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let stopping = false;
    const stop = (failure?: Error): void => {
      if (stopping) process.exit(1); // a second signal: leave at once, the queue is durable
      stopping = true;
      const timer = setTimeout(() => {
        warn('still busy; leaving what is not stored in the durable queue');
        process.exit(failure === undefined ? 0 : 1);
      }, stopDeadlineMs);
      server.stop().then(
        () => {
          clearTimeout(timer);
          if (failure === undefined) resolve();
          else reject(failure);
        },
        (error: unknown) => reject(error),
      );
    };
    process.on('SIGTERM', () => stop());
    process.on('SIGINT', () => stop());
    server.failed.then(stop);
  });
