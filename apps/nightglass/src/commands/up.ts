import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Command, Option } from 'commander';
import { createConsoleLogger, type LogLevel } from '../console-logger.ts';
import { startDemo } from '../demo.ts';
import { type RunningServer, startServer } from '../server.ts';
import { version } from '../version.ts';
import { dataOption, isOn, logLevelOption, parseDays, withListenOptions } from './options.ts';

interface UpOptions {
  data: string;
  host: string;
  port: number;
  otlpGrpcPort: number;
  otlpHttpPort: number;
  allowedHosts?: string[];
  config?: string;
  demo: boolean;
  logLevel: LogLevel;
  keepTraces?: number;
  keepLogs?: number;
  keepMetrics?: number;
  leanSchema?: boolean;
  clickhouseUrl?: string;
  clickhouseUser?: string;
  clickhousePassword?: string;
  clickhouseCluster?: string;
  mcpToken?: string;
  narratorUrl?: string;
  narratorKey?: string;
  narratorModel?: string;
  narratorLanguage?: 'en' | 'zh';
}

/** A stop must end within 5 s, whatever hangs; what is not stored by then stands in the durable queue. */
const stopDeadlineMs = 4_500;
const stopMarginMs = 500;

const env = (flags: string, what: string, name: string): Option => new Option(flags, what).env(name);

