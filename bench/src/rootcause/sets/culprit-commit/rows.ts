/** Rows of one scenario as the engine reads them. */
import type { ExplanationEntity, TimeWindow } from '@nightglass/model';
import type { ChangeRow, LogRow, MetricSeries, SpanRow } from '@nightglass/rootcause';
import { severityOf } from '../severity.ts';
import { inferSpanKinds } from '../span-kinds.ts';
import { growthPerSecond } from '../wide-table.ts';
import type { Pattern, Scenario } from './files.ts';

/** Fields beyond the usual ones, as attributes. */
const rest = (row: Record<string, unknown>, known: readonly string[]): [string, string][] =>
  Object.entries(row).flatMap(([key, value]): [string, string][] => {
    if (known.includes(key) || value === null || value === undefined) return [];
    if (typeof value === 'object') return rest(value as Record<string, unknown>, []);
    return [[key, String(value)]];
  });

/** Ids of spans are unique in their trace only. */
export const spansOf = (scenario: Scenario): SpanRow[] => {
  const known = ['trace_id', 'span_id', 'parent_id', 'service', 'name', 'start', 'duration_ms', 'status'];
  const spans = scenario.spans.map((row): SpanRow => {
    const attributes = Object.fromEntries(rest(row, [...known, 'error', 'status_message']));
    const message = [row.error, row.status_message].filter((text) => typeof text === 'string').join(' ');
    const error = row.status.toUpperCase() === 'ERROR';
    return {
      traceId: row.trace_id,
      spanId: `${row.trace_id} ${row.span_id}`,
      parentId: row.parent_id === null ? '' : `${row.trace_id} ${row.parent_id}`,
      service: row.service,
      name: row.name,
      kind: 'internal',
      startMs: Date.parse(row.start),
      durationMs: row.duration_ms,
      error,
      statusMessage: message,
      weight: 1,
      resource: '',
      peer: null,
      attributes,
      exceptions: error && message !== '' ? [{ type: '', message }] : [],
    };
  });
  inferSpanKinds(spans);
  return spans;
};

/**
 * The log file is a sample: `patterns` count what it was taken from. A row weighs the count of its pattern over the rows of it,
 * apart before and after the alert when the pattern was there before. A pattern without rows becomes one row per minute.
 */
export const logsOf = (scenario: Scenario, baseline: TimeWindow, incident: TimeWindow): LogRow[] => {
  const known = ['timestamp', 'service', 'severity_text', 'msg', 'trace_id', 'http.route'];
  const rows = scenario.logs.map((row) => ({
    message: row.msg,
    log: {
      id: '',
      timeMs: Date.parse(row.timestamp),
      service: row.service,
      severity: severityOf(row.severity_text, row.msg),
      body: [row.msg, ...rest(row, known).map(([key, value]) => `${key}=${value}`)].join(' '),
      traceId: row.trace_id ?? '',
      spanId: '',
      resource: '',
      weight: 1,
    } satisfies LogRow,
  }));
  const more: LogRow[] = [];
  for (const pattern of scenario.patterns) {
    const fits = fitting(pattern.signature);
    const own = rows
      .filter(({ message, log }) => log.service === pattern.service && fits.test(message))
      .map(({ log }) => log);
    const before = Math.max(0, pattern.count - Number(pattern.delta_vs_baseline));
    if (before < 1) weigh(own, pattern.count, pattern, incident, more);
    else {
      const early = own.filter(({ timeMs }) => timeMs < incident.startMs);
      weigh(early, before, pattern, baseline, more);
      weigh(
        own.filter((log) => !early.includes(log)),
        pattern.count,
        pattern,
        incident,
        more,
      );
    }
  }
  return [...rows.map(({ log }) => log), ...more];
};

const weigh = (
  rows: readonly LogRow[],
  count: number,
  pattern: Pattern,
  window: TimeWindow,
  more: LogRow[],
): void => {
  for (const row of rows) row.weight = Math.max(1, count / rows.length);
  if (rows.length > 0 || count < 1) return;
  const minutes = Math.max(1, Math.floor((window.endMs - window.startMs) / 60_000));
  const n = Math.min(minutes, Math.round(count));
  for (let i = 0; i < n; i++)
    more.push({
      id: '',
      timeMs: window.startMs + ((i + 0.5) * (window.endMs - window.startMs)) / n,
      service: pattern.service,
      severity: pattern.sentiment === 'negative' ? 13 : 9,
      body: pattern.signature,
      traceId: '',
      spanId: '',
      resource: '',
      weight: count / n,
    });
};

