/** Metrics of an incident: one row per stored series, its steps as an array, so that little is sent and nothing is parsed. */
import type { MetricType } from '@nightglass/model';
import type { Call } from '../queries/call.ts';
import { gridOf, minute, secondLiteral, stepOf, within } from '../queries/time.ts';
import { join, raw, type Sql, sql } from '../sql.ts';
import { type CatalogueRow, planMetrics } from './metric-plan.ts';
import { notOf, own } from './spans.ts';
import type { IncidentParams, MetricBlocks, PlannedLine } from './types.ts';

/** Series looked at to plan with; there are few systems with more in one connected part. */
const mostCatalogued = 40_000;
/** Stored series that are read; the lines they become are within the budget. */
const mostRead = 6_000;
const mostHistograms = 1_000;
const mostPoints = 600;
const leastStep = 5;
/** A series that lives on is written again from time to time, not with every block. */
const slack = 60n * minute;

const resourceKeys: Record<string, string> = {
  pod: "ResourceAttributes['k8s.pod.name']",
  node: "ResourceAttributes['k8s.node.name']",
  host: "ResourceAttributes['host.name']",
  namespace: "ResourceAttributes['k8s.namespace.name']",
  workload:
    "coalesce(nullIf(ResourceAttributes['k8s.deployment.name'], ''), nullIf(ResourceAttributes['k8s.statefulset.name'], ''), " +
    "nullIf(ResourceAttributes['k8s.daemonset.name'], ''), nullIf(ResourceAttributes['k8s.job.name'], ''), '')",
  instance: "ResourceAttributes['service.instance.id']",
};

const catalogue = (call: Call, params: IncidentParams): Promise<CatalogueRow[]> => {
  const keys = Object.entries(resourceKeys).map(([name, expression]) => raw(`${expression} AS ${name}`));
  const names = raw(
    Object.keys(resourceKeys)
      .map((name) => `r.${name} AS ${name}`)
      .join(', '),
  );
  return call.rows<CatalogueRow>(sql`
    SELECT toString(s.SeriesId) AS id, toString(s.MetricName) AS name, toString(s.MetricType) AS type,
      toString(s.MetricUnit) AS unit, toString(s.AggregationTemporality) AS temporality, s.IsMonotonic AS monotonic,
      toString(s.ServiceName) AS service, toString(s.ResourceId) AS resource, s.Attributes AS attributes, ${names}
    FROM (
      SELECT * FROM metric_series
      WHERE LastSeen >= ${secondLiteral(params.baseline.from - slack)} AND ${notOf(params.without)}
      ORDER BY MetricName, SeriesId LIMIT 1 BY MetricName, SeriesId LIMIT ${mostCatalogued}
    ) AS s
    GLOBAL ANY LEFT JOIN (SELECT ResourceId, ${join(keys, ', ')} FROM resources) AS r ON s.ResourceId = r.ResourceId`);
};

/** How the points of a kind of series become the cells of a step. Cells are tuples of Float64 and arrays of it. */
interface Kind {
  types: readonly MetricType[];
  table: string;
  /** Of one step; `delta` is a condition. */
  columns: string;
  cell: string;
  only: string;
  most: number;
}

const floats = (expression: string): string => `arrayMap(x -> toFloat64(x), ${expression})`;
const newest = (column: string): string => `argMax(${column}, TimeUnix)`;
const usable = "AND NumberType != 'none' AND isFinite(Value)";

/** Growth between the points of a step; a counter that went down began at zero again. */
const growth =
  'arraySort(groupArray((TimeUnix, Value))) AS points, ' +
  'arraySum(arrayMap((b, a) -> if(b.2 < a.2, b.2, b.2 - a.2), arrayPopFront(points), arrayPopBack(points))) AS growth';

