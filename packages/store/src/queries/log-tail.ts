import type { LogTailBatch } from '@nightglass/model';
import { join, sql } from '../sql.ts';
import type { Call } from './call.ts';
import type { Dimensions } from './dimensions.ts';
import { type LogRow, logColumns, logCondition, shapeLogs } from './log-rows.ts';
import { minute, within } from './time.ts';
import type { LogTailParams } from './types.ts';

/** Records whose own time is further than this from the clock are not news. */
const reach = 15n * minute;

export interface LogTail extends LogTailBatch {
  /** Give it as `after` next time. */
  after: string;
  /** Records that matched but were more than `limit`. */
  dropped: number;
}

/** What was stored after a record: `Seq` grows with the order in which requests were received. */
export const logTail = async (
  call: Call,
  dimensions: Dimensions,
  params: LogTailParams,
): Promise<LogTail> => {
  const range = { from: params.now - reach, to: params.now + reach };
  if (params.after === undefined) {
    const [row] = await call.rows<{ last: string }>(sql`
      SELECT max(Seq) AS last FROM logs WHERE ${within('Timestamp', range)} LIMIT 1`);
    return { logs: [], resources: {}, after: row?.last ?? '0', dropped: 0 };
  }
  const condition = await logCondition(call, params);
  const { after: from, without } = params.again ?? { after: params.after, without: [] };
  const sent =
    without.length === 0
      ? sql`1`
      : sql`Seq NOT IN (${join(
          without.map((seq) => sql`${BigInt(seq)}`),
          ', ',
        )})`;
  const where = sql`${within('Timestamp', range)} AND Seq > toUInt64(${BigInt(from)}) AND ${sent} AND ${condition}`;
  const limit = params.limit ?? 500;
  const rows = await call.rows<LogRow>(sql`
    SELECT ${logColumns} FROM logs WHERE ${where} ORDER BY Seq DESC LIMIT ${limit}`);
  let dropped = 0;
  if (rows.length === limit) {
    const last = rows[0]?.seq ?? from;
    const [row] = await call.rows<{ n: string }>(sql`
      SELECT count() AS n FROM logs WHERE ${where} AND Seq <= toUInt64(${BigInt(last)}) LIMIT 1`);
    dropped = Math.max(0, Number(row?.n ?? 0) - rows.length);
  }
  return {
    ...(await shapeLogs(call, dimensions, rows.reverse())),
    after: newest(params.after, rows.at(-1)?.seq),
    dropped,
  };
};

const newest = (a: string, b: string | undefined): string =>
  b !== undefined && BigInt(b) > BigInt(a) ? b : a;
