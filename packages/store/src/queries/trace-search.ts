import type { TraceSummary, TracesResponse } from '@nightglass/model';
import { traceCondition } from '../schema/index.ts';
import { join, raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import { fingerprint, type Position, readCursor, writeCursor } from './cursor.ts';
import { attributeConditions } from './filters.ts';
import { spanTextCondition } from './text-search.ts';
import {
  checkRange,
  minute,
  nanoLiteral,
  nanoText,
  pieces,
  type Reading,
  readEverything,
  readIndexed,
  readNarrowed,
  unite,
  within,
} from './time.ts';
import type { TimeRange, TraceSearchParams } from './types.ts';

interface Candidate {
  id: string;
  /** Unix nanoseconds of the newest matching span. */
  newest: bigint;
  /** The longest matching span, and its nanoseconds. */
  matched: string;
  longest: bigint;
}

/**
 * Traces with a span that meets every filter, in the order of their newest such span, newest first.
 * First the ids alone are found, reading the newest piece of the range first; then those traces are summed up.
 */
export const traces = async (call: Call, params: TraceSearchParams): Promise<TracesResponse> => {
  checkRange(params);
  const limit = params.limit ?? 20;
  const { cursor, limit: _limit, from, to: _to, ...filter } = params;
  const search = fingerprint(filter);
  const position = cursor === undefined ? undefined : readCursor(cursor, search, /^[0-9a-f]{32}$/);
  const range = { from, to: position?.to ?? params.to };
  const { condition, reading } = await spanCondition(call, params);
  const found = await findCandidates(call, condition, range, position, limit + 1, reading);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    traces: await summarize(call, page),
    nextCursor:
      found.length > limit && last !== undefined
        ? writeCursor({ time: last.newest, id: last.id, to: range.to }, search)
        : null,
  };
};

/** The filters as one condition on `spans`, and how to read for it. */
const spanCondition = async (
  call: Call,
  params: TraceSearchParams,
): Promise<{ condition: Sql; reading: Reading }> => {
  const parts: Sql[] = [];
  if (params.service !== undefined) parts.push(sql`ServiceName = ${params.service}`);
  if (params.operation !== undefined) parts.push(sql`SpanName = ${params.operation}`);
  if (params.status !== undefined) parts.push(sql`StatusCode = ${statusNames[params.status]}`);
  if (params.minDuration !== undefined) parts.push(sql`Duration >= ${params.minDuration}`);
  if (params.maxDuration !== undefined) parts.push(sql`Duration <= ${params.maxDuration}`);
  parts.push(...(await attributeConditions(call, 'span', params.attributes ?? [])));
  let indexed = (params.attributes ?? []).length > 0;
  const q = params.q?.trim() ?? '';
  // Someone who pastes an id wants that trace.
  if (/^[0-9a-fA-F]{32}$/.test(q)) {
    parts.push(traceCondition(q.toLowerCase()));
    indexed = true;
  } else if (q !== '') parts.push(spanTextCondition(q));
  const reading = indexed ? readIndexed : parts.length > 0 ? readNarrowed : readEverything;
  return { condition: join(parts, ' AND ', sql`1`), reading };
};

const statusNames = { error: 'Error', ok: 'Ok', unset: 'Unset' } as const;

const findCandidates = async (
  call: Call,
  condition: Sql,
  range: TimeRange,
  position: Position | undefined,
  wanted: number,
  reading: Reading,
): Promise<Candidate[]> => {
  const found = new Map<string, Candidate>();
  const upTo = position ? { from: range.from, to: position.time + 1n } : range;
  if (upTo.from >= upTo.to) return [];
  let before = position;
  for (const piece of pieces(upTo, reading)) {
    for (;;) {
      // Traces already found in a newer piece may stand here again.
      const size = wanted + found.size;
      const batch = await newestIn(call, condition, piece, before, size);
      for (const c of batch) keepLonger(found.get(c.id), c);
      const fresh = batch.filter((c) => !found.has(c.id));
      // A trace with a later match than the cursor was on an earlier page.
      const seen = position
        ? await matchedAfter(call, condition, fresh, position.time, range.to)
        : new Set<string>();
      for (const c of fresh) if (!seen.has(c.id)) found.set(c.id, c);
      const last = batch.at(-1);
      if (found.size >= wanted) return [...found.values()].slice(0, wanted);
      if (batch.length < size || !last) break;
      before = { time: last.newest, id: last.id, to: range.to };
    }
    before = undefined;
  }
  return [...found.values()];
};

/** A trace that goes on in an older piece may have its longest match there. */
const keepLonger = (known: Candidate | undefined, again: Candidate): void => {
  if (known === undefined || again.longest <= known.longest) return;
  known.matched = again.matched;
  known.longest = again.longest;
};

