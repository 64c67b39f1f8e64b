import {
  type LogsResponse,
  type MetricNamesResponse,
  type MetricSeriesResponse,
  NightglassError,
  type TracesResponse,
} from '@nightglass/model';
import { Command, Option } from 'commander';
import { type Backend, openBackend } from '../backend.ts';
import { anyValueText, durationText, table, timeText } from '../text-output.ts';
import { dataOption, defaultUiPort, jsonOption } from './options.ts';

interface CommonOptions {
  data: string;
  url: string;
  json: boolean;
}
interface RangeOptions extends CommonOptions {
  start: string;
  end: string;
  limit: string;
  attr: string[];
  service?: string;
}

const collect = (value: string, before: string[]): string[] => [...before, value];

const common = (command: Command): Command =>
  command
    .addOption(dataOption())
    .addOption(
      new Option('--url <url>', 'a running Nightglass; without one the data folder is opened directly')
        .env('NIGHTGLASS_URL')
        .default(`http://127.0.0.1:${defaultUiPort}`),
    )
    .addOption(jsonOption());

const ranged = (command: Command, limit: number): Command =>
  common(command)
    .option('--start <time>', 'RFC 3339, Unix seconds, or relative to now as in -15m', '-1h')
    .option('--end <time>', 'the same', 'now')
    .option('--service <name>', 'only this service')
    .option('--attr <key=value>', 'only with this attribute; may be given again', collect, [])
    .option('--limit <number>', 'at most this many', String(limit));

const withBackend = async (
  options: CommonOptions,
  use: (backend: Backend) => Promise<void>,
): Promise<void> => {
  const backend = await openBackend(options);
  try {
    await use(backend);
  } finally {
    await backend.close();
  }
};

const print = <T>(options: CommonOptions, body: T, text: (body: T) => string): void => {
  console.log(options.json ? JSON.stringify(body) : text(body));
};

const range = (o: RangeOptions): [string, string][] => {
  const pairs: [string, string | undefined][] = [
    ['start', o.start],
    ['end', o.end],
    ['limit', o.limit],
    ['service', o.service],
  ];
  const given = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined);
  return [...given, ...o.attr.map((a): [string, string] => ['attr', a])];
};

const tracesCommand = (): Command =>
  ranged(new Command('traces').description('search traces, newest first'), 20)
    .option('--operation <name>', 'only with a span of this name')
    .option('--status <status>', 'error: only traces with a failed span')
    .option('--min-duration <duration>', 'for example 250ms or 1.2s')
    .option('--max-duration <duration>', 'the same')
    .addHelpText(
      'after',
      '\nExamples:\n  $ nightglass query traces --service payment-gateway --status error\n  $ nightglass query traces --min-duration 1s --start -24h --json',
    )
    .action(
      (
        o: RangeOptions & { operation?: string; status?: string; minDuration?: string; maxDuration?: string },
      ) =>
        withBackend(o, async (backend) => {
          const extra: [string, string | undefined][] = [
            ['operation', o.operation],
            ['status', o.status],
            ['minDuration', o.minDuration],
            ['maxDuration', o.maxDuration],
          ];
          const given = extra.filter((pair): pair is [string, string] => pair[1] !== undefined);
          const body = await backend.get<TracesResponse>('/api/v1/traces', [...range(o), ...given]);
          print(o, body, ({ traces }) =>
            table(
              ['started', 'trace', 'service', 'operation', 'spans', 'errors', 'duration'],
              traces.map((t) => [
                timeText(t.startTimeUnixNano),
                t.traceId,
                t.rootService,
                t.rootOperation,
                String(t.spanCount),
                String(t.errorCount),
                durationText(t.durationNano),
              ]),
              'No trace matches. Widen --start, or drop a filter.',
            ),
          );
        }),
    );

