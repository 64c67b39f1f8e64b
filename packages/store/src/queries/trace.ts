import type { TraceResponse } from '@nightglass/model';
import { traceCondition } from '../schema/index.ts';
import { raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import type { Dimensions } from './dimensions.ts';
import { type SpanRow, shapeSpans, spanColumns } from './spans.ts';
import { minute, nanoText, within } from './time.ts';
import type { TimeRange, TraceParams } from './types.ts';

/** Blocks of one trace arrive apart, and the index may know one of them a moment before the other. */
const slack = 60n * minute;

/**
 * A span that was received twice is one span; different spans with one id (client and server sharing it, or a broken
 * id generator) are all shown.
 */
const sameSpan = raw('SpanId, Timestamp, Duration, ServiceName, SpanName, SpanKind');

/** When the spans of a trace were, with room at both ends; undefined for a trace nobody has seen. */
export const traceRange = async (call: Call, traceId: string): Promise<TimeRange | undefined> => {
  const [row] = await call.rows<{ from: string; to: string; spans: string }>(sql`
    SELECT ${nanoText('min(Start)')} AS from, ${nanoText('max(End)')} AS to, sum(SpanCount) AS spans
    FROM trace_index WHERE ${traceCondition(traceId)} LIMIT 1`);
  if (!row || row.spans === '0') return undefined;
  return { from: BigInt(row.from) - slack, to: BigInt(row.to) + slack };
};

/** The spans of a trace in order of start time; null when there are none. `now` is Unix nanoseconds. */
export const trace = async (
  call: Call,
  dimensions: Dimensions,
  params: TraceParams,
  now: bigint,
): Promise<TraceResponse | null> => {
  const limit = params.limit ?? 20_000;
  // Not in the index: it may have arrived this very second.
  const range = (await traceRange(call, params.traceId)) ?? { from: now - slack, to: now + slack };
  const where = sql`${traceCondition(params.traceId)} AND ${within('Timestamp', range)}`;
  const rows = await call.rows<SpanRow>(sql`
    SELECT ${spanColumns} FROM spans WHERE ${where}
    ORDER BY Timestamp, SpanId, ServiceName, SpanName, SpanKind, Duration, Seq LIMIT 1 BY ${sameSpan} LIMIT ${limit + 1}`);
  if (rows.length === 0) return null;
  const truncated = rows.length > limit;
  const totalSpans = truncated ? await countSpans(call, where) : rows.length;
  const { spans, resources } = await shapeSpans(call, dimensions, rows.slice(0, limit));
  return { traceId: params.traceId, spans, resources, truncated, totalSpans };
};

const countSpans = async (call: Call, where: Sql): Promise<number> => {
  const [row] = await call.rows<{ n: string }>(sql`
    SELECT uniqExact(${sameSpan}) AS n FROM spans WHERE ${where} LIMIT 1`);
  return Number(row?.n ?? 0);
};