const newestIn = async (
  call: Call,
  condition: Sql,
  piece: TimeRange,
  before: Position | undefined,
  limit: number,
): Promise<Candidate[]> => {
  const having = before
    ? sql`HAVING (max(Timestamp), TraceId) < (${nanoLiteral(before.time)}, ${Buffer.from(before.id, 'hex')})`
    : raw('');
  const rows = await call.rows<{ id: string; newest: string; matched: string; longest: string }>(sql`
    SELECT lower(hex(TraceId)) AS id, ${nanoText('max(Timestamp)')} AS newest,
      lower(hex(argMax(SpanId, (Duration, SpanId)))) AS matched, max(Duration) AS longest FROM spans
    WHERE ${within('Timestamp', piece)} AND ${condition}
    GROUP BY TraceId ${having} ORDER BY newest DESC, TraceId DESC LIMIT ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    newest: BigInt(row.newest),
    matched: row.matched,
    longest: BigInt(row.longest),
  }));
};

const matchedAfter = async (
  call: Call,
  condition: Sql,
  candidates: readonly Candidate[],
  time: bigint,
  to: bigint,
): Promise<Set<string>> => {
  if (candidates.length === 0 || time + 1n >= to) return new Set();
  const rows = await call.rows<{ id: string }>(sql`
    SELECT DISTINCT lower(hex(TraceId)) AS id FROM spans
    WHERE TraceId IN (${idList(candidates)}) AND ${within('Timestamp', { from: time + 1n, to })} AND ${condition}
    LIMIT ${candidates.length}`);
  return new Set(rows.map((row) => row.id));
};

const idList = (candidates: readonly Candidate[]): Sql =>
  join(
    candidates.map((c) => sql`${Buffer.from(c.id, 'hex')}`),
    ', ',
  );

interface IndexRow {
  id: string;
  from: string;
  to: string;
  missing: number;
  service: string;
  operation: string;
}
interface ServiceRow {
  id: string;
  service: string;
  spans: string;
  errors: string;
  from: string;
  to: string;
  firstName: string;
}

/**
 * Summaries of these traces over all their spans, in the order given. What matched is known by now: the filters are not
 * asked again, so the wide attribute columns are not read for all the neighbours of these spans.
 */
const summarize = async (call: Call, page: readonly Candidate[]): Promise<TraceSummary[]> => {
  if (page.length === 0) return [];
  const ids = idList(page);
  const indexed = await call.rows<IndexRow>(sql`
    SELECT lower(hex(TraceId)) AS id, ${nanoText('min(Start)')} AS from, ${nanoText('max(End)')} AS to,
      tupleElement(min(Root), 1) AS missing, tupleElement(min(Root), 3) AS service, tupleElement(min(Root), 4) AS operation
    FROM trace_index WHERE TraceId IN (${ids}) GROUP BY TraceId LIMIT ${page.length}`);
  const indexOf = new Map(indexed.map((row) => [row.id, row]));
  // The index may be a moment behind; the matching span itself is always inside.
  const places = page.map((c): TimeRange => {
    const row = indexOf.get(c.id);
    const from = row === undefined ? c.newest : least([BigInt(row.from), c.newest]);
    const to = row === undefined ? c.newest : -least([-BigInt(row.to), -c.newest]);
    return { from: from - minute, to: to + minute };
  });
  // A bloom filter asked for many ids says yes to most granules: the times of the traces leave few to ask about.
  const whole = join(
    unite(places).map((r) => sql`(${within('Timestamp', r)})`),
    ' OR ',
  );
  const rows = await call.rows<ServiceRow>(sql`
    SELECT lower(hex(TraceId)) AS id, ServiceName AS service, count() AS spans, countIf(StatusCode = 'Error') AS errors,
      ${nanoText('min(Timestamp)')} AS from, max(toUnixTimestamp64Nano(Timestamp) + toInt64(Duration)) AS to,
      argMin(SpanName, (Timestamp, SpanId)) AS firstName
    FROM spans WHERE TraceId IN (${ids}) AND (${whole})
    GROUP BY TraceId, ServiceName ORDER BY min(Timestamp), ServiceName LIMIT 100000`);
  const rowsOf = Map.groupBy(rows, (row) => row.id);
  return page.flatMap((c) => {
    const services = rowsOf.get(c.id);
    return services ? [summary(c, services, indexOf.get(c.id))] : [];
  });
};

const summary = (candidate: Candidate, services: ServiceRow[], index: IndexRow | undefined): TraceSummary => {
  const start = least(services.map((s) => BigInt(s.from)));
  const end = -least(services.map((s) => -BigInt(s.to)));
  const first = services[0];
  return {
    traceId: candidate.id,
    rootService: index?.service ?? first?.service ?? '',
    rootOperation: index?.operation ?? first?.firstName ?? '',
    rootMissing: index === undefined || index.missing === 1,
    startTimeUnixNano: String(start),
    durationNano: Number(end - start),
    spanCount: services.reduce((n, s) => n + Number(s.spans), 0),
    errorCount: services.reduce((n, s) => n + Number(s.errors), 0),
    services: services.map((s) => ({ name: s.service, spans: Number(s.spans), errors: Number(s.errors) })),
    matchedSpanId: candidate.matched,
  };
};

const least = (values: readonly bigint[]): bigint => values.reduce((a, b) => (b < a ? b : a));
