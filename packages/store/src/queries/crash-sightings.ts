/**
 * Crashes and errors of Go programs that are in log records (`nightglass.crash.*` of the log processor, or the
 * exception attributes of an SDK) and in span events named `exception`. Raw rows: what they mean is for packages/gorun.
 */
import type { CrashSighting } from '@nightglass/model';
import { raw, type Sql, sql } from '../sql.ts';
import type { Call } from './call.ts';
import { checkRange, nanoText, within } from './time.ts';
import type { RuntimeCrashesParams } from './types.ts';

/** Rows of each source: a group is seen in its newest records, and a count says "at least" beyond them. */
const mostRows = 2000;
/** Characters: enough for the type and the innermost frames. */
const mostMessage = 1000;
const mostStack = 3000;

/** Services of the Go SDK by resource; anything else must show a Go stack. */
const goResource = raw(
  "ResourceId GLOBAL IN (SELECT ResourceId FROM resources WHERE ResourceAttributes['telemetry.sdk.language'] = 'go')",
);
const goStack = (stack: string): Sql => raw(`match(${stack}, '(^|\\\\n)goroutine [0-9]+ \\\\[')`);

const traceText = raw("if(TraceId = toFixedString('', 16), '', lower(hex(TraceId)))");
const startOf = (text: string, most: number): Sql => raw(`substringUTF8(${text}, 1, ${most})`);

type Row = Omit<CrashSighting, 'source'>;

/** Sightings in logs and spans, the newest first. */
export const crashSightings = async (call: Call, params: RuntimeCrashesParams): Promise<CrashSighting[]> => {
  checkRange(params);
  const [logs, spans] = await Promise.all([ofLogs(call, params), ofSpans(call, params)]);
  const found: CrashSighting[] = [
    ...logs.map((row): CrashSighting => ({ source: 'log', ...row })),
    ...spans.map((row): CrashSighting => ({ source: 'span', ...row })),
  ];
  return found.sort((a, b) => Number(BigInt(b.timeUnixNano) - BigInt(a.timeUnixNano)));
};

const serviceIs = (service: string | undefined): Sql =>
  service === undefined ? raw('1') : sql`ServiceName = ${service}`;

const ofLogs = (call: Call, params: RuntimeCrashesParams): Promise<Row[]> => {
  const of = (key: string): string => `LogAttributes['${key}']`;
  const stack = of('exception.stacktrace');
  return call.rows<Row>(sql`
    SELECT ServiceName AS service, ${nanoText('Timestamp')} AS timeUnixNano, ${traceText} AS traceId,
      ${raw(of('nightglass.crash.fingerprint'))} AS fingerprint, ${raw(of('nightglass.crash.kind'))} AS kind,
      ${raw(of('nightglass.crash.reason'))} AS reason, ${raw(of('exception.type'))} AS type,
      ${startOf(of('exception.message'), mostMessage)} AS message, ${startOf(stack, mostStack)} AS stacktrace,
      ${raw(of('code.function.name'))} AS function, ${raw(of('code.file.path'))} AS file,
      toUInt32OrZero(${raw(of('code.line.number'))}) AS line
    FROM logs
    WHERE ${within('Timestamp', params)} AND ${serviceIs(params.service)}
      AND (${raw(of('nightglass.crash.fingerprint'))} != ''
        OR (${raw(of('exception.type'))} != '' OR ${raw(stack)} != '') AND (${goResource} OR ${goStack(stack)}))
    ORDER BY Timestamp DESC, Seq DESC LIMIT ${mostRows}`);
};

/** Spans of one trace that carry the same panic on its way up; more than that of one trace tell nothing new. */
const mostPerTrace = 40;

/** Events of spans. A trace cannot use up the limit: see `mostPerTrace`. */
const ofSpans = (call: Call, params: RuntimeCrashesParams): Promise<Row[]> => {
  const of = (key: string): string => `EventAttributes['${key}']`;
  const stack = of('exception.stacktrace');
  return call.rows<Row>(sql`
    SELECT ServiceName AS service, ${nanoText('EventTime')} AS timeUnixNano, ${traceText} AS traceId,
      '' AS fingerprint, '' AS kind, '' AS reason, ${raw(of('exception.type'))} AS type,
      ${startOf(of('exception.message'), mostMessage)} AS message, ${startOf(stack, mostStack)} AS stacktrace,
      '' AS function, '' AS file, toUInt32(0) AS line
    FROM spans
    ARRAY JOIN Events.Name AS EventName, Events.Attributes AS EventAttributes, Events.Timestamp AS EventTime
    WHERE ${within('Timestamp', params)} AND ${serviceIs(params.service)} AND ExceptionType != ''
      AND EventName = 'exception' AND (${goResource} OR ${goStack(stack)})
    ORDER BY Timestamp DESC, Seq DESC, EventTime LIMIT ${mostPerTrace} BY TraceId LIMIT ${mostRows}`);
};
