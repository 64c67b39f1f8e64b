/** Spans of an incident: all of them, or whole traces, chosen by hash of the trace id within strata. */
import type { Call } from '../queries/call.ts';
import { minute, nanoLiteral, touching, within } from '../queries/time.ts';
import type { TimeRange } from '../queries/types.ts';
import { join, raw, type Sql, sql } from '../sql.ts';
import { allocate } from './allocate.ts';
import { orSmaller } from './smaller.ts';
import type { IncidentBlocks, IncidentParams } from './types.ts';

/** Spans that are looked through to choose traces; of more, a share of all traces is looked at by hash. */
const mostLookedThrough = 2_000_000;
/** One trace cannot use up the budget. */
const mostOfATrace = 5_000;
/** Thresholds of a hash are parts of this many. */
const parts = 1_000_000;

const text = (expression: string, characters: number): string =>
  `substringUTF8(${expression}, 1, ${characters})`;

/** Attributes of a span and their characters: enough to tell requests apart; and when that is too much for the engine. */
const sizes = [
  { keys: 64, characters: 256 },
  { keys: 16, characters: 64 },
] as const;
type Size = (typeof sizes)[number];

const attributes = ({ keys, characters }: Size): string =>
  `mapFromArrays(arraySlice(mapKeys(SpanAttributes), 1, ${keys}), ` +
  `arrayMap(v -> ${text('v', characters)}, arraySlice(mapValues(SpanAttributes), 1, ${keys})))`;

const exceptions = (key: string): string =>
  `arraySlice(arrayMap(a -> ${text(`a['exception.${key}']`, 500)}, ` +
  "arrayFilter((a, n) -> n = 'exception', Events.Attributes, Events.Name)), 1, 4)";

const columns = (size: Size): Sql =>
  raw(`
  lower(hex(TraceId)) AS traceId, lower(hex(SpanId)) AS spanId,
  if(ParentSpanId = toFixedString('', 8), '', lower(hex(ParentSpanId))) AS parentId,
  toString(ServiceName) AS service, toString(SpanName) AS name, toInt8(SpanKind) AS kind,
  toUnixTimestamp64Nano(Timestamp) / 1e6 AS startMs, Duration / 1e6 AS durationMs,
  StatusCode = 'Error' AS error, ${text('StatusMessage', 500)} AS statusMessage, ${text('TraceState', 256)} AS traceState,
  toString(ResourceId) AS resource, ${attributes(size)} AS attributes,
  ${exceptions('type')} AS exceptionTypes, ${exceptions('message')} AS exceptionMessages`);

export const notOf = (services: readonly string[]): Sql =>
  services.length === 0
    ? raw('1')
    : sql`ServiceName NOT IN (${join(
        services.map((s) => sql`${s}`),
        ', ',
      )})`;

const hash = raw(`sipHash64(TraceId) % ${parts}`);

export const readSpanBlocks = async (
  call: Call,
  params: IncidentParams,
): Promise<IncidentBlocks['spans']> => {
  const range = { from: params.baseline.from, to: params.incident.to };
  const inRange = sql`${within('Timestamp', range)} AND ${notOf(params.without)}`;
  const total = await countSpans(call, range, inRange);
  if (total <= params.budget.spans) {
    const rows = await read(call, inRange, params.budget.spans);
    return { rows, sizes: {}, total };
  }
  const looked = Math.min(1, mostLookedThrough / total);
  const perTrace = sql`
    SELECT TraceId, count() AS spans, ${stratumOf(params, '')} AS stratum FROM spans
    WHERE ${inRange} AND ${hash} < ${Math.ceil(looked * parts)} GROUP BY TraceId`;
  const strata = await call.rows<{ stratum: number; traces: string; spans: string }>(sql`
    SELECT stratum, count() AS traces, sum(spans) AS spans FROM (${perTrace}) GROUP BY stratum ORDER BY stratum LIMIT 20000`);
  const shares = allocate(
    strata.map((s) => ({ key: String(s.stratum), size: Number(s.spans), worth: worthOf(s.stratum) })),
    params.budget.spans * 0.95,
  );
  const thresholds = strata.map((s) => Math.ceil((shares.get(String(s.stratum)) ?? 0) * looked * parts));
  const threshold = sql`transform(stratum, [${raw(strata.map((s) => s.stratum).join(', '))}], [${raw(thresholds.join(', '))}], toUInt32(${parts}))`;
  const rows = await read(
    call,
    sql`${inRange} AND TraceId GLOBAL IN (SELECT TraceId FROM (${perTrace}) WHERE ${hash} < ${threshold})`,
    // More than wanted only by the chance of the hash; the reader leaves out whole traces beyond the budget.
    Math.ceil(params.budget.spans * 1.2),
    stratumOf(params, 'OVER (PARTITION BY TraceId)'),
  );
  const sizes = Object.fromEntries(strata.map((s) => [s.stratum, Number(s.traces) / looked]));
  return { rows, sizes, total };
};

