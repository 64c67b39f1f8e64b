import type { CorrelateResponse, Resource, Span } from '@nightglass/model';
import { traceCondition } from '../schema/index.ts';
import { join, raw, sql } from '../sql.ts';
import type { Call } from './call.ts';
import type { Dimensions } from './dimensions.ts';
import { type LogRow, logColumns, shapeLogs } from './log-rows.ts';
import { findSeries, seriesCondition } from './metric-catalogue.ts';
import { evaluate } from './metric-evaluate.ts';
import { defaultAggregation } from './metric-series.ts';
import { minuteGrid, redRows, shapeSparkline } from './red.ts';
import { type SpanRow, shapeSpans, spanColumns } from './spans.ts';
import { gridOf, minute, nanoText, secondLiteral, within } from './time.ts';
import { traceRange } from './trace.ts';
import type { CorrelateParams, TimeRange } from './types.ts';

/** What is shown around a span. */
const around = 15n * minute;
const mostLogs = 200;
const mostExemplars = 50;
const mostMetrics = 24;
const mostSeriesPerMetric = 200;

/**
 * What belongs to a span: its logs and those of its trace, the RED of its operation and the metrics of its process
 * around its time. Without a span id the root span (else the earliest) stands for the trace. Null when neither a span
 * nor a log record of the trace is stored.
 */
export const correlate = async (
  call: Call,
  dimensions: Dimensions,
  params: CorrelateParams,
  now: bigint,
): Promise<CorrelateResponse | null> => {
  const range = (await traceRange(call, params.traceId)) ?? {
    from: now - 60n * minute,
    to: now + 60n * minute,
  };
  const [found, logs] = await Promise.all([
    findSpan(call, dimensions, params, range),
    findLogs(call, dimensions, params, range),
  ]);
  const { span } = found;
  if (!span && logs.logs.length === 0) return null;
  const spanId = params.spanId ?? span?.spanId ?? '';
  const nearby = span && {
    from: BigInt(span.startTimeUnixNano) - around,
    to: BigInt(span.endTimeUnixNano) + around,
  };
  const [red, runtimeMetrics] = await Promise.all([
    span && nearby ? redAround(call, span, nearby) : null,
    span && nearby ? processMetrics(call, span, found.resources[span.resourceId], nearby) : [],
  ]);
  return {
    traceId: params.traceId,
    spanId,
    span: span ?? null,
    resources: { ...logs.resources, ...found.resources },
    spanLogs: logs.logs.filter((log) => log.spanId === spanId),
    traceLogs: logs.logs.filter((log) => log.spanId !== spanId),
    red,
    runtimeMetrics,
  };
};

const findSpan = async (
  call: Call,
  dimensions: Dimensions,
  { traceId, spanId }: CorrelateParams,
  range: TimeRange,
): Promise<{ span: Span | undefined; resources: Record<string, Resource> }> => {
  const one = spanId === undefined ? sql`1` : sql`SpanId = ${Buffer.from(spanId, 'hex')}`;
  const rows = await call.rows<SpanRow>(sql`
    SELECT ${spanColumns} FROM spans WHERE ${traceCondition(traceId)} AND ${within('Timestamp', range)} AND ${one}
    ORDER BY ParentSpanId != toFixedString('', 8), Timestamp, SpanId, ServiceName, Seq LIMIT 1`);
  const { spans, resources } = await shapeSpans(call, dimensions, rows);
  return { span: spans[0], resources };
};

/** The first log records of the trace, those of the span itself before the others. */
const findLogs = async (call: Call, dimensions: Dimensions, params: CorrelateParams, range: TimeRange) => {
  const where = sql`${traceCondition(params.traceId)} AND ${within('Timestamp', range)}`;
  const ofSpan = params.spanId === undefined ? [] : [sql`SpanId = ${Buffer.from(params.spanId, 'hex')}`];
  const select = (more: readonly ReturnType<typeof sql>[]) =>
    call.rows<LogRow>(sql`
      SELECT ${logColumns} FROM logs WHERE ${join([where, ...more], ' AND ')}
      ORDER BY Timestamp, Seq LIMIT ${mostLogs}`);
  const [own, others] = await Promise.all([
    ofSpan.length > 0 ? select(ofSpan) : [],
    select(ofSpan.map((c) => sql`NOT (${c})`)),
  ]);
  return shapeLogs(call, dimensions, [...own, ...others]);
};