/** `nightglass up`: receive, keep, answer; one process and its store. */
export const upCommand = (): Command =>
  withListenOptions(new Command('up'))
    .description('start Nightglass: OTLP in, the store, the API and the page')
    .addOption(dataOption())
    .addOption(
      env(
        '--allowed-hosts <names>',
        'host names the page is reached by, separated by commas (behind a proxy)',
        'NIGHTGLASS_ALLOWED_HOSTS',
      ).argParser((text: string) => text.split(',').map((name) => name.trim())),
    )
    .addOption(
      env('--config <file>', "pipelines in the OpenTelemetry Collector's YAML shape", 'NIGHTGLASS_CONFIG'),
    )
    .option(
      '--demo',
      'also run the example shop, with a fault after a minute (env: NIGHTGLASS_DEMO)',
      isOn(process.env.NIGHTGLASS_DEMO),
    )
    .addOption(days('--keep-traces', 'traces (default 7)', 'NIGHTGLASS_KEEP_TRACES'))
    .addOption(days('--keep-logs', 'logs (default 7)', 'NIGHTGLASS_KEEP_LOGS'))
    .addOption(days('--keep-metrics', 'metrics (default 30)', 'NIGHTGLASS_KEEP_METRICS'))
    .addOption(new Option('--lean-schema', 'no text indexes and no roll-ups (for bench:ingest)').hideHelp())
    .addOption(logLevelOption())
    .addOption(
      env(
        '--clickhouse-url <url>',
        'a ClickHouse server instead of the embedded engine',
        'NIGHTGLASS_CLICKHOUSE_URL',
      ),
    )
    .addOption(env('--clickhouse-user <name>', 'its user', 'NIGHTGLASS_CLICKHOUSE_USER'))
    .addOption(
      env(
        '--clickhouse-password <text>',
        'its password (better in the variable)',
        'NIGHTGLASS_CLICKHOUSE_PASSWORD',
      ),
    )
    .addOption(
      env(
        '--clickhouse-cluster <name>',
        'make Replicated and Distributed tables on this cluster',
        'NIGHTGLASS_CLICKHOUSE_CLUSTER',
      ),
    )
    .addOption(
      env(
        '--mcp-token <text>',
        'what MCP clients must show; without it only this machine may ask (better in the variable)',
        'NIGHTGLASS_MCP_TOKEN',
      ),
    )
    .addOption(
      env(
        '--narrator-url <url>',
        'an OpenAI-compatible endpoint that puts diagnoses into words (default: none)',
        'NIGHTGLASS_NARRATOR_URL',
      ),
    )
    .addOption(env('--narrator-key <key>', 'its key (better in the variable)', 'NIGHTGLASS_NARRATOR_KEY'))
    .addOption(env('--narrator-model <name>', 'the model to ask', 'NIGHTGLASS_NARRATOR_MODEL'))
    .addOption(
      env('--narrator-language <language>', 'what it speaks', 'NIGHTGLASS_NARRATOR_LANGUAGE')
        .choices(['en', 'zh'])
        .default('en'),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ nightglass up                                  page on http://127.0.0.1:2170, OTLP on 4317 and 4318
  $ nightglass up --demo                           with three example services and a fault to find
  $ nightglass up --data /var/lib/nightglass --host 0.0.0.0
  $ nightglass up --port 0 --otlp-grpc-port 0 --otlp-http-port 0   free ports, printed
  $ nightglass up --config nightglass.yaml
  $ NIGHTGLASS_OTLP_HTTP_PORT=14318 nightglass up  every option also has a variable

Stops cleanly on SIGTERM and SIGINT within 5 s. Exit codes: 0 stopped, 1 could not start, 2 called wrongly.`,
    )
    .action(run);

const days = (flag: string, what: string, name: string): Option =>
  new Option(`${flag} <days>`, `days to keep ${what}`).env(name).argParser(parseDays);

const say = (label: string, text: string): void => console.log(`${label.padEnd(11)} ${text}`);

const run = async (options: UpOptions): Promise<void> => {
  // The heap is small (25 MB), but request bodies, which lie outside it, start ten collections a second under load; the
  // threads that mark concurrently then burn a third of this process's CPU waiting (bench:ingest: 9.4 -> 7.2 µs per span).
  setFlagsFromString('--no-concurrent-marking');
  const logger = createConsoleLogger(options.logLevel);
  say('nightglass', version);
  say('data', resolve(options.data));
  say(
    'starting',
    options.clickhouseUrl === undefined ? 'the embedded store' : `with ${options.clickhouseUrl}`,
  );
  const stops: ((leftMs: number) => Promise<void>)[] = [];
  const stopped = untilSignal(async () => {
    const end = performance.now() + stopDeadlineMs - stopMarginMs;
    for (const stop of stops.toReversed()) await stop(Math.max(100, end - performance.now()));
  });

  const server = await startServer({
    ...options,
    logger,
    clickhouse: clickhouseOf(options),
    retention: retentionOf(options),
    narrator: options,
  });
  stops.push((leftMs) => server.stop(leftMs));
  say('page', server.urls.ui);
  say('OTLP/gRPC', server.urls.otlpGrpc);
  say('OTLP/HTTP', server.urls.otlpHttp);
  if (options.demo) {
    const shop = await startDemo(server.urls.otlpHttp, logger);
    stops.push(() => shop.stop());
    say('demo', `${shop.services.map((s) => s.name).join(', ')}; a fault starts in a minute`);
    say('faults', `curl ${shop.controlUrl}/faults`);
  }
  say('ready', `send your own with OTEL_EXPORTER_OTLP_ENDPOINT=${server.urls.otlpHttp}`);
  await buildPages(server);
  await stopped;
};

/** Only what was asked for; the store knows the rest. */
const retentionOf = ({ keepTraces: traces, keepLogs: logs, keepMetrics: metrics }: UpOptions) =>
  Object.fromEntries(Object.entries({ traces, logs, metrics }).filter(([, days]) => days !== undefined));

const clickhouseOf = (o: UpOptions) =>
  o.clickhouseUrl === undefined
    ? undefined
    : {
        url: o.clickhouseUrl,
        user: o.clickhouseUser,
        password: o.clickhousePassword,
        cluster: o.clickhouseCluster,
      };

/** Telemetry is taken in meanwhile; until the pages are there, the server shows that they are being built. */
const buildPages = async (server: RunningServer): Promise<void> => {
  const start = performance.now();
  try {
    // Vite is large: it is loaded only now, when telemetry is already taken in.
    const { buildWeb } = await import('@nightglass/web');
    const folder = await buildWeb({ onProgress: (step) => say('pages', step) });
    server.useWebRoot(folder);
    say('pages', `ready at ${server.urls.ui} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    say('pages', `could not be built: ${error instanceof Error ? error.message : String(error)}`);
    say('', 'The API works. Run "npm install" in the clone and start again for the pages.');
  }
};

/** Resolves when a signal came and `stop` is done. A second signal leaves at once: what is acknowledged is on disk. */
const untilSignal = (stop: () => Promise<void>): Promise<void> =>
  new Promise((done) => {
    let stopping = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (stopping) process.exit(1);
      stopping = true;
      say('stopping', signal);
      const late = setTimeout(() => {
        say('stopped', 'something hung; what was not stored yet is in the durable queue');
        process.exit(0);
      }, stopDeadlineMs);
      stop().then(() => {
        clearTimeout(late);
        say('stopped', 'cleanly');
        done();
        process.exit(0);
      });
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