const read = async (call: Call, where: Sql, limit: number, stratum?: Sql): Promise<Uint8Array<ArrayBuffer>> =>
  own(
    await orSmaller(sizes, (size) => {
      const what = stratum === undefined ? columns(size) : sql`${columns(size)}, ${stratum} AS stratum`;
      return call.bytes(
        sql`
          SELECT ${what} FROM spans WHERE ${where}
          ORDER BY ${hash}, TraceId, Timestamp, SpanId LIMIT ${mostOfATrace} BY TraceId LIMIT ${limit}`,
        'JSONColumns',
      );
    }),
  );

/** From the roll-up; from the spans when there is none. */
const countSpans = async (call: Call, range: TimeRange, inRange: Sql): Promise<number> => {
  const [rolled] = await call.rows<{ n: string }>(sql`
    SELECT sum(Calls) AS n FROM red_1m WHERE ${touching('Time', range, minute)} LIMIT 1`);
  // Whole minutes, all services: an upper bound. When it is small the spans need not be counted.
  const bound = Number(rolled?.n ?? 0);
  if (bound > mostLookedThrough) return bound;
  const [exact] = await call.rows<{ n: string }>(
    sql`SELECT count() AS n FROM spans WHERE ${inRange} LIMIT 1`,
  );
  return Number(exact?.n ?? 0);
};

/**
 * The stratum of a trace, as an aggregate or, with `over`, on each of its rows: eight classes of root operations, so that
 * rare ones are met, too; 32 of the root's duration, in steps of four times; failed or not; through the target or not; in
 * the incident or before.
 */
const stratumOf = (params: IncidentParams, over: string): Sql => {
  const window = raw(over);
  const target = params.service === '' ? raw('1') : sql`max(ServiceName = ${params.service}) ${window}`;
  // Least of all: the root, else the earliest.
  const root = sql`min((ParentSpanId != toFixedString('', 8), Timestamp, Duration, cityHash64(ServiceName, SpanName) % 8)) ${window}`;
  return sql`toUInt32((((((min(Timestamp) ${window} >= ${nanoLiteral(params.incident.from)}) * 2 + ${target}) * 2
    + (max(StatusCode = 'Error') ${window})) * 32 + intDiv(toUInt32(log2(greatest(1, tupleElement(${root}, 3)))), 2)) * 8)
    + tupleElement(${root}, 4))`;
};

/** Failed or not, through the target or not, in the incident or before. */
export const kindOfTraces = (stratum: number): number => stratum >> 8;

/** The incident before the time before, the target's requests before others', failures before what went well. */
const worthOf = (stratum: number): number => {
  const kind = kindOfTraces(stratum);
  return ((kind & 4) !== 0 ? 1.5 : 1) * ((kind & 2) !== 0 ? 4 : 1) * ((kind & 1) !== 0 ? 2 : 1);
};

/** Bytes that stand alone, so that they can be handed over. */
export const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