const redAround = async (call: Call, span: Span, range: TimeRange): Promise<CorrelateResponse['red']> => {
  const where = sql`ServiceName = ${span.service} AND SpanName = ${span.name}`;
  const grid = minuteGrid(range);
  type ExemplarRow = { time: string; duration: string; traceId: string; spanId: string; error: number };
  const [{ steps }, exemplars] = await Promise.all([
    redRows(call, {
      ...range,
      by: ['ServiceName', 'SpanName'],
      where,
      classes: false,
      grid,
      limit: grid.count,
    }),
    // The slowest span of each minute, and the slowest failed one.
    call.rows<ExemplarRow>(sql`
      SELECT ${nanoText('Timestamp')} AS time, Duration AS duration, lower(hex(TraceId)) AS traceId,
        lower(hex(SpanId)) AS spanId, toUInt8(StatusCode = 'Error') AS error
      FROM spans WHERE ${within('Timestamp', range)} AND ${where}
      ORDER BY Duration DESC, Timestamp, SpanId LIMIT 1 BY toStartOfMinute(Timestamp), error LIMIT ${mostExemplars}`),
  ]);
  const { start, step, calls, errors, p95 } = shapeSparkline(steps, grid);
  return {
    service: span.service,
    operation: span.name,
    start,
    step,
    calls,
    errors,
    p95,
    exemplars: exemplars
      .map((row) => ({
        timeUnixNano: row.time,
        durationNano: Number(row.duration),
        traceId: row.traceId,
        spanId: row.spanId,
        error: row.error === 1,
      }))
      .sort((a, b) => (BigInt(a.timeUnixNano) < BigInt(b.timeUnixNano) ? -1 : 1)),
  };
};

/** What a language runtime or the operating system says about a process (OpenTelemetry semantic conventions). */
const runtimeName =
  "match(MetricName, '^(process|nodejs|v8js|jvm|go|cpython|dotnet|runtime|ruby|php|system|container|k8s)\\\\.')";

/** Metrics of the process of the span: same `service.instance.id`, or the same resource where there is none. */
const processMetrics = async (
  call: Call,
  span: Span,
  resource: Resource | undefined,
  range: TimeRange,
): Promise<CorrelateResponse['runtimeMetrics']> => {
  const instance = resource?.attributes.find((a) => a.key === 'service.instance.id')?.value.stringValue;
  const ids =
    instance === undefined || instance === ''
      ? [span.resourceId]
      : (
          await call.rows<{ id: string }>(sql`
            SELECT DISTINCT toString(ResourceId) AS id FROM resources
            WHERE ServiceName = ${span.service} AND ResourceAttributes['service.instance.id'] = ${instance}
            ORDER BY id LIMIT 100`)
        ).map((row) => row.id);
  if (ids.length === 0) return [];
  const names = await call.rows<{ name: string }>(sql`
    SELECT MetricName AS name FROM metric_series
    WHERE ResourceId IN (${raw(ids.filter((id) => /^\d+$/.test(id)).join(', '))})
      AND LastSeen >= ${secondLiteral(range.from - 60n * minute)} AND ${raw(runtimeName)}
    GROUP BY name ORDER BY name LIMIT ${mostMetrics}`);
  const grid = gridOf(range, 60, 10);
  const metrics = await Promise.all(
    names.map(async ({ name }) => {
      const found = await findSeries(call, {
        name,
        from: range.from,
        resourceIds: ids,
        limit: mostSeriesPerMetric,
      });
      if (!found || found.series.length === 0) return [];
      const { type, unit, description } = found.identity;
      const lines = await evaluate(call, {
        identity: found.identity,
        condition: seriesCondition(name, found.series),
        groups: found.series.map((s) => ({ labels: { ...s.attributes }, series: new Set([s.id]) })),
        grid,
        range,
        aggregation: defaultAggregation(found.identity),
        rows: 20_000,
      });
      const series = lines
        .filter((line) => line.points.some((v) => v !== null))
        .map(({ labels, points }) => ({
          labels,
          points: points.map((v, i): [number, number | null] => [grid.start + i * grid.step, v]),
        }));
      return series.length === 0 ? [] : [{ name, type, unit, description, series }];
    }),
  );
  return metrics.flat();
};