const logsCommand = (): Command =>
  ranged(
    new Command('logs')
      .argument('[query]', 'words that the line must hold')
      .description('search logs, newest first'),
    100,
  )
    .option('--severity <level>', 'trace, debug, info, warn, error or fatal, and above')
    .option('--trace-id <id>', 'only of this trace')
    .addHelpText(
      'after',
      '\nExamples:\n  $ nightglass query logs "certificate" --severity error\n  $ nightglass query logs --service order --start -15m --json',
    )
    .action((query: string | undefined, o: RangeOptions & { severity?: string; traceId?: string }) =>
      withBackend(o, async (backend) => {
        const extra: [string, string | undefined][] = [
          ['query', query],
          ['severity', o.severity],
          ['traceId', o.traceId],
        ];
        const given = extra.filter((pair): pair is [string, string] => pair[1] !== undefined);
        const body = await backend.get<LogsResponse>('/api/v1/logs', [...range(o), ...given]);
        print(o, body, ({ logs }) =>
          table(
            ['time', 'severity', 'service', 'trace', 'body'],
            logs.map((l) => [
              timeText(l.timeUnixNano),
              l.severityText || String(l.severityNumber),
              l.service,
              l.traceId.slice(0, 8),
              anyValueText(l.body),
            ]),
            'No log record matches. Widen --start, or drop a filter.',
          ),
        );
      }),
    );

const metricsCommand = (): Command =>
  ranged(
    new Command('metrics')
      .argument('[name]', 'a metric; without one the names are listed')
      .description('list metrics, or print one'),
    20,
  )
    .option('--group-by <keys>', 'attributes to group by, separated by commas')
    .option('--aggregation <how>', 'avg, sum, min, max, last, rate, count, p50, p90, p95 or p99')
    .addHelpText(
      'after',
      '\nExamples:\n  $ nightglass query metrics\n  $ nightglass query metrics http.server.request.duration --group-by http.route --aggregation p99',
    )
    .action((name: string | undefined, o: RangeOptions & { groupBy?: string; aggregation?: string }) =>
      withBackend(o, async (backend) => {
        if (name === undefined) {
          const names = range(o).filter(([key]) => key === 'start' || key === 'end' || key === 'service');
          const body = await backend.get<MetricNamesResponse>('/api/v1/metrics/names', names);
          print(o, body, (b) =>
            table(
              ['name', 'type', 'unit', 'series', 'services'],
              b.names.map((m) => [m.name, m.type, m.unit, String(m.seriesCount), m.services.join(' ')]),
              'No metric in this range. Send some over OTLP, or widen --start.',
            ),
          );
          return;
        }
        const params: [string, string][] = [['name', name], ...range(o)];
        if (o.groupBy !== undefined) params.push(['groupBy', o.groupBy]);
        if (o.aggregation !== undefined) params.push(['aggregation', o.aggregation]);
        const body = await backend.get<MetricSeriesResponse>('/api/v1/metrics/series', params);
        print(o, body, (b) =>
          table(
            ['labels', 'points', 'last'],
            b.series.map((s) => [
              Object.entries(s.labels)
                .map(([k, v]) => `${k}=${v}`)
                .join(' ') || '(all)',
              String(s.points.length),
              String(s.points.findLast((p) => p[1] !== null)?.[1] ?? ''),
            ]),
            `No point of ${name} in this range. "nightglass query metrics" lists the names.`,
          ),
        );
      }),
    );

const sqlCommand = (): Command =>
  common(
    new Command('sql').argument('<statement>', 'a SELECT in ClickHouse SQL').description('run read-only SQL'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  $ nightglass query sql "SELECT ServiceName, count() FROM spans GROUP BY ServiceName"',
    )
    .action((statement: string, o: CommonOptions) =>
      withBackend(o, async (backend) => {
        if (statement.trim() === '')
          throw new NightglassError('NG_BAD_PARAMETER', 'the statement is empty', {
            hint: 'Try "SHOW TABLES".',
          });
        const rows = await backend.sql(statement);
        print(o, rows, (all) => {
          const columns = Object.keys(all[0] ?? {});
          const cells = all.map((row) =>
            columns.map((c) => (typeof row[c] === 'string' ? row[c] : JSON.stringify(row[c]))),
          );
          return table(columns, cells, 'No rows.');
        });
      }),
    );

/** `nightglass query sql|traces|logs|metrics`: ask a running server, or the data folder when none runs. */
export const queryCommand = (): Command =>
  new Command('query')
    .description('ask for traces, logs, metrics or SQL')
    .addCommand(tracesCommand())
    .addCommand(logsCommand())
    .addCommand(metricsCommand())
    .addCommand(sqlCommand());
