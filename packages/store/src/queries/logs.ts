import type { LogContextResponse, LogsHistogramResponse, LogsResponse } from '@nightglass/model';
import { NightglassError } from '@nightglass/model';
import { raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import { fingerprint, readCursor, writeCursor } from './cursor.ts';
import type { Dimensions } from './dimensions.ts';
import { type LogRow, logColumns, logCondition, logId, parseLogId, shapeLogs } from './log-rows.ts';
import {
  checkRange,
  gridOf,
  minute,
  nanoLiteral,
  pieces,
  type Reading,
  readEverything,
  readIndexed,
  readNarrowed,
  stepOf,
  within,
} from './time.ts';
import type { LogContextParams, LogFilter, LogsHistogramParams, LogsParams, TimeRange } from './types.ts';

interface Place {
  time: bigint;
  seq: bigint;
}

/**
 * The first `wanted` records of a range from one of its ends, beyond `beyond` when it is given. The range is read in
 * pieces: a search that finds enough in the last minutes reads only those.
 */
const scan = async (
  call: Call,
  condition: Sql,
  range: TimeRange,
  wanted: number,
  newestFirst: boolean,
  beyond: Place | undefined,
  reading: Reading,
): Promise<LogRow[]> => {
  const found: LogRow[] = [];
  const order = newestFirst ? raw('DESC') : raw('ASC');
  const compare = newestFirst ? raw('<') : raw('>');
  const after = beyond
    ? sql`AND (Timestamp, Seq) ${compare} (${nanoLiteral(beyond.time)}, toUInt64(${beyond.seq}))`
    : raw('');
  for (const piece of pieces(range, reading, newestFirst)) {
    const rows = await call.rows<LogRow>(sql`
      SELECT ${logColumns} FROM logs WHERE ${within('Timestamp', piece)} AND ${condition} ${after}
      ORDER BY Timestamp ${order}, Seq ${order} LIMIT ${wanted - found.length}`);
    for (const row of rows) found.push(row);
    if (found.length >= wanted) break;
  }
  return found;
};

const readingOf = (filter: LogFilter): Reading => {
  if (filter.traceId !== undefined || filter.query !== undefined || (filter.attributes ?? []).length > 0) {
    return readIndexed;
  }
  return filter.service === undefined && filter.severity === undefined ? readEverything : readNarrowed;
};

/** Log records that meet the filter, newest first unless `direction` is forward. */
export const logs = async (call: Call, dimensions: Dimensions, params: LogsParams): Promise<LogsResponse> => {
  checkRange(params);
  const limit = params.limit ?? 100;
  const newestFirst = params.direction !== 'forward';
  const { cursor, limit: _limit, from, to, ...filter } = params;
  const search = fingerprint(filter);
  const position = cursor === undefined ? undefined : readCursor(cursor, search, /^\d{1,20}$/);
  // The end of the first page's range holds for all pages, so that "now" does not move under the reader.
  const range = { from, to: position?.to ?? to };
  const rest = position
    ? newestFirst
      ? { from, to: least(position.time + 1n, range.to) }
      : { from: greatest(position.time, from), to: range.to }
    : range;
  const condition = await logCondition(call, params);
  const beyond = position && { time: position.time, seq: BigInt(position.id) };
  const rows =
    rest.from < rest.to
      ? await scan(call, condition, rest, limit + 1, newestFirst, beyond, readingOf(params))
      : [];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    ...(await shapeLogs(call, dimensions, page)),
    nextCursor:
      rows.length > limit && last
        ? writeCursor({ time: BigInt(last.time), id: last.seq, to: range.to }, search)
        : null,
  };
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** How far around a record its neighbours are looked for. */
const contextReach = 24n * 60n * minute;

/** The records the same process (resource) wrote around one record, oldest first; null when it is not stored. */
export const logContext = async (
  call: Call,
  dimensions: Dimensions,
  params: LogContextParams,
): Promise<LogContextResponse | null> => {
  const place = parseLogId(params.id);
  if (!place) {
    throw new NightglassError('NG_BAD_PARAMETER', 'the id is not one of a log record', {
      parameter: 'id',
      hint: 'Use the id of a record of /api/v1/logs.',
    });
  }
  const at = { from: place.time, to: place.time + 1n };
  const [middle] = await call.rows<LogRow>(sql`
    SELECT ${logColumns} FROM logs
    WHERE ${within('Timestamp', at)} AND Seq = toUInt64(${place.seq}) ORDER BY Seq LIMIT 1`);
  if (!middle) return null;
  const same = sql`ServiceName = ${middle.service} AND ResourceId = toUInt64(${BigInt(middle.resourceId)})`;
  const reach = (n: bigint): bigint => (n < 0n ? 0n : n);
  const before = params.before ?? 10;
  const after = params.after ?? 10;
  const earlier = { from: reach(place.time - contextReach), to: place.time + 1n };
  const later = { from: place.time, to: place.time + contextReach };
  const [older, newer] = await Promise.all([
    before > 0 ? scan(call, same, earlier, before, true, place, readNarrowed) : [],
    after > 0 ? scan(call, same, later, after, false, place, readNarrowed) : [],
  ]);
  const rows = [...older.reverse(), middle, ...newer];
  return { id: logId(middle), ...(await shapeLogs(call, dimensions, rows)) };
};

/** Lower bounds of the classes of severity numbers (OTLP: four numbers each). */
const classes = ['unset', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Records over time per class of severity; classes without a record are left out. */
export const logsHistogram = async (
  call: Call,
  params: LogsHistogramParams,
): Promise<LogsHistogramResponse> => {
  checkRange(params);
  const grid = gridOf(params, params.buckets ?? 60);
  const condition = await logCondition(call, params);
  const rows = await call.rows<{ step: string; class: number; n: string }>(sql`
    SELECT ${stepOf('Timestamp', grid)} AS step, toUInt8(least(6, intDiv(SeverityNumber + 3, 4))) AS class, count() AS n
    FROM logs WHERE ${within('Timestamp', params)} AND ${condition}
    GROUP BY step, class ORDER BY step, class LIMIT ${grid.count * classes.length}`);
  const counts = classes.map(() => new Array<number>(grid.count).fill(0));
  let total = 0;
  for (const row of rows) {
    const n = Number(row.n);
    total += n;
    const series = counts[row.class];
    if (series) series[Number(row.step)] = n;
  }
  return {
    start: grid.start,
    step: grid.step,
    series: classes
      .map((severity, i) => ({ severity, counts: counts[i] ?? [] }))
      .filter((s) => s.counts.some((n) => n > 0)),
    total,
  };
};