const kinds = {
  gauges: {
    types: ['gauge', 'sum'],
    table: 'metric_samples',
    columns: 'avg(Value) AS value',
    cell: '(last, value)',
    only: usable,
    most: mostRead,
  },
  counters: {
    types: ['sum'],
    table: 'metric_samples',
    columns: `argMin(Value, TimeUnix) AS low, ${newest('Value')} AS high, ${growth}`,
    cell: '(last, first, start, low, high, growth)',
    only: usable,
    most: mostRead,
  },
  explicit: {
    types: ['histogram'],
    table: 'metric_histograms',
    columns: `toFloat64(${newest('Count')}) AS n, ${newest('Sum')} AS total, ${floats(newest('BucketCounts'))} AS counts, ${newest('ExplicitBounds')} AS bounds`,
    cell: '(last, first, start, n, total, counts, bounds)',
    only: '',
    most: mostHistograms,
  },
  exponential: {
    types: ['exponential_histogram'],
    table: 'metric_exponential_histograms',
    columns:
      `toFloat64(${newest('Count')}) AS n, ${newest('Sum')} AS total, toFloat64(${newest('Scale')}) AS scale, ` +
      `toFloat64(${newest('ZeroCount')}) AS zero, ${newest('ZeroThreshold')} AS threshold, ` +
      `toFloat64(${newest('PositiveOffset')}) AS above, ${floats(newest('PositiveBucketCounts'))} AS positive, ` +
      `toFloat64(${newest('NegativeOffset')}) AS below, ${floats(newest('NegativeBucketCounts'))} AS negative`,
    cell: '(last, first, start, n, total, scale, zero, threshold, above, positive, below, negative)',
    only: '',
    most: mostHistograms,
  },
  summaries: {
    types: ['summary'],
    table: 'metric_summaries',
    columns: `toFloat64(${newest('Count')}) AS n, ${newest('Sum')} AS total, ${newest('`ValueAtQuantiles.Quantile`')} AS quantiles, ${newest('`ValueAtQuantiles.Value`')} AS quantileValues`,
    cell: '(last, first, start, n, total, quantiles, quantileValues)',
    only: '',
    most: mostHistograms,
  },
} as const satisfies Record<string, Kind>;
type KindName = keyof typeof kinds;

/** A sum that only grows, or whose points are growth, is a rate; one that goes up and down is a level. */
export const isCounter = (line: PlannedLine): boolean =>
  line.type === 'sum' && (line.monotonic || line.delta);

const kindOf = (line: PlannedLine): KindName => {
  switch (line.type) {
    case 'histogram':
      return 'explicit';
    case 'exponential_histogram':
      return 'exponential';
    case 'summary':
      return 'summaries';
    default:
      return isCounter(line) ? 'counters' : 'gauges';
  }
};

export const readMetricBlocks = async (
  call: Call,
  params: IncidentParams,
): Promise<{ metrics: MetricBlocks; truncated: string[] }> => {
  const range = { from: params.baseline.from, to: params.incident.to };
  const rows = await catalogue(call, params);
  const { plan, truncated } = planMetrics(rows, { budget: params.budget.series, target: params.service });
  if (rows.length >= mostCatalogued) truncated.push(`metrics: only ${mostCatalogued} series were looked at`);
  const grid = gridOf(range, mostPoints, leastStep);
  /** Milliseconds since the start of the baseline. */
  const since = (expression: string): Sql =>
    sql`toFloat64(toUnixTimestamp64Nano(${raw(expression)}) - ${range.from}) / 1e6`;

  const ask = async (name: KindName): Promise<Uint8Array<ArrayBuffer>> => {
    const { table, columns, cell, only, most }: Kind = kinds[name];
    const all = Object.entries(plan.series).flatMap(([id, lines]) => {
      const line = plan.lines[lines[0] ?? -1];
      return line !== undefined && kindOf(line) === name ? [{ id, line }] : [];
    });
    // Ids are hashes: those of the lowest are as good as any, and the same every time.
    const read = all.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, most);
    if (read.length < all.length)
      truncated.push(`metrics: ${all.length - read.length} of ${all.length} series (${name}) were not read`);
    if (read.length === 0) return new Uint8Array();
    const ids = (of: typeof read): Sql => raw(of.map(({ id }) => id).join(', ') || '0');
    const names = [...new Set(read.map(({ line }) => line.name))].sort().map((metric) => sql`${metric}`);
    // A point that is growth itself is a cell of its own, so that the newest point of a cell says everything.
    const cellKey = sql`if(SeriesId IN (${ids(read.filter(({ line }) => line.delta))}), toUnixTimestamp64Nano(TimeUnix), ${stepOf('TimeUnix', grid)})`;
    const perCell = sql`
      SELECT SeriesId, ${cellKey} AS cell, ${since('max(TimeUnix)')} AS last, ${since('min(TimeUnix)')} AS first,
        if(toUnixTimestamp64Nano(${raw(newest('StartTimeUnix'))}) = 0, nan, ${since(newest('StartTimeUnix'))}) AS start,
        ${raw(columns)}
      FROM ${raw(table)}
      WHERE MetricName IN (${join(names, ', ')}) AND SeriesId IN (${ids(read)}) AND ${within('TimeUnix', range)} ${raw(only)}
      GROUP BY SeriesId, cell`;
    const bytes = await call.bytes(
      sql`SELECT SeriesId, arraySort(c -> c.1, groupArray(${raw(cell)})) FROM (${perCell}) GROUP BY SeriesId LIMIT ${most}`,
      'RowBinary',
    );
    return own(bytes);
  };

  const [gauges, counters, explicit, exponential, summaries] = await Promise.all([
    ask('gauges'),
    ask('counters'),
    ask('explicit'),
    ask('exponential'),
    ask('summaries'),
  ]);
  const metrics = { plan, step: grid.step, gauges, counters, explicit, exponential, summaries };
  return { metrics, truncated };
};
