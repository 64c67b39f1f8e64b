/** Log records of an incident: all of them, or by hash within strata of time, severity and service. */
import type { Call } from '../queries/call.ts';
import { nanoLiteral, within } from '../queries/time.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { allocate, type Stratum } from './allocate.ts';
import { orSmaller } from './smaller.ts';
import { notOf, own } from './spans.ts';
import type { IncidentBlocks, IncidentParams } from './types.ts';

const parts = 1_000_000;
/** Pieces of time of the baseline, and of the incident. */
const pieces = 10;
/** Errors of the incident may take this share before they are thinned, too. */
const errorShare = 0.6;

/** Characters of a body, and when so many are too much for the engine. */
const bodyCharacters = [1200, 200] as const;

const attribute = (key: string): string => `substringUTF8(LogAttributes['${key}'], 1, 500)`;

const columns = (characters: number): Sql =>
  raw(`
  toUnixTimestamp64Nano(Timestamp) AS time, Seq AS seq, SeverityNumber AS severity, toString(ServiceName) AS service,
  substringUTF8(Body, 1, ${characters}) AS body, has(AttributeTypes, 'body.j:') AS structured, toString(EventName) AS event,
  if(TraceId = toFixedString('', 16), '', lower(hex(TraceId))) AS traceId,
  if(SpanId = toFixedString('', 8), '', lower(hex(SpanId))) AS spanId, toString(ResourceId) AS resource,
  ${attribute('exception.type')} AS exceptionType, ${attribute('exception.message')} AS exceptionMessage,
  ${attribute('sampling.threshold')} AS samplingThreshold`);

const hash = raw(`sipHash64(Timestamp, Seq) % ${parts}`);

/** One of 64 groups of services; one of three classes of severity; a piece of time, those of the incident after the others. */
const stratumOf = ({ baseline, incident }: IncidentParams): Sql => {
  const piece = (range: { from: bigint; to: bigint }): Sql =>
    sql`intDiv((toUnixTimestamp64Nano(Timestamp) - ${range.from}) * ${pieces}, ${range.to - range.from})`;
  return sql`toUInt32((if(Timestamp >= ${nanoLiteral(incident.from)}, ${pieces} + ${piece(incident)}, ${piece(baseline)}) * 3
    + multiIf(SeverityNumber >= 17, 2, SeverityNumber >= 13, 1, 0)) * 64 + cityHash64(ServiceName) % 64)`;
};

const inIncident = (stratum: number): boolean => Math.floor(stratum / 64 / 3) >= pieces;
const classOf = (stratum: number): number => Math.floor(stratum / 64) % 3;
/** Class of severity, in the incident or before. */
export const kindOfLogs = (stratum: number): number => classOf(stratum) + (inIncident(stratum) ? 3 : 0);

/** `which`: a condition on the records that are wanted. */
export const readLogBlocks = async (
  call: Call,
  params: IncidentParams,
  which: Sql,
): Promise<IncidentBlocks['logs']> => {
  const range = { from: params.baseline.from, to: params.incident.to };
  const inRange = sql`${within('Timestamp', range)} AND ${notOf(params.without)} AND ${which}`;
  const stratum = stratumOf(params);
  const strata = await call.rows<{ stratum: number; n: string }>(sql`
    SELECT ${stratum} AS stratum, count() AS n FROM logs WHERE ${inRange} GROUP BY stratum ORDER BY stratum LIMIT 10000`);
  const total = strata.reduce((sum, s) => sum + Number(s.n), 0);
  const budget = params.budget.logs;
  if (total <= budget) {
    const rows = await read(call, (characters) => select(columns(characters), inRange, '', budget));
    return { rows, sizes: {}, total };
  }
  const shares = sharesOf(
    strata.map((s) => ({ key: String(s.stratum), size: Number(s.n), worth: 1 })),
    budget * 0.97,
  );
  // Only what is thinned is listed: the text of a statement is limited.
  const thinned = [...shares].filter(([, share]) => share < 1);
  const threshold = sql`transform(${stratum}, [${raw(thinned.map(([key]) => key).join(', '))}],
    [${raw(thinned.map(([, share]) => Math.ceil(share * parts)).join(', '))}], toUInt32(${parts}))`;
  const rows = await read(call, (characters) =>
    select(
      sql`${columns(characters)}, ${stratum} AS stratum`,
      sql`${inRange} AND ${hash} < ${threshold}`,
      `ORDER BY sipHash64(Timestamp, Seq), Seq`,
      budget,
    ),
  );
  return { rows, sizes: Object.fromEntries(strata.map((s) => [s.stratum, Number(s.n)])), total };
};

const read = async (call: Call, statement: (characters: number) => Sql): Promise<Uint8Array<ArrayBuffer>> =>
  own(await orSmaller(bodyCharacters, (characters) => call.bytes(statement(characters), 'JSONColumns')));

const select = (what: Sql, where: Sql, order: string, limit: number): Sql =>
  sql`SELECT ${what} FROM logs WHERE ${where} ${raw(order)} LIMIT ${limit}`;

/** Errors of the incident first, all of them when they fit; the rest shares what is left. */
const sharesOf = (strata: readonly Stratum[], budget: number): Map<string, number> => {
  const urgent = ({ key }: Stratum): boolean => kindOfLogs(Number(key)) === 5;
  const errors = strata.filter(urgent);
  const size = errors.reduce((sum, s) => sum + s.size, 0);
  const forErrors = Math.min(size, budget * errorShare);
  return new Map([
    ...allocate(errors, forErrors),
    ...allocate(
      strata.filter((s) => !urgent(s)),
      budget - forErrors,
    ),
  ]);
};