/** `<N>` and the like stand for anything. */
const fitting = (signature: string): RegExp =>
  new RegExp(
    `^${signature
      .split(/<\w+>/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}`,
  );

const units: readonly [RegExp, string][] = [
  [/_ms$/, 'ms'],
  [/_(per_sec|per_second)$/, '/s'],
  [/_seconds(_until_expiry)?$/, 's'],
  [/_seconds_until_expiry$/, 's'],
  [/_ratio$|_rate$/, '1'],
  [/_mb$/, 'MiBy'],
  [/_gib$/, 'GiBy'],
  [/_cores$/, '{cpu}'],
];

export const seriesOf = (scenario: Scenario): MetricSeries[] => {
  const groups = new Map<string, { service: string; metric: string; timeMs: number; value: number }[]>();
  for (const point of scenario.metrics) {
    const key = `${point.service}\n${point.metric}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [point]);
    else group.push(point);
  }
  return [...groups.values()].map((points) => {
    const sorted = [...points].sort((a, b) => a.timeMs - b.timeMs);
    const { service = '', metric = '' } = sorted[0] ?? {};
    const timesMs = sorted.map(({ timeMs }) => timeMs);
    const values = sorted.map(({ value }) => value);
    const counts =
      metric.endsWith('_total') && values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0));
    return {
      entity: entityOf(service, metric),
      name: metric,
      unit: counts ? '/s' : (units.find(([pattern]) => pattern.test(metric))?.[1] ?? ''),
      aggregation: counts ? 'rate' : (/_(p\d+)(_|$)/.exec(metric)?.[1] ?? ''),
      labels: {},
      timesMs: Float64Array.from(timesMs),
      values: counts ? growthPerSecond(timesMs, values) : Float64Array.from(values),
    };
  });
};

/** Prometheus' node exporter prefixes what it measures of a machine. */
const entityOf = (name: string, metric: string): ExplanationEntity => ({
  kind: metric.startsWith('node_') ? 'node' : 'service',
  name,
});

/** A commit with the deploy that brought it; a deploy of a commit that nobody lists; a flag. Each id stands once. */
export const changesOf = (scenario: Scenario): ChangeRow[] => {
  const deploys = new Map(scenario.deploys.map((deploy) => [deploy.commit_sha, deploy]));
  const listed = new Set(scenario.commits.map(({ sha }) => sha));
  return [
    ...scenario.commits.map((commit): ChangeRow => {
      const deploy = deploys.get(commit.sha);
      return {
        id: commit.sha,
        kind: 'commit',
        timeMs: Date.parse(commit.timestamp),
        service: deploy?.service ?? '',
        summary: commit.message,
        version: deploy?.version ?? '',
        author: commit.author,
        diff: commit.diff ?? '',
        files: commit.files_changed,
        deployedMs: deploy === undefined ? null : Date.parse(deploy.timestamp),
      };
    }),
    ...scenario.deploys
      .filter(({ commit_sha }) => !listed.has(commit_sha))
      .map(
        (deploy): ChangeRow => ({
          id: deploy.commit_sha,
          kind: 'deploy',
          timeMs: Date.parse(deploy.timestamp),
          service: deploy.service,
          summary: deploy.version,
          version: deploy.version,
          author: '',
          diff: '',
          files: [],
          deployedMs: Date.parse(deploy.timestamp),
        }),
      ),
    ...scenario.flags.map(
      (flag): ChangeRow => ({
        id: flag.flag,
        kind: 'flag',
        timeMs: Date.parse(flag.timestamp),
        service: flag.service,
        summary: `${flag.flag} ${flag.change}`,
        version: '',
        author: flag.actor,
        diff: '',
        files: [],
        deployedMs: Date.parse(flag.timestamp),
      }),
    ),
  ];
};
